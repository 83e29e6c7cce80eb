/** Reads a whole response message. */
import { memberOf, readJson, readText, stringOf, type JsonValue } from "./json.js";
import { MESSAGE, RESPONSE } from "./message.js";
import type { Reading, ReadLimits, ResponseReading } from "./reading.js";
import { wrongShape } from "./unreadable.js";
import { Walk, type Context } from "./walk.js";

/** What surrounds a response's own fields. */
export const RESPONSE_CONTEXT: Context = { ...RESPONSE, editing: "free", role: undefined, block: undefined };

/**
 * Reads the body of a response that holds a message.
 * @returns Everything that the message says, or why it can't be read. Never throws on what an upstream can send.
 */
export function readResponse(body: string | Uint8Array, limits: ReadLimits): Reading<ResponseReading> {
  const text = readText(body, limits.bodyBytes);
  if (!text.ok) return text;
  const json = readJson(text.value, limits);
  if (!json.ok) return json;
  const root = json.value;
  if (root.kind !== "object") return wrongShape("not-an-object", "body", "the body is no JSON object");
  if (stringOf(root, "type") !== "message") return wrongShape("wrong-shape", "type", "the body is no message");
  const content = memberOf(root, "content");
  if (content?.kind !== "array") return wrongShape("wrong-shape", "content", "`content` is no array");

  const blocks: string[] = [];
  const toolCalls: { block: number; name: string; input: JsonValue }[] = [];
  for (const [block, item] of content.items.entries()) {
    const type = item.kind === "object" ? stringOf(item, "type") : undefined;
    if (item.kind !== "object" || type === undefined) {
      return wrongShape("wrong-shape", `content[${block}]`, "a content block is no object with a type");
    }
    blocks.push(type);
    if (type === "tool_use")
      toolCalls.push({ block, name: stringOf(item, "name") ?? "", input: memberOf(item, "input") ?? { kind: "null" } });
  }
  const walk = new Walk();
  walk.fields(MESSAGE, root, "", RESPONSE_CONTEXT);
  return {
    ok: true,
    value: {
      source: text.value,
      segments: walk.segments,
      unread: walk.unread,
      unknown: walk.unknown,
      definitions: walk.definitions,
      blocks,
      toolCalls,
      stopReason: stringOf(root, "stop_reason") ?? null,
    },
  };
}
