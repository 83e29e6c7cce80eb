/**
 * The blocks of a scripted reply as YAML may give them: the fields of the API by the API's names, null and ids left out where the sandbox
 * fills them in. Typed against `ScriptedBlock` below, so the two can't drift apart.
 */
import * as v from "valibot";
import type { ScriptedBlock } from "../reply.js";
import { anyObject, tagged, wholeNumber } from "../validate/schema.js";

const nullable = <const Schema extends v.GenericSchema>(schema: Schema) => v.optional(v.nullable(schema), null);

const fromDocument = {
  cited_text: v.string(),
  document_index: wholeNumber(),
  document_title: nullable(v.string()),
  file_id: nullable(v.string()),
};
const Citation = tagged({
  char_location: v.strictObject({
    type: v.literal("char_location"),
    ...fromDocument,
    start_char_index: wholeNumber(),
    end_char_index: wholeNumber(),
  }),
  page_location: v.strictObject({
    type: v.literal("page_location"),
    ...fromDocument,
    start_page_number: wholeNumber(),
    end_page_number: wholeNumber(),
  }),
  content_block_location: v.strictObject({
    type: v.literal("content_block_location"),
    ...fromDocument,
    start_block_index: wholeNumber(),
    end_block_index: wholeNumber(),
  }),
  web_search_result_location: v.strictObject({
    type: v.literal("web_search_result_location"),
    cited_text: v.string(),
    url: v.string(),
    title: nullable(v.string()),
    encrypted_index: v.string(),
  }),
  search_result_location: v.strictObject({
    type: v.literal("search_result_location"),
    cited_text: v.string(),
    source: v.string(),
    title: nullable(v.string()),
    search_result_index: wholeNumber(),
    start_block_index: wholeNumber(),
    end_block_index: wholeNumber(),
  }),
});
const Text = v.strictObject({ type: v.literal("text"), text: v.string(), citations: nullable(v.array(Citation)) });

const Caller = tagged({
  direct: v.strictObject({ type: v.literal("direct") }),
  code_execution_20250825: v.strictObject({ type: v.literal("code_execution_20250825"), tool_id: v.string() }),
  code_execution_20260120: v.strictObject({ type: v.literal("code_execution_20260120"), tool_id: v.string() }),
});
const caller = { caller: v.optional(Caller, { type: "direct" }) };
const id = v.exactOptional(v.string());
const answered = { tool_use_id: v.string() };

const SERVER_TOOLS = [
  "web_search",
  "web_fetch",
  "code_execution",
  "bash_code_execution",
  "text_editor_code_execution",
  "tool_search_tool_regex",
  "tool_search_tool_bm25",
] as const;

const EXECUTION_ERRORS = ["invalid_tool_input", "unavailable", "too_many_requests", "execution_time_exceeded"] as const;
const failed = <const Type extends string, const Codes extends readonly string[]>(type: Type, codes: Codes) => ({
  type: v.literal(type),
  error_code: v.picklist(codes),
});
const executed = <const Output extends string>(output: Output) => ({
  stderr: v.optional(v.string(), ""),
  return_code: v.optional(v.pipe(v.number(), v.integer()), 0),
  content: v.optional(v.array(v.strictObject({ type: v.literal(output), file_id: v.string() })), []),
});

const SearchResults = v.array(
  v.strictObject({
    type: v.literal("web_search_result"),
    title: v.string(),
    url: v.string(),
    page_age: nullable(v.string()),
    encrypted_content: v.optional(v.string(), ""),
  }),
);
const SearchError = v.strictObject(
  failed("web_search_tool_result_error", [
    "invalid_tool_input",
    "unavailable",
    "max_uses_exceeded",
    "too_many_requests",
    "query_too_long",
    "request_too_large",
  ]),
);
const FetchedDocument = v.strictObject({
  type: v.literal("document"),
  title: nullable(v.string()),
  citations: nullable(v.strictObject({ enabled: v.boolean() })),
  source: tagged({
    text: v.strictObject({
      type: v.literal("text"),
      media_type: v.optional(v.literal("text/plain"), "text/plain"),
      data: v.string(),
    }),
    base64: v.strictObject({
      type: v.literal("base64"),
      media_type: v.optional(v.literal("application/pdf"), "application/pdf"),
      data: v.string(),
    }),
  }),
});

