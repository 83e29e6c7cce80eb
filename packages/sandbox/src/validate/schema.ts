/**
 * The schema words that the API's requests need beside valibot's own, and the API's words for what doesn't fit. The API names the member of a
 * union in its paths (`messages.0.content.0.text.citations`), so `tagged` remembers under which tag it read an object.
 */
import * as v from "valibot";

/** The tag under which an object was read. Keyed by the object itself, so it lives as long as the request does. */
const tagOf = new WeakMap<object, string>();

/** A union told apart by `type`. `untagged` is the member that may leave `type` out. */
export function tagged<const Members extends Readonly<Record<string, v.GenericSchema>>>(
  members: Members,
  untagged?: keyof Members & string,
): v.LazySchema<Members[keyof Members]> {
  const names = Object.keys(members);
  // Neither ever gives a value, so they may stand for any member.
  const unknown = refused((input) => unknownTag(input, names)) as unknown as Members[keyof Members];
  const notAnObject = refused(() => "Input should be an object") as unknown as Members[keyof Members];
  return v.lazy((input) => {
    if (typeof input !== "object" || input === null || Array.isArray(input)) return notAnObject;
    const type = "type" in input ? input.type : undefined;
    const tag = type === undefined || type === null ? untagged : type;
    if (typeof tag !== "string" || !Object.hasOwn(members, tag)) return unknown;
    tagOf.set(input, tag);
    return members[tag as keyof Members];
  });
}

/** A schema that nothing fits. */
function refused(words: (input: unknown) => string): v.GenericSchema {
  return v.pipe(
    v.unknown(),
    v.check(
      () => false,
      (issue) => words(issue.input),
    ),
  );
}

/** Text, or a list of blocks: the API takes either wherever it takes content. */
export function textOr<Blocks extends v.GenericSchema>(blocks: Blocks): v.LazySchema<v.StringSchema<undefined> | Blocks> {
  return v.lazy((input) => (typeof input === "string" ? v.string() : blocks));
}

export const wholeNumber = (least = 0): v.GenericSchema<number> => v.pipe(v.number(), v.integer(), v.minValue(least));
/** Any JSON object. The type that goes in is as open as the SDK's, which can't say "object" of a caller's own interface. */
export const anyObject = v.pipe(v.unknown(), v.record(v.string(), v.unknown()));

/** The first thing wrong with a request, in the API's words, or undefined. */
export function firstProblem(schema: v.GenericSchema, value: unknown): string | undefined {
  const result = v.safeParse(schema, value);
  if (result.success) return undefined;
  const issue = result.issues[0];
  const path = pathOf(issue);
  const words = wordsOf(issue);
  return path === "" ? words : `${path}: ${words}`;
}

function unknownTag(input: unknown, names: readonly string[]): string {
  const type = typeof input === "object" && input !== null && "type" in input ? input.type : undefined;
  if (typeof type !== "string") return "Unable to extract tag using discriminator 'type'";
  const expected = names.map((name) => `'${name}'`).join(", ");
  return `Input tag '${type.slice(0, 64)}' found using 'type' does not match any of the expected tags: ${expected}`;
}

function pathOf(issue: v.BaseIssue<unknown>): string {
  const path: string[] = [];
  for (const item of issue.path ?? []) {
    const { input } = item;
    const tag = typeof input === "object" && input !== null ? tagOf.get(input) : undefined;
    if (tag !== undefined) path.push(tag);
    path.push(String(item.key));
  }
  return path.join(".");
}

function wordsOf(issue: v.BaseIssue<unknown>): string {
  switch (issue.type) {
    case "strict_object":
    case "loose_object":
    case "object":
      if (issue.expected === "never") return "Extra inputs are not permitted";
      if (issue.received === "undefined") return "Field required";
      return "Input should be an object";
    case "record":
      return "Input should be a valid dictionary";
    case "string":
      return "Input should be a valid string";
    case "boolean":
      return "Input should be a valid boolean";
    case "number":
    case "integer":
      return "Input should be a valid integer";
    case "array":
      return "Input should be a valid list";
    case "literal":
    case "picklist":
      return `Input should be ${(issue.expected ?? "")
        .replaceAll('"', "'")
        .replace(/^\(|\)$/g, "")
        .replaceAll(" | ", ", ")
        .replace(/, ([^,]*)$/, " or $1")}`;
    case "min_value":
      return `Input should be greater than or equal to ${requirement(issue)}`;
    case "max_value":
      return `Input should be less than or equal to ${requirement(issue)}`;
    case "min_length":
      return typeof issue.input === "string"
        ? `String should have at least ${requirement(issue)} character${requirement(issue) === "1" ? "" : "s"}`
        : `List should have at least ${requirement(issue)} item${requirement(issue) === "1" ? "" : "s"} after validation, not ${issue.received}`;
    case "max_length":
      return typeof issue.input === "string"
        ? `String should have at most ${requirement(issue)} characters`
        : `List should have at most ${requirement(issue)} items after validation, not ${issue.received}`;
    case "regex":
      return `String should match pattern '${requirement(issue).replace(/^\/|\/[a-z]*$/g, "")}'`;
    default:
      return issue.message;
  }
}

function requirement(issue: v.BaseIssue<unknown>): string {
  return String(issue.requirement);
}
