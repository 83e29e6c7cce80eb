/** What the readers of this room give to the engine. */
import type { Segment, Unknown, Unread } from "./segment.js";

/** Limits that a reader enforces while it reads: past them the rest isn't worth reading. */
export interface ReadLimits {
  readonly bodyBytes: number;
  readonly depth: number;
}

/** Why a body can't be read. `place` is a path or a position (`line 1, column 7`), never a value. */
export interface Unreadable {
  readonly code:
    | "not-utf8"
    | "not-json"
    | "not-an-object"
    | "wrong-shape"
    | "duplicate-key"
    | "lone-surrogate"
    | "forbidden-key"
    | "trailing-garbage"
    | "too-deep"
    | "too-large"
    | "bad-frame"
    | "bad-order";
  readonly place: string;
  /** Lower case, no full stop, no value: `the name "a" stands twice in one object` would be one too many; `a name stands twice` is right. */
  readonly problem: string;
}

export type Reading<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: Unreadable };

/** A reading that failed because the body has another shape than the API's. */
export function wrongShape(code: "not-an-object" | "wrong-shape", place: string, problem: string): Reading<never> {
  return { ok: false, error: { code, place, problem } };
}

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
  /** Names (or, where a tool has none, types) of the tools offered, in order, those of `tool_addition` blocks included. */
  readonly tools: readonly string[];
  /** Text of the last assistant message if the request ends with one: the model goes on from there. Empty otherwise. */
  readonly prefill: string;
  /** True where `output_config.format` (or the older `output_format`) asks for JSON. */
  readonly jsonOutput: boolean;
  /** Source offset just behind the `{` of the `thinking` parameter, where that is of a type that takes a `block_binding` (`enabled`, `adaptive`) and has none. */
  readonly thinkingBinding: { readonly insertAt: number; readonly empty: boolean } | undefined;
}

/** A whole response message, read. */
export interface ResponseReading {
  readonly source: string;
  readonly segments: readonly Segment[];
  readonly unread: readonly Unread[];
  readonly unknown: readonly Unknown[];
  /** The `type` of each content block in order. */
  readonly blocks: readonly string[];
  /** Client tool calls (`tool_use`, `mcp_tool_use` is the server's and not among them): block index and tool name. */
  readonly toolCalls: readonly { readonly block: number; readonly name: string }[];
  readonly stopReason: string | null;
}

/** Replace `[start, end)` of a segment's text. */
export interface Edit {
  readonly segment: Pick<Segment, "text" | "literal">;
  readonly start: number;
  readonly end: number;
  readonly replacement: string;
}
