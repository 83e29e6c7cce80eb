/**
 * Reads a text without its typographic disguise, character by character: what can't be seen is dropped, tag characters (U+E0020 to
 * U+E007E, invisible, and read by models as ASCII) become the ASCII that they stand for, and what looks and reads like ASCII becomes ASCII:
 * compatibility forms (full width, mathematical, circled, Roman numerals, ligatures), small capitals, letters of other alphabets, the digits
 * of other scripts, dashes, quotation marks and spaces. Marks that combine with a letter are dropped.
 * @see https://www.unicode.org/reports/tr15/ compatibility decomposition (NFKC)
 * @see https://www.unicode.org/reports/tr44/#Default_Ignorable_Code_Point
 */
import { CONFUSABLES } from "./confusables.js";
import type { Step } from "./view.js";

/** Blocks that hold characters whose compatibility form is ASCII. */
const COMPATIBILITY_BLOCKS: readonly (readonly [first: number, last: number])[] = [
  [0x00a0, 0x00ff], // Latin-1: no-break space, superscripts, ordinals
  [0x0132, 0x017f], // ij, lj, long s
  [0x01c4, 0x01f3],
  [0x02b0, 0x02ff], // modifier letters
  [0x1d00, 0x1dbf], // phonetic extensions
  [0x2000, 0x20cf], // spaces, leaders, superscripts and subscripts, currency
  [0x2100, 0x218b], // letterlike symbols, number forms
  [0x2460, 0x24ff], // enclosed alphanumerics
  [0x2c7c, 0x2c7d],
  [0x3000, 0x303f],
  [0x3250, 0x33ff], // squared words and units
  [0xa69c, 0xa7ff],
  [0xfb00, 0xfb06], // Latin ligatures
  [0xfe10, 0xfe6f], // vertical and small forms
  [0xff01, 0xff5e], // full width
  [0x1d400, 0x1d7ff], // mathematical letters and digits
  [0x1f100, 0x1f190], // enclosed letters
  [0x1fbf0, 0x1fbf9], // segmented digits
];
/** What NFKC leaves as it is, although readers and models take it for ASCII. */
const TYPOGRAPHY: Readonly<Record<string, string>> = {
  "-": "\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u2212\u2e3a\u2e3b\ufe58\ufe63\uff0d",
  "'": "\u2018\u2019\u201a\u201b\u2032\u02bc",
  '"': "\u201c\u201d\u201e\u201f\u2033",
  " ": "\u1680",
};
const SMALL_CAPITALS =
  "\u1d00\u0299\u1d04\u1d05\u1d07\ua730\u0262\u029c\u026a\u1d0a\u1d0b\u029f\u1d0d\u0274\u1d0f\u1d18\u0280\ua731\u1d1b\u1d1c\u1d20\u1d21\u028f\u1d22";
const SMALL_CAPITALS_READ = "abcdefghijklmnoprstuvwyz";
/** Zeros of the scripts whose numbers are written with ten digits of their own; the other nine follow. */
const ZEROS =
  "\u0660\u06f0\u07c0\u0966\u09e6\u0a66\u0ae6\u0b66\u0be6\u0c66\u0ce6\u0d66\u0de6\u0e50\u0ed0\u0f20\u1040\u17e0\u1810";
/** Alphabets drawn as symbols, which have no compatibility form: regional indicators, and letters in black circles and squares. */
const SYMBOL_ALPHABETS: readonly number[] = [0x1f1e6, 0x1f150, 0x1f170];
/**
 * What isn't seen although Unicode doesn't list it as ignorable: marks that combine with the letter before, interlinear annotation marks, the
 * Braille blank, what no font shows (private use, unassigned).
 */
const UNSEEN =
  "\\u0300-\\u036f\\u0483-\\u0489\\u1ab0-\\u1aff\\u1dc0-\\u1dff\\u20d0-\\u20ff\\u2800\\ufe20-\\ufe2f\\ufff9-\\ufffb\\p{Co}\\p{Cn}";
const TAGS = { first: 0xe0020, last: 0xe007e, base: 0xe0000 };

/** The step whose view shows a value or an instruction that was disguised. */
export const FOLDING: Step = createFolding();

function createFolding(): Step {
  const shown = new Map<string, string>();
  for (const [first, last] of COMPATIBILITY_BLOCKS) {
    for (let code = first; code <= last; code++) {
      const character = String.fromCodePoint(code);
      const compatible = character.normalize("NFKC");
      if (compatible !== character && /^[ -~]+$/.test(compatible)) shown.set(character, compatible);
    }
  }
  for (const table of [CONFUSABLES, TYPOGRAPHY])
    for (const [ascii, lookalikes] of Object.entries(table)) for (const character of lookalikes) shown.set(character, ascii);
  Array.from(SMALL_CAPITALS).forEach((character, index) => shown.set(character, SMALL_CAPITALS_READ.charAt(index)));
  for (const zero of ZEROS)
    for (let digit = 0; digit < 10; digit++) shown.set(String.fromCharCode(zero.charCodeAt(0) + digit), String(digit));
  for (const first of SYMBOL_ALPHABETS)
    for (let letter = 0; letter < 26; letter++)
      shown.set(String.fromCodePoint(first + letter), String.fromCharCode(0x41 + letter));
  for (let code = TAGS.first; code <= TAGS.last; code++)
    shown.set(String.fromCodePoint(code), String.fromCharCode(code - TAGS.base));

  const changes = new RegExp(`[${rangesOf([...shown.keys()])}${UNSEEN}\\p{Default_Ignorable_Code_Point}]`, "gu");
  return { changes, replace: (character) => shown.get(character) ?? "" };
}

/** The characters as the inside of a class. */
function rangesOf(characters: readonly string[]): string {
  const codes = characters.map((character) => character.codePointAt(0) ?? 0).sort((a, b) => a - b);
  const ranges: { first: number; last: number }[] = [];
  for (const code of codes) {
    const range = ranges.at(-1);
    if (range !== undefined && code === range.last + 1) range.last = code;
    else ranges.push({ first: code, last: code });
  }
  const escaped = (code: number): string => `\\u{${code.toString(16)}}`;
  return ranges.map(({ first, last }) => `${escaped(first)}-${escaped(last)}`).join("");
}
