/**
 * What the upstream says an exchange cost, for the record. Figures in a stream are cumulative: the last one that isn't null counts, and
 * message_start's stand where a later one is null.
 */

export interface Usage {
  /** Uncached input alone, as the API counts it. */
  readonly inputTokens: number | null;
  readonly cacheWriteTokens: number | null;
  readonly cacheReadTokens: number | null;
  readonly outputTokens: number | null;
}

export const NO_USAGE: Usage = { inputTokens: null, cacheWriteTokens: null, cacheReadTokens: null, outputTokens: null };

/** What a message, or a `message_start` or `message_delta` event, says of model and usage. */
export interface MessageFacts {
  readonly model: string | null;
  readonly usage: Usage;
}

/** @param message - A parsed message, or what stands in its place; anything is taken, and what isn't there is null. */
export function readMessageFacts(message: unknown): MessageFacts {
  if (!isRecord(message)) return { model: null, usage: NO_USAGE };
  const usage = isRecord(message["usage"]) ? message["usage"] : {};
  return {
    model: modelName(message["model"]),
    usage: {
      inputTokens: count(usage["input_tokens"]),
      cacheWriteTokens: count(usage["cache_creation_input_tokens"]),
      cacheReadTokens: count(usage["cache_read_input_tokens"]),
      outputTokens: count(usage["output_tokens"]),
    },
  };
}

export function laterFacts(earlier: MessageFacts, later: MessageFacts): MessageFacts {
  return {
    model: later.model ?? earlier.model,
    usage: {
      inputTokens: later.usage.inputTokens ?? earlier.usage.inputTokens,
      cacheWriteTokens: later.usage.cacheWriteTokens ?? earlier.usage.cacheWriteTokens,
      cacheReadTokens: later.usage.cacheReadTokens ?? earlier.usage.cacheReadTokens,
      outputTokens: later.usage.outputTokens ?? earlier.usage.outputTokens,
    },
  };
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Shaped as a model's id, so that a record can't be made to hold another text. */
function modelName(value: unknown): string | null {
  return typeof value === "string" && /^[a-z][a-z0-9.-]{0,63}$/.test(value) ? value : null;
}

function count(value: unknown): number | null {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0 ? value : null;
}
