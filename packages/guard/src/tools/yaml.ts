/**
 * A strict reader of the YAML that serializers write for records: block lists and mappings, plain and quoted scalars, literal blocks.
 * Whatever else YAML has (anchors, tags, flow collections, comments, several documents) is refused, and so is anything ambiguous: fields of
 * a result are trusted for what they are, so a text that two readers could take apart in two ways has none. Linear.
 * @see https://yaml.org/spec/1.2.2/
 */
import type { Field, Node } from "./node.js";
import { withoutEnd } from "./words.js";

/** Nesting of records is a few levels. */
const MAX_DEPTH = 16;

class NotRecords extends Error {}

/** @returns The tree, or `undefined` for anything that isn't a list or a mapping in this style. Never throws. */
export function readYaml(text: string): Node | undefined {
  try {
    const node = new Reader(text).document();
    return node.kind === "scalar" ? undefined : node;
  } catch (error) {
    if (error instanceof NotRecords) return undefined;
    throw error;
  }
}

interface Line {
  readonly indent: number;
  /** Without its indent. */
  readonly text: string;
}

/** `key: value` or `key:`; the key plain or quoted, without anything that YAML gives a meaning. */
const ENTRY = /^(?:([\w$+(][^:#'"&*!|>%`{}[\],?]*)|'((?:[^']|'')*)'|"([^"\\]*)"):(?: +(.*)|)$/;
const ITEM = /^-(?: +(.*)|)$/;
const isItem = (text: string): boolean => text.startsWith("-") && ITEM.test(text);
/** A plain scalar can't begin like this; `-`, `?` and `:` can if no space follows. */
const NOT_PLAIN = /^[&*!|>%@`{}[\],#'"]|^[-?:](?: |$)|^(?:---|\.\.\.)/;
/** A literal block; folded ones, and those that keep their last blank lines or set their own indent, serializers seldom write. */
const LITERAL = /^\|-?$/;

class Reader {
  private readonly lines: readonly Line[];
  private at = 0;

  constructor(text: string) {
    if (text.includes("\t") && /^[ ]*\t/m.test(text)) throw new NotRecords();
    this.lines = withoutEnd(text.replace(/\r\n/g, "\n"), "\n")
      .split("\n")
      .map((line) => {
        const indent = indentOf(line);
        return { indent, text: line.slice(indent) };
      });
  }

  document(): Node {
    const node = this.block(0, 0);
    if (this.at < this.lines.length) throw new NotRecords();
    return node;
  }

  private get line(): Line | undefined {
    return this.lines[this.at];
  }

  /** A list or mapping whose lines begin at `indent`. */
  private block(indent: number, depth: number): Node {
    const { line } = this;
    if (line === undefined || line.indent !== indent || depth > MAX_DEPTH) throw new NotRecords();
    return isItem(line.text) ? this.list(indent, depth) : this.mapping(indent, depth);
  }

  private list(indent: number, depth: number): Node {
    const items: Node[] = [];
    for (let { line } = this; line?.indent === indent; line = this.line) {
      const item = isItem(line.text) ? ITEM.exec(line.text) : null;
      if (item === null) break;
      const rest = item[1] ?? "";
      if (rest === "") throw new NotRecords();
      const inner = indent + line.text.length - rest.length;
      if (isItem(rest) || ENTRY.test(rest)) {
        // What follows the dash is a block of its own, which begins in this line.
        items.push(this.nested({ indent: inner, text: rest }, inner, depth));
      } else items.push(this.scalar(rest, indent));
    }
    return { kind: "list", items };
  }

  private nested(first: Line, indent: number, depth: number): Node {
    const lines = this.lines as Line[]; // the reader's own copy
    lines[this.at] = first;
    return this.block(indent, depth + 1);
  }

  private mapping(indent: number, depth: number): Node {
    const fields: Field[] = [];
    const names = new Set<string>();
    for (let { line } = this; line?.indent === indent; line = this.line) {
      if (isItem(line.text)) break;
      const entry = ENTRY.exec(line.text);
      if (entry === null) throw new NotRecords();
      const name = entry[1] ?? entry[2]?.replaceAll("''", "'") ?? entry[3] ?? "";
      if (names.has(name)) throw new NotRecords();
      names.add(name);
      const value = entry[4] ?? "";
      fields.push({ name, node: value === "" ? this.below(indent, depth) : this.scalar(value, indent) });
    }
    return { kind: "map", fields };
  }

  /** What stands under `key:`; a list may stand at the indent of its key. */
  private below(indent: number, depth: number): Node {
    const number = this.at + 1;
    this.at += 1;
    const { line } = this;
    if (line !== undefined && line.indent === indent && isItem(line.text)) return this.list(indent, depth + 1);
    if (line !== undefined && line.indent > indent && line.text !== "") return this.block(line.indent, depth + 1);
    return { kind: "scalar", value: "", line: number };
  }

  /** A scalar that begins in the present line with `text`; its further lines are indented deeper than `indent`. */
  private scalar(text: string, indent: number): Node {
    const line = this.at + 1;
    const value = text.startsWith("'") ? this.single(text, indent) : text.startsWith('"') ? this.double(text, indent) : undefined;
    if (value !== undefined) return { kind: "scalar", value, line };
    if (text === "[]") return this.done({ kind: "list", items: [] });
    if (text === "{}") return this.done({ kind: "map", fields: [] });
    if (LITERAL.test(text)) return { kind: "scalar", value: this.literal(indent, text === "|-"), line };
    return { kind: "scalar", value: this.plain(text, indent), line };
  }

  private done(node: Node): Node {
    this.at += 1;
    return node;
  }

  private plain(first: string, indent: number): string {
    if (NOT_PLAIN.test(first)) throw new NotRecords();
    const parts = [first];
    this.at += 1;
    for (let { line } = this; line !== undefined && line.indent > indent && line.text !== ""; line = this.line) {
      parts.push(line.text);
      this.at += 1;
    }
    const value = parts.map((part) => withoutSpaces(part)).join(" ");
    if (/: |:$| #/.test(value)) throw new NotRecords();
    return value;
  }

  /** A literal block, clipped or stripped: its first line sets the indent that all of it has. */
  private literal(indent: number, stripped: boolean): string {
    const lines: Line[] = [];
    this.at += 1;
    for (let { line } = this; line !== undefined && (line.indent > indent || line.text === ""); line = this.line) {
      lines.push(line);
      this.at += 1;
    }
    const base = lines.find(({ text }) => text !== "")?.indent;
    if (base === undefined || lines.some((line) => line.text !== "" && line.indent < base)) throw new NotRecords();
    const text = lines.map((line) => " ".repeat(Math.max(0, line.indent - base)) + line.text).join("\n");
    const body = withoutEnd(text, "\n");
    return stripped ? body : `${body}\n`;
  }

  private single(first: string, indent: number): string {
    return this.quoted(first, indent, SINGLE).replaceAll("''", "'");
  }

  private double(first: string, indent: number): string {
    return unescape(this.quoted(first, indent, DOUBLE));
  }

  /** Joins the lines of a quoted scalar: a line break is a space, blank lines are line breaks, an escaped line break is nothing. */
  private quoted(first: string, indent: number, { toEnd, escapedBreak }: typeof SINGLE): string {
    const parts: string[] = [];
    let blank = 0;
    let glue = "";
    let text = first.slice(1);
    for (;;) {
      const end = toEnd.exec(text)?.[0];
      const part = end === undefined ? withoutSpaces(text) : text.slice(0, end.length - 1);
      if (part === "" && end === undefined && parts.length > 0) blank += 1;
      else {
        const escaped = end === undefined && escapedBreak.test(part);
        parts.push(blank > 0 ? "\n".repeat(blank) : glue, escaped ? part.slice(0, -1) : part);
        blank = 0;
        glue = escaped ? "" : " ";
      }
      this.at += 1;
      if (end !== undefined) {
        if (end.length < withoutSpaces(text).length) throw new NotRecords();
        return parts.join("");
      }
      const { line } = this;
      if (line === undefined || (line.text !== "" && line.indent <= indent)) throw new NotRecords();
      text = line.text;
    }
  }
}

const SINGLE = { toEnd: /^(?:[^']|'')*'(?!')/, escapedBreak: /$^/ };
const DOUBLE = { toEnd: /^(?:[^"\\]|\\.)*"/, escapedBreak: /(?<!\\)(?:\\\\)*\\$/ };

const ESCAPES: Readonly<Record<string, string>> = {
  n: "\n",
  t: "\t",
  r: "\r",
  "0": "\0",
  e: "\x1b",
  a: "\x07",
  b: "\b",
  N: "\x85",
  _: "\xa0",
  L: "\u2028",
  P: "\u2029",
};

function unescape(body: string): string {
  return body.replace(/\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([\s\S]))/g, (_, x, u, long, one: string) => {
    const hex = (x ?? u ?? long) as string | undefined;
    if (hex === undefined) return ESCAPES[one] ?? one;
    const code = Number.parseInt(hex, 16);
    if (code > 0x10ffff) throw new NotRecords();
    return String.fromCodePoint(code);
  });
}

// Only these are white space to YAML; what else looks like it is a character of the value.

function indentOf(line: string): number {
  let indent = 0;
  while (line.charCodeAt(indent) === SPACE) indent += 1;
  return indent;
}

function withoutSpaces(text: string): string {
  let end = text.length;
  while (text.charCodeAt(end - 1) === SPACE || text.charCodeAt(end - 1) === TAB) end -= 1;
  return text.slice(0, end);
}

const SPACE = 0x20;
const TAB = 0x09;
