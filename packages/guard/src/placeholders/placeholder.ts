/**
 * What stands in place of a value that is to come back: `HIDDEN_US_SSN_KFXQWMRTBHDZ`. A word of capitals and underscores, because that is what a
 * model repeats as it is wherever it writes: a string of JSON, an identifier, a path or the query of an address takes it without an escape, no
 * Markdown and no other script changes it, and no tokenizer or reader takes it for a number. The tag has consonants only, so that it spells no word,
 * and no digits, without which no detector takes it for a secret. It is the value's keyed fingerprint in other letters: the same for the same value
 * as long as the key is, so that nothing has to be stored.
 */
import type { Span } from "../text/span.js";

const TAG_LETTERS = "BCDFGHJKLMNPQRSTVWXZ";
/** 20^12 is 2^52: two of a thousand values of one request share a tag once in ten billion requests, and then the second gets a mask. */
const TAG_LENGTH = 12;
const MAX_KIND = 40;
const HEAD = "HIDDEN_";
const ALPHANUMERIC = "[A-Z0-9]";
const CONSONANTS = `[${TAG_LETTERS}]{0,${TAG_LENGTH + 1}}`;
/** A tag, or what a model made of one: a character too many, too few, or another. No word has so few vowels. */
const TAG = `(?=${CONSONANTS}${ALPHANUMERIC}?${CONSONANTS}(?!${ALPHANUMERIC}))${ALPHANUMERIC}{${TAG_LENGTH - 1},${TAG_LENGTH + 1}}(?!${ALPHANUMERIC})`;
/**
 * In any case of letters, too, since one that isn't as it was is counted. A whole word: what letters or digits of ASCII go on from can't be told
 * apart on its way back. (Letters of other scripts may follow at once, as they do in Japanese.)
 */
const WHOLE = new RegExp(`(?<!${ALPHANUMERIC})${HEAD}(?:(?!${HEAD})[A-Z0-9_]){1,${MAX_KIND}}?_${TAG}`, "gi");
const LONGEST = HEAD.length + MAX_KIND + 1 + TAG_LENGTH + 1;
/** The end of a text that may go on to be a placeholder. */
const BEGUN = new RegExp(
  `(?<!${ALPHANUMERIC})(?:${HEAD.split("")
    .slice(0, -1)
    .map((_, index) => HEAD.slice(0, index + 1))
    .join("|")}|${HEAD}[A-Z0-9_]{0,${LONGEST - HEAD.length}})$`,
  "gi",
);

/**
 * The placeholder of a value.
 * @param mask - Of its detector, `[US SSN]`: it says what kind of value this is, so that a model can work with it.
 * @param fingerprint - Of the value, keyed: `fp_` and hexadecimal digits.
 */
export function placeholderOf(mask: string, fingerprint: string): string {
  let rest = BigInt(`0x${fingerprint.slice("fp_".length)}`);
  let tag = "";
  for (let count = 0; count < TAG_LENGTH; count += 1) {
    tag += TAG_LETTERS.charAt(Number(rest % 20n));
    rest /= 20n;
  }
  return `${HEAD}${kindOf(mask)}_${tag}`;
}

const kindOf = (mask: string): string => {
  const words = mask
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, "_")
    .slice(0, MAX_KIND)
    .replace(/^_+|_+$/g, "");
  // What reads as the head of a placeholder or as its tag would be taken for one.
  return words === "" || `${words}_`.includes(HEAD) || new RegExp(`(?:^|_)${TAG}`).test(words) ? "VALUE" : words;
};

/**
 * The span, widened to the words that it begins and ends in: a value and its placeholder can be told from what is around them only as whole
 * words. `undefined` where these are too long to go with it, and where the whole is so short (the rest of a value that two blocks share) that other
 * texts say the same by chance: to hide it wherever it stands again would be to edit what the model said itself.
 */
export function wholeWords(text: string, { start, end }: Span): Span | undefined {
  let first = start;
  while (first > start - MAX_WIDENING && isAlphanumeric(text.charCodeAt(first - 1))) first -= 1;
  let last = end;
  while (last < end + MAX_WIDENING && isAlphanumeric(text.charCodeAt(last))) last += 1;
  return last - first >= MIN_VALUE && isWhole(text, first, last) ? { start: first, end: last } : undefined;
}

/** In UTF-16 units, on either side. */
const MAX_WIDENING = 64;
/** In UTF-16 units: no detector's value is shorter than an IPv4 address or a short name with its first name. */
const MIN_VALUE = 6;

/** Whether a span of a text is a word of its own, as placeholders and the values that they stand for must be. */
export function isWhole(text: string, start: number, end: number): boolean {
  return !isAlphanumeric(text.charCodeAt(start - 1)) && !isAlphanumeric(text.charCodeAt(end));
}

function isAlphanumeric(code: number): boolean {
  return (code >= 0x30 && code <= 0x39) || (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a);
}

/** A text in the form of a placeholder, whoever wrote it. */
export interface SeenPlaceholder extends Span {
  readonly text: string;
}

/** Finds what has the form of a placeholder in a text that comes in pieces. However it is cut, the result is the same. */
export interface PlaceholderScan {
  push(piece: string): readonly SeenPlaceholder[];
  /** Says that no more comes. */
  finish(): readonly SeenPlaceholder[];
  /** No placeholder that wasn't told yet begins before this offset. */
  readonly settled: number;
}

export function createPlaceholderScan(): PlaceholderScan {
  /** The character before what is undecided, and what is. */
  let before = "";
  let undecided = "";
  let settled = 0;
  const read = (text: string, open: number): readonly SeenPlaceholder[] => {
    const base = settled - before.length;
    const seen = seenIn(text).filter(({ start, end }) => start >= before.length && end <= open);
    before = text.slice(Math.max(0, open - 1), open);
    undecided = text.slice(open);
    settled = base + open;
    return seen.map((one) => ({ ...one, start: base + one.start, end: base + one.end }));
  };
  return {
    push(piece) {
      const text = before + undecided + piece;
      BEGUN.lastIndex = Math.max(before.length, text.length - LONGEST);
      return read(text, BEGUN.exec(text)?.index ?? text.length);
    },
    finish() {
      const text = before + undecided;
      return read(text, text.length);
    },
    get settled() {
      return settled;
    },
  };
}

/** All that has the form of a placeholder in a whole text. */
export function seenIn(text: string): readonly SeenPlaceholder[] {
  return Array.from(text.matchAll(WHOLE), ({ 0: match, index }) => ({ start: index, end: index + match.length, text: match }));
}
