/** A response whole, its usage and its stream events, as they stand on the wire. The arrays are mutable for the reason given in `blocks.ts`. */
import type { Citation, ContentBlock, RefusalCategory } from "./blocks.js";

export type StopReason =
  | "end_turn"
  | "max_tokens"
  | "stop_sequence"
  | "tool_use"
  | "pause_turn"
  | "refusal"
  | "model_context_window_exceeded"
  | "compaction";

export interface StopDetails {
  readonly type: "refusal";
  readonly category: RefusalCategory;
  readonly explanation: string | null;
  readonly recommended_model: string | null;
  readonly fallback_credit_token: string | null;
  readonly fallback_has_prefill_claim: boolean | null;
}

export interface Container {
  readonly id: string;
  readonly expires_at: string;
  readonly skills: { readonly type: "anthropic" | "custom"; readonly skill_id: string; readonly version: string }[] | null;
}

interface TokenCounts {
  readonly input_tokens: number;
  readonly output_tokens: number;
  readonly cache_creation: { readonly ephemeral_5m_input_tokens: number; readonly ephemeral_1h_input_tokens: number } | null;
  readonly cache_creation_input_tokens: number;
  readonly cache_read_input_tokens: number;
}

type UsageIteration = TokenCounts &
  (
    | { readonly type: "message"; readonly model: string | null }
    | { readonly type: "compaction" }
    | { readonly type: "advisor_message"; readonly model: string }
    | { readonly type: "fallback_message"; readonly model: string }
  );

export interface Usage {
  readonly input_tokens: number;
  readonly output_tokens: number;
  readonly cache_creation: { readonly ephemeral_5m_input_tokens: number; readonly ephemeral_1h_input_tokens: number } | null;
  readonly cache_creation_input_tokens: number | null;
  readonly cache_read_input_tokens: number | null;
  readonly output_tokens_details: { readonly thinking_tokens: number } | null;
  readonly server_tool_use: { readonly web_search_requests: number; readonly web_fetch_requests: number } | null;
  readonly service_tier: "standard" | "priority" | "batch" | null;
  readonly speed: "standard" | "fast" | null;
  readonly inference_geo: string | null;
  readonly iterations: UsageIteration[] | null;
  readonly fallback_credit: null;
}

export type InputTransformation = {
  readonly type: "thinking_dropped";
  readonly path: string;
  readonly reason: "prefix_binding_mismatch" | "organization_binding_mismatch";
};

export interface Message {
  readonly id: string;
  readonly type: "message";
  readonly role: "assistant";
  readonly model: string;
  readonly content: ContentBlock[];
  readonly stop_reason: StopReason | null;
  readonly stop_sequence: string | null;
  readonly stop_details: StopDetails | null;
  readonly container: Container | null;
  readonly context_management: null;
  readonly diagnostics: null;
  readonly usage: Usage;
  /** Only with the beta `thinking-binding-controls-2026-08-01`. */
  readonly input_transformations?: InputTransformation[];
}

export type Delta =
  | { readonly type: "text_delta"; readonly text: string }
  | { readonly type: "input_json_delta"; readonly partial_json: string }
  | { readonly type: "citations_delta"; readonly citation: Citation }
  | { readonly type: "thinking_delta"; readonly thinking: string; readonly estimated_tokens: number | null }
  | { readonly type: "signature_delta"; readonly signature: string }
  | { readonly type: "compaction_delta"; readonly content: string | null; readonly encrypted_content: string | null };

/** The usage of a `message_delta`: cumulative, and null where `message_start` already said it. */
interface DeltaUsage {
  readonly input_tokens: number | null;
  readonly output_tokens: number;
  readonly cache_creation_input_tokens: number | null;
  readonly cache_read_input_tokens: number | null;
  readonly output_tokens_details: Usage["output_tokens_details"];
  readonly server_tool_use: Usage["server_tool_use"];
  readonly iterations: UsageIteration[] | null;
  readonly fallback_credit: null;
}

/** The events that make up a message. */
export type MessageEvent =
  | { readonly type: "message_start"; readonly message: Message }
  | { readonly type: "content_block_start"; readonly index: number; readonly content_block: ContentBlock }
  | { readonly type: "content_block_delta"; readonly index: number; readonly delta: Delta }
  | { readonly type: "content_block_stop"; readonly index: number }
  | {
      readonly type: "message_delta";
      readonly delta: Pick<Message, "stop_reason" | "stop_sequence" | "stop_details" | "container">;
      readonly usage: DeltaUsage;
      readonly context_management: null;
    }
  | { readonly type: "message_stop" };

/** Everything that can come as `event:`; `RawEvent` leaves the door open for events that do not exist yet. */
export type StreamEvent =
  | MessageEvent
  | { readonly type: "ping" }
  | { readonly type: "error"; readonly error: { readonly type: string; readonly message: string } };

/** An event as a script may send it: any of ours, or any object with a type, so that clients can be tried on what they do not know. */
export type RawEvent = StreamEvent | { readonly type: string; readonly [field: string]: unknown };
