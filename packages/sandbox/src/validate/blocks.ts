/**
 * Every content block that a request may hold, with the fields that the API knows, stable and beta. A field or type that is not here is
 * refused, as by the API. `sdk-types.test.ts` holds the official SDK's types against these at compile time.
 */
import * as v from "valibot";
import { anyObject, tagged, textOr, wholeNumber } from "./schema.js";

export const CacheControl = tagged({
  ephemeral: v.strictObject({ type: v.literal("ephemeral"), ttl: v.optional(v.picklist(["5m", "1h"])) }),
});
const cached = { cache_control: v.nullish(CacheControl) };

const citedFromDocument = {
  cited_text: v.string(),
  document_index: wholeNumber(),
  document_title: v.nullish(v.string()),
  // Not among the parameters in the documentation, but in every response, which clients send back as it came.
  file_id: v.nullish(v.string()),
};
const Citation = tagged({
  char_location: v.strictObject({
    type: v.literal("char_location"),
    ...citedFromDocument,
    start_char_index: wholeNumber(),
    end_char_index: wholeNumber(),
  }),
  page_location: v.strictObject({
    type: v.literal("page_location"),
    ...citedFromDocument,
    start_page_number: wholeNumber(),
    end_page_number: wholeNumber(),
  }),
  content_block_location: v.strictObject({
    type: v.literal("content_block_location"),
    ...citedFromDocument,
    start_block_index: wholeNumber(),
    end_block_index: wholeNumber(),
  }),
  web_search_result_location: v.strictObject({
    type: v.literal("web_search_result_location"),
    cited_text: v.string(),
    url: v.string(),
    title: v.nullish(v.string()),
    encrypted_index: v.string(),
  }),
  search_result_location: v.strictObject({
    type: v.literal("search_result_location"),
    cited_text: v.string(),
    source: v.string(),
    title: v.nullish(v.string()),
    search_result_index: wholeNumber(),
    start_block_index: wholeNumber(),
    end_block_index: wholeNumber(),
  }),
});
const CitationsConfig = v.strictObject({ enabled: v.optional(v.boolean()) });

export const TextParam = v.strictObject({
  type: v.literal("text"),
  text: v.string(),
  citations: v.nullish(v.array(Citation)),
  ...cached,
});
export const SystemText = v.array(tagged({ text: TextParam }));

const imageMedia = v.picklist(["image/jpeg", "image/png", "image/gif", "image/webp"]);
const Image = v.strictObject({
  type: v.literal("image"),
  source: tagged({
    base64: v.strictObject({ type: v.literal("base64"), media_type: imageMedia, data: v.string() }),
    url: v.strictObject({ type: v.literal("url"), url: v.string() }),
    file: v.strictObject({ type: v.literal("file"), file_id: v.string() }),
  }),
  transformations: v.nullish(v.strictObject({ oversized_image: v.optional(v.picklist(["downsize", "error"])) })),
  ...cached,
});
const Document = v.strictObject({
  type: v.literal("document"),
  source: tagged({
    base64: v.strictObject({ type: v.literal("base64"), media_type: v.literal("application/pdf"), data: v.string() }),
    text: v.strictObject({ type: v.literal("text"), media_type: v.literal("text/plain"), data: v.string() }),
    content: v.strictObject({ type: v.literal("content"), content: textOr(v.array(tagged({ text: TextParam, image: Image }))) }),
    url: v.strictObject({ type: v.literal("url"), url: v.string() }),
    file: v.strictObject({ type: v.literal("file"), file_id: v.string() }),
  }),
  title: v.nullish(v.string()),
  context: v.nullish(v.string()),
  citations: v.nullish(CitationsConfig),
  ...cached,
});
const SearchResult = v.strictObject({
  type: v.literal("search_result"),
  title: v.string(),
  source: v.string(),
  content: v.pipe(v.array(tagged({ text: TextParam })), v.minLength(1)),
  citations: v.optional(CitationsConfig),
  ...cached,
});

const tab = v.strictObject({ tab_id: v.string(), title: v.string(), url: v.string(), active: v.optional(v.boolean()) });
const download = { download_id: v.string(), url: v.string() };
const BrowserState = v.strictObject({
  type: v.literal("browser_state"),
  tabs: v.array(tab),
  state_changes: v.nullish(
    v.array(
      tagged({
        tab_opened: v.strictObject({ type: v.literal("tab_opened"), tab_id: v.string() }),
        download_started: v.strictObject({ type: v.literal("download_started"), ...download }),
        download_completed: v.strictObject({
          type: v.literal("download_completed"),
          ...download,
          path: v.nullish(v.string()),
          size_bytes: v.nullish(v.number()),
        }),
        download_failed: v.strictObject({ type: v.literal("download_failed"), ...download, error: v.nullish(v.string()) }),
      }),
    ),
  ),
  ...cached,
});

