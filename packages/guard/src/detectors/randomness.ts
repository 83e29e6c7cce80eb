/** Telling a random token from a placeholder of the same shape. */

/**
 * Whether a text has the variety of random characters. A random one of 16 characters or more falls short less than once in a million, also in
 * base 32; `xxxxxxxx`, `1234567890` and one word over and over do.
 * @param share - Different characters that are asked for, as a share of the length or of 16, whichever is less.
 */
export function looksRandom(text: string, share = 0.5): boolean {
  const distinct = new Set(text).size;
  if (distinct < Math.min(text.length, 16) * share) return false;
  let steps = 0;
  for (let at = 1; at < text.length; at++) {
    const step = text.charCodeAt(at) - text.charCodeAt(at - 1);
    if (step === 0 || step === 1) steps += 1;
  }
  return steps < text.length / 2; // abcdefgh, 12345678
}
