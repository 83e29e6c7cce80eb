/**
 * The content blocks of a response, as the API sends them: every nullable field present. Property for property these are assignable to the
 * official SDK's own types (`sdk-types.test.ts` holds that at compile time), which is why the arrays are not `readonly`: the SDK's are not.
 */

type JsonObject = Readonly<Record<string, unknown>>;

export type Citation =
  | (CitedFromDocument & { readonly type: "char_location"; readonly start_char_index: number; readonly end_char_index: number })
  | (CitedFromDocument & { readonly type: "page_location"; readonly start_page_number: number; readonly end_page_number: number })
  | (CitedFromDocument & {
      readonly type: "content_block_location";
      readonly start_block_index: number;
      readonly end_block_index: number;
    })
  | {
      readonly type: "web_search_result_location";
      readonly cited_text: string;
      readonly url: string;
      readonly title: string | null;
      readonly encrypted_index: string;
    }
  | {
      readonly type: "search_result_location";
      readonly cited_text: string;
      readonly source: string;
      readonly title: string | null;
      readonly search_result_index: number;
      readonly start_block_index: number;
      readonly end_block_index: number;
    };

interface CitedFromDocument {
  readonly cited_text: string;
  readonly document_index: number;
  readonly document_title: string | null;
  readonly file_id: string | null;
}

export type Caller =
  | { readonly type: "direct" }
  | { readonly type: "code_execution_20250825"; readonly tool_id: string }
  | { readonly type: "code_execution_20260120"; readonly tool_id: string };

export interface TextBlock {
  readonly type: "text";
  readonly text: string;
  readonly citations: Citation[] | null;
}

export interface ThinkingBlock {
  readonly type: "thinking";
  readonly thinking: string;
  readonly signature: string;
}

export interface RedactedThinkingBlock {
  readonly type: "redacted_thinking";
  readonly data: string;
}

export interface ToolUseBlock {
  readonly type: "tool_use";
  readonly id: string;
  readonly name: string;
  readonly input: unknown;
  readonly caller: Caller;
  readonly toolset_name?: string | null;
}

export interface ServerToolUseBlock {
  readonly type: "server_tool_use";
  readonly id: string;
  readonly name:
    | "web_search"
    | "web_fetch"
    | "code_execution"
    | "bash_code_execution"
    | "text_editor_code_execution"
    | "tool_search_tool_regex"
    | "tool_search_tool_bm25";
  readonly input: JsonObject;
  readonly caller: Caller;
}

export interface WebSearchToolResultBlock {
  readonly type: "web_search_tool_result";
  readonly tool_use_id: string;
  readonly caller: Caller;
  readonly content:
    | {
        readonly type: "web_search_result";
        readonly title: string;
        readonly url: string;
        readonly page_age: string | null;
        readonly encrypted_content: string;
      }[]
    | {
        readonly type: "web_search_tool_result_error";
        readonly error_code:
          | "invalid_tool_input"
          | "unavailable"
          | "max_uses_exceeded"
          | "too_many_requests"
          | "query_too_long"
          | "request_too_large";
      };
}

export interface WebFetchToolResultBlock {
  readonly type: "web_fetch_tool_result";
  readonly tool_use_id: string;
  readonly caller: Caller;
  readonly content:
    | {
        readonly type: "web_fetch_result";
        readonly url: string;
        readonly retrieved_at: string | null;
        readonly content: FetchedDocument;
      }
    | {
        readonly type: "web_fetch_tool_result_error";
        readonly error_code:
          | "invalid_tool_input"
          | "url_too_long"
          | "url_not_allowed"
          | "url_not_in_prior_context"
          | "url_not_accessible"
          | "unsupported_content_type"
          | "too_many_requests"
          | "max_uses_exceeded"
          | "unavailable";
      };
}

interface FetchedDocument {
  readonly type: "document";
  readonly title: string | null;
  readonly citations: { readonly enabled: boolean } | null;
  readonly source:
    | { readonly type: "text"; readonly media_type: "text/plain"; readonly data: string }
    | { readonly type: "base64"; readonly media_type: "application/pdf"; readonly data: string };
}

type ExecutionErrorCode = "invalid_tool_input" | "unavailable" | "too_many_requests" | "execution_time_exceeded";

export interface CodeExecutionToolResultBlock {
  readonly type: "code_execution_tool_result";
  readonly tool_use_id: string;
  readonly content:
    | (Executed<"code_execution_output"> & { readonly type: "code_execution_result"; readonly stdout: string })
    | (Executed<"code_execution_output"> & {
        readonly type: "encrypted_code_execution_result";
        readonly encrypted_stdout: string;
      })
    | { readonly type: "code_execution_tool_result_error"; readonly error_code: ExecutionErrorCode };
}

interface Executed<Output extends string> {
  readonly stderr: string;
  readonly return_code: number;
  readonly content: { readonly type: Output; readonly file_id: string }[];
}

