/**
 * A strict JSON reader that keeps positions (RFC 8259). It exists because the inspected text must be the text that Claude reads: whatever
 * two parsers could read differently (a name that stands twice, half a surrogate pair, `__proto__`) is refused, and a later edit goes into
 * the original text, so that every byte which nobody touched stays.
 *
 * Linear on any input: ends of strings are found by `indexOf`, and the next backslash and control character are looked for once each.
 */
import type { Reading, Unreadable } from "./unreadable.js";

export interface JsonString {
  readonly kind: "string";
  /** Place of the literal in the source, quotes included. */
  readonly start: number;
  readonly end: number;
  readonly value: string;
}
interface JsonNumber {
  readonly kind: "number";
  /** As written: a number of more digits than a double holds stays what it is. */
  readonly raw: string;
}
interface JsonBoolean {
  readonly kind: "boolean";
  readonly value: boolean;
}
interface JsonNull {
  readonly kind: "null";
}
export interface JsonArray {
  readonly kind: "array";
  readonly start: number;
  readonly end: number;
  readonly items: readonly JsonValue[];
}
export interface JsonMember {
  readonly name: JsonString;
  readonly value: JsonValue;
}
export interface JsonObject {
  readonly kind: "object";
  readonly start: number;
  readonly end: number;
  /** In the order of the source; no two have the same name. */
  readonly members: readonly JsonMember[];
}
export type JsonValue = JsonString | JsonNumber | JsonBoolean | JsonNull | JsonArray | JsonObject;

/** Readers of this room recurse once per level; a policy that allows more levels than this doesn't get them. */
export const MAX_DEPTH = 500;

/** A text of few bytes can hold many values (`[[],[],…`), and each costs memory. No conversation has so many. */
export const MAX_VALUES = 1_000_000;

/**
 * Reads one JSON text.
 * @param limits - `depth`: how many arrays and objects may stand in each other, at most {@link MAX_DEPTH}.
 * @returns The tree with positions in UTF-16 units of `source`, or why it can't be read, with line and column. Never throws.
 */
export function readJson(source: string, limits: { readonly depth: number }): Reading<JsonValue> {
  const parser = new Parser(source, Math.min(limits.depth, MAX_DEPTH));
  try {
    return { ok: true, value: parser.document() };
  } catch (error) {
    if (error instanceof Refusal) {
      return { ok: false, error: { code: error.code, place: lineAndColumn(source, error.at), problem: error.problem } };
    }
    throw error;
  }
}

/**
 * Decodes a body. Ill-formed UTF-8 is refused: a decoder that replaces it would show us another text than the API's decoder sees.
 * @param limit - Largest number of bytes.
 */
export function decodeUtf8(bytes: Uint8Array, limit: number): Reading<string> {
  if (bytes.length > limit) return tooLarge(limit);
  try {
    // The byte order mark is kept, so that the JSON reader sees and refuses it.
    return { ok: true, value: new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes) };
  } catch {
    return { ok: false, error: { code: "not-utf8", place: "body", problem: "the body is not well-formed UTF-8" } };
  }
}

/** A body given as a string or as bytes: its text, if it is within the limit. */
export function readText(body: string | Uint8Array, limit: number): Reading<string> {
  if (typeof body !== "string") return decodeUtf8(body, limit);
  // A UTF-16 unit is one to three bytes of UTF-8, so most texts need no counting.
  const tooLong = body.length > limit || (body.length * 3 > limit && new TextEncoder().encode(body).length > limit);
  return tooLong ? tooLarge(limit) : { ok: true, value: body };
}

/** The value of a member, if the object has it. */
export function memberOf(object: JsonObject, name: string): JsonValue | undefined {
  for (const member of object.members) if (member.name.value === name) return member.value;
  return undefined;
}

/** The text of a member that is a string. */
export function stringOf(object: JsonObject, name: string): string | undefined {
  const value = memberOf(object, name);
  return value?.kind === "string" ? value.value : undefined;
}

