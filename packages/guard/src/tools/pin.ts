/** What a tool definition is pinned by: its name, the description that the model reads, and a fingerprint of all else that it says. */
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { kindOf, type Definition } from "../exchange/definitions.js";
import { memberOf, stringOf, type JsonMember, type JsonObject, type JsonValue } from "../exchange/json.js";
import type { Pin } from "../policy/pins-schema.js";

/** Kinds whose limits the policy sets in `tools.server`, and those that find other tools. */
const NOT_PINNED = /^(?:web_search|web_fetch|code_execution|advisor|mcp_toolset|tool_search_tool_(?:regex|bm25))$/;
/** How a definition is loaded and cached, which may differ from request to request. */
const LOADING = new Set(["cache_control", "defer_loading", "eager_input_streaming"]);

/** The name under which calls of the tool are made; of Anthropic's toolsets, which have none, the kind. */
export const nameOf = (definition: Definition): string => stringOf(definition.object, "name") ?? kindOf(definition);

/** @returns `undefined` for tools that run on Anthropic's side and whose words are Anthropic's. */
export function pinOf(definition: Definition): Pin | undefined {
  const { object, server } = definition;
  const kind = kindOf(definition);
  if (server === undefined && NOT_PINNED.test(kind)) return undefined;
  const description = stringOf(object, "description");
  return {
    name: nameOf(definition),
    ...(server === undefined ? {} : { server }),
    ...(description === undefined ? {} : { description }),
    schema: fingerprintOf(object, kind === "custom"),
  };
}

export const isSamePin = (a: Pin, b: Pin): boolean =>
  a.name === b.name && a.server === b.server && a.description === b.description && a.schema === b.schema;

/** Of the schemas that Anthropic sets, the type stands for all but what the app adds. */
function fingerprintOf(object: JsonObject, custom: boolean): string {
  const members = object.members.filter(({ name: { value: name }, value }) => {
    if (value.kind === "null") return false;
    if (!custom) return name === "type" || name === "input_examples";
    return name !== "name" && name !== "description" && name !== "type" && !LOADING.has(name);
  });
  return `sha256:${bytesToHex(sha256(utf8ToBytes(canonical(members))))}`;
}

/** Members in the order of their names, without white space; numbers as they are written. Equal definitions have equal text. */
function canonical(members: readonly JsonMember[]): string {
  const sorted = [...members].sort((a, b) => (a.name.value < b.name.value ? -1 : 1));
  return `{${sorted.map(({ name, value }) => `${JSON.stringify(name.value)}:${canonicalText(value)}`).join(",")}}`;
}

function canonicalText(value: JsonValue): string {
  switch (value.kind) {
    case "object":
      return canonical(value.members);
    case "array":
      return `[${value.items.map(canonicalText).join(",")}]`;
    case "string":
      return JSON.stringify(value.value);
    case "number":
      return value.raw;
    case "boolean":
      return String(value.value);
    case "null":
      return "null";
  }
}

/** The arguments that a definition's schema names, each with its description: what the model is asked to fill in. */
export function argumentsOf({ object }: Definition): string {
  const schema = memberOf(object, "input_schema");
  const properties = schema?.kind === "object" ? memberOf(schema, "properties") : undefined;
  if (properties?.kind !== "object") return "no arguments";
  return properties.members
    .map(({ name, value }) => {
      const description = value.kind === "object" ? stringOf(value, "description") : undefined;
      return description === undefined ? name.value : `${name.value} (${description})`;
    })
    .join(", ");
}
