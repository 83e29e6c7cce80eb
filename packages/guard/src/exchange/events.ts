/**
 * Reads the events of a streamed response, each from the data of one frame. Paths, origins and editing are those that the same text has in
 * the whole response, and come from the same table.
 */
import type { Definition } from "./definitions.js";
import { memberOf, readJson, stringOf, type JsonObject, type JsonString, type JsonValue } from "./json.js";
import { EVENT } from "./message.js";
import type { Reading, ReadLimits } from "./reading.js";
import { wrongShape } from "./unreadable.js";
import { RESPONSE_CONTEXT } from "./response.js";
import type { Segment, Unknown, Unread } from "./segment.js";
import { Walk } from "./walk.js";

/** What every event says, whatever its type. */
interface EventBase {
  /** The frame's data; all positions are in it. */
  readonly source: string;
  /** The texts of this event. Of a delta it is the piece that the delta brings; `partial_json` is no text of its own and not among them. */
  readonly segments: readonly Segment[];
  readonly unread: readonly Unread[];
  readonly unknown: readonly Unknown[];
  /** Tool definitions that an MCP server lists. */
  readonly definitions: readonly Definition[];
}

export interface BlockStart extends EventBase {
  readonly type: "content_block_start";
  readonly index: number;
  readonly blockType: string;
  /** Name of the tool that a `tool_use`, `server_tool_use` or `mcp_tool_use` block calls; empty where it has none. */
  readonly toolName: string | undefined;
  /** Input that such a block begins with. The API begins with `{}` and sends the input in deltas. */
  readonly toolInput: JsonValue | undefined;
  /** The literal that the block's deltas go on from: `text` of a text block, `thinking` of a thinking block, `content` of a compaction. */
  readonly initialText: JsonString | undefined;
}

/** A piece of a block's text, thinking or input JSON. */
export interface PieceDelta extends EventBase {
  readonly type: "text_delta" | "thinking_delta" | "input_json_delta";
  readonly index: number;
  readonly literal: JsonString;
}

/** A delta that brings something whole: its texts are in `segments`. */
interface WholeDelta extends EventBase {
  readonly type: "citations_delta" | "signature_delta" | "compaction_delta";
  readonly index: number;
}

export type StreamEvent =
  | BlockStart
  | PieceDelta
  | WholeDelta
  | (EventBase & { readonly type: "content_block_stop"; readonly index: number })
  | (EventBase & {
      readonly type: "message_delta";
      readonly stopReason: string | null;
      readonly outputTokens: number | undefined;
    })
  | (EventBase & { readonly type: "message_start" | "message_stop" | "ping" | "error" })
  /** An event or a delta that nobody has heard of. `index` is the block's, if it says one. */
  | (EventBase & { readonly type: "unknown"; readonly index: number | undefined });

/** Where each kind of block keeps the text that its deltas go on from. */
const INITIAL_TEXT: Readonly<Record<string, string>> = { text: "text", thinking: "thinking", compaction: "content" };
const PIECES = { text_delta: "text", thinking_delta: "thinking", input_json_delta: "partial_json" } as const;

/** What is known of an event beside its data. */
export interface EventFacts {
  /** The name on the frame's `event` line: it must be the data's own type, since clients differ in which of the two they go by. */
  readonly event?: string | undefined;
  /** How many citations of the same block came before, which the path of a `citations_delta` counts. */
  readonly citations?: number;
}

/**
 * Reads one event.
 * @param data - The data of the frame.
 * @returns The event, or why it can't be read. An unknown type is no failure: it comes back as `unknown`, its strings among the segments.
 */
