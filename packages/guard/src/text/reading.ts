/**
 * Readings: what a whole text says once it is decoded. A model reads base64, escapes or text that runs backwards nearly as well as plain text,
 * so detectors look at those readings too. A reading knows where each of its characters came from.
 */
import type { Span } from "./span.js";
import { createView } from "./view.js";

/** A way in which text hides from a reader who takes it as it stands. */
export type Disguise =
  | "escapes"
  | "terminal"
  | "base64"
  | "base32"
  | "hex"
  | "binary"
  | "decimal"
  | "selectors"
  | "rot13"
  | "reversed"
  | "upside-down"
  | "leet"
  | "spaced"
  | "wrapped";

export interface Reading {
  readonly disguise: Disguise;
  readonly text: string;
  /** Where a span of the reading stands in the text that was read. */
  original(span: Span): Span;
}

/**
 * The whole text, with what matches replaced.
 * @param pattern - Global. @param replace - What a match stands for, or `undefined` to leave it.
 * @returns `undefined` if nothing was replaced.
 */
export function rewritten(
  text: string,
  disguise: Disguise,
  pattern: RegExp,
  replace: (match: string) => string | undefined,
): Reading | undefined {
  let changed = 0;
  const view = createView(
    {
      changes: pattern,
      replace: (match) => {
        const shown = replace(match);
        if (shown !== undefined) changed += 1;
        return shown ?? match;
      },
    },
    0,
  );
  const shown = view.push(text);
  return changed === 0 || shown === "" || shown === text
    ? undefined
    : { disguise, text: shown, original: (span) => view.original(span) };
}

/** What a part of the text stands for. A part of it can't be edited without breaking the rest: every span is the whole part. */
export function decoded(disguise: Disguise, text: string, part: Span): Reading {
  return { disguise, text, original: () => part };
}

/** The same text from its end. */
export function backwards(disguise: Disguise, text: string, length: number): Reading {
  return { disguise, text, original: ({ start, end }) => ({ start: length - end, end: length - start }) };
}
