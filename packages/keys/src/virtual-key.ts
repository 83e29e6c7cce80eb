/**
 * Virtual keys: what clients of the gateway hold in place of an Anthropic key. `sp-dev-`, `sp-stg-` or `sp-prd-`, 43 base64url
 * characters (256 random bits), and 6 characters of checksum. The prefix names the environment, so that a development key can't reach
 * production whatever it sends; the checksum tells a typo from an unknown key without a look into the store, and lets scanners be exact.
 */
import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import { crc32 } from "node:zlib";
import { anthropicCredentialKind } from "./anthropic-key.js";
import type { AnthropicCredential } from "./anthropic-key.js";

export const ENVIRONMENTS = ["development", "staging", "production"] as const;
export type Environment = (typeof ENVIRONMENTS)[number];

export type ParsedVirtualKey =
  | { readonly kind: "key"; readonly environment: Environment }
  /** Begins as a virtual key does, and is none: a character lost, changed or added. */
  | { readonly kind: "typo"; readonly environment: Environment }
  | { readonly kind: "anthropic"; readonly credential: AnthropicCredential }
  | { readonly kind: "not-a-virtual-key" };

const PREFIX = { development: "sp-dev-", staging: "sp-stg-", production: "sp-prd-" } as const satisfies Record<
  Environment,
  string
>;
const SECRET_BYTES = 32;
const CHECKSUM_LENGTH = 6;
const SHAPE = /^sp-(?:dev|stg|prd)-[\w-]{43}[0-9A-Za-z]{6}$/;
const BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/** A new key from 256 random bits. It is shown once: the store keeps {@link hashVirtualKey} of it. */
export function createVirtualKey(environment: Environment): string {
  const body = PREFIX[environment] + randomBytes(SECRET_BYTES).toString("base64url");
  return body + checksum(body);
}

/** Tells what a credential is by its text alone. Exact: no trimming, no folding of case, for what is accepted is what is hashed. */
export function parseVirtualKey(text: string): ParsedVirtualKey {
  const environment = ENVIRONMENTS.find((name) => text.startsWith(PREFIX[name]));
  if (environment === undefined) {
    const credential = anthropicCredentialKind(text);
    return credential === undefined ? { kind: "not-a-virtual-key" } : { kind: "anthropic", credential };
  }
  if (!SHAPE.test(text)) return { kind: "typo", environment };
  const body = text.slice(0, -CHECKSUM_LENGTH);
  return { kind: checksum(body) === text.slice(-CHECKSUM_LENGTH) ? "key" : "typo", environment };
}

/**
 * What the store keeps: SHA-256 of the whole key, in hex. No salt and no slow hash: they protect secrets that can be guessed, and nobody
 * guesses 256 random bits; unsalted, the hash is also the index by which a key is found. Sent as a credential it opens nothing, for it
 * isn't shaped as a key, and its own hash is another.
 */
export function hashVirtualKey(key: string): string {
  return createHash("sha256").update(key).digest("hex");
}

/** Whether two hashes are the same, in a time that doesn't depend on where they differ. */
export function sameHash(a: string, b: string): boolean {
  const left = Buffer.from(a, "latin1");
  const right = Buffer.from(b, "latin1");
  return left.length === right.length && timingSafeEqual(left, right);
}

/** CRC-32 (IEEE 802.3) of the ASCII text in base 62, most significant digit first. It guards against slips, not against forgers. */
function checksum(body: string): string {
  let rest = crc32(body);
  let digits = "";
  for (let place = 0; place < CHECKSUM_LENGTH; place += 1) {
    digits = BASE62.charAt(rest % BASE62.length) + digits;
    rest = Math.floor(rest / BASE62.length);
  }
  return digits;
}