const Caller = tagged({
  direct: v.strictObject({ type: v.literal("direct") }),
  code_execution_20250825: v.strictObject({ type: v.literal("code_execution_20250825"), tool_id: v.string() }),
  code_execution_20260120: v.strictObject({ type: v.literal("code_execution_20260120"), tool_id: v.string() }),
});
const called = { id: v.pipe(v.string(), v.regex(/^[a-zA-Z0-9_-]+$/)), input: anyObject, ...cached };
const answered = { tool_use_id: v.pipe(v.string(), v.regex(/^[a-zA-Z0-9_-]+$/)), ...cached };

const ToolReference = v.strictObject({ type: v.literal("tool_reference"), tool_name: v.string(), ...cached });
const ToolResult = v.strictObject({
  type: v.literal("tool_result"),
  ...answered,
  content: v.optional(
    textOr(
      v.array(
        tagged({
          text: TextParam,
          image: Image,
          search_result: SearchResult,
          document: Document,
          tool_reference: ToolReference,
          browser_state: BrowserState,
        }),
      ),
    ),
  ),
  is_error: v.optional(v.boolean()),
  toolset_name: v.nullish(v.string()),
});

const webSearchErrors = v.picklist([
  "invalid_tool_input",
  "unavailable",
  "max_uses_exceeded",
  "too_many_requests",
  "query_too_long",
  "request_too_large",
]);
const WebSearchError = v.strictObject({ type: v.literal("web_search_tool_result_error"), error_code: webSearchErrors });
const WebSearchResult = v.strictObject({
  type: v.literal("web_search_result"),
  title: v.string(),
  url: v.string(),
  page_age: v.nullish(v.string()),
  encrypted_content: v.string(),
});
const WebSearchContent = v.lazy((input) => (Array.isArray(input) ? v.array(WebSearchResult) : WebSearchError));

const file = <const Type extends string>(type: Type) => v.array(v.strictObject({ type: v.literal(type), file_id: v.string() }));
const executed = { stderr: v.string(), return_code: v.pipe(v.number(), v.integer()) };
const failed = <const Type extends string>(type: Type) =>
  v.strictObject({ type: v.literal(type), error_code: v.string(), error_message: v.nullish(v.string()) });

const stable = {
  text: TextParam,
  image: Image,
  document: Document,
  search_result: SearchResult,
  thinking: v.strictObject({ type: v.literal("thinking"), thinking: v.string(), signature: v.string() }),
  redacted_thinking: v.strictObject({ type: v.literal("redacted_thinking"), data: v.string() }),
  tool_use: v.strictObject({
    type: v.literal("tool_use"),
    name: v.pipe(v.string(), v.minLength(1), v.maxLength(200)),
    ...called,
    caller: v.optional(Caller),
    toolset_name: v.nullish(v.string()),
  }),
  tool_result: ToolResult,
  server_tool_use: v.strictObject({
    type: v.literal("server_tool_use"),
    name: v.string(),
    ...called,
    caller: v.optional(Caller),
  }),
  web_search_tool_result: v.strictObject({
    type: v.literal("web_search_tool_result"),
    ...answered,
    content: WebSearchContent,
    caller: v.optional(Caller),
  }),
  web_fetch_tool_result: v.strictObject({
    type: v.literal("web_fetch_tool_result"),
    ...answered,
    content: tagged({
      web_fetch_result: v.strictObject({
        type: v.literal("web_fetch_result"),
        url: v.string(),
        retrieved_at: v.nullish(v.string()),
        content: tagged({ document: Document }),
      }),
      web_fetch_tool_result_error: failed("web_fetch_tool_result_error"),
    }),
    caller: v.optional(Caller),
  }),
  code_execution_tool_result: v.strictObject({
    type: v.literal("code_execution_tool_result"),
    ...answered,
    content: tagged({
      code_execution_result: v.strictObject({
        type: v.literal("code_execution_result"),
        stdout: v.string(),
        ...executed,
        content: file("code_execution_output"),
      }),
      encrypted_code_execution_result: v.strictObject({
        type: v.literal("encrypted_code_execution_result"),
        encrypted_stdout: v.string(),
        ...executed,
        content: file("code_execution_output"),
      }),
      code_execution_tool_result_error: failed("code_execution_tool_result_error"),
    }),
  }),
  bash_code_execution_tool_result: v.strictObject({
    type: v.literal("bash_code_execution_tool_result"),
    ...answered,
    content: tagged({
      bash_code_execution_result: v.strictObject({
        type: v.literal("bash_code_execution_result"),
        stdout: v.string(),
        ...executed,
        content: file("bash_code_execution_output"),
      }),
      bash_code_execution_tool_result_error: failed("bash_code_execution_tool_result_error"),
    }),
  }),
  text_editor_code_execution_tool_result: v.strictObject({
    type: v.literal("text_editor_code_execution_tool_result"),
    ...answered,
    content: tagged({
      text_editor_code_execution_view_result: v.strictObject({
        type: v.literal("text_editor_code_execution_view_result"),
        content: v.string(),
        file_type: v.picklist(["text", "image", "pdf"]),
        num_lines: v.nullish(v.number()),
        start_line: v.nullish(v.number()),
        total_lines: v.nullish(v.number()),
      }),
      text_editor_code_execution_create_result: v.strictObject({
        type: v.literal("text_editor_code_execution_create_result"),
        is_file_update: v.boolean(),
      }),
      text_editor_code_execution_str_replace_result: v.strictObject({
        type: v.literal("text_editor_code_execution_str_replace_result"),
        lines: v.nullish(v.array(v.string())),
        new_lines: v.nullish(v.number()),
        new_start: v.nullish(v.number()),
        old_lines: v.nullish(v.number()),
        old_start: v.nullish(v.number()),
      }),
      text_editor_code_execution_tool_result_error: failed("text_editor_code_execution_tool_result_error"),
    }),
  }),
  tool_search_tool_result: v.strictObject({
    type: v.literal("tool_search_tool_result"),
    ...answered,
    content: tagged({
      tool_search_tool_search_result: v.strictObject({
        type: v.literal("tool_search_tool_search_result"),
        tool_references: v.array(tagged({ tool_reference: ToolReference })),
      }),
      tool_search_tool_result_error: failed("tool_search_tool_result_error"),
    }),
  }),
  container_upload: v.strictObject({ type: v.literal("container_upload"), file_id: v.string(), ...cached }),
};

