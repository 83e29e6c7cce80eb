/** What the readers of this room give to the engine. */
import type { Definition } from "./definitions.js";
import type { JsonObject, JsonValue } from "./json.js";
import type { Segment, Unknown, Unread } from "./segment.js";
import type { ServerSide } from "./server-side.js";
import type { Reading, Unreadable } from "./unreadable.js";

/** Limits that a reader enforces while it reads: past them the rest isn't worth reading. */
export interface ReadLimits {
  readonly bodyBytes: number;
  readonly depth: number;
}

export type { Reading, Unreadable };

/** Parts of a request, beside `system`, that give the model orders, tools or other models with the operator's authority. */
export const OPERATOR_PARTS = [
  "system-message",
  "mcp-servers",
  "skills",
  "context-management",
  "compaction",
  "fallbacks",
] as const;
export type OperatorPart = (typeof OPERATOR_PARTS)[number];

/** A request to `/v1/messages` or `/v1/messages/count_tokens`, read. */
export interface RequestReading {
  /** The body's text; all positions are in it. */
  readonly source: string;
  /**
   * In the order in which the API builds its prompt: tools, system, messages, then the other parameters, wherever they stand in the body.
   * What an edit may depend on is what stands before it in this order.
   */
  readonly segments: readonly Segment[];
  readonly unread: readonly Unread[];
  readonly unknown: readonly Unknown[];
  /** Every model that the request names: its own, and those of advisors and fallbacks, which read the conversation as well. */
  readonly models: readonly string[];
  readonly stream: boolean;
  readonly messages: number;
  /** Blocks of that type, wherever they stand. */
  readonly images: number;
  readonly documents: number;
  /** Names (or, where a tool has none, types) of the tools offered, in order, those of `tool_addition` blocks included. */
  readonly tools: readonly string[];
  /** Every tool definition in the order of the prompt, those of mid-conversation and of MCP servers' listings included. */
  readonly definitions: readonly Definition[];
  /** What Anthropic's servers are to run for the request. */
  readonly serverSide: readonly ServerSide[];
  /** Text of the last assistant message if the request ends with one: the model goes on from there. Empty otherwise. */
  readonly prefill: string;
  /** The whole body as it was read. */
  readonly body: JsonObject;
  /** True where `output_config.format` (or the older `output_format`) asks for JSON. */
  readonly jsonOutput: boolean;
  /** What beside the system prompt speaks with the operator's authority. */
  readonly operatorParts: readonly { readonly what: OperatorPart; readonly path: string }[];
  /** The body's `system` parameter, if it has one: where its literal is an array, the offset just before its `]`, and whether it is empty. */
  readonly system: "absent" | "other" | { readonly endsAt: number; readonly empty: boolean };
  /** Source offset just behind the body's `{`: where a parameter can be put in. */
  readonly bodyStart: number;
  /** Source offset just behind the `{` of the `thinking` parameter, where that is of a type that takes a `block_binding` (`enabled`, `adaptive`) and has none. */
  readonly thinkingBinding: { readonly insertAt: number; readonly empty: boolean } | undefined;
}

/** A whole response message, read. */
export interface ResponseReading {
  readonly source: string;
  readonly segments: readonly Segment[];
  readonly unread: readonly Unread[];
  readonly unknown: readonly Unknown[];
  /** Tool definitions that MCP servers list. */
  readonly definitions: readonly Definition[];
  /** The `type` of each content block in order. */
  readonly blocks: readonly string[];
  /** Client tool calls (`tool_use`, `mcp_tool_use` is the server's and not among them): block index and tool name. */
  readonly toolCalls: readonly { readonly block: number; readonly name: string; readonly input: JsonValue }[];
  readonly stopReason: string | null;
}

/** Replace `[start, end)` of a segment's text. */
export interface Edit {
  readonly segment: Pick<Segment, "text" | "literal">;
  readonly start: number;
  readonly end: number;
  readonly replacement: string;
  /** Set where a placeholder's value is put back: to the API nothing changes, since the next request brings the placeholder again. */
  readonly restored?: true;
}
