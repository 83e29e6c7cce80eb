/**
 * Addresses of cryptocurrencies. Base58 with four bytes of a double SHA-256: Bitcoin, Litecoin, Dogecoin, Tron, and, in its own alphabet, the XRP Ledger.
 * Bech32 and Bech32m: Bitcoin, Litecoin, Cardano. Ethereum: the case of its letters (EIP-55). A wrong checksum is no address. Written in one
 * case, an Ethereum address has no checksum; a Monero address is told by its shape.
 * @see https://en.bitcoin.it/wiki/Base58Check_encoding
 * @see https://github.com/bitcoin/bips/blob/master/bip-0350.mediawiki
 * @see https://eips.ethereum.org/EIPS/eip-55
 * @see https://xrpl.org/docs/references/protocol/data-types/base58-encodings
 */
import { sha256 } from "@noble/hashes/sha2.js";
import { keccak_256 } from "@noble/hashes/sha3.js";
import type { Confirmed } from "../detector.js";
import { defineDetector } from "../define.js";

const BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
const XRP58 = "rpshnaf39wBUDNEGHJKLM4PQRST7VWXYZ2bcdeCg65jkm8oFqi1tuvAxyz";
/** The version byte, the payload of 20 bytes, the checksum. */
const DECODED = 25;

/** Whether a text is 25 bytes in base 58, of which the last four are the beginning of the double SHA-256 of the others. */
function isBase58Check(text: string, alphabet: string): boolean {
  const bytes = new Uint8Array(DECODED);
  for (const character of text) {
    let carry = alphabet.indexOf(character);
    if (carry < 0) return false;
    for (let at = DECODED - 1; at >= 0; at--) {
      carry += (bytes[at] ?? 0) * 58;
      bytes[at] = carry & 0xff;
      carry >>= 8;
    }
    if (carry !== 0) return false;
  }
  const check = sha256(sha256(bytes.subarray(0, DECODED - 4)));
  return bytes.subarray(DECODED - 4).every((byte, at) => byte === check[at]);
}

const BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
const GENERATOR = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];

/** What the checksum comes to: 1 for Bech32, 0x2bc830a3 for Bech32m. */
function polymod(text: string): number {
  const low = text.toLowerCase();
  const split = low.lastIndexOf("1");
  const values = [
    ...Array.from(low.slice(0, split), (character) => character.charCodeAt(0) >> 5),
    0,
    ...Array.from(low.slice(0, split), (character) => character.charCodeAt(0) & 31),
    ...Array.from(low.slice(split + 1), (character) => BECH32.indexOf(character)),
  ];
  let check = 1;
  for (const value of values) {
    const top = check >>> 25;
    check = ((check & 0x1ffffff) << 5) ^ value;
    for (const [bit, term] of GENERATOR.entries()) if (((top >> bit) & 1) === 1) check ^= term;
  }
  return check >>> 0;
}

function isBech32(text: string): boolean {
  if (text !== text.toLowerCase() && text !== text.toUpperCase()) return false;
  const check = polymod(text);
  return check === 1 || check === 0x2bc830a3;
}

/** Whether a capital stands exactly where the hash of the address in small letters asks for one. */
function hasEip55Case(address: string): boolean {
  const digits = address.slice(2);
  const hash = keccak_256(new TextEncoder().encode(digits.toLowerCase()));
  return Array.from(digits).every((digit, at) => {
    const nibble = ((hash[at >> 1] ?? 0) >> (at % 2 === 0 ? 4 : 0)) & 15;
    return digit === (nibble > 7 ? digit.toUpperCase() : digit.toLowerCase());
  });
}

const CHECKED: Confirmed = { confidence: 0.98, evidence: ["checksum"] };

const HEX = /^0x[\dA-Fa-f]{40}$/;
const BECH = /^(?:bc1|tb1|ltc1|addr1)[ac-hj-np-z02-9]{11,98}$/i;
const BASE = /^(?:[13LMDTrmn2][1-9A-HJ-NP-Za-km-z]{24,34}|[48][\dAB][1-9A-HJ-NP-Za-km-z]{93})$/;

function judge(address: string): Confirmed | null {
  if (HEX.test(address)) {
    const oneCase = !/[a-f]/.test(address.slice(2)) || !/[A-F]/.test(address);
    if (oneCase) return new Set(address).size < 10 ? null : { confidence: 0.6, evidence: ["shape"] };
    return hasEip55Case(address) ? CHECKED : null;
  }
  if (BECH.test(address)) return isBech32(address) ? CHECKED : null;
  if (!BASE.test(address)) return null;
  if (address.length > 90) return { confidence: 0.8, evidence: ["shape"] };
  return isBase58Check(address, address.startsWith("r") ? XRP58 : BASE58) ? CHECKED : null;
}

export const cryptoWallet = defineDetector({
  id: "crypto-wallet",
  kind: "crypto-wallet",
  family: "personal",
  severity: "medium",
  // The first eight characters come before what must not stand before them: the search skips shorter words.
  pattern: /[013bBlLtTaADrMmn284](?<=(?:(?<![\w.+/-])|(?<=\\[nrt]))[\dA-Za-z])[\dA-Za-z]{24,107}(?![\w+/=])/,
  confidence: 0.98,
  confirm: judge,
  examples: {
    hit: ["pay to {bitcoin}", "0x{40 hex}", "4{1 digits}{93 base58}"],
    miss: [
      "1{33 base58}",
      "0x{39 hex}",
      "0x{41 hex}",
      "0x{64 hex}",
      "0x0000000000000000000000000000000000000000",
      "bc1q{38 lower}",
      "{40 hex}",
    ],
  },
});
