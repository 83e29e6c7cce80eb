/**
 * Reads a text into features, in one pass and in linear time. Word features are hashes of one to three words, and of the same with what the
 * words mean in place of them; frame features are hashes of concepts that stand near each other, in order. Blocks of about 24 words are what
 * windows are made of.
 */
import { characters, DIGIT, DROPPED, LETTER, LINE, SPACE, SYMBOL, UNSPACED } from "./characters.js";
import { concepts, EMPTY, LONGEST_UNSPACED, MARKS, mix, OTHER } from "./concepts.js";

export interface FeatureSink {
  word(hash: number): void;
  frame(hash: number): void;
  /** A token ends; what came before it belongs to it. Offsets in UTF-16 units. */
  token(start: number, end: number): void;
  /** A block ends behind the last token. */
  block(): void;
}

/** A word counts two, all else one: a window of two blocks is about 48 words, or as many characters of Chinese. */
const BLOCK_UNITS = 48;
/** Of a longer word (base64, minified code) only so much is read. */
const WORD_CHARS = 32;
/** Concepts that a frame looks back to, and how many words at most. */
const LOOK_BACK = 6;
const REACH_WORDS = 12;

/** Keeps kinds of features apart. */
const SALT = {
  word: 0x11,
  meaning: 0x22,
  concept: 0x33,
  pair: 0x99,
  near: 0xbb,
  triple: 0xcc,
} as const;

const NUMBER = 0x30;
const DOT = 0x2e;
const AT = 0x40;

const MARK_OF: Readonly<Record<string, number>> = {
  ".": MARKS.end,
  "!": MARKS.end,
  "?": MARKS.ask,
  ":": MARKS.colon,
  '"': MARKS.quote,
  "`": MARKS.code,
  "<": MARKS.angle,
  ">": MARKS.angle,
  "[": MARKS.square,
  "]": MARKS.square,
  "{": MARKS.brace,
  "}": MARKS.brace,
  "#": MARKS.hash,
  "|": MARKS.pipe,
  "*": MARKS.star,
  "@": MARKS.at,
  "/": MARKS.slash,
  "=": MARKS.code,
  ";": MARKS.code,
};
const MARK_TABLE = new Uint8Array(128);
for (const [mark, concept] of Object.entries(MARK_OF)) MARK_TABLE[mark.charCodeAt(0)] = concept;

export function readFeatures(text: string, sink: FeatureSink): void {
  new Reader(text, sink).read();
}

class Reader {
  readonly #text: string;
  readonly #sink: FeatureSink;
  readonly #kinds = characters().kinds;
  readonly #folded = characters().folded;
  readonly #concepts = concepts();
  // The last words, and what they mean.
  #word1 = EMPTY;
  #word2 = EMPTY;
  #meaning1 = EMPTY;
  #meaning2 = EMPTY;
  // The last concepts, the latest first, and at which word each stood.
  readonly #recent = new Uint8Array(LOOK_BACK);
  readonly #places = new Int32Array(LOOK_BACK).fill(-REACH_WORDS - 1);
  #words = 0;
  #units = 0;

  constructor(text: string, sink: FeatureSink) {
    this.#text = text;
    this.#sink = sink;
  }

  read(): void {
    const text = this.#text;
    const kinds = this.#kinds;
    let at = 0;
    while (at < text.length) {
      const code = text.charCodeAt(at);
      switch (kinds[code] ?? DROPPED) {
        case LETTER:
          at = this.#word(at);
          break;
        case DIGIT:
          at = this.#number(at);
          break;
        case UNSPACED:
          at = this.#unspaced(at);
          break;
        case SYMBOL:
          at = this.#symbol(at, code);
          break;
        case LINE:
          this.#markToken(MARKS.line, at, at + 1);
          at = this.#skip(at);
          break;
        case SPACE:
          at += 1;
          break;
        default:
          at += 1;
      }
    }
    if (this.#units > 0) this.#sink.block();
  }

  #word(start: number): number {
    const text = this.#text;
    let hash = EMPTY;
    let concept = OTHER;
    let length = 0;
    let at = start;
    for (; at < text.length; at++) {
      const code = text.charCodeAt(at);
      const kind = this.#kinds[code];
      if (kind === DROPPED || (code === 0x27 || code === 0x2019) && length > 0) continue; // prettier-ignore
      if (kind !== LETTER && kind !== DIGIT) break;
      length += 1;
      if (length > WORD_CHARS) continue;
      const letter = this.#folded[code] ?? 0;
      hash = mix(hash, letter);
      if (length > 1) concept = this.#concepts.beginning(hash) || concept;
    }
    concept = this.#concepts.word(hash) || concept;
    if (concept === OTHER) concept = this.#withoutPrefix(start, at);
    concept = this.#concepts.word(mix(this.#word1, hash)) || concept;
    this.#wordToken(hash, concept, start, at, 2);
    return at;
  }

  /** Hebrew and Arabic write "and", "the", "to" as the first letters of the word. */
  #withoutPrefix(start: number, end: number): number {
    const first = this.#text.charCodeAt(start);
    if (first < 0x5d0 || first > 0x6ff) return OTHER;
    for (let from = start + 1; from <= start + 3 && from + 2 < end; from++) {
      let hash = EMPTY;
      for (let at = from; at < end && at < from + WORD_CHARS; at++) {
        const code = this.#text.charCodeAt(at);
        if (this.#kinds[code] !== DROPPED) hash = mix(hash, this.#folded[code] ?? 0);
      }
      const concept = this.#concepts.word(hash);
      if (concept !== OTHER) return concept;
    }
    return OTHER;
  }

