/** Finding the concept of a word: the lexicon as a table of hashes of words and of their beginnings. */
import { characters, DROPPED, LETTER, UNSPACED } from "./characters.js";
import { LEXICON } from "./lexicon.js";

/** No concept. */
export const OTHER = 0;
const WORDS = Object.keys(LEXICON).length;
/** What stands between words counts as concepts, too. */
export const MARKS = {
  line: WORDS + 1,
  end: WORDS + 2,
  ask: WORDS + 3,
  colon: WORDS + 4,
  quote: WORDS + 5,
  code: WORDS + 6,
  angle: WORDS + 7,
  square: WORDS + 8,
  brace: WORDS + 9,
  hash: WORDS + 10,
  pipe: WORDS + 11,
  star: WORDS + 12,
  number: WORDS + 13,
  at: WORDS + 14,
  slash: WORDS + 15,
} as const;

const BITS = 14;
const SIZE = 1 << BITS;
/** No word of the lexicon is longer, in the scripts without spaces. */
export const LONGEST_UNSPACED = 8;

export const EMPTY = 0x2545f491;
/** Adds a number to a hash. */
export const mix = (hash: number, value: number): number => {
  const mixed = Math.imul(hash ^ value, 0x9e3779b1);
  return mixed ^ (mixed >>> 15);
};

/** Concept of whole words, by hash; and of words that begin so. `OTHER` if there is none. */
export interface Concepts {
  readonly word: (hash: number) => number;
  readonly beginning: (hash: number) => number;
}

let table: Concepts | undefined;

export function concepts(): Concepts {
  return (table ??= createConcepts());
}

function createConcepts(): Concepts {
  const whole = createTable();
  const beginnings = createTable();
  Object.values(LEXICON).forEach((words, index) => {
    for (const word of words.split(" ")) {
      const begins = word.endsWith("*");
      const hash = hashOf(begins ? word.slice(0, -1) : word);
      if (hash === undefined) continue;
      whole.add(hash, index + 1);
      if (begins) beginnings.add(hash, index + 1);
    }
  });
  return { word: whole.get, beginning: beginnings.get };
}

/** The hash under which the reader looks a word up; of two words, that of the first followed by that of the second. */
function hashOf(word: string): number | undefined {
  const { kinds, folded } = characters();
  const [first = "", second] = word.split("_");
  let hash = EMPTY;
  let length = 0;
  for (let at = 0; at < first.length; at++) {
    const code = first.charCodeAt(at);
    const kind = kinds[code];
    if (kind === DROPPED || code === 0x27) continue;
    if (kind !== LETTER && kind !== UNSPACED) return undefined;
    hash = mix(hash, folded[code] ?? 0);
    length += 1;
  }
  if (length === 0) return undefined;
  if (second === undefined) return hash;
  const next = hashOf(second);
  return next === undefined ? hash : mix(hash, next);
}

interface Table {
  readonly add: (hash: number, concept: number) => void;
  readonly get: (hash: number) => number;
}

function createTable(): Table {
  const keys = new Int32Array(SIZE);
  const values = new Uint8Array(SIZE);
  const slotOf = (hash: number): number => {
    let slot = Math.imul(hash, 0x85ebca6b) >>> (32 - BITS);
    while (values[slot] !== 0 && keys[slot] !== hash) slot = (slot + 1) & (SIZE - 1);
    return slot;
  };
  return {
    add(hash, concept) {
      const slot = slotOf(hash);
      if (values[slot] !== 0) return; // the first concept that names a word keeps it
      keys[slot] = hash;
      values[slot] = concept;
    },
    get: (hash) => values[slotOf(hash)] ?? OTHER,
  };
}
