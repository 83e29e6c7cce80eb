/**
 * Reads a text without its typographic disguise, character by character: what can't be seen is dropped, tag characters (U+E0020 to
 * U+E007E, invisible, and read by models as ASCII) become the ASCII that they stand for, and what looks and reads like ASCII becomes ASCII:
 * compatibility forms (full width, mathematical, circled, Roman numerals, ligatures), dashes, quotation marks and spaces.
 * @see https://www.unicode.org/reports/tr15/ compatibility decomposition (NFKC)
 * @see https://www.unicode.org/reports/tr44/#Default_Ignorable_Code_Point
 */
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
/** Unseen characters that Unicode doesn't list as ignorable: interlinear annotation marks. */
const UNSEEN = "\\ufff9-\\ufffb";
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
  for (const [ascii, lookalikes] of Object.entries(TYPOGRAPHY)) for (const character of lookalikes) shown.set(character, ascii);
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
