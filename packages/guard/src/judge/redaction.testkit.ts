/** Exchanges for tests of redaction: what goes up, and what comes back. */
import { createGuard } from "../guard.js";
import type { PolicyInput } from "../policy/schema.js";
import { messageOf, type Block } from "../stream/stream.testkit.js";
import type { Pass } from "./decision.js";

export const SECRET = new Uint8Array(32).fill(7);
export const POLICY = {
  version: 1,
  extends: "balanced",
  rules: {
    secrets: { detectors: ["secrets"], action: "redact", style: "placeholder" },
    personal: { detectors: ["personal"], severity: "high", confidence: 0.6, action: "redact", style: "placeholder" },
  },
} as const satisfies PolicyInput;
export const guarded = (policy: PolicyInput = POLICY) => createGuard(policy, { secret: SECRET });
export const guard = guarded();
export interface Message {
  readonly role: "user" | "assistant";
  readonly content: unknown;
}
export const user = (content: unknown): Message => ({ role: "user", content });
export const assistant = (content: unknown): Message => ({ role: "assistant", content });

export function ask(messages: readonly Message[], rest: object = {}, by = guard): Pass<string> {
  const decision = by.request(JSON.stringify({ model: "claude-sonnet-5-5", max_tokens: 100, ...rest, messages }));
  if (decision.kind !== "pass") throw new Error(`not passed: ${JSON.stringify(decision)}`);
  return decision;
}
export const sent = ({ body }: Pass<string>): { system?: string; messages: { content: unknown }[] } =>
  JSON.parse(body) as ReturnType<typeof sent>;
export const placeholderIn = (text: unknown): string => /HIDDEN_\w+_[A-Z]{12}/.exec(JSON.stringify(text))?.[0] ?? "";
export const hidden = (text: string): string => placeholderIn(sent(ask([user(text)])).messages[0]?.content);

export function answer(content: readonly Block[], { facts }: Pass<string>, by = guard) {
  const decision = by.response(JSON.stringify(messageOf(content)), facts);
  if (decision.kind !== "pass") throw new Error(`not passed: ${JSON.stringify(decision.verdict.stops)}`);
  return { content: (JSON.parse(decision.body) as { content: Block[] }).content, verdict: decision.verdict };
}
export const text = (words: string): Block => ({ type: "text", text: words });
export const textOf = (block: Block | undefined): string | undefined => (block?.type === "text" ? block.text : undefined);