export function readEvent(data: string, limits: ReadLimits, facts: EventFacts = {}): Reading<StreamEvent> {
  const json = readJson(data, limits);
  if (!json.ok) return json;
  const root = json.value;
  if (root.kind !== "object") return wrongShape("not-an-object", "event", "an event's data is no JSON object");
  const type = stringOf(root, "type");
  if (type === undefined) return wrongShape("wrong-shape", "type", "an event has no type");
  if (facts.event !== undefined && facts.event !== type) {
    return {
      ok: false,
      error: { code: "bad-frame", place: "event", problem: "the frame's event name differs from its data's type" },
    };
  }
  const index = indexOf(root);
  const delta = memberOf(root, "delta");
  const deltaType = delta?.kind === "object" ? stringOf(delta, "type") : undefined;

  const walk = new Walk();
  const block = index === undefined ? "" : `content[${index}]`;
  const path = deltaType === "citations_delta" ? `${block}.citations[${facts.citations ?? 0}]` : block;
  const context = index === undefined ? RESPONSE_CONTEXT : { ...RESPONSE_CONTEXT, block: index };
  walk.place(EVENT, root, path, context);
  const base = {
    source: data,
    segments: walk.segments,
    unread: walk.unread,
    unknown: walk.unknown,
    definitions: walk.definitions,
  };

  switch (type) {
    case "message_start":
      if (memberOf(root, "message")?.kind !== "object")
        return wrongShape("wrong-shape", "message", "`message_start` has no message");
      return { ok: true, value: { ...base, type } };
    case "message_stop":
    case "ping":
    case "error":
      return { ok: true, value: { ...base, type } };
    case "message_delta":
      return { ok: true, value: { ...base, type, ...endingOf(root) } };
  }
  if (type !== "content_block_start" && type !== "content_block_delta" && type !== "content_block_stop") {
    return { ok: true, value: { ...base, type: "unknown", index } };
  }
  if (index === undefined) return wrongShape("wrong-shape", "index", "an event of a block has no index");
  switch (type) {
    case "content_block_stop":
      return { ok: true, value: { ...base, type, index } };
    case "content_block_start":
      return blockStart(base, index, root);
    case "content_block_delta":
      if (delta?.kind !== "object" || deltaType === undefined) {
        return wrongShape("wrong-shape", "delta", "a delta is no object with a type");
      }
      return { ok: true, value: deltaOf(base, index, delta, deltaType) };
  }
}

function blockStart(base: EventBase, index: number, root: JsonObject): Reading<StreamEvent> {
  const block = memberOf(root, "content_block");
  const blockType = block?.kind === "object" ? stringOf(block, "type") : undefined;
  if (block?.kind !== "object" || blockType === undefined) {
    return wrongShape("wrong-shape", "content_block", "a content block is no object with a type");
  }
  const field = Object.hasOwn(INITIAL_TEXT, blockType) ? INITIAL_TEXT[blockType] : undefined;
  const initialText = field === undefined ? undefined : memberOf(block, field);
  const isCall = blockType === "tool_use" || blockType === "server_tool_use" || blockType === "mcp_tool_use";
  return {
    ok: true,
    value: {
      ...base,
      type: "content_block_start",
      index,
      blockType,
      toolName: isCall ? (stringOf(block, "name") ?? "") : undefined,
      toolInput: isCall ? memberOf(block, "input") : undefined,
      initialText: initialText?.kind === "string" ? initialText : undefined,
    },
  };
}

function deltaOf(base: EventBase, index: number, delta: JsonObject, type: string): StreamEvent {
  switch (type) {
    case "text_delta":
    case "thinking_delta":
    case "input_json_delta": {
      const literal = memberOf(delta, PIECES[type]);
      // Without its text it is not the delta that the table knows.
      if (literal?.kind !== "string") return { ...base, type: "unknown", index };
      return { ...base, type, index, literal };
    }
    case "citations_delta":
    case "signature_delta":
    case "compaction_delta":
      return { ...base, type, index };
  }
  return { ...base, type: "unknown", index };
}

function endingOf(root: JsonObject): { readonly stopReason: string | null; readonly outputTokens: number | undefined } {
  const delta = memberOf(root, "delta");
  const usage = memberOf(root, "usage");
  const tokens = usage?.kind === "object" ? memberOf(usage, "output_tokens") : undefined;
  return {
    stopReason: delta?.kind === "object" ? (stringOf(delta, "stop_reason") ?? null) : null,
    outputTokens: tokens?.kind === "number" ? Number(tokens.raw) : undefined,
  };
}

function indexOf(root: JsonObject): number | undefined {
  const index = memberOf(root, "index");
  return index?.kind === "number" && /^\d{1,9}$/.test(index.raw) ? Number(index.raw) : undefined;
}
