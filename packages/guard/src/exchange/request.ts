/** Reads a request to `/v1/messages` or `/v1/messages/count_tokens`: its texts in the order of the prompt, and the facts that a policy asks for. */
import type { Definition } from "./definitions.js";
import { memberOf, readJson, readText, stringOf, type JsonArray, type JsonObject, type JsonValue } from "./json.js";
import { PARAMETERS } from "./parameters.js";
import type { OperatorPart, Reading, ReadLimits, RequestReading } from "./reading.js";
import type { Unread } from "./segment.js";
import { readServerSide } from "./server-side.js";
import { wrongShape } from "./unreadable.js";
import { Walk, type Context } from "./walk.js";

const OPERATOR: Context = { origin: "parameter", trust: "operator", editing: "free", role: undefined, block: undefined };
const OPERATOR_PARAMETERS: readonly (readonly [name: string, what: OperatorPart])[] = [
  ["mcp_servers", "mcp-servers"],
  ["context_management", "context-management"],
  ["compaction", "compaction"],
  ["fallbacks", "fallbacks"],
];
/** Kinds of thinking that take a `block_binding`. */
const BINDABLE = new Set(["enabled", "adaptive"]);

/**
 * Reads a request.
 * @param body - The JSON text or its UTF-8 bytes; never modified.
 * @returns Everything that the request says, or why it can't be read. Never throws on what a client can send.
 */
export function readRequest(body: string | Uint8Array, limits: ReadLimits): Reading<RequestReading> {
  const text = readText(body, limits.bodyBytes);
  if (!text.ok) return text;
  const json = readJson(text.value, limits);
  if (!json.ok) return json;
  const root = json.value;
  if (root.kind !== "object") return wrongShape("not-an-object", "body", "the body is no JSON object");
  const messages = memberOf(root, "messages");
  if (messages?.kind !== "array") return wrongShape("wrong-shape", "messages", "`messages` is no array");
  const odd = messages.items.findIndex((message) => message.kind !== "object");
  if (odd >= 0) return wrongShape("wrong-shape", `messages[${odd}]`, "a message is no object");

  const walk = new Walk();
  walk.fieldsInOrder(PARAMETERS, root, "", OPERATOR, "parameter");
  const stream = memberOf(root, "stream");
  return {
    ok: true,
    value: {
      source: text.value,
      segments: walk.segments,
      unread: [...threadIn(root), ...walk.unread],
      unknown: walk.unknown,
      models: walk.models,
      stream: stream?.kind === "boolean" && stream.value,
      messages: messages.items.length,
      images: walk.images,
      documents: walk.documents,
      tools: walk.tools,
      definitions: walk.definitions,
      serverSide: readServerSide(root, walk.definitions),
      body: root,
      prefill: prefillOf(messages),
      jsonOutput: asksForJson(root),
      operatorParts: operatorParts(root, messages),
      system: systemOf(memberOf(root, "system")),
      bodyStart: root.start + 1,
      thinkingBinding: thinkingBinding(memberOf(root, "thinking")),
    },
  };
}

/** Reads the tool definitions of anything that has some: a request, or no more than its `tools`. */
export function readDefinitions(body: string | Uint8Array, limits: ReadLimits): Reading<readonly Definition[]> {
  const text = readText(body, limits.bodyBytes);
  if (!text.ok) return text;
  const json = readJson(text.value, limits);
  if (!json.ok) return json;
  if (json.value.kind !== "object") return wrongShape("not-an-object", "body", "the body is no JSON object");
  const walk = new Walk();
  walk.fieldsInOrder(PARAMETERS, json.value, "", OPERATOR, "parameter");
  return { ok: true, value: walk.definitions };
}

/** A request that goes on with a thread holds the newest messages only; one that creates it is followed by such requests. */
function threadIn(root: JsonObject): readonly Unread[] {
  return memberOf(root, "thread")?.kind === "object" ? [{ path: "thread", kind: "thread" }] : [];
}

function prefillOf(messages: JsonArray): string {
  const last = messages.items.at(-1);
  if (last?.kind !== "object" || stringOf(last, "role") !== "assistant") return "";
  const content = memberOf(last, "content");
  if (content?.kind === "string") return content.value;
  if (content?.kind !== "array") return "";
  const texts = content.items.map((block) =>
    block.kind === "object" && stringOf(block, "type") === "text" ? stringOf(block, "text") : undefined,
  );
  const lastOther = texts.lastIndexOf(undefined);
  return texts.slice(lastOther + 1).join("");
}

function asksForJson(root: JsonObject): boolean {
  const config = memberOf(root, "output_config");
  const format = config?.kind === "object" ? memberOf(config, "format") : undefined;
  return format?.kind === "object" || memberOf(root, "output_format")?.kind === "object";
}

function systemOf(system: JsonValue | undefined): RequestReading["system"] {
  if (system === undefined) return "absent";
  return system.kind === "array" ? { endsAt: system.end - 1, empty: system.items.length === 0 } : "other";
}

/** Tools that are added in mid-conversation stand in system messages, and come with these. */
function operatorParts(root: JsonObject, messages: JsonArray): RequestReading["operatorParts"] {
  const parts: { what: OperatorPart; path: string }[] = [];
  messages.items.forEach((message, index) => {
    const role = message.kind === "object" ? stringOf(message, "role") : undefined;
    if (role === "system") parts.push({ what: "system-message", path: `messages[${index}]` });
  });
  const container = memberOf(root, "container");
  if (container?.kind === "object" && memberOf(container, "skills") !== undefined)
    parts.push({ what: "skills", path: "container.skills" });
  for (const [name, what] of OPERATOR_PARAMETERS) if (memberOf(root, name) !== undefined) parts.push({ what, path: name });
  return parts;
}

function thinkingBinding(thinking: JsonValue | undefined): RequestReading["thinkingBinding"] {
  if (thinking?.kind !== "object" || memberOf(thinking, "block_binding") !== undefined) return undefined;
  if (!BINDABLE.has(stringOf(thinking, "type") ?? "")) return undefined;
  return { insertAt: thinking.start + 1, empty: thinking.members.length === 0 };
}