function tooLarge(limit: number): Reading<never> {
  return { ok: false, error: { code: "too-large", place: "body", problem: `the body has more than ${limit} bytes` } };
}

class Refusal extends Error {
  readonly code: Unreadable["code"];
  readonly at: number;
  readonly problem: string;
  constructor(code: Unreadable["code"], at: number, problem: string) {
    super(problem);
    this.code = code;
    this.at = at;
    this.problem = problem;
  }
}

const TRUE: JsonBoolean = { kind: "boolean", value: true };
const FALSE: JsonBoolean = { kind: "boolean", value: false };
const NULL: JsonNull = { kind: "null" };
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;
const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const CLOSE_BRACKET = 0x5d;
const CLOSE_BRACE = 0x7d;
/** Up to this many names an object is searched by comparing, beyond it through a set. */
const FEW_NAMES = 12;

class Parser {
  private readonly source: string;
  private readonly depth: number;
  private at = 0;
  private values = 0;
  /** Places of the first backslash and the first control character from some place on that has been passed; Infinity if there is none. */
  private backslash = -1;
  private control = -1;
  private readonly controls = /[\x00-\x1f]/g;

  constructor(source: string, depth: number) {
    this.source = source;
    this.depth = depth;
  }

  document(): JsonValue {
    const { source } = this;
    if (source.charCodeAt(0) === 0xfeff) this.refuse("not-json", 0, "the text begins with a byte order mark");
    if (!source.isWellFormed()) {
      this.refuse("lone-surrogate", source.search(LONE_SURROGATE), "half a surrogate pair stands alone");
    }
    this.space();
    if (this.at === source.length) this.refuse("not-json", this.at, "the text is empty");
    const value = this.value(0);
    this.space();
    if (this.at < source.length) this.refuse("trailing-garbage", this.at, "something follows the JSON value");
    return value;
  }

  private value(depth: number): JsonValue {
    this.values += 1;
    if (this.values > MAX_VALUES) this.refuse("too-large", this.at, `the text holds more than ${MAX_VALUES} values`);
    const code = this.source.charCodeAt(this.at);
    switch (code) {
      case QUOTE:
        return this.string();
      case 0x7b: // {
        return this.object(depth + 1);
      case 0x5b: // [
        return this.array(depth + 1);
      case 0x74: // t
        return this.word("true", TRUE);
      case 0x66: // f
        return this.word("false", FALSE);
      case 0x6e: // n
        return this.word("null", NULL);
    }
    return this.number();
  }

  private object(depth: number): JsonObject {
    const start = this.at;
    if (depth > this.depth) this.refuse("too-deep", start, `the nesting is deeper than ${this.depth} levels`);
    const members: JsonMember[] = [];
    let names: Set<string> | undefined;
    this.at += 1;
    this.space();
    if (this.source.charCodeAt(this.at) !== CLOSE_BRACE) {
      for (;;) {
        if (this.source.charCodeAt(this.at) !== QUOTE) this.refuseHere("a member name in double quotes is expected");
        const name = this.string();
        if (name.value === "__proto__") this.refuse("forbidden-key", name.start, "a member is named `__proto__`");
        if (members.length === FEW_NAMES) names = new Set(members.map((member) => member.name.value));
        if (names === undefined ? hasName(members, name.value) : names.has(name.value)) {
          this.refuse("duplicate-key", name.start, "a name stands twice in one object");
        }
        names?.add(name.value);
        this.space();
        this.expect(COLON, "a colon is expected");
        this.space();
        members.push({ name, value: this.value(depth) });
        this.space();
        if (this.source.charCodeAt(this.at) !== COMMA) break;
        this.at += 1;
        this.space();
      }
    }
    this.expect(CLOSE_BRACE, "a comma or a closing brace is expected");
    return { kind: "object", start, end: this.at, members: fitted(members) };
  }

