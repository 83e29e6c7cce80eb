/**
 * Token counts without a tokenizer: one token for three bytes of UTF-8, and a few per block and message. It is an estimate that never changes
 * for the same text, which is what tests and budgets need of it; the real counts differ.
 */

const BYTES_PER_TOKEN = 3;
const TOKENS_PER_MESSAGE = 4;
/** What a picture of about one megapixel costs. */
const TOKENS_PER_IMAGE = 1600;

export function tokensOf(text: string): number {
  return Math.ceil(Buffer.byteLength(text) / BYTES_PER_TOKEN);
}

/** The tokens of all the text in a value: of a block, a tool definition, a whole prompt. */
export function tokensIn(value: unknown): number {
  if (typeof value === "string") return tokensOf(value);
  if (typeof value === "number" || typeof value === "boolean") return 1;
  if (Array.isArray(value)) return value.reduce<number>((sum, item) => sum + tokensIn(item), 0);
  if (value === null || typeof value !== "object") return 0;
  if ("type" in value && value.type === "image") return TOKENS_PER_IMAGE;
  return Object.entries(value).reduce((sum, [key, item]) => (UNREAD.has(key) ? sum : sum + tokensIn(item)), 0);
}

/** The prompt of a request. */
export function promptTokens(body: {
  readonly system?: unknown;
  readonly tools?: unknown;
  readonly messages: readonly unknown[];
}): number {
  return tokensIn(body.system) + tokensIn(body.tools) + tokensIn(body.messages) + body.messages.length * TOKENS_PER_MESSAGE;
}

/** Fields that the model doesn't read, or that say nothing about the length of what it reads. */
const UNREAD = new Set(["type", "role", "cache_control", "signature", "encrypted_content", "encrypted_index", "media_type"]);
