/**
 * Placeholders on their way: put in place of values in a request, and their values put back in the response, where a person or a tool reads them. In
 * thinking they stay: it is signed. What was put back comes in again with the next request's history, and gets the same placeholder there, so
 * that the API is sent the bytes that it has seen (promise 3).
 */
import type { Segment } from "../exchange/segment.js";
import type { HiddenValues } from "../placeholders/hidden-values.js";
import { seenIn, type SeenPlaceholder } from "../placeholders/placeholder.js";
import type { RequestFacts } from "./decision.js";
import type { Engine } from "./engine.js";
import type { ExchangeRecord } from "./record.js";
import type { Redaction } from "./redaction.js";

type Place = Pick<Segment, "text" | "origin" | "editing" | "role">;

/** What placeholders ask for in the segments of one side of an exchange. */
export interface Placeholders {
  /** Redactions beside those of findings. */
  redactionsIn(segment: Place): readonly Redaction[];
  /** What stands in place of a value that is to have a placeholder. */
  inPlaceOf(value: string, redaction: Redaction, segment: Pick<Segment, "origin">): string;
}

/** Whether a text is the model's, by what placeholders of it come to: what it says to people and tools. */
const isGivenBack = ({ origin, editing }: Pick<Segment, "origin" | "editing">): boolean =>
  (origin === "assistant" || origin === "tool-input") && editing === "free";

/** What a request's history brings back of the model's own text. The API has seen it. */
export const comesBack = ({ role }: Pick<Segment, "role">): boolean => role === "assistant";

/** For a request, or a text by itself. @param hidden - Is filled. */
export function hidingPlaceholders(engine: Engine, record: ExchangeRecord, hidden: HiddenValues): Placeholders | undefined {
  if (!engine.reversible) return undefined;
  const again = (segment: Place): readonly Redaction[] =>
    hidden.repeatsIn(segment.text, comesBack(segment)).map((repeat) => ({ ...repeat, style: "placeholder", detector: "" }));
  return {
    redactionsIn(segment) {
      if (segment.editing === "never") return [];
      if (comesBack(segment)) return isGivenBack(segment) ? again(segment) : [];
      // What somebody else wrote in the form of a placeholder is a value like any other: it comes back as it is, and never as what it might stand for.
      const written = segment.editing === "free" ? seenIn(segment.text) : [];
      return [...again(segment), ...written.map(({ start, end }) => ({ start, end, ...WRITTEN }))];
    },
    inPlaceOf(text, { mask, value = text, fingerprint }, { origin }) {
      const known = hidden.placeholderOf(value);
      const make = (): string => engine.placeholderOf(value, mask, fingerprint);
      // Parameters come last in the order of the prompt: what they hold stands before no answer of an earlier turn.
      const placeholder = known ?? (origin === "parameter" ? make() : hidden.add(value, mask, make));
      if (placeholder !== undefined) record.placeholders({ hidden: 1 });
      return placeholder ?? mask;
    },
  };
}

const WRITTEN = { style: "placeholder", mask: "[PLACEHOLDER]", detector: "" } as const;

/** For a response. */
export interface RestoringPlaceholders extends Placeholders {
  /** Whether placeholders in such a text are given back. */
  concern(segment: Pick<Segment, "origin" | "editing">): boolean;
  /** What becomes of one that was seen; `undefined` where it stands for nothing, and is counted. */
  restorationOf(seen: SeenPlaceholder): Redaction | undefined;
}

/** @param hidden - What the request's placeholders stand for. */
export function restoringPlaceholders(
  engine: Engine,
  record: ExchangeRecord,
  hidden: RequestFacts["hidden"],
): RestoringPlaceholders | undefined {
  if (!engine.reversible) return undefined;
  const restorationOf = ({ start, end, text }: SeenPlaceholder): Redaction | undefined => {
    const value = hidden.valueOf(text);
    if (value === undefined) record.placeholders({ left: 1 });
    return value === undefined ? undefined : { start, end, style: "restored", mask: "", detector: "", value };
  };
  return {
    concern: isGivenBack,
    restorationOf,
    redactionsIn: (segment) => (isGivenBack(segment) ? seenIn(segment.text).flatMap((seen) => restorationOf(seen) ?? []) : []),
    inPlaceOf(value, { mask, fingerprint }) {
      record.placeholders({ hidden: 1 });
      return hidden.placeholderOf(value) ?? engine.placeholderOf(value, mask, fingerprint);
    },
  };
}
