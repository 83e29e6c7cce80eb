/**
 * The table of blocks: for every content block of requests and responses, and every block that stands inside of another, where its text is,
 * whose words it is and whether it may be edited. A test holds it against the types of the official SDK, so that a block or field that is
 * new there fails the build until somebody places it here.
 *
 * All kinds are in one table: no two share a `type`, and a block at an unusual place is read all the same.
 */
import {
  alike,
  ANY,
  BASE64,
  citable,
  CONTENT,
  ENCRYPTED,
  FILE,
  FLAG,
  LABEL,
  list,
  shape,
  SIGNATURE,
  struct,
  TEXT,
  union,
  URL,
  word,
  type Surroundings,
} from "./places.js";
import { CACHE_CONTROL, CITATIONS_CONFIG, MCP_TOOL, TOOL } from "./tools.js";

export const ASSISTANT = { origin: "assistant", trust: "model" } as const satisfies Surroundings;
export const THINKING = { origin: "thinking", trust: "model", editing: "never" } as const satisfies Surroundings;
const TOOL_INPUT = { origin: "tool-input", trust: "model" } as const satisfies Surroundings;
const TOOL_RESULT = { origin: "tool-result", trust: "third-party" } as const satisfies Surroundings;
const SERVER_TOOL = { origin: "server-tool", trust: "third-party" } as const satisfies Surroundings;
const DOCUMENT = { origin: "document", trust: "third-party" } as const satisfies Surroundings;
const SEARCH_RESULT = { origin: "search-result", trust: "third-party" } as const satisfies Surroundings;
const TOOL_CHANGE = { origin: "tool-definition", trust: "operator" } as const satisfies Surroundings;
/** Signed as a whole, or compared with what the API sent: no byte may change. */
const SEALED = { editing: "never" } as const satisfies Surroundings;

/** The model quotes, so a citation is the model's; `encrypted_index` binds it to the search that it came from. */
export const CITATION = union(
  "citation",
  alike(["char_location", "page_location", "content_block_location", "web_search_result_location", "search_result_location"], {
    cited_text: TEXT,
    document_title: TEXT,
    title: TEXT,
    source: TEXT,
    url: LABEL,
    file_id: LABEL,
    encrypted_index: SIGNATURE,
    document_index: FLAG,
    search_result_index: FLAG,
    start_char_index: FLAG,
    end_char_index: FLAG,
    start_page_number: FLAG,
    end_page_number: FLAG,
    start_block_index: FLAG,
    end_block_index: FLAG,
  }),
);

export const SOURCE = union("source", {
  base64: shape({ media_type: word("image/jpeg", "image/png", "image/gif", "image/webp", "application/pdf"), data: BASE64 }),
  text: shape({ media_type: word("text/plain"), data: TEXT }),
  content: shape({ content: CONTENT }),
  url: shape({ url: URL }),
  file: shape({ file_id: FILE }),
});

const CALLER = struct({ type: word("direct", "code_execution_20250825", "code_execution_20260120"), tool_id: LABEL });
const cached = { cache_control: CACHE_CONTROL };
const toolUse = { id: LABEL, name: LABEL, input: ANY, caller: CALLER, ...cached };
const serverToolResult = { tool_use_id: LABEL, content: CONTENT, caller: CALLER, ...cached };