  private array(depth: number): JsonArray {
    const start = this.at;
    if (depth > this.depth) this.refuse("too-deep", start, `the nesting is deeper than ${this.depth} levels`);
    const items: JsonValue[] = [];
    this.at += 1;
    this.space();
    if (this.source.charCodeAt(this.at) !== CLOSE_BRACKET) {
      for (;;) {
        items.push(this.value(depth));
        this.space();
        if (this.source.charCodeAt(this.at) !== COMMA) break;
        this.at += 1;
        this.space();
      }
    }
    this.expect(CLOSE_BRACKET, "a comma or a closing bracket is expected");
    return { kind: "array", start, end: this.at, items: fitted(items) };
  }

  private string(): JsonString {
    const { source } = this;
    const start = this.at;
    let quote = this.quoteFrom(start + 1, start);
    let escaped = false;
    if (this.backslash <= start) this.backslash = found(source.indexOf("\\", start + 1));
    while (this.backslash < quote) {
      escaped = true;
      const next = this.backslash + 2;
      if (quote < next) quote = this.quoteFrom(next, start);
      this.backslash = found(source.indexOf("\\", next));
    }
    if (this.control <= start) this.control = this.controlFrom(start + 1);
    if (this.control < quote) this.refuse("not-json", this.control, "a control character stands unescaped in a string");
    const end = quote + 1;
    this.at = end;
    return { kind: "string", start, end, value: escaped ? this.unescape(start, end) : source.slice(start + 1, quote) };
  }

  private unescape(start: number, end: number): string {
    const literal = this.source.slice(start, end);
    let value: unknown;
    try {
      value = JSON.parse(literal);
    } catch {
      this.refuse("not-json", start, "a string holds an escape that JSON doesn't know");
    }
    // What JSON.parse makes of a string literal is a string.
    const text = value as string;
    if (!text.isWellFormed()) {
      this.refuse("lone-surrogate", start, "a string holds half a surrogate pair");
    }
    return text;
  }

  private number(): JsonNumber {
    NUMBER.lastIndex = this.at;
    if (!NUMBER.test(this.source)) this.refuseHere("a JSON value is expected");
    const raw = this.source.slice(this.at, NUMBER.lastIndex);
    this.at = NUMBER.lastIndex;
    return { kind: "number", raw };
  }

  private word<Value extends JsonValue>(word: string, value: Value): Value {
    if (!this.source.startsWith(word, this.at)) this.refuseHere("a JSON value is expected");
    this.at += word.length;
    return value;
  }

  private space(): void {
    const { source } = this;
    let code = source.charCodeAt(this.at);
    while (code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09) code = source.charCodeAt(++this.at);
  }

  private expect(code: number, problem: string): void {
    if (this.source.charCodeAt(this.at) !== code) this.refuseHere(problem);
    this.at += 1;
  }

  private quoteFrom(from: number, start: number): number {
    const quote = this.source.indexOf('"', from);
    if (quote < 0) this.refuse("not-json", start, "a string has no end");
    return quote;
  }

  private controlFrom(from: number): number {
    this.controls.lastIndex = from;
    return this.controls.test(this.source) ? this.controls.lastIndex - 1 : Infinity;
  }

  private refuseHere(problem: string): never {
    const ended = this.at >= this.source.length;
    return this.refuse(
      "not-json",
      this.at,
      ended ? `the text ends where ${problem.replace(" is expected", " should stand")}` : problem,
    );
  }

  private refuse(code: Unreadable["code"], at: number, problem: string): never {
    throw new Refusal(code, at, problem);
  }
}

const NONE: readonly never[] = [];

/** A list that is appended to has room for 16 more; in a tree of many small lists that room is most of the memory. */
function fitted<Item>(items: readonly Item[]): readonly Item[] {
  return items.length === 0 ? NONE : items.slice();
}

function hasName(members: readonly JsonMember[], name: string): boolean {
  for (const member of members) if (member.name.value === name) return true;
  return false;
}

function found(index: number): number {
  return index < 0 ? Infinity : index;
}

function lineAndColumn(source: string, at: number): string {
  const before = source.slice(0, at);
  const line = before.split("\n").length;
  return `line ${line}, column ${at - before.lastIndexOf("\n")}`;
}
