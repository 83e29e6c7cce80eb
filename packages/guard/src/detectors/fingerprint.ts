/** Keyed fingerprints: what a record says in place of a value, the same for the same value as long as the key is. */
import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";

/** A value's fingerprint: `fp_` and 16 hexadecimal digits of its HMAC-SHA-256. */
export type Fingerprinter = (value: string) => string;

/** The same few values come again with each turn of a conversation; HMAC in JavaScript takes about 14 µs. */
const MEMO = 256;

/** @param secret - At least 16 random bytes. Without it a fingerprint tells nothing about its value. */
export function createFingerprinter(secret: Uint8Array): Fingerprinter {
  const keyed = hmac.create(sha256, secret);
  const encoder = new TextEncoder();
  const memo = new Map<string, string>();
  return (value) => {
    const known = memo.get(value);
    if (known !== undefined) return known;
    const fingerprint = `fp_${bytesToHex(keyed.clone().update(encoder.encode(value)).digest()).slice(0, 16)}`;
    for (const oldest of memo.keys()) {
      if (memo.size < MEMO) break;
      memo.delete(oldest);
    }
    memo.set(value, fingerprint);
    return fingerprint;
  };
}
