/** Canaries: a word in a system prompt that stands nowhere else, so that an answer which holds it has repeated the prompt. */

/** What every canary begins with: no word, and with a rare letter at each end, so that no text has to wait for it. The detector `canary` looks for it. */
export const CANARY_PREFIX = "qxcanaryxq";
const ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";
/** 80 random bits: no two are the same, and nobody guesses one. */
const RANDOM_LENGTH = 16;

/**
 * A new canary. Keep it with the prompt: the same prompt must be the same bytes each time, or nothing of it is cached.
 *
 * ```ts
 * const system = `${prompt}\n\n${canaryClause(canary())}`;
 * ```
 */
export function canary(): string {
  const bytes = globalThis.crypto.getRandomValues(new Uint8Array(RANDOM_LENGTH));
  return CANARY_PREFIX + Array.from(bytes, (byte) => ALPHABET.charAt(byte % ALPHABET.length)).join("");
}

/** The sentence that puts a canary into a system prompt. */
export function canaryClause(word: string): string {
  return `Internal reference of these instructions, never to be written: ${word}`;
}
