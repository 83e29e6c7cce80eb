/**
 * Thinking blocks bound to everything before them, without a store: the signature carries a keyed digest of the prefix and a link to the
 * thinking block before, under a MAC. So any replica with the same secret can tell whether a history that comes back is the one the block was
 * made in.
 *
 * The prefix is the tools, the system prompt and the blocks of all messages before, as the API received them, in a canonical form: a string is
 * one text block, neighbors of the same role are one turn, `cache_control` and nulls don't count, the order of an API object's fields doesn't
 * either. Inside tool inputs and schemas, which are the caller's own JSON, order counts. Thinking blocks are no part of the prefix but form a
 * chain, since leaving out one between others breaks those after it, while leaving out all up to some place doesn't.
 * @see https://platform.claude.com/docs/en/build-with-claude/preserved-thinking/prefix-checks
 */
import { createHash, createHmac, timingSafeEqual, type Hash } from "node:crypto";

/** A prompt as far as thinking is bound to it; `messages` as the client sent them. */
export interface Conversation {
  readonly system?: unknown;
  readonly tools?: unknown;
  readonly messages: readonly { readonly role: string; readonly content?: unknown }[];
}

/** A thinking block that failed a check. `forged`: not made here, or its text was changed. */
export interface BindingFailure {
  readonly path: string;
  readonly messageIndex: number;
  readonly blockIndex: number;
  readonly blockType: "thinking" | "redacted_thinking";
  readonly reason: "forged" | "prefix_binding_mismatch" | "organization_binding_mismatch";
}

export interface ThinkingBinding {
  /** Starts the signatures of one response: hand it each block of the response in order, and it signs those that think. */
  begin(conversation: Conversation): ResponseSigner;
  /** Checks every thinking block of a history. Linear in its length. */
  check(conversation: Conversation): readonly BindingFailure[];
}

export interface ResponseSigner {
  thinking(text: string): string;
  redactedThinking(): string;
  /** Takes a block that was not signed here into the prefix of the next ones. */
  follow(block: unknown): void;
}

const VERSION = 1;
const DIGEST_BYTES = 32;
const NO_LINK = Buffer.alloc(DIGEST_BYTES);

export function createThinkingBinding(secret: string, organizationId: string): ThinkingBinding {
  const mac = (purpose: string, ...parts: readonly (string | Buffer)[]): Buffer => {
    const hmac = createHmac("sha256", secret).update(`${purpose}\0`);
    for (const part of parts) hmac.update(`${part.length}\0`).update(part);
    return hmac.digest();
  };
  const organization = mac("organization", organizationId);
  const seal = (kind: string, text: string, signed: Buffer): Buffer => mac("seal", kind, text, signed);

  const sign = (kind: string, text: string, prefix: Prefix): string => {
    const signed = Buffer.concat([Buffer.of(VERSION), organization, mac("prefix", prefix.digest()), prefix.link]);
    const signature = Buffer.concat([signed, seal(kind, text, signed)]).toString("base64");
    prefix.addThinking(signature);
    return signature;
  };

  const failureOf = (block: ThinkingParam, prefix: Prefix): BindingFailure["reason"] | undefined => {
    const bytes = Buffer.from(block.signature, "base64");
    if (bytes.length !== 1 + 4 * DIGEST_BYTES || bytes[0] !== VERSION) return "forged";
    const part = (index: number): Buffer => bytes.subarray(1 + index * DIGEST_BYTES, 1 + (index + 1) * DIGEST_BYTES);
    const signed = bytes.subarray(0, 1 + 3 * DIGEST_BYTES);
    if (!timingSafeEqual(part(3), seal(block.kind, block.text, signed))) return "forged";
    if (!timingSafeEqual(part(0), organization)) return "organization_binding_mismatch";
    const linked = prefix.link.equals(NO_LINK) || prefix.link.equals(part(2));
    return linked && timingSafeEqual(part(1), mac("prefix", prefix.digest())) ? undefined : "prefix_binding_mismatch";
  };

  return {
    begin(conversation) {
      const prefix = prefixOf(conversation);
      return {
        thinking: (text) => sign("thinking", text, prefix),
        redactedThinking: () => sign("redacted_thinking", "", prefix),
        follow: (block) => {
          const thinking = thinkingOf(block);
          if (thinking === undefined) prefix.add("assistant", block);
          else prefix.addThinking(thinking.signature);
        },
      };
    },
    check(conversation) {
      const failures: BindingFailure[] = [];
      prefixOf(conversation, (block, prefix, messageIndex, blockIndex) => {
        const reason = failureOf(block, prefix);
        if (reason === undefined) return;
        failures.push({
          path: `messages.${messageIndex}.content.${blockIndex}`,
          messageIndex,
          blockIndex,
          blockType: block.kind,
          reason,
        });
      });
      return failures;
    },
  };
}

