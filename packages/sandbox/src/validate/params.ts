/**
 * The parameters of `POST /v1/messages` and `count_tokens`. Which are known depends on the API version (2026-10-21 took the sampling parameters
 * away) and on whether the request carries a beta header.
 */
import * as v from "valibot";
import { BetaContent, BetaSystemContent, CacheControl, StableContent, SystemText } from "./blocks.js";
import { anyObject, tagged, textOr, wholeNumber } from "./schema.js";
import type { ApiVersion } from "./request-types.js";
import { BetaTools, StableTools } from "./tools.js";

const MAX_MESSAGES = 100_000;

const display = v.nullish(v.picklist(["summarized", "omitted", "updates"]));
const blockBinding = v.nullish(v.strictObject({ prefix_mismatch_behavior: v.nullish(v.picklist(["error", "drop_block"])) }));
const thinking = <const Extra extends v.ObjectEntries>(extra: Extra) =>
  tagged({
    adaptive: v.strictObject({ type: v.literal("adaptive"), display, ...extra }),
    enabled: v.strictObject({ type: v.literal("enabled"), budget_tokens: wholeNumber(1024), display, ...extra }),
    disabled: v.strictObject({ type: v.literal("disabled") }),
    between_tools: v.strictObject({ type: v.literal("between_tools") }),
  });

const parallel = { disable_parallel_tool_use: v.optional(v.boolean()) };
const ToolChoice = tagged({
  auto: v.strictObject({ type: v.literal("auto"), ...parallel }),
  any: v.strictObject({ type: v.literal("any"), ...parallel }),
  tool: v.strictObject({ type: v.literal("tool"), name: v.string(), ...parallel }),
  none: v.strictObject({ type: v.literal("none") }),
});

const effort = v.nullish(v.picklist(["low", "medium", "high", "xhigh", "max"]));
const OutputFormat = tagged({ json_schema: v.strictObject({ type: v.literal("json_schema"), schema: anyObject }) });
const outputConfig = { effort, format: v.nullish(OutputFormat) };

const messages = <Entry extends v.GenericSchema>(entry: Entry) =>
  v.pipe(v.array(entry), v.minLength(1), v.maxLength(MAX_MESSAGES));
const model = v.pipe(v.string(), v.minLength(1));

/** What both endpoints take. */
const prompt = {
  model,
  system: v.optional(textOr(SystemText)),
  tool_choice: v.optional(ToolChoice),
  cache_control: v.nullish(CacheControl),
  speed: v.nullish(v.picklist(["standard", "fast"])),
};
const stablePrompt = {
  ...prompt,
  messages: messages(
    v.strictObject({ role: v.picklist(["user", "assistant", "system"]), content: textOr(v.array(StableContent)) }),
  ),
  tools: v.optional(StableTools),
  thinking: v.optional(thinking({})),
  output_config: v.optional(v.strictObject(outputConfig)),
};

const Turn = v.strictObject({ role: v.picklist(["user", "assistant"]), content: textOr(v.array(BetaContent)) });
const SystemTurn = v.strictObject({
  role: v.literal("system"),
  content: v.optional(textOr(v.array(BetaSystemContent))),
  clear_at: v.nullish(v.picklist(["next_user_message", "never"])),
  output_config: v.nullish(v.strictObject({ effort })),
});
const BetaTurn = v.lazy((input) =>
  typeof input === "object" && input !== null && "role" in input && input.role === "system" ? SystemTurn : Turn,
);
const betaPrompt = {
  ...prompt,
  messages: messages(BetaTurn),
  tools: v.optional(BetaTools),
  thinking: v.optional(thinking({ block_binding: blockBinding })),
  output_config: v.optional(
    v.strictObject({ ...outputConfig, task_budget: v.nullish(v.looseObject({ type: v.literal("tokens") })) }),
  ),
  output_format: v.nullish(OutputFormat),
  mcp_servers: v.optional(
    v.array(
      v.strictObject({
        type: v.literal("url"),
        name: v.string(),
        url: v.string(),
        authorization_token: v.nullish(v.string()),
        tool_configuration: v.nullish(
          v.strictObject({ allowed_tools: v.nullish(v.array(v.string())), enabled: v.nullish(v.boolean()) }),
        ),
      }),
    ),
  ),
  context_management: v.nullish(v.strictObject({ edits: v.optional(v.array(v.looseObject({ type: v.string() }))) })),
  compaction: v.nullish(v.strictObject({ type: v.literal("summarize"), instructions: v.nullish(v.string()) })),
  billing_policy: v.nullish(v.looseObject({ type: v.literal("billing_policy") })),
};

/** What only `/v1/messages` takes. */
const creation = {
  max_tokens: wholeNumber(0),
  stream: v.optional(v.boolean()),
  stop_sequences: v.optional(v.array(v.string())),
  metadata: v.optional(v.strictObject({ user_id: v.nullish(v.pipe(v.string(), v.maxLength(512))) })),
  container: v.nullish(
    v.lazy((input) =>
      typeof input === "string"
        ? v.string()
        : v.strictObject({
            id: v.nullish(v.string()),
            skills: v.nullish(
              v.array(
                v.strictObject({
                  type: v.picklist(["anthropic", "custom"]),
                  skill_id: v.string(),
                  version: v.optional(v.string()),
                }),
              ),
            ),
          }),
    ),
  ),
  service_tier: v.optional(v.picklist(["auto", "standard_only"])),
  inference_geo: v.nullish(v.string()),
  diagnostics: v.nullish(v.strictObject({ previous_message_id: v.nullish(v.string()) })),
};
const betaCreation = {
  thread: v.nullish(v.looseObject({ type: v.picklist(["create", "continue"]) })),
  fallbacks: v.nullish(v.unknown()),
  fallback_credit_token: v.nullish(v.unknown()),
};
/** Gone with 2026-10-21, whatever the value. */
const sampling = {
  temperature: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(1))),
  top_p: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(1))),
  top_k: v.optional(wholeNumber(0)),
};

export function messagesSchema(version: ApiVersion, beta: boolean): v.GenericSchema {
  switch (version) {
    case "2026-10-21":
      return beta ? CURRENT_BETA : CURRENT_STABLE;
    case "2023-06-01":
      return beta ? OLD_BETA : OLD_STABLE;
  }
}

export function countTokensSchema(beta: boolean): v.GenericSchema {
  return beta ? COUNT_BETA : COUNT_STABLE;
}

const CURRENT_BETA = v.strictObject({ ...betaPrompt, ...creation, ...betaCreation });
const CURRENT_STABLE = v.strictObject({ ...stablePrompt, ...creation });
const OLD_BETA = v.strictObject({ ...betaPrompt, ...creation, ...betaCreation, ...sampling });
const OLD_STABLE = v.strictObject({ ...stablePrompt, ...creation, ...sampling });
const COUNT_BETA = v.strictObject(betaPrompt);
const COUNT_STABLE = v.strictObject(stablePrompt);
