/**
 * What a request gets to see of a message: the beta fields only with a beta header, and with API version 2023-06-01 no `citations` on text
 * that has none (clients of that version read the field as a list or nothing; since 2026-10-21 it is null).
 */
import type { ApiVersion } from "../validate/request-types.js";
import type { ContentBlock } from "./blocks.js";
import type { Message, MessageEvent } from "./message.js";

export interface Dialect {
  readonly version: ApiVersion;
  readonly beta: boolean;
}

type Fields = Readonly<Record<string, unknown>>;

export function messageFor(dialect: Dialect, message: Message): Fields {
  return {
    ...(dialect.beta ? message : without(message, "context_management")),
    content: message.content.map((block) => blockFor(dialect, block)),
    stop_details: detailsFor(dialect, message.stop_details),
    usage: usageFor(dialect, message.usage),
  };
}

export function eventFor(dialect: Dialect, event: MessageEvent): { readonly type: string; readonly [field: string]: unknown } {
  switch (event.type) {
    case "message_start":
      return { ...event, message: messageFor(dialect, event.message) };
    case "content_block_start":
      return { ...event, content_block: blockFor(dialect, event.content_block) };
    case "content_block_delta":
      return { ...event, delta: dialect.beta ? event.delta : without(event.delta, "estimated_tokens") };
    case "message_delta":
      return {
        type: event.type,
        delta: { ...event.delta, stop_details: detailsFor(dialect, event.delta.stop_details) },
        usage: usageFor(dialect, event.usage),
        ...(dialect.beta ? { context_management: event.context_management } : {}),
      };
    case "content_block_stop":
    case "message_stop":
      return { ...event };
  }
}

function blockFor({ version }: Dialect, block: ContentBlock): Fields {
  return version === "2023-06-01" && block.type === "text" && block.citations === null
    ? without(block, "citations")
    : { ...block };
}

function usageFor({ beta }: Dialect, usage: object): Fields {
  return beta ? { ...usage } : without(usage, "iterations", "fallback_credit");
}

function detailsFor({ beta }: Dialect, details: Message["stop_details"]): Fields | null {
  if (details === null || beta) return details === null ? null : { ...details };
  return without(details, "recommended_model", "fallback_credit_token", "fallback_has_prefill_claim");
}

function without(value: object, ...names: readonly string[]): Fields {
  return Object.fromEntries(Object.entries(value).filter(([name]) => !names.includes(name)));
}
