/** What quarantine may give back: a small part of JSON Schema, in which no free text can stand. Checked before anything is sent. */
import { QuarantineSchemaError } from "./errors.js";
import { parseShape } from "./shape.js";

interface Described {
  /** For the model: what the field is. */
  readonly description?: string;
  /** Whether `null` may stand here, for what the text doesn't say. */
  readonly nullable?: boolean;
}

export const FORMATS = ["date", "date-time", "time", "uuid", "email"] as const;
export type Format = (typeof FORMATS)[number];

export type QuarantineField =
  | (Described & { readonly type: "boolean" })
  | (Described & { readonly type: "number" | "integer"; readonly minimum?: number; readonly maximum?: number })
  | (Described & { readonly type: "string"; readonly enum: readonly string[] })
  | (Described & { readonly type: "string"; readonly format: Format })
  /** A shape, as in `^INV-\d{4,8}$`: characters, `\d`, `[A-Z0-9]`, `(?:A|B)`, `{2,4}` and `?`, at most 64 characters long. */
  | (Described & { readonly type: "string"; readonly pattern: string })
  | (Described & { readonly type: "array"; readonly items: QuarantineField; readonly maxItems: number })
  | (Described & QuarantineObject);

export interface QuarantineObject {
  readonly type: "object";
  readonly properties: { readonly [name: string]: QuarantineField };
  /** All of them, if it is written. */
  readonly required?: readonly string[];
  readonly additionalProperties?: false;
}

/** A value out of quarantine. Its trust stays with it, so that nobody takes it for the operator's or the user's. */
export interface ThirdParty<Value> {
  readonly trust: "third-party";
  readonly value: Value;
}

type Nullable<Field, Value> = Field extends { readonly nullable: true } ? Value | null : Value;

/** What comes out for a field: leaves are labelled, lists and objects hold labelled leaves. */
export type Quarantined<Field> = Field extends { readonly type: "object"; readonly properties: infer Properties }
  ? Nullable<Field, { readonly [Name in keyof Properties]: Quarantined<Properties[Name]> }>
  : Field extends { readonly type: "array"; readonly items: infer Item }
    ? Nullable<Field, readonly Quarantined<Item>[]>
    : Field extends { readonly enum: readonly (infer Word)[] }
      ? ThirdParty<Nullable<Field, Word>>
      : Field extends { readonly type: "number" | "integer" }
        ? ThirdParty<Nullable<Field, number>>
        : Field extends { readonly type: "boolean" }
          ? ThirdParty<Nullable<Field, boolean>>
          : ThirdParty<Nullable<Field, string>>;

const MAX_ITEMS = 100;
const MAX_DEPTH = 5;
const MEMBERS: Readonly<Record<string, readonly string[]>> = {
  boolean: [],
  number: ["minimum", "maximum"],
  integer: ["minimum", "maximum"],
  string: ["enum", "format", "pattern"],
  array: ["items", "maxItems"],
  object: ["properties", "required", "additionalProperties"],
};

/**
 * Checks a schema, and makes of it what the API takes as `output_config.format.schema`. What the API doesn't hold an answer to (ranges, shapes,
 * lengths) is told to the model, and checked when the answer is there.
 * @throws {@link QuarantineSchemaError} at the first thing that can't stand in it.
 */
export function toWireSchema(schema: QuarantineObject): object {
  checkMembers(schema, "");
  const type: string = schema.type;
  if (type !== "object") throw new QuarantineSchemaError("", "no object", 'write `{ type: "object", properties: … }`');
  return wireOf(schema, "", 0);
}

