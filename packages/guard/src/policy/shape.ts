/**
 * Checks the shape of a policy against its schema and says what is wrong in an operator's words. Valibot stops at the first unknown name of
 * an object and takes lists for objects, so names and kinds are looked at here, and valibot judges the rest.
 */
import * as v from "valibot";
import { isList, isObject, type Data } from "./data.js";
import { nearest } from "./nearest.js";
import { oneOf, type PolicyPath, type Problems } from "./problems.js";
import { PolicySchema, type WrittenPolicy } from "./schema.js";

/**
 * @returns The policy with the schema's types, without the parts that are added to `problems`: what is right can be looked at further, so
 * that the operator sees all that is wrong at once.
 */
export function checkShape(data: Data, problems: Problems): WrittenPolicy | undefined {
  checkNames(PolicySchema, data, [], problems);
  const whole = v.safeParse(PolicySchema, data);
  if (whole.success) return whole.output;
  for (const issue of whole.issues) addIssue(issue, problems);
  const rest = v.safeParse(PolicySchema, withoutWrongParts(data, problems));
  return rest.success ? rest.output : undefined;
}

/** Leaves out each rule, pattern, check … that has a problem, and each list and plain member. */
function withoutWrongParts(data: Data, problems: Problems): Data {
  if (!isObject(data)) return data;
  const wrong = problems.paths();
  const isWrong = (path: PolicyPath) => wrong.some((one) => path.every((step, index) => one[index] === step));
  const members = Object.entries(data).flatMap(([name, value]): [string, Data][] => {
    if (!isWrong([name])) return [[name, value]];
    if (!isObject(value) || wrong.some((one) => one.length === 1 && one[0] === name)) return [];
    return [[name, Object.fromEntries(Object.entries(value).filter(([member]) => !isWrong([name, member])))]];
  });
  return { ...Object.fromEntries(members), version: 1 };
}

function checkNames(schema: unknown, data: Data, path: PolicyPath, problems: Problems): void {
  const node = unwrap(schema);
  if (node === undefined) return;
  switch (node.type) {
    case "strict_object":
      if (isObject(data)) checkMembers(node.entries, data, path, problems);
      else problems.add(path, "not an object", "write its members with their names");
      return;
    case "object_with_rest":
      if (!isObject(data)) problems.add(path, "not an object", "write its members with their names");
      else
        for (const [name, value] of Object.entries(data))
          checkNames(Object.hasOwn(node.entries, name) ? node.entries[name] : node.rest, value, [...path, name], problems);
      return;
    case "record":
      if (!isObject(data)) problems.add(path, "not an object", "write its entries with their names");
      else for (const [name, value] of Object.entries(data)) checkNames(node.value, value, [...path, name], problems);
      return;
    case "array":
      if (!isList(data)) problems.add(path, "not a list", "write a list, also for a single entry");
      else for (const [index, value] of data.entries()) checkNames(node.item, value, [...path, index], problems);
      return;
    case "picklist":
      if (typeof data !== "string" || !node.options.includes(data)) problems.add(path, "unknown word", meant(data, node.options));
  }
}

function checkMembers(
  entries: Readonly<Record<string, unknown>>,
  data: Readonly<Record<string, Data>>,
  path: PolicyPath,
  problems: Problems,
): void {
  for (const [name, value] of Object.entries(data)) {
    if (Object.hasOwn(entries, name)) checkNames(entries[name], value, [...path, name], problems);
    else problems.add([...path, name], "unknown name", meant(name, Object.keys(entries)), "name");
  }
}

/** What a person does about an unknown word. The word itself is shown only in the form that they meant: it may be a secret. */
export function meant(word: Data, known: readonly string[]): string {
  const near = typeof word === "string" ? nearest(word, known) : undefined;
  if (near !== undefined) return `did you mean \`${near}\`?`;
  return known.length <= 12 ? `write ${oneOf(known)}` : "look the right word up in the documentation of policies";
}

type Node =
  | { readonly type: "strict_object"; readonly entries: Readonly<Record<string, unknown>> }
  | { readonly type: "object_with_rest"; readonly entries: Readonly<Record<string, unknown>>; readonly rest: unknown }
  | { readonly type: "record"; readonly value: unknown }
  | { readonly type: "array"; readonly item: unknown }
  | { readonly type: "picklist"; readonly options: readonly string[] };

/** The part of a schema that says what lies below it; `undefined` for a leaf. */
function unwrap(schema: unknown): Node | undefined {
  if (typeof schema !== "object" || schema === null || !("type" in schema)) return undefined;
  if ("wrapped" in schema) return unwrap(schema.wrapped);
  // The kinds of node that our schema has, as valibot lays them out; the tests of this file walk into each.
  return ["strict_object", "object_with_rest", "record", "array", "picklist"].includes(schema.type as string)
    ? (schema as Node)
    : undefined;
}

function addIssue(issue: v.BaseIssue<unknown>, problems: Problems): void {
  const path = (issue.path ?? []).map((step) => step.key as string | number);
  const inName = issue.path?.at(-1)?.origin === "key";
  if (issue.kind === "validation") {
    // Messages of validations are ours, written in the schema.
    problems.add(
      path,
      inName ? `a name that can't be used` : "a value that can't be used",
      `it ${issue.message}`,
      inName ? "name" : "value",
    );
  } else if (inName && issue.expected !== "never") {
    problems.add(path, "missing", "every such entry needs it", "name");
  } else {
    problems.add(path, "a value of the wrong kind", `write ${KINDS[issue.expected ?? ""] ?? issue.expected ?? "another value"}`);
  }
}

const KINDS: Readonly<Record<string, string>> = {
  string: "a text",
  number: "a number",
  boolean: "`true` or `false`",
  Array: "a list",
  Object: "an object",
};
