/**
 * Private keys. First those in PEM armor, of every kind (PKCS #8, PKCS #1, SEC 1, OpenSSH, OpenPGP), also with line breaks escaped as in JSON or
 * source code, and also cut short: a header and a first line of key are enough. The longest that is read whole is RSA with 16,384 bits: 194
 * lines. Then PuTTY's format, the `PrivateKey` of WireGuard, and JSON web keys that hold more than their public half.
 * @see https://www.rfc-editor.org/rfc/rfc7468
 * @see https://www.rfc-editor.org/rfc/rfc1421#section-4.4
 */
import { defineDetector } from "../define.js";
import type { Detector } from "../detector.js";
import { isPlaceholder } from "../randomness.js";
import { named } from "./named.js";
import { prefixed } from "./prefixed.js";

/** Between two lines: a line break, plain or escaped, with indentation or the quotes of a program that joins strings. */
const BREAK = String.raw`(?:\s|\\{1,4}[nr]|["',]| \+)`;
const LABEL = String.raw`(?:[A-Z\d]{1,12} ?){0,3}PRIVATE ?KEY(?: ?BLOCK)? ?----{1,2}`;
/** `Proc-Type: 4,ENCRYPTED` and the like. */
const FIELDS = String.raw`(?:${BREAK}{1,12}[A-Z][A-Za-z-]{2,20}: [\w ,.:/()@+=-]{1,80}){0,4}`;
const LINES = String.raw`[A-Za-z\d+/=]{77,13000}|[A-Za-z\d+/]{40,76}(?:${BREAK}{1,12}[A-Za-z\d+/=]{24,76}){0,200}`;
/** The last lines are short, and tell from words only by what follows. */
const FOOTER = String.raw`(?:(?:${BREAK}{1,12}[A-Za-z\d+/=]{1,76}){0,2}${BREAK}{0,12}----{1,2} ?END ?${LABEL})?`;

export const privateKey = defineDetector({
  id: "private-key",
  family: "secrets",
  severity: "critical",
  keywords: ["---BEGIN", "--- BEGIN"],
  keywordOffset: 2,
  pattern: new RegExp(`-{0,2}--- ?BEGIN ?${LABEL}${FIELDS}${BREAK}{0,12}(?:${LINES})${FOOTER}`),
  confidence: 0.99,
  examples: {
    hit: [
      "-----BEGIN PRIVATE KEY-----\n{64 base64}\n-----END PRIVATE KEY-----",
      "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,{32 upper}\n\n{64 base64}\n{64 base64}\n{20 base64}==\n-----END RSA PRIVATE KEY-----\n",
      '"private_key": "-----BEGIN PRIVATE KEY-----\\n{64 base64}\\n{64 base64}\\n{31 base64}=\\n-----END PRIVATE KEY-----\\n"',
      "-----BEGIN OPENSSH PRIVATE KEY-----\n{70 base64}\n{70 base64}\n{14 base64}\n-----END OPENSSH PRIVATE KEY-----",
      "-----BEGIN EC PRIVATE KEY----- {64 base64} {64 base64} {20 base64} -----END EC PRIVATE KEY-----",
      "-----BEGIN PGP PRIVATE KEY BLOCK-----\nVersion: GnuPG v2\n\n{64 base64}\n{64 base64}\n{9 base64}\n={4 base64}\n-----END PGP PRIVATE KEY BLOCK-----",
      "cut short: -----BEGIN ENCRYPTED PRIVATE KEY-----\n{64 base64}\n{64 base64}\nand then the log goes on.",
      "-----BEGIN PRIVATE KEY-----{400 base64}-----END PRIVATE KEY-----",
      "-----BEGINRSAPRIVATEKEY-----{400 base64}-----ENDRSAPRIVATEKEY-----",
      "---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----\nComment: anna\n{70 base64}\n{70 base64}\n---- END SSH2 ENCRYPTED PRIVATE KEY ----",
    ],
    miss: [
      "-----BEGIN CERTIFICATE-----\n{64 base64}\n-----END CERTIFICATE-----",
      "-----BEGIN PUBLIC KEY-----\n{64 base64}\n-----END PUBLIC KEY-----",
      "-----BEGIN PRIVATE KEY-----\n...\n-----END PRIVATE KEY-----",
      "-----BEGIN RSA PRIVATE KEY-----\nYOUR KEY HERE\n-----END RSA PRIVATE KEY-----",
      "a file that begins with -----BEGIN PRIVATE KEY----- is a private key and never belongs into a repository",
      "---BEGIN PUBLIC KEY---\n{64 base64}",
    ],
  },
});

