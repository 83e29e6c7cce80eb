/**
 * A message as the events of its stream, and back. Both directions stand here because they must agree: a client that reads the stream ends
 * with the message that another client got whole.
 */
import type { ContentBlock } from "./blocks.js";
import type { Delta, Message, MessageEvent, RawEvent } from "./message.js";

const DEFAULT_DELTA_CHARS = 24;

/** @param deltaChars - UTF-16 units per delta; a surrogate pair stays whole, as no JSON writer of the API's would split it. */
export function streamOf(message: Message, deltaChars = DEFAULT_DELTA_CHARS): readonly MessageEvent[] {
  const events: MessageEvent[] = [{ type: "message_start", message: startOf(message) }];
  for (const [index, block] of message.content.entries()) {
    const { start, deltas } = blockStream(block, deltaChars);
    events.push({ type: "content_block_start", index, content_block: start });
    for (const delta of deltas) events.push({ type: "content_block_delta", index, delta });
    events.push({ type: "content_block_stop", index });
  }
  const { stop_reason, stop_sequence, stop_details, container, usage } = message;
  events.push({
    type: "message_delta",
    delta: { stop_reason, stop_sequence, stop_details, container },
    usage: {
      input_tokens: usage.input_tokens,
      output_tokens: usage.output_tokens,
      cache_creation_input_tokens: usage.cache_creation_input_tokens,
      cache_read_input_tokens: usage.cache_read_input_tokens,
      output_tokens_details: usage.output_tokens_details,
      server_tool_use: usage.server_tool_use,
      iterations: usage.iterations,
      fallback_credit: null,
    },
    context_management: null,
  });
  events.push({ type: "message_stop" });
  return events;
}

/** What is known before the first block: the prompt is counted, the output has just begun. */
function startOf(message: Message): Message {
  const usage = {
    ...message.usage,
    output_tokens: Math.min(1, message.usage.output_tokens),
    output_tokens_details: null,
    server_tool_use: null,
  };
  const model = message.content.find((block) => block.type === "fallback")?.from.model ?? message.model;
  return { ...message, model, content: [], stop_reason: null, stop_sequence: null, stop_details: null, container: null, usage };
}

function blockStream(
  block: ContentBlock,
  deltaChars: number,
): { readonly start: ContentBlock; readonly deltas: readonly Delta[] } {
  switch (block.type) {
    case "text": {
      const { citations } = block;
      return {
        start: { ...block, text: "", citations: citations === null ? null : [] },
        deltas: [
          ...fragments(block.text, deltaChars).map((text): Delta => ({ type: "text_delta", text })),
          ...(citations ?? []).map((citation): Delta => ({ type: "citations_delta", citation })),
        ],
      };
    }
    case "thinking":
      return {
        start: { ...block, thinking: "", signature: "" },
        deltas: [
          ...fragments(block.thinking, deltaChars).map((thinking): Delta => ({
            type: "thinking_delta",
            thinking,
            estimated_tokens: null,
          })),
          { type: "signature_delta", signature: block.signature },
        ],
      };
    case "tool_use":
    case "server_tool_use":
    case "mcp_tool_use":
      return {
        start: { ...block, input: {} },
        // The API begins with an empty fragment.
        deltas: ["", ...fragments(JSON.stringify(block.input), deltaChars)].map((partial_json): Delta => ({
          type: "input_json_delta",
          partial_json,
        })),
      };
    case "compaction":
      return {
        start: { ...block, content: null, encrypted_content: null },
        deltas: [{ type: "compaction_delta", content: block.content, encrypted_content: block.encrypted_content }],
      };
    case "redacted_thinking":
    case "web_search_tool_result":
    case "web_fetch_tool_result":
    case "code_execution_tool_result":
    case "bash_code_execution_tool_result":
    case "text_editor_code_execution_tool_result":
    case "tool_search_tool_result":
    case "container_upload":
    case "advisor_tool_result":
    case "mcp_tool_result":
    case "mcp_tool_listing":
    case "fallback":
      return { start: block, deltas: [] };
  }
}

function fragments(text: string, length: number): readonly string[] {
  const pieces: string[] = [];
  for (let start = 0; start < text.length;) {
    let end = Math.min(start + Math.max(1, length), text.length);
    if (/[\uD800-\uDBFF]/.test(text.charAt(end - 1)) && end < text.length) end += 1;
    pieces.push(text.slice(start, end));
    start = end;
  }
  return pieces;
}

type Open = Record<string, unknown> & { json?: string };

/**
 * The message that events make up, for a client that asks for the whole answer where a script gave a stream. Unknown blocks and fields are
 * kept as they came; unknown events and deltas add nothing.
 */
export function messageOf(events: readonly RawEvent[]): Record<string, unknown> {
  let message: Record<string, unknown> = {};
  const content: Open[] = [];
  for (const event of events) {
    if (isMessageEvent(event, "message_start")) message = { ...event.message };
    else if (isMessageEvent(event, "content_block_start")) {
      content[event.index] = { ...event.content_block };
      if (event.content_block.type === "fallback") message = { ...message, model: event.content_block.to.model };
    } else if (isMessageEvent(event, "content_block_delta")) extend((content[event.index] ??= {}), event.delta);
    else if (isMessageEvent(event, "message_delta")) message = withDelta(message, event);
  }
  return {
    ...message,
    content: content.map(({ json, ...block }) => (json === undefined ? block : { ...block, input: parseInput(json) })),
  };
}

function isMessageEvent<Type extends MessageEvent["type"]>(
  event: RawEvent,
  type: Type,
): event is Extract<MessageEvent, { type: Type }> {
  return event.type === type;
}

function withDelta(
  message: Record<string, unknown>,
  event: Extract<MessageEvent, { type: "message_delta" }>,
): Record<string, unknown> {
  const known = Object.entries(event.usage).filter(([, value]) => value !== null);
  return { ...message, ...event.delta, usage: { ...(message["usage"] as object | undefined), ...Object.fromEntries(known) } };
}

function extend(block: Open, delta: Delta): void {
  switch (delta.type) {
    case "text_delta":
      block["text"] = textOf(block["text"]) + delta.text;
      return;
    case "thinking_delta":
      block["thinking"] = textOf(block["thinking"]) + delta.thinking;
      return;
    case "signature_delta":
      block["signature"] = delta.signature;
      return;
    case "citations_delta":
      block["citations"] = [...(Array.isArray(block["citations"]) ? (block["citations"] as unknown[]) : []), delta.citation];
      return;
    case "input_json_delta":
      block.json = (block.json ?? "") + delta.partial_json;
      return;
    case "compaction_delta":
      block["content"] = delta.content;
      block["encrypted_content"] = delta.encrypted_content;
  }
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** A script may send input that is no JSON; whole, it is what the stream's reader would have seen. */
function parseInput(json: string): unknown {
  if (json === "") return {};
  try {
    return JSON.parse(json);
  } catch {
    return json;
  }
}
