/** Scripts from YAML: what is wrong in one is said with its line, column and path, and nothing of the script runs then. */
import { readFile } from "node:fs/promises";
import * as v from "valibot";
import { isMap, isNode, isScalar, LineCounter, parseDocument, type Document } from "yaml";
import type { Script } from "./script.js";
import { ScriptSchema } from "./yaml-schema.js";

/** Thrown when a script can't be used. The message names the file, the line and the path within. */
export class ScriptError extends Error {
  override readonly name = "ScriptError";
  readonly code = "ERR_SANDBOX_SCRIPT";
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;

  constructor(source: string, { line, column, problem }: { line: number; column: number; problem: string }) {
    super(`${source}:${line}:${column}: ${problem}`);
    this.line = line;
    this.column = column;
  }
}

/**
 * Reads a script from YAML text; the README has the grammar.
 * @param source - how errors name the text, usually the file's path.
 * @throws {@link ScriptError} for the first thing wrong in it.
 */
export function parseScript(text: string, source = "script"): Script {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const syntax = document.errors[0];
  if (syntax !== undefined) throw new ScriptError(source, { ...placeOf(lines, syntax.pos[0]), problem: syntax.message });
  const result = v.safeParse(ScriptSchema, valueOf(document, source));
  if (result.success) return result.output;
  const issue = result.issues[0];
  const path = (issue.path ?? []).map(({ key }) => key as string | number);
  throw new ScriptError(source, {
    ...placeOf(lines, offsetOf(document, path)),
    problem: `${wordsOf(issue)} at \`${pathText(path)}\``,
  });
}

/**
 * Reads a script from a file.
 * @throws {@link ScriptError} for a script that can't be used; the error of `node:fs` if the file can't be read.
 */
export async function readScript(path: string): Promise<Script> {
  return parseScript(await readFile(path, "utf8"), path);
}

/** Aliases that point nowhere, or that would blow up to more than the memory holds, only show here. */
function valueOf(document: Document.Parsed, source: string): unknown {
  try {
    return document.toJS();
  } catch {
    throw new ScriptError(source, { line: 1, column: 1, problem: "an alias can't be resolved" });
  }
}

/** Where a path stands in the text; a key that is missing stands where its object begins. */
function offsetOf(document: Document.Parsed, path: readonly (string | number)[]): number {
  for (let length = path.length; length > 0; length -= 1) {
    const key = path[length - 1];
    const parent = document.getIn(path.slice(0, length - 1), true);
    const pair = isMap(parent) ? parent.items.find((item) => isScalar(item.key) && item.key.value === key) : undefined;
    const node = pair === undefined ? document.getIn(path.slice(0, length), true) : pair.key;
    if (isNode(node) && node.range) return node.range[0];
  }
  return 0;
}

function placeOf(lines: LineCounter, offset: number): { readonly line: number; readonly column: number } {
  const { line, col } = lines.linePos(offset);
  return { line, column: col };
}

function pathText(path: readonly (string | number)[]): string {
  return path.reduce<string>(
    (text, key) => (typeof key === "number" ? `${text}[${key}]` : text === "" ? key : `${text}.${key}`),
    "",
  );
}

function wordsOf(issue: v.BaseIssue<unknown>): string {
  if (issue.type === "strict_object" && issue.expected === "never") return "unknown key";
  if (issue.received === "undefined") return "missing value";
  if (issue.type === "check") return issue.message;
  return issue.expected === null ? issue.message : `expected ${issue.expected}`;
}