const toolChange = {
  tool_reference: v.strictObject({ type: v.literal("tool_reference"), name: v.string() }),
  mcp_tool_reference: v.strictObject({ type: v.literal("mcp_tool_reference"), server_name: v.string(), name: v.string() }),
  mcp_toolset_reference: v.strictObject({ type: v.literal("mcp_toolset_reference"), server_name: v.string() }),
};
const ToolAddition = v.strictObject({
  type: v.literal("tool_addition"),
  // A definition is any member of `tools`; its own fields are the business of the model that would read it.
  tool: tagged({
    ...toolChange,
    tool_definition: v.strictObject({ type: v.literal("tool_definition"), definition: anyObject }),
  }),
  ...cached,
});
const ToolRemoval = v.strictObject({ type: v.literal("tool_removal"), tool: tagged(toolChange), ...cached });

const beta = {
  mcp_tool_use: v.strictObject({ type: v.literal("mcp_tool_use"), name: v.string(), server_name: v.string(), ...called }),
  mcp_tool_result: v.strictObject({
    type: v.literal("mcp_tool_result"),
    ...answered,
    content: v.optional(textOr(v.array(tagged({ text: TextParam })))),
    is_error: v.optional(v.boolean()),
  }),
  mcp_tool_listing: v.strictObject({
    type: v.literal("mcp_tool_listing"),
    mcp_server_name: v.string(),
    tools: v.array(v.strictObject({ name: v.string(), description: v.nullish(v.string()), input_schema: anyObject })),
  }),
  compaction: v.strictObject({
    type: v.literal("compaction"),
    content: v.nullish(v.string()),
    encrypted_content: v.nullish(v.string()),
    signature: v.nullish(v.string()),
    tool_changes: v.nullish(v.array(tagged({ tool_addition: ToolAddition, tool_removal: ToolRemoval }))),
    ...cached,
  }),
  tool_addition: ToolAddition,
  tool_removal: ToolRemoval,
  advisor_tool_result: v.strictObject({
    type: v.literal("advisor_tool_result"),
    ...answered,
    content: tagged({
      advisor_result: v.strictObject({ type: v.literal("advisor_result"), text: v.string(), stop_reason: v.nullish(v.string()) }),
      advisor_redacted_result: v.strictObject({
        type: v.literal("advisor_redacted_result"),
        encrypted_content: v.string(),
        stop_reason: v.nullish(v.string()),
      }),
      advisor_tool_result_error: failed("advisor_tool_result_error"),
    }),
  }),
  fallback: v.strictObject({
    type: v.literal("fallback"),
    from: v.strictObject({ model: v.string() }),
    to: v.strictObject({ model: v.string() }),
    trigger: v.optional(v.unknown()),
  }),
};

/** The blocks without a beta header, and those with one. */
export const StableContent = tagged(stable);
export const BetaContent = tagged({ ...stable, ...beta });
export const BetaSystemContent = tagged({ text: TextParam, tool_addition: ToolAddition, tool_removal: ToolRemoval });
