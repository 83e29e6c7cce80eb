/**
 * The regular expressions that a detector may use, as data. A pattern is parsed once, so that what a stream relies on is computed and
 * not claimed: how long a match can be, how far it looks around, and which text leaves it undecided. Hence the one rule beyond the
 * language's own: every quantifier has a bound.
 *
 * Not taken: backreferences (no engine runs them in linear time) and the flags `m`, `v` and `y`.
 */
import { SallyportError } from "../errors.js";

/** A pattern that can't be used. Thrown when a detector is defined, never while text is read. */
export class PatternError extends SallyportError {
  readonly code = "ERR_PATTERN";
  constructor(problem: string, position: number, remedy: string) {
    super(`${problem} at position ${position} of the pattern: ${remedy}`);
  }
}

/** A parsed pattern. `source` of a leaf is the text that was written. */
export type Pattern =
  /** Consumes one character, of at most `width` UTF-16 units. */
  | { readonly kind: "character"; readonly source: string; readonly width: 1 | 2 }
  | { readonly kind: "sequence"; readonly items: readonly Pattern[] }
  | { readonly kind: "choice"; readonly options: readonly Pattern[] }
  | { readonly kind: "group"; readonly body: Pattern; readonly name: string | undefined }
  | { readonly kind: "repeat"; readonly body: Pattern; readonly min: number; readonly max: number; readonly lazy: boolean }
  | { readonly kind: "look"; readonly opening: Lookaround; readonly ahead: boolean; readonly body: Pattern }
  /** Consumes nothing and looks at most one character around: `^`, `$`, `\b`, `\B`. */
  | { readonly kind: "edge"; readonly source: "^" | "$" | "\\b" | "\\B" };

type Lookaround = "(?=" | "(?!" | "(?<=" | "(?<!";

/** In UTF-16 units: the shortest and the longest match, how far it sees from its start to the right, and to the left. */
export interface Extent {
  readonly min: number;
  readonly max: number;
  readonly ahead: number;
  readonly behind: number;
}

/** Flags that change what a pattern means; `g` and `d` only say how it is run. */
const FLAGS = /^[dgisu]*$/;
/** Detectors are parsed when they are checked, when their keywords are derived, and when a scanner is made of them. */
const parsed = new WeakMap<RegExp, Pattern>();

/**
 * Parses the pattern of a detector.
 * @param pattern - Already valid for the engine of the language; its flags may be `i`, `s`, `u` (and `g`, `d`, which change nothing).
 * @throws {@link PatternError} on an unbounded quantifier, a backreference, or another flag.
 */
export function parsePattern(pattern: RegExp): Pattern {
  const known = parsed.get(pattern);
  if (known !== undefined) return known;
  if (!FLAGS.test(pattern.flags)) throw new PatternError(`flags \`${pattern.flags}\``, 0, "use none but `i`, `s` and `u`");
  const reader = new Reader(pattern.source, pattern.unicode);
  const whole = choice(reader);
  if (!reader.done) throw new PatternError("unexpected `)`", reader.position, "escape it");
  parsed.set(pattern, whole);
  return whole;
}

/** The flags of a pattern that say what it means, without those that say how it is run. */
export function flagsOf(pattern: RegExp): string {
  return pattern.flags.replaceAll(/[dg]/g, "");
}

/** What a pattern consumes and sees, at most. */
export function extentOf(pattern: Pattern): Extent {
  switch (pattern.kind) {
    case "character":
      return { min: 1, max: pattern.width, ahead: pattern.width, behind: 0 };
    case "edge":
      return { min: 0, max: 0, ahead: pattern.source === "^" ? 0 : 1, behind: pattern.source === "$" ? 0 : 1 };
    case "group":
      return extentOf(pattern.body);
    case "look": {
      const body = extentOf(pattern.body);
      return { min: 0, max: 0, ahead: pattern.ahead ? body.ahead : 0, behind: body.behind + (pattern.ahead ? 0 : body.max) };
    }
    case "repeat": {
      const body = extentOf(pattern.body);
      const max = body.max * pattern.max;
      return { min: body.min * pattern.min, max, ahead: Math.max(0, max - body.max + body.ahead), behind: body.behind };
    }
    case "choice": {
      const options = pattern.options.map(extentOf);
      return {
        min: Math.min(...options.map(({ min }) => min)),
        max: Math.max(...options.map(({ max }) => max)),
        ahead: Math.max(...options.map(({ ahead }) => ahead)),
        behind: Math.max(...options.map(({ behind }) => behind)),
      };
    }
    case "sequence": {
      let extent: Extent = { min: 0, max: 0, ahead: 0, behind: 0 };
      for (const item of pattern.items) {
        const next = extentOf(item);
        extent = {
          min: extent.min + next.min,
          max: extent.max + next.max,
          ahead: Math.max(extent.ahead, extent.max + next.ahead),
          behind: Math.max(extent.behind, next.behind),
        };
      }
      return extent;
    }
  }
}

/** Writes a pattern back. Without `names` no group captures, so that it can stand beside another copy of itself. */
export function sourceOf(pattern: Pattern, names: boolean): string {
  switch (pattern.kind) {
    case "character":
    case "edge":
      return pattern.source;
    case "sequence":
      return pattern.items.map((item) => sourceOf(item, names)).join("");
    case "choice":
      return pattern.options.map((option) => sourceOf(option, names)).join("|");
    case "group":
      return `(?${names && pattern.name !== undefined ? `<${pattern.name}>` : ":"}${sourceOf(pattern.body, names)})`;
    case "look":
      return `${pattern.opening}${sourceOf(pattern.body, names)})`;
    case "repeat":
      return `${sourceOf(pattern.body, names)}{${pattern.min},${pattern.max}}${pattern.lazy ? "?" : ""}`;
  }
}

