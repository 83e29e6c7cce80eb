/** Who may speak as operator: the system prompts that the policy names, and what else in a request has an operator's authority. */
import type { RequestReading } from "../exchange/reading.js";
import type { Segment } from "../exchange/segment.js";
import type { Policy } from "../policy/policy.js";
import { createPromptMatcher } from "../prompts/template.js";
import type { Span } from "../text/span.js";
import type { ExchangeRecord } from "./record.js";

export interface Roles {
  /** Enters a stop for each part that this policy's clients may not send. */
  check(request: RequestReading, record: ExchangeRecord): void;
  /** Where a system prompt holds others' words: the slots of its template. */
  slotsOf(segment: Segment): readonly Span[];
}

export function createRoles({ operator }: Policy): Roles {
  const matches = operator.systemPrompts.length === 0 ? undefined : createPromptMatcher(operator.systemPrompts);
  return {
    check(request, record) {
      if (operator.parts === "block")
        for (const { what, path } of request.operatorParts) record.stop({ kind: "role", what, path });
      if (matches === undefined) return;
      const prompts = request.segments.filter(isSystemPrompt);
      // A request without its system prompt goes without its defenses.
      if (prompts.length === 0) record.stop({ kind: "role", what: "system-prompt", path: "system" });
      for (const { text, path } of prompts)
        if (matches(text) === undefined) record.stop({ kind: "role", what: "system-prompt", path });
      // Blocks that are no text (a document, say) are none of the prompts that were named.
      for (const segment of request.segments)
        if (segment.path.startsWith("system[") && !isSystemPrompt(segment) && !segment.path.endsWith("}"))
          record.stop({ kind: "role", what: "system-prompt", path: segment.path });
    },
    slotsOf: (segment) => (isSystemPrompt(segment) ? (matches?.(segment.text) ?? []) : []),
  };
}

const SYSTEM_TEXT = /^system(?:\[\d+\]\.text)?$/;

/** The text of the system prompt: the string, or one of its blocks. */
export function isSystemPrompt({ origin, path }: Pick<Segment, "origin" | "path">): boolean {
  return origin === "system" && SYSTEM_TEXT.test(path);
}