  /** Which number it is says nothing. */
  #number(start: number): number {
    let at = start + 1;
    while (at < this.#text.length && this.#kinds[this.#text.charCodeAt(at)] === DIGIT) at += 1;
    this.#wordToken(NUMBER, MARKS.number, start, at, 1);
    return at;
  }

  /** The longest word of the lexicon that begins here, or one character. */
  #unspaced(start: number): number {
    const text = this.#text;
    let hash = EMPTY;
    let concept = OTHER;
    let end = start + 1;
    for (let at = start; at < text.length && at < start + LONGEST_UNSPACED; at++) {
      const code = text.charCodeAt(at);
      if (this.#kinds[code] !== UNSPACED) break;
      hash = mix(hash, this.#folded[code] ?? 0);
      const found = this.#concepts.word(hash);
      if (found === OTHER) continue;
      concept = found;
      end = at + 1;
    }
    hash = EMPTY;
    for (let at = start; at < end; at++) {
      const letter = this.#folded[text.charCodeAt(at)] ?? 0;
      hash = mix(hash, letter);
    }
    this.#wordToken(hash, concept, start, end, concept === OTHER ? 1 : 2);
    return end;
  }

  /** A run of the same symbol counts once. */
  #symbol(start: number, code: number): number {
    let at = start + 1;
    while (at < this.#text.length && this.#text.charCodeAt(at) === code) at += 1;
    const symbol = this.#folded[code] ?? 0;
    if (symbol === DOT || symbol === AT) {
      const end = this.#restOfName(start, at);
      if (end > at) {
        this.#markToken(MARKS.at, start, end);
        return end;
      }
    }
    this.#markToken(symbol < 128 ? (MARK_TABLE[symbol] ?? OTHER) : OTHER, start, at);
    return at;
  }

  /** Of `host.name`, `a@b.c` and `file.ext` only the first part is read: which address it is says nothing, and examples share their endings. */
  #restOfName(dot: number, start: number): number {
    const before = dot === 0 ? SPACE : this.#kinds[this.#text.charCodeAt(dot - 1)];
    if (before !== LETTER && before !== DIGIT) return start;
    let at = start;
    for (; at < this.#text.length; at++) {
      const kind = this.#kinds[this.#text.charCodeAt(at)];
      if (kind !== LETTER && kind !== DIGIT) break;
    }
    return at;
  }

  #skip(start: number): number {
    let at = start + 1;
    for (; at < this.#text.length; at++) {
      const kind = this.#kinds[this.#text.charCodeAt(at)];
      if (kind !== LINE && kind !== SPACE) break;
    }
    return at;
  }

  /** A word, by itself and after those before it; and the same with what the words mean, where that is known. */
  #wordToken(hash: number, concept: number, start: number, end: number, units: number): void {
    const sink = this.#sink;
    // Said again and again a word says no more: what repeats must not add up.
    if (hash === this.#word1) {
      this.#token(start, end, units);
      return;
    }
    const one = mix(SALT.word, hash);
    const two = mix(one, this.#word1);
    sink.word(one);
    sink.word(two);
    sink.word(mix(two, this.#word2));
    if (concept !== OTHER) sink.word(mix(SALT.meaning, concept));
    const meaning = concept === OTHER ? hash : concept;
    const meanings = mix(mix(SALT.meaning, meaning), this.#meaning1);
    sink.word(meanings);
    sink.word(mix(meanings, this.#meaning2));
    this.#word2 = this.#word1;
    this.#word1 = hash;
    this.#meaning2 = this.#meaning1;
    this.#meaning1 = meaning;
    this.#words += 1;
    if (concept !== OTHER) this.#conceptFeatures(concept);
    this.#token(start, end, units);
  }

  #conceptFeatures(concept: number): void {
    const sink = this.#sink;
    sink.frame(mix(SALT.concept, concept));
    for (let back = 0; back < LOOK_BACK; back++) {
      const distance = this.#words - (this.#places[back] ?? 0);
      if (distance > REACH_WORDS) break;
      const other = this.#recent[back] ?? 0;
      const pair = mix(mix(SALT.pair, concept), other);
      sink.frame(pair);
      if (back === 0) sink.frame(mix(mix(pair, SALT.near), distance < 2 ? distance : distance < 4 ? 2 : 3));
      if (back === 1) sink.frame(mix(mix(mix(SALT.triple, concept), this.#recent[0] ?? 0), other));
    }
    for (let back = LOOK_BACK - 1; back > 0; back--) {
      this.#recent[back] = this.#recent[back - 1] ?? 0;
      this.#places[back] = this.#places[back - 1] ?? 0;
    }
    this.#recent[0] = concept;
    this.#places[0] = this.#words;
  }

  #markToken(mark: number, start: number, end: number): void {
    if (mark !== OTHER) this.#conceptFeatures(mark);
    this.#token(start, end, 1);
  }

  #token(start: number, end: number, units: number): void {
    this.#sink.token(start, end);
    this.#units += units;
    if (this.#units < BLOCK_UNITS) return;
    this.#units = 0;
    this.#sink.block();
  }
}
