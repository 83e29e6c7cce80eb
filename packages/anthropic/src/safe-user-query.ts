/**
 * The practice in one call: the operator's words go into `system`, the user's into a user message, never the other way round; what comes in is
 * validated, and so is what comes out.
 */
import type Anthropic from "@anthropic-ai/sdk";
import { defensiveSystemPrompt, validateInput, validateOutput, type DefensiveSystemPrompt } from "@sallyport/guard";

type MessageParams = Anthropic.MessageCreateParamsNonStreaming;

export interface SafeUserQuery {
  /** The operator's instructions, or the parts of {@link defensiveSystemPrompt}, which makes them. Never put a user's text into it. */
  readonly system: string | DefensiveSystemPrompt;
  /** What the user wrote. */
  readonly input: string;
  /** Default: `claude-sonnet-5-5`. */
  readonly model?: Anthropic.Model;
  /** Default: 1024. */
  readonly maxTokens?: number;
  /** Longest input, in characters (code points). Default: 10,000. */
  readonly maxChars?: number;
  /** Further parameters of `messages.create`. */
  readonly params?: Omit<MessageParams, "system" | "messages" | "model" | "max_tokens" | "stream">;
  /** Cancels the call. */
  readonly signal?: AbortSignal;
}

export interface SafeAnswer {
  /** The answer's text; a notice in its place if it held a key, a social security number or a private key. */
  readonly text: string;
  /** The whole message. Where `text` is the notice, the message's content is that notice too. */
  readonly message: Anthropic.Message;
}

/**
 * Asks Claude on behalf of a user.
 *
 * ```ts
 * const { text } = await safeUserQuery(client, { system: "You answer questions about orders.", input: form.question });
 * ```
 *
 * @param client - The official SDK's client. Give it the middleware too: this function looks at one question and one answer, the middleware at
 *   everything.
 * @throws {@link EmptyInputError} or {@link InputTooLongError}, or {@link RangeError} for a blank part of `system`; nothing is sent then.
 * @throws The SDK's errors, a stop of the middleware among them ({@link stoppedBy}).
 */
export async function safeUserQuery(client: Pick<Anthropic, "messages">, query: SafeUserQuery): Promise<SafeAnswer> {
  const { input, model = "claude-sonnet-5-5", maxTokens = 1024, maxChars, params, signal } = query;
  const system = typeof query.system === "string" ? query.system : defensiveSystemPrompt(query.system);
  const content = validateInput(input, maxChars === undefined ? {} : { maxChars });
  const message = await client.messages.create(
    { ...params, model, max_tokens: maxTokens, system, messages: [{ role: "user", content }] },
    signal === undefined ? {} : { signal },
  );
  const answer = message.content.map((block) => (block.type === "text" ? block.text : "")).join("");
  const text = validateOutput(answer);
  return text === answer
    ? { text, message }
    : { text, message: { ...message, content: [{ type: "text", text, citations: null }] } };
}
