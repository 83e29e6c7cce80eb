/**
 * A request that passed the schema, as handlers and models see it: the union of both API versions and the betas. Written out instead of
 * inferred, so that it can be read, and so that the compiler stays fast; `sdk-types.test.ts` holds the names against the SDK's.
 */
import type * as v from "valibot";
import type { BetaContent, BetaSystemContent, TextParam } from "./blocks.js";
import type { BetaTools } from "./tools.js";

export type ApiVersion = "2026-10-21" | "2023-06-01";

/** A block of a user's or assistant's message. */
export type ContentParam = v.InferOutput<typeof BetaContent>;
type ToolParam = v.InferOutput<typeof BetaTools>[number];

export type MessageParam =
  | { readonly role: "user" | "assistant"; readonly content: string | readonly ContentParam[] }
  | {
      readonly role: "system";
      readonly content?: string | readonly v.InferOutput<typeof BetaSystemContent>[];
      readonly clear_at?: "next_user_message" | "never" | null;
      readonly output_config?: { readonly effort?: Effort } | null;
    };

type Effort = "low" | "medium" | "high" | "xhigh" | "max" | null;
type JsonObject = Readonly<Record<string, unknown>>;

interface Display {
  readonly display?: "summarized" | "omitted" | "updates" | null;
  readonly block_binding?: { readonly prefix_mismatch_behavior?: "error" | "drop_block" | null } | null;
}

type ThinkingParam =
  | ({ readonly type: "adaptive" } & Display)
  | ({ readonly type: "enabled"; readonly budget_tokens: number } & Display)
  | { readonly type: "disabled" }
  | { readonly type: "between_tools" };

type ToolChoiceParam =
  | { readonly type: "auto" | "any"; readonly disable_parallel_tool_use?: boolean }
  | { readonly type: "tool"; readonly name: string; readonly disable_parallel_tool_use?: boolean }
  | { readonly type: "none" };

interface OutputFormat {
  readonly type: "json_schema";
  readonly schema: JsonObject;
}

/** What both endpoints take. */
interface PromptParams {
  readonly model: string;
  readonly messages: readonly MessageParam[];
  readonly system?: string | readonly v.InferOutput<typeof TextParam>[];
  readonly tools?: readonly ToolParam[];
  readonly tool_choice?: ToolChoiceParam;
  readonly thinking?: ThinkingParam;
  readonly output_config?: {
    readonly effort?: Effort;
    readonly format?: OutputFormat | null;
    readonly task_budget?: JsonObject | null;
  };
  readonly cache_control?: JsonObject | null;
  readonly speed?: "standard" | "fast" | null;
  readonly output_format?: OutputFormat | null;
  readonly mcp_servers?: readonly JsonObject[];
  readonly context_management?: JsonObject | null;
  readonly compaction?: { readonly type: "summarize"; readonly instructions?: string | null } | null;
  readonly billing_policy?: JsonObject | null;
}

/** A request to `/v1/messages` that passed all checks. */
export interface MessagesParams extends PromptParams {
  readonly max_tokens: number;
  readonly stream?: boolean;
  readonly stop_sequences?: readonly string[];
  readonly metadata?: { readonly user_id?: string | null };
  readonly container?: string | JsonObject | null;
  readonly service_tier?: "auto" | "standard_only";
  readonly inference_geo?: string | null;
  readonly diagnostics?: JsonObject | null;
  readonly thread?: JsonObject | null;
  readonly fallbacks?: unknown;
  readonly fallback_credit_token?: unknown;
  /** Only with API version 2023-06-01, like the two below. */
  readonly temperature?: number;
  readonly top_p?: number;
  readonly top_k?: number;
}