/** A running digest, so that a history with many thinking blocks costs one pass. */
class Prefix {
  readonly #hash: Hash = createHash("sha256");
  link: Buffer = NO_LINK;

  add(role: string, block: unknown): void {
    this.#hash
      .update(role)
      .update("\0")
      .update(JSON.stringify(canonical(block)))
      .update("\0");
  }

  addThinking(signature: string): void {
    this.link = createHash("sha256").update(signature).digest();
  }

  digest(): Buffer {
    return this.#hash.copy().digest();
  }
}

interface ThinkingParam {
  readonly kind: "thinking" | "redacted_thinking";
  readonly text: string;
  readonly signature: string;
}

function prefixOf(
  { tools, system, messages }: Conversation,
  onThinking?: (block: ThinkingParam, prefix: Prefix, messageIndex: number, blockIndex: number) => void,
): Prefix {
  const prefix = new Prefix();
  for (const tool of Array.isArray(tools) ? tools : []) prefix.add("tool", tool);
  for (const block of blocksOf(system)) prefix.add("system", block);
  for (const [messageIndex, message] of messages.entries()) {
    for (const [blockIndex, block] of blocksOf(message.content).entries()) {
      const thinking = message.role === "assistant" ? thinkingOf(block) : undefined;
      if (thinking === undefined) {
        prefix.add(message.role, block);
      } else {
        onThinking?.(thinking, prefix, messageIndex, blockIndex);
        prefix.addThinking(thinking.signature);
      }
    }
  }
  return prefix;
}

function blocksOf(content: unknown): readonly unknown[] {
  if (typeof content === "string") return [{ type: "text", text: content }];
  return Array.isArray(content) ? content : [];
}

function thinkingOf(block: unknown): ThinkingParam | undefined {
  if (typeof block !== "object" || block === null || !("type" in block)) return undefined;
  if (block.type === "thinking" && "thinking" in block && "signature" in block) {
    return { kind: "thinking", text: String(block.thinking), signature: String(block.signature) };
  }
  if (block.type === "redacted_thinking" && "data" in block) {
    return { kind: "redacted_thinking", text: "", signature: String(block.data) };
  }
  return undefined;
}

/** Fields that hold JSON of the caller's own, where a name means what the caller wants and order counts. */
const OPAQUE = new Set(["input", "input_schema", "input_examples"]);

function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value !== "object" || value === null) return value;
  const fields: [string, unknown][] = [];
  for (const [key, field] of Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (field === null || key === "cache_control") continue;
    if (key === "content" && typeof field === "string") fields.push([key, [{ text: field, type: "text" }]]);
    else if ((key === "caller" && isDirect(field)) || (key === "citations" && isEmpty(field))) continue;
    else fields.push([key, OPAQUE.has(key) ? field : canonical(field)]);
  }
  return Object.fromEntries(fields);
}

function isEmpty(field: unknown): boolean {
  return Array.isArray(field) && field.length === 0;
}

/** `direct` is what a call without a caller has: some clients leave it out when they send the call back. */
function isDirect(caller: unknown): boolean {
  return typeof caller === "object" && caller !== null && "type" in caller && caller.type === "direct";
}