const toolReference = tagged({
  tool_reference: v.strictObject({ type: v.literal("tool_reference"), name: v.string() }),
  mcp_tool_reference: v.strictObject({ type: v.literal("mcp_tool_reference"), server_name: v.string(), name: v.string() }),
  mcp_toolset_reference: v.strictObject({ type: v.literal("mcp_toolset_reference"), server_name: v.string() }),
});

const called = { type: v.literal("server_tool_use"), id, input: anyObject, ...caller };
const ServerToolUse = v.strictObject({ ...called, name: v.picklist(SERVER_TOOLS) });
const AdvisorUse = v.strictObject({ ...called, name: v.literal("advisor") });

const Block = tagged({
  text: Text,
  thinking: v.strictObject({ type: v.literal("thinking"), thinking: v.string(), signature: v.exactOptional(v.string()) }),
  redacted_thinking: v.strictObject({ type: v.literal("redacted_thinking"), data: v.exactOptional(v.string()) }),
  tool_use: v.strictObject({
    type: v.literal("tool_use"),
    id,
    name: v.string(),
    input: anyObject,
    ...caller,
    toolset_name: v.exactOptional(v.nullable(v.string())),
  }),
  server_tool_use: v.lazy((input) => (isAdvisor(input) ? AdvisorUse : ServerToolUse)),
  web_search_tool_result: v.strictObject({
    type: v.literal("web_search_tool_result"),
    ...answered,
    ...caller,
    content: v.lazy((input) => (Array.isArray(input) ? SearchResults : SearchError)),
  }),
  web_fetch_tool_result: v.strictObject({
    type: v.literal("web_fetch_tool_result"),
    ...answered,
    ...caller,
    content: tagged({
      web_fetch_result: v.strictObject({
        type: v.literal("web_fetch_result"),
        url: v.string(),
        retrieved_at: nullable(v.string()),
        content: FetchedDocument,
      }),
      web_fetch_tool_result_error: v.strictObject(
        failed("web_fetch_tool_result_error", [
          "invalid_tool_input",
          "url_too_long",
          "url_not_allowed",
          "url_not_in_prior_context",
          "url_not_accessible",
          "unsupported_content_type",
          "too_many_requests",
          "max_uses_exceeded",
          "unavailable",
        ]),
      ),
    }),
  }),
  code_execution_tool_result: v.strictObject({
    type: v.literal("code_execution_tool_result"),
    ...answered,
    content: tagged({
      code_execution_result: v.strictObject({
        type: v.literal("code_execution_result"),
        stdout: v.string(),
        ...executed("code_execution_output"),
      }),
      encrypted_code_execution_result: v.strictObject({
        type: v.literal("encrypted_code_execution_result"),
        encrypted_stdout: v.string(),
        ...executed("code_execution_output"),
      }),
      code_execution_tool_result_error: v.strictObject(failed("code_execution_tool_result_error", EXECUTION_ERRORS)),
    }),
  }),
  bash_code_execution_tool_result: v.strictObject({
    type: v.literal("bash_code_execution_tool_result"),
    ...answered,
    content: tagged({
      bash_code_execution_result: v.strictObject({
        type: v.literal("bash_code_execution_result"),
        stdout: v.string(),
        ...executed("bash_code_execution_output"),
      }),
      bash_code_execution_tool_result_error: v.strictObject(
        failed("bash_code_execution_tool_result_error", [...EXECUTION_ERRORS, "output_file_too_large"] as const),
      ),
    }),
  }),
  text_editor_code_execution_tool_result: v.strictObject({
    type: v.literal("text_editor_code_execution_tool_result"),
    ...answered,
    content: tagged({
      text_editor_code_execution_view_result: v.strictObject({
        type: v.literal("text_editor_code_execution_view_result"),
        content: v.string(),
        file_type: v.optional(v.picklist(["text", "image", "pdf"]), "text"),
        num_lines: nullable(v.number()),
        start_line: nullable(v.number()),
        total_lines: nullable(v.number()),
      }),
      text_editor_code_execution_create_result: v.strictObject({
        type: v.literal("text_editor_code_execution_create_result"),
        is_file_update: v.boolean(),
      }),
      text_editor_code_execution_str_replace_result: v.strictObject({
        type: v.literal("text_editor_code_execution_str_replace_result"),
        lines: nullable(v.array(v.string())),
        new_lines: nullable(v.number()),
        new_start: nullable(v.number()),
        old_lines: nullable(v.number()),
        old_start: nullable(v.number()),
      }),
      text_editor_code_execution_tool_result_error: v.strictObject({
        ...failed("text_editor_code_execution_tool_result_error", [...EXECUTION_ERRORS, "file_not_found"] as const),
        error_message: nullable(v.string()),
      }),
    }),
  }),
  tool_search_tool_result: v.strictObject({
    type: v.literal("tool_search_tool_result"),
    ...answered,
    content: tagged({
      tool_search_tool_search_result: v.strictObject({
        type: v.literal("tool_search_tool_search_result"),
        tool_references: v.array(v.strictObject({ type: v.literal("tool_reference"), tool_name: v.string() })),
      }),
      tool_search_tool_result_error: v.strictObject({
        ...failed("tool_search_tool_result_error", EXECUTION_ERRORS),
        error_message: nullable(v.string()),
      }),
    }),
  }),
  container_upload: v.strictObject({ type: v.literal("container_upload"), file_id: v.string() }),
  mcp_tool_use: v.strictObject({
    type: v.literal("mcp_tool_use"),
    id,
    name: v.string(),
    server_name: v.string(),
    input: anyObject,
  }),
  mcp_tool_result: v.strictObject({
    type: v.literal("mcp_tool_result"),
    ...answered,
    is_error: v.optional(v.boolean(), false),
    content: v.lazy((input) => (typeof input === "string" ? v.string() : v.array(Text))),
  }),
  mcp_tool_listing: v.strictObject({
    type: v.literal("mcp_tool_listing"),
    mcp_server_name: v.string(),
    tools: v.array(v.strictObject({ name: v.string(), description: v.exactOptional(v.string()), input_schema: anyObject })),
  }),
  compaction: v.strictObject({
    type: v.literal("compaction"),
    content: nullable(v.string()),
    encrypted_content: nullable(v.string()),
    signature: v.exactOptional(v.nullable(v.string())),
    tool_changes: v.exactOptional(
      v.nullable(
        v.array(
          tagged({
            tool_addition: v.strictObject({ type: v.literal("tool_addition"), tool: toolReference }),
            tool_removal: v.strictObject({ type: v.literal("tool_removal"), tool: toolReference }),
          }),
        ),
      ),
    ),
  }),
  advisor_tool_result: v.strictObject({
    type: v.literal("advisor_tool_result"),
    ...answered,
    content: tagged({
      advisor_result: v.strictObject({ type: v.literal("advisor_result"), text: v.string(), stop_reason: nullable(v.string()) }),
      advisor_redacted_result: v.strictObject({
        type: v.literal("advisor_redacted_result"),
        encrypted_content: v.string(),
        stop_reason: nullable(v.string()),
      }),
      advisor_tool_result_error: v.strictObject(
        failed("advisor_tool_result_error", [
          "max_uses_exceeded",
          "prompt_too_long",
          "too_many_requests",
          "overloaded",
          "unavailable",
          "execution_time_exceeded",
          "model_not_found",
        ]),
      ),
    }),
  }),
  fallback: v.strictObject({
    type: v.literal("fallback"),
    from: v.strictObject({ model: v.string() }),
    to: v.strictObject({ model: v.string() }),
    trigger: v.strictObject({
      type: v.literal("refusal"),
      category: nullable(v.picklist(["cyber", "bio", "frontier_llm", "reasoning_extraction", "general_harms"])),
    }),
  }),
});

/** Text alone, or a list of blocks. */
export const Content: v.GenericSchema<unknown, string | ScriptedBlock[]> = v.lazy((input) =>
  typeof input === "string" ? v.string() : v.array(Block),
);

function isAdvisor(input: unknown): boolean {
  return typeof input === "object" && input !== null && "name" in input && input.name === "advisor";
}