export const BLOCKS = {
  // what people and models say
  text: shape({ text: TEXT, citations: list(CITATION), ...cached }),
  image: shape({ source: SOURCE, transformations: struct({ oversized_image: word("downsize", "error") }), ...cached }),
  document: citable({ title: TEXT, context: TEXT, source: SOURCE, citations: CITATIONS_CONFIG, ...cached }, DOCUMENT),
  search_result: shape({ title: TEXT, source: TEXT, content: CONTENT, citations: CITATIONS_CONFIG, ...cached }, SEARCH_RESULT),
  container_upload: shape({ file_id: FILE, ...cached }),

  // thinking
  thinking: shape({ thinking: TEXT, signature: SIGNATURE }, THINKING),
  redacted_thinking: shape({ data: ENCRYPTED }, THINKING),

  // calls of the client's tools, and their results
  tool_use: shape({ ...toolUse, toolset_name: LABEL }, TOOL_INPUT),
  tool_result: shape({ tool_use_id: LABEL, content: CONTENT, is_error: FLAG, toolset_name: LABEL, ...cached }, TOOL_RESULT),
  browser_state: shape({
    tabs: list(struct({ tab_id: LABEL, title: TEXT, url: TEXT, active: FLAG })),
    state_changes: CONTENT,
    ...cached,
  }),
  ...alike(["tab_opened", "download_started", "download_completed", "download_failed"], {
    tab_id: LABEL,
    download_id: LABEL,
    url: TEXT,
    path: TEXT,
    error: TEXT,
    size_bytes: FLAG,
  }),

  // calls of tools that run on the API's side, and their results
  server_tool_use: shape(toolUse, TOOL_INPUT),
  web_search_tool_result: shape(serverToolResult, SERVER_TOOL),
  web_search_result: shape({ title: TEXT, url: LABEL, page_age: LABEL, encrypted_content: ENCRYPTED }),
  web_fetch_tool_result: shape(serverToolResult, SERVER_TOOL),
  web_fetch_result: shape({ url: LABEL, retrieved_at: LABEL, content: CONTENT }),
  code_execution_tool_result: shape(serverToolResult, SERVER_TOOL),
  bash_code_execution_tool_result: shape(serverToolResult, SERVER_TOOL),
  ...alike(["code_execution_result", "bash_code_execution_result", "encrypted_code_execution_result"], {
    stdout: TEXT,
    encrypted_stdout: ENCRYPTED,
    stderr: TEXT,
    return_code: FLAG,
    content: CONTENT,
  }),
  ...alike(["code_execution_output", "bash_code_execution_output"], { file_id: FILE }),
  text_editor_code_execution_tool_result: shape(serverToolResult, SERVER_TOOL),
  text_editor_code_execution_view_result: shape({
    content: TEXT,
    file_type: word("text", "image", "pdf"),
    num_lines: FLAG,
    start_line: FLAG,
    total_lines: FLAG,
  }),
  text_editor_code_execution_create_result: shape({ is_file_update: FLAG }),
  text_editor_code_execution_str_replace_result: shape({
    lines: list(TEXT),
    old_start: FLAG,
    old_lines: FLAG,
    new_start: FLAG,
    new_lines: FLAG,
  }),
  tool_search_tool_result: shape(serverToolResult, SERVER_TOOL),
  tool_search_tool_search_result: shape({ tool_references: CONTENT }),
  advisor_tool_result: shape(serverToolResult, { origin: "server-tool", trust: "model" }),
  advisor_result: shape({ text: TEXT, stop_reason: LABEL }),
  advisor_redacted_result: shape({ encrypted_content: ENCRYPTED, stop_reason: LABEL }),
  ...alike(
    [
      "web_search_tool_result_error",
      "web_fetch_tool_result_error",
      "code_execution_tool_result_error",
      "bash_code_execution_tool_result_error",
      "text_editor_code_execution_tool_result_error",
      "tool_search_tool_result_error",
      "advisor_tool_result_error",
    ],
    { error_code: LABEL, error_message: TEXT },
  ),
  mcp_tool_use: shape({ ...toolUse, server_name: LABEL }, TOOL_INPUT),
  mcp_tool_result: shape({ tool_use_id: LABEL, content: CONTENT, is_error: FLAG, ...cached }, SERVER_TOOL),

  // tools that come and go in mid-conversation
  mcp_tool_listing: shape(
    { mcp_server_name: LABEL, tools: list(MCP_TOOL) },
    { origin: "tool-definition", trust: "third-party", editing: "never" },
  ),
  tool_addition: shape({ tool: CONTENT, ...cached }, TOOL_CHANGE),
  tool_removal: shape({ tool: CONTENT, ...cached }, TOOL_CHANGE),
  tool_definition: shape({ definition: TOOL }),
  /** In a tool result or a search's result the name is `tool_name`, in a tool change `name`. */
  tool_reference: shape({ tool_name: LABEL, name: LABEL, ...cached }),
  mcp_tool_reference: shape({ server_name: LABEL, name: LABEL }),
  mcp_toolset_reference: shape({ server_name: LABEL }),

  // what the API puts into a conversation; its bytes are compared or signed
  compaction: shape(
    { content: TEXT, encrypted_content: ENCRYPTED, signature: SIGNATURE, tool_changes: CONTENT, ...cached },
    SEALED,
  ),
  fallback: shape({ from: struct({ model: LABEL }), to: struct({ model: LABEL }), trigger: ANY }, SEALED),
} as const;

export const BLOCK = union("block", BLOCKS);
