/** The table of request parameters, stable and beta, of `/v1/messages` and `/v1/messages/count_tokens`. */
import { ASSISTANT } from "./blocks.js";
import {
  alike,
  ANY,
  CONTENT,
  either,
  FLAG,
  LABEL,
  list,
  MODEL,
  NUMBERED_CONTENT,
  shape,
  SIGNATURE,
  struct,
  TEXT,
  union,
  within,
  word,
  type Surroundings,
} from "./places.js";
import { CACHE_CONTROL, TOOL } from "./tools.js";

const USER = { origin: "user", trust: "user" } as const satisfies Surroundings;
/** A `system` message has the operator's authority, wherever it stands. */
const SYSTEM = { origin: "system", trust: "operator" } as const satisfies Surroundings;

const EFFORT = word("low", "medium", "high", "xhigh", "max");
const FORMAT = struct({ type: word("json_schema"), schema: ANY });
const OUTPUT_CONFIG = struct({
  effort: EFFORT,
  format: FORMAT,
  task_budget: struct({ type: word("tokens"), total: FLAG, remaining: FLAG }),
});
const THINKING_CONFIG = struct({
  type: word("enabled", "disabled", "adaptive", "between_tools"),
  budget_tokens: FLAG,
  display: word("summarized", "omitted", "updates"),
  block_binding: struct({ prefix_mismatch_behavior: word("error", "drop_block") }),
});
const COUNTED = struct({ type: word("input_tokens", "tool_uses", "thinking_turns", "all"), value: FLAG });
const SPEED = word("standard", "fast");

export const MESSAGE_PARAM = union(
  "role",
  {
    user: shape({ content: NUMBERED_CONTENT }, USER),
    assistant: shape({ content: NUMBERED_CONTENT }, ASSISTANT),
    system: shape(
      { content: NUMBERED_CONTENT, clear_at: word("next_user_message", "never"), output_config: struct({ effort: EFFORT }) },
      SYSTEM,
    ),
  },
  { by: "role" },
);

/** In the order in which they are read: first as the API builds its prompt, tools, system, messages; then the rest. */
export const PARAMETERS = {
  tools: within({ origin: "tool-definition", trust: "operator" }, list(TOOL)),
  system: within(SYSTEM, CONTENT),
  messages: list(MESSAGE_PARAM),

  model: MODEL,
  max_tokens: FLAG,
  stream: FLAG,
  tool_choice: struct({ type: word("auto", "any", "tool", "none"), name: LABEL, disable_parallel_tool_use: FLAG }),
  thinking: THINKING_CONFIG,
  output_config: OUTPUT_CONFIG,
  output_format: FORMAT,
  stop_sequences: list(TEXT),
  metadata: struct({ user_id: LABEL }),
  container: either({
    string: LABEL,
    object: struct({
      id: LABEL,
      skills: list(struct({ type: word("anthropic", "custom"), skill_id: LABEL, version: LABEL })),
    }),
  }),
  cache_control: CACHE_CONTROL,
  service_tier: word("auto", "standard_only"),
  speed: SPEED,
  inference_geo: LABEL,
  diagnostics: struct({ previous_message_id: LABEL }),
  mcp_servers: list(
    struct({
      type: word("url"),
      name: LABEL,
      url: LABEL,
      authorization_token: LABEL,
      tool_configuration: struct({ enabled: FLAG, allowed_tools: list(LABEL) }),
    }),
  ),
  context_management: struct({
    edits: list(
      union(
        "parameter",
        alike(["clear_tool_uses_20250919", "clear_thinking_20251015", "compact_20260112"], {
          instructions: TEXT,
          trigger: COUNTED,
          keep: either({ string: word("all"), object: COUNTED }),
          clear_at_least: COUNTED,
          clear_tool_inputs: list(LABEL),
          exclude_tools: list(LABEL),
          pause_after_compaction: FLAG,
        }),
      ),
    ),
  }),
  compaction: struct({ type: word("summarize"), instructions: TEXT }),
  thread: struct({ type: word("create", "continue"), previous_message_id: LABEL }),
  fallbacks: either({
    string: word("default"),
    array: list(
      struct({ model: MODEL, max_tokens: FLAG, output_config: OUTPUT_CONFIG, speed: SPEED, thinking: THINKING_CONFIG }),
    ),
  }),
  fallback_credit_token: either({
    string: SIGNATURE,
    object: struct({ token: SIGNATURE, mode: word("strict", "best_effort") }),
  }),
  billing_policy: struct({ type: word("billing_policy"), bill_to: word("self", "user_profile") }),

  // Gone from the current API version, numbers in the older one.
  temperature: FLAG,
  top_p: FLAG,
  top_k: FLAG,
} as const;