/** The pattern's text and a place in it. */
class Reader {
  readonly source: string;
  readonly unicode: boolean;
  position = 0;
  constructor(source: string, unicode: boolean) {
    this.source = source;
    this.unicode = unicode;
  }
  get done(): boolean {
    return this.position >= this.source.length;
  }
  looksAt(text: string): boolean {
    return this.source.startsWith(text, this.position);
  }
  /** Takes `text` if it comes next. */
  take(text: string): boolean {
    if (!this.looksAt(text)) return false;
    this.position += text.length;
    return true;
  }
  /** Takes what a sticky expression matches here. */
  match(expression: RegExp): RegExpExecArray | null {
    expression.lastIndex = this.position;
    const match = expression.exec(this.source);
    if (match !== null) this.position += match[0].length;
    return match;
  }
}

function choice(reader: Reader): Pattern {
  const options = [sequence(reader)];
  while (reader.take("|")) options.push(sequence(reader));
  const [only] = options;
  return only !== undefined && options.length === 1 ? only : { kind: "choice", options };
}

function sequence(reader: Reader): Pattern {
  const items: Pattern[] = [];
  while (!reader.done && !reader.looksAt("|") && !reader.looksAt(")")) items.push(quantified(reader));
  const [only] = items;
  return only !== undefined && items.length === 1 ? only : { kind: "sequence", items };
}

const BOUNDS = /\?|\{(\d+)(?:,(\d*))?\}/y;

function quantified(reader: Reader): Pattern {
  const body = atom(reader);
  if (reader.looksAt("*") || reader.looksAt("+"))
    throw new PatternError(
      "unbounded quantifier",
      reader.position,
      "write `{0,64}` or another bound: a stream has to know how long to wait",
    );
  const at = reader.position;
  const bounds = reader.match(BOUNDS);
  if (bounds === null) return body;
  const [text, least, most] = bounds;
  if (most === "") throw new PatternError("quantifier without an upper bound", at, "name the most that can stand there");
  if (body.kind === "look" || body.kind === "edge")
    throw new PatternError("quantifier on what consumes nothing", at, "leave it out");
  const min = text === "?" ? 0 : Number(least);
  const max = text === "?" ? 1 : Number(most ?? least);
  return { kind: "repeat", body, min, max, lazy: reader.take("?") };
}

const CLASS = /\[(?:[^\]\\]|\\.)*\]/sy;
const ESCAPE = /\\(?:u\{[\da-f]+\}|u[\da-f]{4}|x[\da-f]{2}|c[a-z]|p\{[^}]+\}|.)/isy;
const NAME = /\(\?<([A-Za-z]\w*)>/y;
const CHARACTER = /[^]/y;
const CODE_POINT = /[^]/uy;

function atom(reader: Reader): Pattern {
  const at = reader.position;
  if (reader.looksAt("(")) return grouped(reader);
  if (reader.take("^")) return { kind: "edge", source: "^" };
  if (reader.take("$")) return { kind: "edge", source: "$" };
  if (reader.take("\\b")) return { kind: "edge", source: "\\b" };
  if (reader.take("\\B")) return { kind: "edge", source: "\\B" };
  const wide = reader.unicode ? 2 : 1;
  const set = reader.match(CLASS) ?? (reader.take(".") ? ["."] : null);
  if (set !== null) return { kind: "character", source: set[0], width: wide };
  const escape = reader.match(ESCAPE);
  if (escape !== null) {
    if (/^\\[1-9k]/.test(escape[0])) throw new PatternError("backreference", at, "write what it repeats");
    return { kind: "character", source: escape[0], width: wide };
  }
  const character = reader.match(reader.unicode ? CODE_POINT : CHARACTER);
  if (character === null) throw new PatternError("nothing to match", at, "remove the `|` or the quantifier before it");
  return { kind: "character", source: character[0], width: character[0].length === 2 ? 2 : 1 };
}

const LOOKAROUNDS = ["(?=", "(?!", "(?<=", "(?<!"] as const;

function grouped(reader: Reader): Pattern {
  const at = reader.position;
  const opening = LOOKAROUNDS.find((candidate) => reader.take(candidate));
  const named = opening === undefined ? reader.match(NAME) : null;
  if (opening === undefined && named === null && !reader.take("(?:")) {
    reader.take("(");
    if (reader.looksAt("?")) throw new PatternError("group of an unknown kind", at, "use `(?:…)`, `(?<name>…)` or a lookaround");
  }
  const body = choice(reader);
  reader.take(")");
  if (opening === undefined) return { kind: "group", body, name: named?.[1] };
  const ahead = !opening.startsWith("(?<");
  if (!ahead && looksAhead(body)) throw new PatternError("lookahead inside of a lookbehind", at, "put it behind the lookbehind");
  return { kind: "look", opening, ahead, body };
}

function looksAhead(pattern: Pattern): boolean {
  switch (pattern.kind) {
    case "character":
      return false;
    case "edge":
      return pattern.source !== "^";
    case "look":
      return pattern.ahead || looksAhead(pattern.body);
    case "group":
    case "repeat":
      return looksAhead(pattern.body);
    case "sequence":
      return pattern.items.some(looksAhead);
    case "choice":
      return pattern.options.some(looksAhead);
  }
}
