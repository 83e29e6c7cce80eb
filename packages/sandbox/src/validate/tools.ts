/** Every tool definition of the API with its fields. Adding a tool is adding its line. */
import * as v from "valibot";
import { CacheControl } from "./blocks.js";
import { anyObject, tagged, wholeNumber } from "./schema.js";

const common = {
  cache_control: v.nullish(CacheControl),
  allowed_callers: v.optional(v.array(v.string())),
  defer_loading: v.optional(v.boolean()),
  strict: v.optional(v.boolean()),
};
const withExamples = { ...common, input_examples: v.optional(v.array(anyObject)) };

const Custom = v.strictObject({
  type: v.nullish(v.literal("custom")),
  name: v.pipe(v.string(), v.regex(/^[a-zA-Z0-9_-]{1,128}$/)),
  description: v.optional(v.string()),
  input_schema: v.looseObject({
    type: v.literal("object"),
    properties: v.nullish(v.unknown()),
    required: v.nullish(v.pipe(v.unknown(), v.array(v.string()))),
  }),
  eager_input_streaming: v.nullish(v.boolean()),
  ...withExamples,
});

/** A tool of Anthropic's: its type carries its version, its name is fixed. */
const named = <const Type extends string, const Name extends string, const Fields extends v.ObjectEntries>(
  type: Type,
  name: Name,
  fields: Fields,
) => v.strictObject({ type: v.literal(type), name: v.literal(name), ...fields });

const domains = {
  allowed_domains: v.nullish(v.array(v.string())),
  blocked_domains: v.nullish(v.array(v.string())),
  max_uses: v.nullish(wholeNumber(1)),
  ...common,
};
const search = {
  ...domains,
  user_location: v.nullish(
    v.strictObject({
      type: v.literal("approximate"),
      city: v.nullish(v.string()),
      region: v.nullish(v.string()),
      country: v.nullish(v.string()),
      timezone: v.nullish(v.string()),
    }),
  ),
};
const fetched = {
  ...domains,
  citations: v.nullish(v.strictObject({ enabled: v.optional(v.boolean()) })),
  max_content_tokens: v.nullish(wholeNumber(1)),
  url_sources: v.nullish(anyObject),
};
const useCache = { use_cache: v.optional(v.boolean()) };
const inclusion = { response_inclusion: v.optional(v.picklist(["full", "excluded"])) };
const toolset = {
  cache_control: v.nullish(CacheControl),
  configs: v.nullish(anyObject),
};
const screen = {
  display_width_px: wholeNumber(1),
  display_height_px: wholeNumber(1),
  display_number: v.nullish(wholeNumber()),
  ...withExamples,
};

const stable = {
  custom: Custom,
  bash_20250124: named("bash_20250124", "bash", withExamples),
  text_editor_20250124: named("text_editor_20250124", "str_replace_editor", withExamples),
  text_editor_20250429: named("text_editor_20250429", "str_replace_based_edit_tool", withExamples),
  text_editor_20250728: named("text_editor_20250728", "str_replace_based_edit_tool", {
    ...withExamples,
    max_characters: v.nullish(wholeNumber(1)),
  }),
  memory_20250818: named("memory_20250818", "memory", withExamples),
  browser_toolset_20260801: v.strictObject({ type: v.literal("browser_toolset_20260801"), ...toolset }),
  computer_toolset_20260801: v.strictObject({ type: v.literal("computer_toolset_20260801"), ...toolset }),
  web_search_20250305: named("web_search_20250305", "web_search", search),
  web_search_20260209: named("web_search_20260209", "web_search", search),
  web_search_20260318: named("web_search_20260318", "web_search", { ...search, ...inclusion }),
  web_fetch_20250910: named("web_fetch_20250910", "web_fetch", fetched),
  web_fetch_20260209: named("web_fetch_20260209", "web_fetch", fetched),
  web_fetch_20260309: named("web_fetch_20260309", "web_fetch", { ...fetched, ...useCache }),
  web_fetch_20260318: named("web_fetch_20260318", "web_fetch", { ...fetched, ...useCache, ...inclusion }),
  code_execution_20250522: named("code_execution_20250522", "code_execution", common),
  code_execution_20250825: named("code_execution_20250825", "code_execution", common),
  code_execution_20260120: named("code_execution_20260120", "code_execution", common),
  code_execution_20260521: named("code_execution_20260521", "code_execution", common),
  tool_search_tool_bm25: named("tool_search_tool_bm25", "tool_search_tool_bm25", common),
  tool_search_tool_bm25_20251119: named("tool_search_tool_bm25_20251119", "tool_search_tool_bm25", common),
  tool_search_tool_regex: named("tool_search_tool_regex", "tool_search_tool_regex", common),
  tool_search_tool_regex_20251119: named("tool_search_tool_regex_20251119", "tool_search_tool_regex", common),
};

const beta = {
  bash_20241022: named("bash_20241022", "bash", withExamples),
  text_editor_20241022: named("text_editor_20241022", "str_replace_editor", withExamples),
  computer_20241022: named("computer_20241022", "computer", screen),
  computer_20250124: named("computer_20250124", "computer", screen),
  computer_20251124: named("computer_20251124", "computer", { ...screen, enable_zoom: v.optional(v.boolean()) }),
  advisor_20260301: named("advisor_20260301", "advisor", {
    ...common,
    model: v.string(),
    caching: v.nullish(CacheControl),
    max_tokens: v.nullish(wholeNumber(1)),
    max_uses: v.nullish(wholeNumber(1)),
  }),
  mcp_toolset: v.strictObject({
    type: v.literal("mcp_toolset"),
    mcp_server_name: v.string(),
    configs: v.nullish(anyObject),
    default_config: v.optional(anyObject),
    tools: v.nullish(v.array(v.strictObject({ name: v.string(), description: v.nullish(v.string()), input_schema: anyObject }))),
    cache_control: v.nullish(CacheControl),
  }),
};

export const StableTools = v.array(tagged(stable, "custom"));
export const BetaTools = v.array(tagged({ ...stable, ...beta }, "custom"));
