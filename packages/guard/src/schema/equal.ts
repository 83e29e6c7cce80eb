/** JSON values as JSON Schema compares them: members in any order, numbers by what they stand for. */
import type { JsonObject, JsonValue } from "../exchange/json.js";

const kept = new WeakMap<JsonObject, ReadonlyMap<string, JsonValue>>();

/** The members of an object by name. Made once for each object, since schemas ask again and again. */
export function membersOf(object: JsonObject): ReadonlyMap<string, JsonValue> {
  let members = kept.get(object);
  if (members === undefined) {
    members = new Map(object.members.map(({ name, value }) => [name.value, value]));
    kept.set(object, members);
  }
  return members;
}

export const equal = (a: JsonValue, b: JsonValue): boolean => a.kind === b.kind && canonical(a) === canonical(b);

/** Equal values have the same text. */
export function canonical(value: JsonValue): string {
  switch (value.kind) {
    case "null":
      return "null";
    case "boolean":
      return String(value.value);
    case "string":
      return JSON.stringify(value.value);
    case "number": {
      // Past what a double holds exactly, two numbers are the same if they are written the same.
      const number = Number(value.raw) + 0;
      return Math.abs(number) <= Number.MAX_SAFE_INTEGER ? String(number) : value.raw;
    }
    case "array":
      return `[${value.items.map(canonical).join(",")}]`;
    case "object": {
      const members = [...value.members].sort((a, b) => (a.name.value < b.name.value ? -1 : 1));
      return `{${members.map((member) => `${JSON.stringify(member.name.value)}:${canonical(member.value)}`).join(",")}}`;
    }
  }
}
