/**
 * Shapes of short strings (ids, references, accounts): a small part of regular expressions in which no sentence can be written. They are matched
 * here and not by the language's engine, since whoever wrote the text that is read chooses the value.
 */

/** One piece of a shape: a character of a class so many times, or one of several words. */
type Piece =
  | { readonly kind: "class"; readonly accepts: RegExp; readonly least: number; readonly most: number; readonly literal: string }
  | { readonly kind: "words"; readonly words: readonly string[] };

export interface Shape {
  /** Longest string of the shape, in characters. */
  readonly maxLength: number;
  matches(value: string): boolean;
  /** How many words of the writer's own choice a string of the shape holds. */
  wordsIn(value: string): number;
}

const MAX_LENGTH = 64;
/** `\d`, `[A-Z0-9]`, `(?:EUR|USD)` or a character, with `{2}`, `{2,4}` or `?` behind all but the words. */
const PIECE =
  /(?:(\\d)|\[((?:[A-Za-z0-9]-[A-Za-z0-9]|[A-Za-z0-9_.:/#+]|-(?=\]))+)\]|([A-Za-z0-9_:#/-]|\\[.+/-]))(?:\{(\d{1,2})(?:,(\d{1,2}))?\}|(\?))?|\(\?:([A-Za-z0-9_-]+(?:\|[A-Za-z0-9_-]+)*)\)/y;
const RANGE = /([A-Za-z0-9])-([A-Za-z0-9])/g;

/** @returns The shape, or why the pattern is none. */
export function parseShape(pattern: string): Shape | string {
  if (!pattern.startsWith("^") || !pattern.endsWith("$")) return "it isn't anchored by ^ and $";
  const pieces: Piece[] = [];
  PIECE.lastIndex = 1;
  while (PIECE.lastIndex < pattern.length - 1) {
    const piece = pieceOf(PIECE.exec(pattern));
    if (piece === undefined) return "it has more than characters, \\d, [A-Z0-9], (?:A|B), {2,4} and ?";
    pieces.push(piece);
  }
  if (PIECE.lastIndex !== pattern.length - 1) return "it ends in the middle of a piece";
  const maxLength = pieces.reduce((sum, piece) => sum + longest(piece), 0);
  if (maxLength === 0 || maxLength > MAX_LENGTH) return `its strings have up to ${maxLength} characters, not 1 to ${MAX_LENGTH}`;
  const spelled = spelledWords(pieces);
  return {
    maxLength,
    matches: (value) => value.length <= maxLength && matches(pieces, value),
    wordsIn: (value) => wordsIn(spelled.reduce((rest, word) => rest.replace(word, "0"), value)),
  };
}

function pieceOf(match: RegExpExecArray | null): Piece | undefined {
  if (match === null) return undefined;
  const [, digit, set, character = "", least, most, optional, words] = match;
  if (words !== undefined) return { kind: "words", words: words.split("|") };
  const range = optional === "?" ? [0, 1] : [Number(least ?? 1), Number(most ?? least ?? 1)];
  const [from = 1, to = 1] = range;
  if (to < from || (set !== undefined && !areRangesPlain(set))) return undefined;
  const literal = digit === undefined && set === undefined ? character.slice(-1) : "";
  const accepts = digit === undefined ? new RegExp(`^[${escaped(set ?? literal)}]$`) : /^[0-9]$/;
  return { kind: "class", accepts, least: from, most: to, literal: from === 1 && to === 1 ? literal : "" };
}

/** `A-z` holds brackets and quotation marks; `a-Z` nothing. */
const areRangesPlain = (set: string): boolean =>
  [...set.matchAll(RANGE)].every(
    ([, a = "", b = ""]) => a <= b && [/[a-z]/, /[A-Z]/, /[0-9]/].some((kind) => kind.test(a) && kind.test(b)),
  );

const escaped = (set: string): string => set.replace(/[/.+]/g, "\\$&").replace(/-$/, "\\-");

const longest = (piece: Piece): number =>
  piece.kind === "class" ? piece.most : Math.max(...piece.words.map((word) => word.length));

/** Where in the value each piece may end, in one pass: no pattern makes it slow. */
function matches(pieces: readonly Piece[], value: string): boolean {
  let ends = new Set([0]);
  for (const piece of pieces) {
    const next = new Set<number>();
    for (const start of ends) {
      if (piece.kind === "words") {
        for (const word of piece.words) if (value.startsWith(word, start)) next.add(start + word.length);
        continue;
      }
      for (let times = 0; times <= piece.most; times += 1) {
        if (times >= piece.least) next.add(start + times);
        if (!piece.accepts.test(value.charAt(start + times))) break;
      }
    }
    ends = next;
  }
  return ends.has(value.length);
}

/** The words that the shape itself spells out: `INVOICE` of `^INVOICE-\d{4}$` is the operator's. */
function spelledWords(pieces: readonly Piece[]): readonly string[] {
  const text = pieces.map((piece) => (piece.kind === "class" ? piece.literal || " " : ` ${piece.words.join(" ")} `)).join("");
  return text.split(/[^A-Za-z]+/).filter((word) => word.length > 1);
}

/** Words as people and models read them: parts between separators that are letters only, or words run together (`ignoreAllRules`). */
export function wordsIn(value: string): number {
  const parts = value.split(/[^A-Za-z0-9]+/).filter((part) => /^[A-Za-z]{2,}$/.test(part));
  const joined = value.match(/[A-Z]?[a-z]{4,}|[A-Z]{4,}/g) ?? [];
  // Nobody's word is so long: several are written as one.
  const lengths = joined.filter((word) => !/^[a-f]+$/i.test(word)).map((word) => Math.ceil(word.length / 12));
  return Math.max(
    parts.length,
    lengths.reduce((sum, count) => sum + count, 0),
  );
}
