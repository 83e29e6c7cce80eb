/** What each model takes and refuses, whatever the API version, and the rules between parameters. */
import type { Model } from "../catalog.js";
import { invalidRequest } from "../errors.js";
import type { MessagesParams } from "./request-types.js";

/** @throws {@link ApiError} 400 with the parameter that the model or another parameter doesn't allow. */
export function checkModelRules(body: MessagesParams, model: Model, betas: ReadonlySet<string>): void {
  checkThinking(body, model);
  checkTools(body, model);
  if (body.max_tokens > model.maxTokens) {
    throw invalidRequest(
      `max_tokens: ${body.max_tokens} > ${model.maxTokens}, which is the maximum allowed number of output tokens for ${model.id}`,
    );
  }
  if (!model.prefill && body.messages.at(-1)?.role === "assistant") {
    throw invalidRequest("This model does not support assistant message prefill. The conversation must end with a user message.");
  }
  if (!model.sampling) {
    if (body.temperature !== undefined && body.temperature !== 1)
      throw invalidRequest("temperature: only the default is permitted for this model");
    if (body.top_p !== undefined && body.top_p !== 1) throw invalidRequest("top_p: only the default is permitted for this model");
    if (body.top_k !== undefined) throw invalidRequest("top_k: not permitted for this model");
  }
  if (body.speed === "fast" && !(model.fast === "yes" || (model.fast === "beta" && betas.has("fast-mode-2026-02-01")))) {
    throw invalidRequest("speed: `fast` is not supported for this model or needs a beta header");
  }
  if (body.thread !== undefined && body.thread !== null) {
    throw invalidRequest("thread: this sandbox keeps no conversations, send the whole history", "thread_unsupported_request");
  }
}

function checkThinking({ thinking, max_tokens, tool_choice, output_config }: MessagesParams, model: Model): void {
  if (thinking === undefined) return;
  if (!model.thinking.includes(thinking.type)) {
    throw invalidRequest(`thinking.type: \`${thinking.type}\` is not supported for this model`);
  }
  switch (thinking.type) {
    case "enabled":
      if (thinking.budget_tokens >= max_tokens)
        throw invalidRequest("`max_tokens` must be greater than `thinking.budget_tokens`");
      if (tool_choice?.type === "any" || tool_choice?.type === "tool") {
        throw invalidRequest("Thinking may not be enabled when tool_choice forces tool use.");
      }
      return;
    case "between_tools":
      if (output_config?.effort === "xhigh" || output_config?.effort === "max") {
        throw invalidRequest(`thinking.type: \`between_tools\` is not supported with effort \`${output_config.effort}\``);
      }
      return;
    case "adaptive":
    case "disabled":
      return;
  }
}

function checkTools({ tools = [], tool_choice }: MessagesParams, model: Model): void {
  const names = new Set<string>();
  for (const [index, tool] of tools.entries()) {
    if (typeof tool.type === "string" && model.refusedTools.includes(tool.type)) {
      throw invalidRequest(`tools.${index}: \`${tool.type}\` is not supported for this model`);
    }
    if (!("name" in tool)) continue;
    if (names.has(tool.name)) throw invalidRequest("tools: Tool names must be unique.", "tool_name_conflict");
    names.add(tool.name);
  }
  if (tool_choice === undefined) return;
  if (tools.length === 0) throw invalidRequest("tool_choice may only be specified while providing tools");
  if (tool_choice.type === "tool" && !names.has(tool_choice.name)) {
    throw invalidRequest(`tool_choice: tool '${tool_choice.name}' not found in provided tools`);
  }
  if (!model.forcedToolChoice && (tool_choice.type === "any" || tool_choice.type === "tool")) {
    throw invalidRequest(`tool_choice.type: \`${tool_choice.type}\` is not supported for this model`);
  }
}
