/** Tool definitions as a body holds them: where each stands, and which MCP server it came from. */
import { memberOf, stringOf, type JsonObject, type JsonValue } from "./json.js";
import type { Trust } from "./segment.js";

/** One definition: an entry of `tools`, one that is added in mid-conversation, or one that an MCP server lists. */
export interface Definition {
  readonly object: JsonObject;
  readonly path: string;
  /** Name of the MCP server that lists it. */
  readonly server: string | undefined;
  readonly trust: Trust;
}

/** Its kind without the date of its version: `custom`, `web_search`, `mcp_toolset`. */
export const kindOf = ({ object }: Definition): string => (stringOf(object, "type") ?? "custom").replace(/_\d{8}$/, "");

/** The texts of a list; `undefined` where there is none. */
export function textsOf(value: JsonValue | undefined): readonly string[] | undefined {
  return value?.kind === "array" ? value.items.flatMap((item) => (item.kind === "string" ? [item.value] : [])) : undefined;
}

/** A member that is an object. */
export function objectAt(object: JsonObject, name: string): JsonObject | undefined {
  const value = memberOf(object, name);
  return value?.kind === "object" ? value : undefined;
}

/** The objects of a list, with their positions. */
export function objectsAt(object: JsonObject, name: string): readonly (readonly [index: number, item: JsonObject])[] {
  const value = memberOf(object, name);
  return value?.kind === "array"
    ? value.items.flatMap((item, index) => (item.kind === "object" ? [[index, item] as const] : []))
    : [];
}

/** A member that is true or false. */
export function flagAt(object: JsonObject | undefined, name: string): boolean | undefined {
  const value = object === undefined ? undefined : memberOf(object, name);
  return value?.kind === "boolean" ? value.value : undefined;
}

export function numberAt(object: JsonObject, name: string): number | undefined {
  const value = memberOf(object, name);
  return value?.kind === "number" ? Number(value.raw) : undefined;
}
