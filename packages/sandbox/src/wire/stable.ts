/** Takes away what only requests with a beta header get to see. */
import type { Message, MessageEvent } from "./message.js";

type Fields = Readonly<Record<string, unknown>>;

export function stableMessage(message: Message): Fields {
  const fields = without(message, "context_management");
  return { ...fields, usage: stableUsage(message.usage), stop_details: stableDetails(message.stop_details) };
}

export function stableEvent(event: MessageEvent): { readonly type: string; readonly [field: string]: unknown } {
  switch (event.type) {
    case "message_start":
      return { type: event.type, message: stableMessage(event.message) };
    case "message_delta":
      return {
        type: event.type,
        delta: { ...event.delta, stop_details: stableDetails(event.delta.stop_details) },
        usage: stableUsage(event.usage),
      };
    case "content_block_delta":
      return { type: event.type, index: event.index, delta: without(event.delta, "estimated_tokens") };
    case "content_block_start":
    case "content_block_stop":
    case "message_stop":
      return { ...event };
  }
}

function stableUsage(usage: object): Fields {
  return without(usage, "iterations", "fallback_credit");
}

function stableDetails(details: Message["stop_details"]): Fields | null {
  return details === null ? null : without(details, "recommended_model", "fallback_credit_token", "fallback_has_prefill_claim");
}

function without(value: object, ...names: readonly string[]): Fields {
  return Object.fromEntries(Object.entries(value).filter(([name]) => !names.includes(name)));
}