/** `Private-Lines` in a PuTTY key file, and the lines. */
const puttyPrivateKey = defineDetector({
  id: "putty-private-key",
  family: "secrets",
  severity: "critical",
  keywords: ["Private-Lines: "],
  pattern:
    /Private-Lines: \d{1,3}(?<value>(?:(?:\r|\n|\\{1,3}[rn]){1,4}[A-Za-z\d+/=]{16,64}){1,60}(?:(?:\r|\n|\\{1,3}[rn]){1,4}[A-Za-z\d+/=]{1,64})?)/,
  confidence: 0.99,
  reference: "https://tartarus.org/~simon/putty-snapshots/htmldoc/AppendixC.html",
  examples: {
    hit: [
      "PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none\nPrivate-Lines: 2\n{64 base64}\n{20 base64}\nPrivate-MAC: {64 hex}\n",
    ],
    miss: ["Public-Lines: 2\n{64 base64}\n{20 base64}\n", "Private-Lines: 2\nand so on", "Private-Lines: 1"],
  },
});

const wireguardPrivateKey = defineDetector({
  id: "wireguard-private-key",
  family: "secrets",
  severity: "critical",
  keywords: ["PrivateKey", "PresharedKey"],
  // 32 bytes: the last character of base 64 carries four bits.
  pattern: /(?:PrivateKey|PresharedKey)\s{0,4}=\s{0,4}(?<value>[A-Za-z\d+/]{42}[AEIMQUYcgkosw048]=)(?![\w+/=])/,
  confidence: 0.97,
  confirm: (_match, { value = "" }) => (isPlaceholder(value) ? null : 0.97),
  reference: "https://www.wireguard.com/quickstart/",
  examples: {
    hit: ["[Interface]\nPrivateKey = {42 base64}A=\nAddress = 10.0.0.2/32", "PresharedKey = {42 base64}0="],
    miss: ["PublicKey = {42 base64}A=", "PrivateKey = {40 base64}A=", "PrivateKey = {42 base64}B="],
  },
});

/** The member `d` of a key of any type, near the type. */
const jsonWebKey = defineDetector({
  id: "json-web-key",
  family: "secrets",
  severity: "critical",
  keywords: ['"kty'],
  pattern:
    /"kty\\{0,3}"\s{0,4}:\s{0,4}\\{0,3}"(?:RSA|EC|OKP|oct)\\{0,3}"[^{}]{0,2800}?"[dk]\\{0,3}"\s{0,4}:\s{0,4}\\{0,3}"(?<value>[\w-]{16,1400})/,
  confidence: 0.97,
  confirm: (_match, { value = "" }) => (isPlaceholder(value) ? null : 0.97),
  reference: "https://www.rfc-editor.org/rfc/rfc7517",
  examples: {
    hit: [
      '{"kty":"EC","crv":"P-256","x":"{43 base64url}","y":"{43 base64url}","d":"{43 base64url}"}',
      '{"kty": "oct", "k": "{43 base64url}"}',
    ],
    miss: [
      '{"kty":"EC","crv":"P-256","x":"{43 base64url}","y":"{43 base64url}"}',
      '{"kty":"RSA","n":"{342 base64url}","e":"AQAB"}',
      '{"kid":"1","d":"{43 base64url}"}',
    ],
  },
});

/** Private keys outside of armor. */
export const KEY_FILES: readonly Detector[] = [
  prefixed({
    id: "bitcoin-extended-private-key",
    shapes: ["{x|y|z|t}prv{107-108 base58}"],
    see: "https://github.com/bitcoin/bips/blob/master/bip-0032.mediawiki",
  }),
  named({
    id: "ethereum-private-key",
    names: ["private key", "priv key", "wallet key", "ethereum", "eth"],
    shapes: ["0x{64 hex}"],
    see: "https://ethereum.org/developers/docs/accounts/",
    severity: "critical",
  }),
  jsonWebKey,
  puttyPrivateKey,
  wireguardPrivateKey,
];
