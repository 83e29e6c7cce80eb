/** From a reply to the message that the API would send: ids, signatures, nulls, stop reason and usage filled in. */
import type { Ids } from "./ids.js";
import type { MessageReply, ScriptedBlock, ScriptedCitation } from "./reply.js";
import type { ResponseSigner } from "./thinking-binding.js";
import { promptTokens, tokensIn } from "./tokens.js";
import type { CheckedRequest } from "./validate/request.js";
import type { Caller, Citation, ContentBlock } from "./wire/blocks.js";
import type { Message, StopReason, Usage } from "./wire/message.js";

export interface ComposeOptions {
  readonly ids: Ids;
  readonly signer: ResponseSigner;
  /** The request carries the beta under which dropped thinking is listed. */
  readonly listTransformations: boolean;
}

const DIRECT: Caller = { type: "direct" };

export function composeMessage(
  reply: MessageReply,
  request: CheckedRequest,
  { ids, signer, listTransformations }: ComposeOptions,
): Message {
  const scripted = typeof reply.content === "string" ? [{ type: "text" as const, text: reply.content }] : reply.content;
  const hideThinking = thinkingIsHidden(request);
  const content = scripted.map((block) => completeBlock(block, ids, signer, hideThinking));
  const stopReason = reply.stopReason ?? usualStopReason(content);
  const details = reply.stopDetails;
  return {
    id: ids.message(),
    type: "message",
    role: "assistant",
    model: servingModel(content) ?? request.body.model,
    content,
    stop_reason: stopReason,
    stop_sequence: reply.stopSequence ?? null,
    stop_details:
      details === undefined && stopReason !== "refusal"
        ? null
        : {
            type: "refusal",
            category: null,
            explanation: null,
            recommended_model: null,
            fallback_credit_token: null,
            fallback_has_prefill_claim: null,
            ...details,
          },
    container: reply.container ?? null,
    context_management: null,
    diagnostics: null,
    usage: usageOf(content, request, reply.usage),
    ...(listTransformations ? { input_transformations: [...request.transformations] } : {}),
  };
}

function completeBlock(block: ScriptedBlock, ids: Ids, signer: ResponseSigner, hideThinking: boolean): ContentBlock {
  // Signing a block also takes it into the prefix of the next ones, so this goes through the blocks in order.
  if (block.type === "thinking" && block.signature === undefined) {
    const thinking = hideThinking ? "" : block.thinking;
    return { type: "thinking", thinking, signature: signer.thinking(thinking) };
  }
  if (block.type === "redacted_thinking" && block.data === undefined) {
    return { type: "redacted_thinking", data: signer.redactedThinking() };
  }
  const complete = fillIn(block, ids);
  signer.follow(complete);
  return complete;
}

function fillIn(block: ScriptedBlock, ids: Ids): ContentBlock {
  switch (block.type) {
    case "text":
      return { type: "text", text: block.text, citations: block.citations?.map(completeCitation) ?? null };
    case "tool_use":
      return { ...block, id: block.id ?? ids.toolUse(), caller: block.caller ?? DIRECT };
    case "server_tool_use":
      return { ...block, id: block.id ?? ids.serverToolUse(), caller: block.caller ?? DIRECT };
    case "web_search_tool_result":
      return { ...block, caller: block.caller ?? DIRECT };
    case "web_fetch_tool_result":
      return { ...block, caller: block.caller ?? DIRECT };
    case "mcp_tool_use":
      return { ...block, id: block.id ?? ids.mcpToolUse() };
    case "mcp_tool_result":
      return { ...block, is_error: block.is_error ?? false };
    case "compaction":
      return { ...block, content: block.content ?? null, encrypted_content: block.encrypted_content ?? null };
    case "thinking":
      return { ...block, signature: block.signature ?? "" };
    case "redacted_thinking":
      return { ...block, data: block.data ?? "" };
    case "code_execution_tool_result":
    case "bash_code_execution_tool_result":
    case "text_editor_code_execution_tool_result":
    case "tool_search_tool_result":
    case "container_upload":
    case "advisor_tool_result":
    case "mcp_tool_listing":
    case "fallback":
      return block;
  }
}

function completeCitation(citation: ScriptedCitation): Citation {
  switch (citation.type) {
    case "char_location":
    case "page_location":
    case "content_block_location":
      return { ...citation, document_title: citation.document_title ?? null, file_id: citation.file_id ?? null };
    case "web_search_result_location":
    case "search_result_location":
      return { ...citation, title: citation.title ?? null };
  }
}

/** After a fallback another model speaks, and the message bears its name. */
function servingModel(content: readonly ContentBlock[]): string | undefined {
  return content.findLast((block) => block.type === "fallback")?.to.model;
}

/** With `display: "omitted"` a thinking block has no text, only its signature. */
function thinkingIsHidden({ body: { thinking } }: CheckedRequest): boolean {
  return (thinking?.type === "adaptive" || thinking?.type === "enabled") && thinking.display === "omitted";
}

function usualStopReason(content: readonly ContentBlock[]): StopReason {
  return content.some(({ type }) => type === "tool_use") ? "tool_use" : "end_turn";
}

function usageOf(content: readonly ContentBlock[], { body }: CheckedRequest, given: Partial<Usage> = {}): Usage {
  const thinking = content.reduce((sum, block) => (block.type === "thinking" ? sum + tokensIn(block) : sum), 0);
  return {
    input_tokens: promptTokens(body),
    output_tokens: Math.max(1, tokensIn(content)),
    cache_creation: { ephemeral_5m_input_tokens: 0, ephemeral_1h_input_tokens: 0 },
    cache_creation_input_tokens: 0,
    cache_read_input_tokens: 0,
    output_tokens_details: { thinking_tokens: thinking },
    server_tool_use: serverToolUse(content),
    service_tier: "standard",
    speed: body.speed ?? "standard",
    inference_geo: body.inference_geo ?? null,
    iterations: null,
    fallback_credit: null,
    ...given,
  };
}

function serverToolUse(content: readonly ContentBlock[]): Usage["server_tool_use"] {
  const count = (name: string): number =>
    content.filter((block) => block.type === "server_tool_use" && block.name === name).length;
  const counts = { web_search_requests: count("web_search"), web_fetch_requests: count("web_fetch") };
  return counts.web_search_requests + counts.web_fetch_requests === 0 ? null : counts;
}
