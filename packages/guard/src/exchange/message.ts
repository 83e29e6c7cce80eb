/** The table of the response: the message, and the events and deltas that it is streamed in, stable and beta. */
import { ASSISTANT, BLOCK, CITATION, THINKING } from "./blocks.js";
import {
  ANY,
  ENCRYPTED,
  FLAG,
  JSON_PIECE,
  LABEL,
  list,
  NUMBERED_CONTENT,
  shape,
  SIGNATURE,
  struct,
  TEXT,
  union,
  within,
  word,
  wrapped,
} from "./places.js";

const STOP_REASON = word(
  "end_turn",
  "max_tokens",
  "stop_sequence",
  "tool_use",
  "pause_turn",
  "refusal",
  "model_context_window_exceeded",
  "compaction",
);

/** Where and why the response ended: in a message, and in the `message_delta` of a stream. */
const ENDING = {
  stop_reason: STOP_REASON,
  stop_sequence: LABEL,
  stop_details: struct({
    type: word("refusal"),
    category: word("cyber", "bio", "frontier_llm", "reasoning_extraction", "general_harms"),
    explanation: TEXT,
    recommended_model: LABEL,
    fallback_credit_token: SIGNATURE,
    fallback_has_prefill_claim: FLAG,
  }),
  container: struct({
    id: LABEL,
    expires_at: LABEL,
    skills: list(struct({ type: word("anthropic", "custom"), skill_id: LABEL, version: LABEL })),
  }),
} as const;

const TOKEN_COUNTS = {
  input_tokens: FLAG,
  output_tokens: FLAG,
  cache_creation_input_tokens: FLAG,
  cache_read_input_tokens: FLAG,
  cache_creation: struct({ ephemeral_5m_input_tokens: FLAG, ephemeral_1h_input_tokens: FLAG }),
} as const;

const ACCOUNT = {
  usage: struct({
    ...TOKEN_COUNTS,
    output_tokens_details: struct({ thinking_tokens: FLAG }),
    server_tool_use: struct({ web_search_requests: FLAG, web_fetch_requests: FLAG }),
    service_tier: word("standard", "priority", "batch"),
    speed: word("standard", "fast"),
    inference_geo: LABEL,
    iterations: list(
      struct({ ...TOKEN_COUNTS, type: word("message", "compaction", "advisor_message", "fallback_message"), model: LABEL }),
    ),
    fallback_credit: struct({
      status: struct({ type: word("redeemed", "not_applied"), reason: LABEL, remove_to_redeem: list(LABEL) }),
    }),
  }),
  context_management: struct({
    applied_edits: list(
      struct({
        type: word("clear_tool_uses_20250919", "clear_thinking_20251015"),
        cleared_input_tokens: FLAG,
        cleared_tool_uses: FLAG,
        cleared_thinking_turns: FLAG,
      }),
    ),
  }),
  input_transformations: list(
    struct({
      type: word("thinking_dropped", "thinking_mismatch_allowed"),
      path: LABEL,
      reason: word(
        "model_binding_mismatch",
        "prefix_binding_mismatch",
        "organization_binding_mismatch",
        "end_user_binding_mismatch",
      ),
    }),
  ),
} as const;

/** What the head of a response says comes from the API's side, as the answer itself does. */
export const RESPONSE = { origin: "parameter", trust: "model" } as const;

export const MESSAGE = {
  id: LABEL,
  type: word("message"),
  role: word("assistant"),
  model: LABEL,
  content: within(ASSISTANT, NUMBERED_CONTENT),
  ...ENDING,
  diagnostics: struct({
    cache_miss_reason: struct({
      type: word(
        "model_changed",
        "system_changed",
        "tools_changed",
        "messages_changed",
        "previous_message_not_found",
        "unavailable",
      ),
      cache_missed_input_tokens: FLAG,
    }),
  }),
  ...ACCOUNT,
} as const;

export const DELTA = union("delta", {
  text_delta: shape({ text: TEXT }, ASSISTANT),
  input_json_delta: shape({ partial_json: JSON_PIECE }, { origin: "tool-input", trust: "model" }),
  citations_delta: shape({ citation: wrapped(CITATION) }, ASSISTANT),
  thinking_delta: shape({ thinking: TEXT, estimated_tokens: FLAG }, THINKING),
  signature_delta: shape({ signature: SIGNATURE }, THINKING),
  compaction_delta: shape({ content: TEXT, encrypted_content: ENCRYPTED }, { ...ASSISTANT, editing: "never" }),
});

export const EVENT = union("event", {
  message_start: shape({ message: wrapped(struct(MESSAGE)) }),
  content_block_start: shape({ index: FLAG, content_block: wrapped(BLOCK) }, ASSISTANT),
  content_block_delta: shape({ index: FLAG, delta: wrapped(DELTA) }, ASSISTANT),
  content_block_stop: shape({ index: FLAG }),
  message_delta: shape({ delta: wrapped(struct(ENDING)), ...ACCOUNT }),
  message_stop: shape({}),
  ping: shape({}),
  error: shape({ error: struct({ type: LABEL, message: TEXT, details: ANY }), request_id: LABEL }),
});