function wireOf(field: QuarantineField, path: string, depth: number): object {
  const refuse = (problem: string, remedy: string, at = path): never => {
    throw new QuarantineSchemaError(at, problem, remedy);
  };
  if (depth > MAX_DEPTH) refuse("too many levels", `write at most ${MAX_DEPTH}`);
  checkMembers(field, path);
  const wire = (() => {
    switch (field.type) {
      case "boolean":
        return { type: field.type, ...described(field) };
      case "number":
      case "integer":
        for (const limit of [field.minimum, field.maximum] as readonly unknown[])
          if (limit !== undefined && typeof limit !== "number") refuse("a limit that is no number", "write a number");
        return { type: field.type, ...described(field, rangeText(field)) };
      case "array": {
        const { maxItems } = field;
        if (!Number.isInteger(maxItems) || maxItems < 1 || maxItems > MAX_ITEMS)
          refuse("a list without a limit", `set \`maxItems\`, from 1 to ${MAX_ITEMS}`);
        return {
          type: field.type,
          items: wireOf(field.items, `${path}.items`, depth + 1),
          ...described(field, `at most ${maxItems}`),
        };
      }
      case "object": {
        const properties = Object.entries((field.properties as QuarantineObject["properties"] | undefined) ?? {});
        if (properties.length === 0) refuse("an object without fields", "name its `properties`");
        checkRequired(field, refuse);
        const wired = properties.map(([name, one]) => {
          const at = `${path === "" ? "" : `${path}.`}properties.${name}`;
          if (!/^[A-Za-z_]\w{0,63}$/.test(name)) refuse("a name that is no plain word", "use letters, digits and _", at);
          return [name, wireOf(one, at, depth + 1)] as const;
        });
        return {
          type: field.type,
          properties: Object.fromEntries(wired),
          required: properties.map(([name]) => name),
          additionalProperties: false,
          ...described(field),
        };
      }
      case "string":
        return stringOf(field, refuse);
    }
  })();
  return field.nullable === true ? { anyOf: [wire, { type: "null" }] } : wire;
}

/** Words of JSON Schema that people write beside `properties`: they may say what holds anyway. */
function checkRequired(
  { properties, required, additionalProperties }: QuarantineObject,
  refuse: (problem: string, remedy: string) => never,
): void {
  const open: unknown = additionalProperties;
  if (open !== undefined && open !== false)
    refuse("an object that is open", "leave `additionalProperties` out: no other field ever comes out");
  if (required !== undefined && Object.keys(properties).some((name) => !required.includes(name)))
    refuse(
      "a field that isn't required",
      "write `nullable: true` on fields that the text may not have, and leave `required` out",
    );
}

function stringOf(
  field: Extract<QuarantineField, { readonly type: "string" }>,
  refuse: (problem: string, remedy: string) => never,
): object {
  if ("enum" in field) {
    const words: readonly unknown[] = field.enum;
    if (words.length === 0 || !words.every((word) => typeof word === "string"))
      refuse("an enum that isn't a list of texts", "list the words that may come out");
    return { type: "string", enum: field.enum, ...described(field) };
  }
  if ("format" in field) {
    if (!FORMATS.includes(field.format))
      refuse("a format that can't be checked", `use one of ${FORMATS.join(", ")}, or a \`pattern\``);
    return { type: "string", format: field.format, ...described(field) };
  }
  if (!("pattern" in field)) {
    return refuse(
      "a string that could hold any text, and with it the orders of whoever wrote it",
      "give it an `enum`, a `format` (date, date-time, time, uuid, email) or a `pattern` such as ^INV-\\d{4,8}$; text for a person to read doesn't go through a program",
    );
  }
  const shape = parseShape(field.pattern);
  if (typeof shape === "string") return refuse(`a pattern that is no shape (${shape})`, "write one such as ^INV-\\d{4,8}$");
  return { type: "string", ...described(field, `of the form ${field.pattern}`) };
}

function checkMembers(field: QuarantineField, path: string): void {
  const given: unknown = field;
  const type: unknown = typeof given === "object" && given !== null && "type" in given ? given.type : undefined;
  const known = typeof type === "string" && Object.hasOwn(MEMBERS, type) ? MEMBERS[type] : undefined;
  if (known === undefined)
    throw new QuarantineSchemaError(path, "an unknown `type`", `write one of ${Object.keys(MEMBERS).join(", ")}`);
  // An unknown word might be meant as a limit, and would not be one.
  const unknown = Object.keys(field).find((name) => !["type", "description", "nullable", ...known].includes(name));
  if (unknown !== undefined) {
    const words = ["description", "nullable", ...known].join(", ");
    throw new QuarantineSchemaError(path, "a member that quarantine doesn't check", `use only ${words}`);
  }
}

const described = ({ description }: Described, limits = ""): { readonly description?: string } => {
  const text = [description, limits].filter((part) => part !== undefined && part !== "").join("; ");
  return text === "" ? {} : { description: text };
};

function rangeText({ minimum, maximum }: { readonly minimum?: number; readonly maximum?: number }): string {
  return [minimum === undefined ? "" : `at least ${minimum}`, maximum === undefined ? "" : `at most ${maximum}`]
    .filter((part) => part !== "")
    .join(", ");
}
