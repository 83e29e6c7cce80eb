/**
 * The notation in which tables write what a secret looks like: literal text, with braces around what varies. `{32 hex}`: so many characters of an
 * alphabet; `{20-40 base64url}`: at least and at most so many; `{live|test}`: one of these texts; `{uuid}`. A shape gives the pattern and, in the
 * notation that the tests fill, the examples and near misses.
 */

/** Alphabets, as the insides of character classes. */
export const ALPHABETS = {
  alphanumeric: "A-Za-z\\d",
  base32: "A-Z2-7",
  base58: "1-9A-HJ-NP-Za-km-z",
  base64: "A-Za-z\\d+/",
  base64url: "\\w-",
  digits: "\\d",
  hex: "\\da-f",
  anyhex: "\\da-fA-F",
  letters: "A-Za-z",
  lower: "a-z\\d",
  padded: "\\w=-", // base64url with its padding
  upper: "A-Z\\d",
  word: "\\w",
} as const satisfies Readonly<Record<string, string>>;

type Alphabet = keyof typeof ALPHABETS;

type Piece =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "choice"; readonly options: readonly string[] }
  | { readonly kind: "run"; readonly least: number; readonly most: number; readonly alphabet: Alphabet };

const isAlphabet = (name: string): name is Alphabet => Object.hasOwn(ALPHABETS, name);

const UUID = "{8 hex}-{4 hex}-{4 hex}-{4 hex}-{12 hex}";

function piecesOf(shape: string): readonly Piece[] {
  return shape
    .replaceAll("{uuid}", UUID)
    .split(/(\{[^{}]+\})/)
    .filter((part) => part !== "")
    .map(pieceOf);
}

function pieceOf(part: string): Piece {
  if (!part.startsWith("{")) return { kind: "text", text: part };
  const inside = part.slice(1, -1);
  if (inside.includes("|")) return { kind: "choice", options: inside.split("|") };
  const [, least = "", most = least, alphabet = ""] = /^(\d+)(?:-(\d+))? (\w+)$/.exec(inside) ?? [];
  if (!isAlphabet(alphabet)) throw new RangeError(`write ${part} as a number and an alphabet, \`uuid\`, or texts with \`|\``);
  return { kind: "run", least: Number(least), most: Number(most), alphabet };
}

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\/]/g, "\\$&");

/** The source of the expression that matches a shape. */
export function patternOf(shape: string): string {
  return piecesOf(shape)
    .map((piece) => {
      switch (piece.kind) {
        case "text":
          return escaped(piece.text);
        case "choice":
          return `(?:${piece.options.map(escaped).join("|")})`;
        case "run":
          return `[${ALPHABETS[piece.alphabet]}]{${piece.least},${piece.most}}`;
      }
    })
    .join("");
}

/** The text before the first run of random characters: what the kind of a secret is told by. */
export function headOf(shape: string): string {
  const pieces = piecesOf(shape);
  const first = pieces.findIndex(({ kind }) => kind === "run");
  return pieces.slice(0, first).map(written).join("");
}

/** A text of the shape, for the tests to fill. */
export function exampleOf(shape: string): string {
  return piecesOf(shape).map(written).join("");
}

/** A text one character shorter than the shape allows, and one longer: in the last run, or in the longest where the last is short. */
export function nearMissesOf(shape: string): readonly string[] {
  const pieces = piecesOf(shape);
  const last = pieces.findLastIndex(({ kind }) => kind === "run");
  const cut = (length: (run: Piece & { kind: "run" }) => number): string =>
    pieces
      .map((piece, index) => (index === last && piece.kind === "run" ? run(length(piece), piece.alphabet) : written(piece)))
      .join("");
  return [cut(({ least }) => least - 1), cut(({ most }) => most + 1)];
}

const run = (length: number, alphabet: Alphabet): string => `{${length} ${alphabet}}`;

function written(piece: Piece): string {
  switch (piece.kind) {
    case "text":
      return piece.text;
    case "choice":
      return piece.options[0] ?? "";
    case "run":
      return run(piece.least, piece.alphabet);
  }
}
