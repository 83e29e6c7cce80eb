/** The table of tool definitions: every kind of `tools[]`, stable and beta, and the definitions that arrive in mid-conversation. */
import { alike, ANY, dictionary, FLAG, LABEL, list, MODEL, struct, TEXT, union, within, word } from "./places.js";

export const CACHE_CONTROL = struct({ type: word("ephemeral"), ttl: word("5m", "1h") });
export const CITATIONS_CONFIG = struct({ enabled: FLAG });

/** A tool as an MCP server describes it: whoever runs that server wrote the description. */
export const MCP_TOOL = struct({ name: LABEL, description: TEXT, input_schema: ANY });

const MEMBER_CONFIG = struct({ enabled: FLAG, defer_loading: FLAG });
const TOOL_LIST = struct({
  type: word("all", "none", "only", "except"),
  tools: list(struct({ type: word("tool_reference"), name: LABEL })),
});

const TOOL_KINDS = [
  "custom",
  "bash_20241022",
  "bash_20250124",
  "text_editor_20241022",
  "text_editor_20250124",
  "text_editor_20250429",
  "text_editor_20250728",
  "memory_20250818",
  "computer_20241022",
  "computer_20250124",
  "computer_20251124",
  "browser_toolset_20260801",
  "computer_toolset_20260801",
  "web_search_20250305",
  "web_search_20260209",
  "web_search_20260318",
  "web_fetch_20250910",
  "web_fetch_20260209",
  "web_fetch_20260309",
  "web_fetch_20260318",
  "code_execution_20250522",
  "code_execution_20250825",
  "code_execution_20260120",
  "code_execution_20260521",
  "tool_search_tool_bm25",
  "tool_search_tool_bm25_20251119",
  "tool_search_tool_regex",
  "tool_search_tool_regex_20251119",
  "advisor_20260301",
  "mcp_toolset",
] as const;

/** One list of fields for all kinds: the same name means the same thing in each, and a field at a kind that has none is read all the same. */
export const TOOL = union(
  "tool",
  alike(TOOL_KINDS, {
    name: LABEL,
    description: TEXT,
    input_schema: ANY,
    input_examples: ANY,
    strict: FLAG,
    defer_loading: FLAG,
    eager_input_streaming: FLAG,
    allowed_callers: list(word("direct", "code_execution_20250825", "code_execution_20260120", "code_execution_20260521")),
    cache_control: CACHE_CONTROL,
    // browser, computer and MCP toolsets
    configs: dictionary(MEMBER_CONFIG),
    default_config: MEMBER_CONFIG,
    mcp_server_name: LABEL,
    tools: within({ trust: "third-party" }, list(MCP_TOOL)),
    // computer and text editor
    display_height_px: FLAG,
    display_width_px: FLAG,
    display_number: FLAG,
    enable_zoom: FLAG,
    max_characters: FLAG,
    // web search and web fetch
    allowed_domains: list(LABEL),
    blocked_domains: list(LABEL),
    max_uses: FLAG,
    max_content_tokens: FLAG,
    use_cache: FLAG,
    citations: CITATIONS_CONFIG,
    response_inclusion: word("full", "excluded"),
    user_location: struct({ type: word("approximate"), city: LABEL, region: LABEL, country: LABEL, timezone: LABEL }),
    url_sources: struct({ user_input: TOOL_LIST, client_tool_results: TOOL_LIST, server_tool_results: TOOL_LIST }),
    // advisor: a second model, which reads the conversation
    model: MODEL,
    max_tokens: FLAG,
    caching: CACHE_CONTROL,
  }),
  { untold: "custom" },
);
