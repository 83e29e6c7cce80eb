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

/** What people write where a secret belongs. Each is so long that a random value holds it less than once in ten million. */
const STAND_INS =
  /example|placeholder|changeme|change[-_ ]me|your[-_ ]|yourkey|yourtoken|insert[-_ ]|redacted|dummy|x{5}|\*{4}|\.{3}|0{10}|_here\b|goes[-_]here|secret[-_]?key|api[-_]?key|access[-_]?token|not[-_]a?[-_]?real|hidden_|lorem/i;

/**
 * Whether a text stands for a secret and isn't one: a word that says so, very few different characters, or an almost unbroken run (`aaaa`, `abcdefgh`).
 * More patient than `looksRandom`: for values whose form or name already says what they are.
 */
export function isPlaceholder(text: string): boolean {
  if (STAND_INS.test(text)) return true;
  if (new Set(text).size < Math.min(6, text.length / 2)) return true;
  let steps = 0;
  let repeats = 0;
  for (let at = 1; at < text.length; at++) {
    const step = text.charCodeAt(at) - text.charCodeAt(at - 1);
    if (step === 0) repeats += 1;
    if (step === 0 || step === 1) steps += 1;
  }
  return repeats > text.length * 0.4 || steps > text.length * 0.85;
}

/** The pairs of letters that most English text is made of: about two in three there, one in six in random letters. */
const PAIRS = new Set(
  (
    "th he in er an re nd at on nt ha es st en ed to it ou ea hi is or ti as te et ng of al de se le sa si ar ve ra ld ur io ne me li ro ri ic " +
    "co ce ta ll ma el la no us ec ut il tr om pe ac ch un pr em id ho mo po su ct ss ol ad pa so tu im ke ey ge ns na ot fo am ow ag od ig oc op"
  ).split(" "),
);

/** Whether a text consists of words, as names and identifiers do: `requiredCharacteristicTypes`. */
export function readsAsWords(text: string): boolean {
  let pairs = 0;
  let common = 0;
  for (const [letters] of text.toLowerCase().matchAll(/[a-z]{2,}/g))
    for (let at = 1; at < letters.length; at++) {
      pairs += 1;
      if (PAIRS.has(letters.slice(at - 1, at + 1))) common += 1;
    }
  return pairs >= 6 && pairs > text.length * 0.4 && common > pairs * 0.48;
}

/** Share of neighbors that are of different kinds (digit, small letter, capital): 0.4 and more in random text, 0.2 in `getAccessToken1`. */
function mixing(text: string): number {
  const kinds = Array.from(text, (character) =>
    /\d/.test(character) ? 0 : /[a-z]/.test(character) ? 1 : /[A-Z]/.test(character) ? 2 : 3,
  );
  let changes = 0;
  let pairs = 0;
  for (let at = 1; at < kinds.length; at++) {
    if (kinds[at] === 3 || kinds[at - 1] === 3) continue;
    pairs += 1;
    if (kinds[at] !== kinds[at - 1]) changes += 1;
  }
  return pairs === 0 ? 0 : changes / pairs;
}

/** Bits per character that a text's own frequencies tell (Shannon). */
function entropy(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length);
  return bits;
}

/**
 * Whether a value that nothing but its name calls a secret is random: letters and digits in no order, of high entropy, and no words. At least one
 * part of it between dots, slashes, hyphens, and colons must be so by itself: paths, versions, host names, and ids in words are not.
 */
export function looksGenerated(text: string): boolean {
  if (isPlaceholder(text) || readsAsWords(text)) return false;
  const core = text.split(/[./:_-]/).reduce((longest, part) => (part.length > longest.length ? part : longest), "");
  if (core.length < 8 || !/\d/.test(core) || !/[A-Za-z]/.test(core)) return false;
  return looksRandom(core, 0.4) && mixing(core) >= 0.2 && entropy(text) >= Math.min(3.2, Math.log2(text.length) * 0.7);
}
