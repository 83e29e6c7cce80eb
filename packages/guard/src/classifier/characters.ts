/**
 * How the classifier reads a character: without case and accents, and by what it is good for. Tables over all UTF-16 units, made at first use
 * from ranges: asking a regular expression about each would cost as much as reading a megabyte.
 */

export const DROPPED = 0;
export const SPACE = 1;
export const LINE = 2;
export const SYMBOL = 3;
export const LETTER = 4;
export const DIGIT = 5;
/** A letter of a script that puts no spaces between words. */
export const UNSPACED = 6;

export interface Characters {
  /** What each UTF-16 unit is. */
  readonly kinds: Uint8Array;
  /** What each is read as. */
  readonly folded: Uint16Array;
}

type Range = readonly [first: number, last: number];

const SYMBOLS: readonly Range[] = [
  [0x80, 0xa9],
  [0xab, 0xb4],
  [0xb6, 0xb9],
  [0xbb, 0xbf],
  [0xd7, 0xd7],
  [0xf7, 0xf7],
  [0x2b0, 0x2ff],
  [0x589, 0x58f],
  [0x60c, 0x60c],
  [0x61b, 0x61f],
  [0x6d4, 0x6d4],
  [0x964, 0x965],
  [0x2010, 0x2bff],
  [0x3001, 0x3003],
  [0x3008, 0x3030],
  [0xd800, 0xdfff],
  [0xfe10, 0xfe6f],
];
const SPACES: readonly Range[] = [
  [0xa0, 0xa0],
  [0x1680, 0x1680],
  [0x2000, 0x200a],
  [0x202f, 0x202f],
  [0x205f, 0x205f],
  [0x3000, 0x3000],
];
/** Thai, Lao, Burmese, Khmer, kana, Han. */
const UNSPACED_SCRIPTS: readonly Range[] = [
  [0xe01, 0xeff],
  [0x1000, 0x109f],
  [0x1780, 0x17ff],
  [0x3040, 0x30ff],
  [0x3400, 0x9fff],
  [0xf900, 0xfaff],
];
/** Not seen, or no more than an accent: soft hyphen, combining marks, points of Hebrew and Arabic, joiners, bidi controls, variation selectors. */
const UNREAD: readonly Range[] = [
  [0xad, 0xad],
  [0x300, 0x36f],
  [0x591, 0x5c7],
  [0x610, 0x61a],
  [0x640, 0x640],
  [0x64b, 0x65f],
  [0x670, 0x670],
  [0x180b, 0x180f],
  [0x200b, 0x200f],
  [0x202a, 0x202e],
  [0x2060, 0x206f],
  [0xfe00, 0xfe0f],
  [0xfeff, 0xfeff],
  [0xfff9, 0xfffb],
];
/** Scripts with letter case or accents: Latin, Greek, Cyrillic, Armenian; and compatibility forms of ASCII. */
const FOLDED: readonly Range[] = [
  [0xaa, 0xaa],
  [0xb5, 0xb5],
  [0xba, 0xba],
  [0xc0, 0x24f],
  [0x370, 0x556],
  [0x1e00, 0x1fff],
  [0xfb00, 0xfb06],
  [0xff01, 0xff5e],
];
/** Letters that are written in one way or the other, mostly in Arabic script; and typographic signs. */
const SAME =
  'ı>i ł>l ø>o đ>d أ>ا إ>ا آ>ا ٱ>ا ى>ي ی>ي ئ>ي ة>ه ک>ك ؤ>و ς>σ “>" ”>" „>" «>" »>" 「>" 」>" 『>" 』>" 。>. 、>, ‘>\' ’>\' ʼ>\' –>- —>- ।>. ؟>? ،>,';
/** Zeros of other digits that are as wide as ten. */
const ZEROS = [0x660, 0x6f0, 0x966, 0x9e6, 0xbe6, 0xc66, 0xd66, 0xe50, 0xff10];

let tables: Characters | undefined;

export function characters(): Characters {
  return (tables ??= createTables());
}

function createTables(): Characters {
  const folded = new Uint16Array(65_536);
  for (let code = 0; code < folded.length; code++) folded[code] = code;
  for (const [first, last] of [...FOLDED, [0x41, 0x5a] as const])
    for (let code = first; code <= last; code++) {
      const letter = String.fromCharCode(code);
      folded[code] = letter.toLowerCase().normalize("NFKD").charCodeAt(0);
    }
  for (const pair of SAME.split(" ")) folded[pair.charCodeAt(0)] = pair.charCodeAt(2);
  for (const zero of ZEROS) folded.fill(0x30, zero, zero + 10);

  const kinds = new Uint8Array(65_536).fill(LETTER);
  const mark = (ranges: readonly Range[], kind: number): void => {
    for (const [first, last] of ranges) kinds.fill(kind, first, last + 1);
  };
  mark([[0, 0x20]], SPACE);
  mark([[0x21, 0x7f]], SYMBOL);
  mark([[0x30, 0x39]], DIGIT);
  mark([[0x41, 0x5a], [0x61, 0x7a]], LETTER); // prettier-ignore
  mark(SYMBOLS, SYMBOL);
  mark(UNSPACED_SCRIPTS, UNSPACED);
  mark(SPACES, SPACE);
  mark(UNREAD, DROPPED);
  mark([[0x0a, 0x0a], [0x0d, 0x0d], [0x2028, 0x2029]], LINE); // prettier-ignore
  mark([[0xff01, 0xff0f], [0xff1a, 0xff20], [0xff3b, 0xff40], [0xff5b, 0xff65]], SYMBOL); // prettier-ignore
  for (const zero of ZEROS) kinds.fill(DIGIT, zero, zero + 10);
  for (const [first, last] of FOLDED)
    for (let code = first; code <= last; code++) if (kinds[code] === LETTER) kinds[code] = kinds[folded[code] ?? 0] ?? LETTER;
  return { kinds, folded };
}
