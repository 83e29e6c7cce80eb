/**
 * Takes a private copy of what a policy is made of: plain data, own members only, no name that JavaScript treats in a special way. What
 * comes after sees neither getters nor prototypes, and a caller who changes the object later changes nothing.
 */
import type { PolicyPath, Problems } from "./problems.js";

export type Data = null | boolean | number | string | readonly Data[] | { readonly [name: string]: Data };

/** Policies are a few levels deep; what nests deeper (or in a circle) is none. */
const MAX_DEPTH = 16;

/** Names that JavaScript code may read from an object although nobody wrote them there; schema checkers skip them without a word. */
const SPECIAL_NAMES = new Set(["__proto__", "constructor", "prototype"]);

/** @returns The copy, with what couldn't be copied left out and recorded in `problems`. Members that are `undefined` count as left out. */
export function copyData(input: unknown, problems: Problems, path: PolicyPath = []): Data | undefined {
  if (input === undefined) return undefined;
  if (input === null || typeof input === "string" || typeof input === "boolean") return input;
  if (typeof input === "number") {
    if (Number.isFinite(input)) return input;
    problems.add(path, "not a finite number", "write a number");
    return undefined;
  }
  if (typeof input !== "object" || !isPlain(input)) {
    problems.add(path, "not plain data", "a policy is made of objects, lists, texts, numbers and booleans only");
    return undefined;
  }
  if (path.length >= MAX_DEPTH) {
    problems.add(path.slice(0, 4), "nested too deep", "no part of a policy has so many levels");
    return undefined;
  }
  if (Array.isArray(input)) return copyList(input, problems, path);
  const copy: Record<string, Data> = Object.create(null) as Record<string, Data>;
  for (const [name, value] of Object.entries(input)) {
    if (SPECIAL_NAMES.has(name)) {
      problems.add([...path, name], "a name that JavaScript treats in a special way", "choose another name", "name");
      continue;
    }
    const member = copyData(value, problems, [...path, name]);
    if (member !== undefined) copy[name] = member;
  }
  return copy;
}

function copyList(list: readonly unknown[], problems: Problems, path: PolicyPath): readonly Data[] {
  return list.map((item, index) => {
    if (item === undefined) problems.add([...path, index], "nothing there", "remove the empty entry");
    // `null` keeps the positions of what follows right.
    return copyData(item, problems, [...path, index]) ?? null;
  });
}

function isPlain(value: object): boolean {
  if (Array.isArray(value)) return true;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype || Object.getPrototypeOf(prototype) === null;
}

/** Canonical JSON: members sorted by UTF-16 code units, no white space, as in RFC 8785. Equal data has equal text. */
export function canonicalJson(data: Data): string {
  if (data === null || typeof data !== "object") return JSON.stringify(data);
  if (isList(data)) return `[${data.map(canonicalJson).join(",")}]`;
  const members = Object.entries(data).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return `{${members.map(([name, value]) => `${JSON.stringify(name)}:${canonicalJson(value)}`).join(",")}}`;
}

export const isList = (data: Data): data is readonly Data[] => Array.isArray(data);
export const isObject = (data: Data | undefined): data is { readonly [name: string]: Data } =>
  typeof data === "object" && data !== null && !Array.isArray(data);