export interface BashCodeExecutionToolResultBlock {
  readonly type: "bash_code_execution_tool_result";
  readonly tool_use_id: string;
  readonly content:
    | (Executed<"bash_code_execution_output"> & { readonly type: "bash_code_execution_result"; readonly stdout: string })
    | {
        readonly type: "bash_code_execution_tool_result_error";
        readonly error_code: ExecutionErrorCode | "output_file_too_large";
      };
}

export interface TextEditorCodeExecutionToolResultBlock {
  readonly type: "text_editor_code_execution_tool_result";
  readonly tool_use_id: string;
  readonly content:
    | {
        readonly type: "text_editor_code_execution_view_result";
        readonly content: string;
        readonly file_type: "text" | "image" | "pdf";
        readonly num_lines: number | null;
        readonly start_line: number | null;
        readonly total_lines: number | null;
      }
    | { readonly type: "text_editor_code_execution_create_result"; readonly is_file_update: boolean }
    | {
        readonly type: "text_editor_code_execution_str_replace_result";
        readonly lines: string[] | null;
        readonly new_lines: number | null;
        readonly new_start: number | null;
        readonly old_lines: number | null;
        readonly old_start: number | null;
      }
    | {
        readonly type: "text_editor_code_execution_tool_result_error";
        readonly error_code: ExecutionErrorCode | "file_not_found";
        readonly error_message: string | null;
      };
}

export interface ToolSearchToolResultBlock {
  readonly type: "tool_search_tool_result";
  readonly tool_use_id: string;
  readonly content:
    | {
        readonly type: "tool_search_tool_search_result";
        readonly tool_references: { readonly type: "tool_reference"; readonly tool_name: string }[];
      }
    | {
        readonly type: "tool_search_tool_result_error";
        readonly error_code: ExecutionErrorCode;
        readonly error_message: string | null;
      };
}

export interface ContainerUploadBlock {
  readonly type: "container_upload";
  readonly file_id: string;
}

/** The blocks of the stable API. */
export type StableBlock =
  | TextBlock
  | ThinkingBlock
  | RedactedThinkingBlock
  | ToolUseBlock
  | ServerToolUseBlock
  | WebSearchToolResultBlock
  | WebFetchToolResultBlock
  | CodeExecutionToolResultBlock
  | BashCodeExecutionToolResultBlock
  | TextEditorCodeExecutionToolResultBlock
  | ToolSearchToolResultBlock
  | ContainerUploadBlock;

export interface AdvisorToolResultBlock {
  readonly type: "advisor_tool_result";
  readonly tool_use_id: string;
  readonly content:
    | { readonly type: "advisor_result"; readonly text: string; readonly stop_reason: string | null }
    | { readonly type: "advisor_redacted_result"; readonly encrypted_content: string; readonly stop_reason: string | null }
    | {
        readonly type: "advisor_tool_result_error";
        readonly error_code:
          | "max_uses_exceeded"
          | "prompt_too_long"
          | "too_many_requests"
          | "overloaded"
          | "unavailable"
          | "execution_time_exceeded"
          | "model_not_found";
      };
}

export interface AdvisorUseBlock {
  readonly type: "server_tool_use";
  readonly id: string;
  readonly name: "advisor";
  readonly input: JsonObject;
  readonly caller: Caller;
}

export interface McpToolUseBlock {
  readonly type: "mcp_tool_use";
  readonly id: string;
  readonly name: string;
  readonly server_name: string;
  readonly input: unknown;
}

export interface McpToolResultBlock {
  readonly type: "mcp_tool_result";
  readonly tool_use_id: string;
  readonly is_error: boolean;
  readonly content: string | TextBlock[];
}

export interface McpToolListingBlock {
  readonly type: "mcp_tool_listing";
  readonly mcp_server_name: string;
  readonly tools: { readonly name: string; readonly description?: string; readonly input_schema: Record<string, unknown> }[];
}

export interface CompactionBlock {
  readonly type: "compaction";
  readonly content: string | null;
  readonly encrypted_content: string | null;
  readonly signature?: string | null;
  readonly tool_changes?: ToolChange[] | null;
}

type ToolChange =
  | { readonly type: "tool_addition"; readonly tool: ToolReference }
  | { readonly type: "tool_removal"; readonly tool: ToolReference };

type ToolReference =
  | { readonly type: "tool_reference"; readonly name: string }
  | { readonly type: "mcp_tool_reference"; readonly server_name: string; readonly name: string }
  | { readonly type: "mcp_toolset_reference"; readonly server_name: string };

export type RefusalCategory = "cyber" | "bio" | "frontier_llm" | "reasoning_extraction" | "general_harms" | null;

export interface FallbackBlock {
  readonly type: "fallback";
  readonly from: { readonly model: string };
  readonly to: { readonly model: string };
  readonly trigger: { readonly type: "refusal"; readonly category: RefusalCategory };
}

/** Every block that a response can hold, the beta ones included. */
export type ContentBlock =
  | StableBlock
  | AdvisorUseBlock
  | AdvisorToolResultBlock
  | McpToolUseBlock
  | McpToolResultBlock
  | McpToolListingBlock
  | CompactionBlock
  | FallbackBlock;
