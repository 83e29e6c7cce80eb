/** Keywords of JSON Schema that look at one value and nothing below it. A keyword whose argument is of the wrong kind can't be checked. */
import { memberOf, type JsonObject, type JsonValue } from "../exchange/json.js";
import { canonical, equal, membersOf } from "./equal.js";

/** `undefined`: the keyword can't be checked as it is written. */
type Assertion = (argument: JsonValue, value: JsonValue, schema: JsonObject) => boolean | undefined;

/** By name of the keyword. Without a prototype, so that no keyword finds one. */
export const ASSERTIONS: Readonly<Record<string, Assertion>> = {
  __proto__: null as never,
  type: (argument, value) =>
    argument.kind === "string"
      ? isOfType(argument.value, value)
      : argument.kind === "array"
        ? argument.items.some((one) => one.kind === "string" && isOfType(one.value, value) === true)
        : undefined,
  const: (argument, value) => equal(argument, value),
  enum: (argument, value) => {
    if (argument.kind !== "array") return undefined;
    const text = canonical(value);
    return argument.items.some((item) => item.kind === value.kind && canonical(item) === text);
  },
  uniqueItems: (argument, value) =>
    argument.kind !== "boolean"
      ? undefined
      : !argument.value || value.kind !== "array" || new Set(value.items.map(canonical)).size === value.items.length,
  minimum: (argument, value, schema) =>
    compare(argument, value, (a, b) => a > b || (a === b && !isTrue(schema, "exclusiveMinimum"))),
  maximum: (argument, value, schema) =>
    compare(argument, value, (a, b) => a < b || (a === b && !isTrue(schema, "exclusiveMaximum"))),
  // In draft 4 these two were flags beside the limits.
  exclusiveMinimum: (argument, value) => argument.kind === "boolean" || compare(argument, value, (a, b) => a > b),
  exclusiveMaximum: (argument, value) => argument.kind === "boolean" || compare(argument, value, (a, b) => a < b),
  multipleOf: (argument, value) => compare(argument, value, isMultiple),
  minLength: (argument, value) => (value.kind === "string" ? atLeast(argument, codePoints(value.value)) : true),
  maxLength: (argument, value) => (value.kind === "string" ? atMost(argument, codePoints(value.value)) : true),
  minItems: (argument, value) => (value.kind === "array" ? atLeast(argument, value.items.length) : true),
  maxItems: (argument, value) => (value.kind === "array" ? atMost(argument, value.items.length) : true),
  minProperties: (argument, value) => (value.kind === "object" ? atLeast(argument, value.members.length) : true),
  maxProperties: (argument, value) => (value.kind === "object" ? atMost(argument, value.members.length) : true),
  required: (argument, value) => (value.kind === "object" ? hasAll(argument, value) : true),
  dependentRequired: (argument, value) => {
    if (argument.kind !== "object") return undefined;
    if (value.kind !== "object") return true;
    const members = membersOf(value);
    return argument.members.every(({ name, value: needed }) => !members.has(name.value) || hasAll(needed, value) === true);
  },
};

function isOfType(type: string, value: JsonValue): boolean | undefined {
  switch (type) {
    case "string":
    case "number":
    case "boolean":
    case "null":
    case "array":
    case "object":
      return value.kind === type;
    case "integer":
      return value.kind === "number" && Number.isInteger(Number(value.raw));
    case "any": // of draft 3, still written
      return true;
    default:
      return undefined;
  }
}

function compare(
  argument: JsonValue,
  value: JsonValue,
  holds: (value: number, argument: number) => boolean,
): boolean | undefined {
  if (argument.kind !== "number") return undefined;
  return value.kind === "number" ? holds(Number(value.raw), Number(argument.raw)) : true;
}

/** 0.3 is a multiple of 0.1, although no double is. */
function isMultiple(value: number, of: number): boolean {
  const times = value / of;
  return Math.abs(times - Math.round(times)) <= Number.EPSILON * Math.max(1, Math.abs(times));
}

const isTrue = (schema: JsonObject, name: string): boolean => {
  const flag = memberOf(schema, name);
  return flag?.kind === "boolean" && flag.value;
};

const atLeast = (argument: JsonValue, count: number): boolean | undefined => compareCount(argument, (limit) => count >= limit);
const atMost = (argument: JsonValue, count: number): boolean | undefined => compareCount(argument, (limit) => count <= limit);
const compareCount = (argument: JsonValue, holds: (limit: number) => boolean): boolean | undefined =>
  argument.kind === "number" ? holds(Number(argument.raw)) : undefined;

function hasAll(names: JsonValue, object: JsonObject): boolean | undefined {
  // `required: true` beside a property was draft 3's way: it says nothing about this object.
  if (names.kind !== "array") return names.kind === "boolean" ? true : undefined;
  const members = membersOf(object);
  return names.items.every((name) => name.kind === "string" && members.has(name.value));
}

function codePoints(text: string): number {
  let count = 0;
  for (let index = 0; index < text.length; index += 1) if ((text.charCodeAt(index) & 0xfc00) !== 0xdc00) count += 1;
  return count;
}
