/** What both built-in models do with their answer: think first where that is on, keep to the output format, the limits and the tool choice. */
import { tokensOf } from "../tokens.js";
import type { MessageReply, ScriptedBlock } from "../reply.js";
import type { MessagesParams } from "../validate/request-types.js";
import { blocksOf } from "../validate/turns.js";
import { sampleOf } from "./sample.js";

/** What a model wants to do. */
export type Intent =
  | { readonly type: "say"; readonly text: string; readonly thought: string }
  | { readonly type: "call"; readonly tool: string; readonly input: Readonly<Record<string, unknown>>; readonly thought: string };

export function answer(intent: Intent, request: MessagesParams): MessageReply {
  const wanted = obeyToolChoice(intent, request);
  const thinking: readonly ScriptedBlock[] = thinks(request) ? [{ type: "thinking", thinking: wanted.thought }] : [];
  if (wanted.type === "call") {
    return { content: [...thinking, { type: "tool_use", name: wanted.tool, input: wanted.input }] };
  }
  const format = request.output_config?.format ?? request.output_format;
  const whole = format === undefined || format === null ? wanted.text : JSON.stringify(sampleOf(format.schema, wanted.text));
  const { text, ...stop } = cutText(whole, request);
  return { content: text === "" ? [...thinking] : [...thinking, { type: "text", text }], ...stop };
}

function thinks({ thinking, messages }: MessagesParams): boolean {
  switch (thinking?.type) {
    case "adaptive":
    case "enabled":
      return true;
    case "between_tools":
      return blocksOf(messages.at(-1)).some(({ type }) => type === "tool_result");
    case "disabled":
    case undefined:
      return false;
  }
}

/** A forced call is made even by a model that had something to say, with the least input that the tool's schema takes. */
function obeyToolChoice(intent: Intent, { tool_choice, tools = [] }: MessagesParams): Intent {
  if (tool_choice?.type === "none" && intent.type === "call")
    return { ...intent, type: "say", text: "I may not call a tool here." };
  if (tool_choice?.type !== "any" && tool_choice?.type !== "tool") return intent;
  const chosen = tool_choice.type === "tool" ? tool_choice.name : undefined;
  if (intent.type === "call" && (chosen === undefined || chosen === intent.tool)) return intent;
  for (const tool of tools) {
    if (!("name" in tool) || (chosen !== undefined && tool.name !== chosen)) continue;
    const input = "input_schema" in tool ? sampleOf(tool.input_schema, intent.type === "say" ? intent.text : "") : {};
    return { type: "call", tool: tool.name, input: isObject(input) ? input : {}, thought: intent.thought };
  }
  return intent;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Ends the text where a stop sequence begins or the budget is spent, and says which it was. */
function cutText(
  text: string,
  { stop_sequences = [], max_tokens }: MessagesParams,
): { readonly text: string } & Pick<MessageReply, "stopReason" | "stopSequence"> {
  let end = text.length;
  let stopSequence: string | undefined;
  for (const sequence of stop_sequences) {
    const place = sequence === "" ? -1 : text.indexOf(sequence);
    if (place === -1 || place >= end) continue;
    end = place;
    stopSequence = sequence;
  }
  const kept = text.slice(0, end);
  if (tokensOf(kept) > max_tokens) return { text: fitting(kept, max_tokens), stopReason: "max_tokens" };
  return stopSequence === undefined ? { text: kept } : { text: kept, stopReason: "stop_sequence", stopSequence };
}

function fitting(text: string, maxTokens: number): string {
  let low = 0;
  let high = text.length;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (tokensOf(text.slice(0, middle)) <= maxTokens) low = middle;
    else high = middle - 1;
  }
  // Not between the halves of a surrogate pair.
  return text.slice(0, /[\uD800-\uDBFF]/.test(text.charAt(low - 1)) ? low - 1 : low);
}
