/**
 * Ids with the prefixes and lengths of the API's. Every exchange draws from a source of its own, seeded by the sandbox's seed and the number of
 * the exchange: the same script and seed give the same bytes, however the exchanges overlap.
 */
import { createHash, randomBytes } from "node:crypto";

const BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

/** A deterministic stream of random numbers. */
export interface Random {
  /** A whole number from 0 to `bound - 1`. */
  below(bound: number): number;
}

export interface Ids {
  message(): string;
  toolUse(): string;
  serverToolUse(): string;
  mcpToolUse(): string;
  request(): string;
  apiKey(): string;
}

/** SHA-256 in counter mode: slow for bulk, plenty for ids and cuts, and the same on every platform. */
export function seededRandom(seed: string): Random {
  let block = Buffer.alloc(0);
  let position = 0;
  let counter = 0;
  const next = (): number => {
    if (position + 4 > block.length) {
      block = createHash("sha256").update(`${seed}:${counter}`).digest();
      counter += 1;
      position = 0;
    }
    const value = block.readUInt32BE(position);
    position += 4;
    return value;
  };
  return { below: (bound) => next() % bound };
}

/** A seed that nobody can guess, for a sandbox that was given none. */
export function randomSeed(): string {
  return randomBytes(32).toString("hex");
}

export function createIds(random: Random): Ids {
  const id = (prefix: string): string => `${prefix}01${letters(random, BASE58, 22)}`;
  return {
    message: () => id("msg_"),
    toolUse: () => id("toolu_"),
    serverToolUse: () => id("srvtoolu_"),
    mcpToolUse: () => id("mcptoolu_"),
    request: () => id("req_"),
    apiKey: () => id("apikey_"),
  };
}

function letters(random: Random, alphabet: string, length: number): string {
  let text = "";
  for (let index = 0; index < length; index += 1) text += alphabet.charAt(random.below(alphabet.length));
  return text;
}
