/** All that a text says besides what it says as it stands: its decoded readings, and theirs, within a budget. */
import { disguisedReadings } from "./disguises.js";
import { encodedReadings } from "./encodings.js";
import type { Disguise, Reading } from "./reading.js";
import type { Span } from "./span.js";

/** A reading of a reading of a reading is the last: base64 in an escape in base64. */
const MAX_DEPTH = 3;
/** All readings of a text together hold at most so many times its characters, and a little more for short ones. */
const BUDGET = { times: 4, more: 4_096 } as const;

export interface DecodedText {
  /** In the order in which they were seen through: the outermost first. */
  readonly disguises: readonly Disguise[];
  readonly text: string;
  /** Where a span of it stands in the text that was given. */
  original(span: Span): Span;
}

/** @returns The readings that differ from the text, shortest way first. `complete`: whether depth and budget sufficed for all of them. */
export function readingsOf(text: string): { readonly readings: readonly DecodedText[]; readonly complete: boolean } {
  let left = text.length * BUDGET.times + BUDGET.more;
  const found: DecodedText[] = [];
  const seen = new Set([text]);
  let level: readonly DecodedText[] = [{ disguises: [], text, original: (span) => span }];
  for (let depth = 0; depth < MAX_DEPTH && level.length > 0; depth++) {
    const next: DecodedText[] = [];
    for (const outer of level) {
      for (const inner of readOnce(outer)) {
        if (seen.has(inner.text)) continue;
        left -= inner.text.length;
        if (left < 0) return { readings: found, complete: false };
        seen.add(inner.text);
        const composed: DecodedText = {
          disguises: [...outer.disguises, inner.disguise],
          text: inner.text,
          original: (span) => outer.original(inner.original(span)),
        };
        found.push(composed);
        next.push(composed);
      }
    }
    level = next;
  }
  return { readings: found, complete: level.every((outer) => readOnce(outer).every(({ text: inner }) => seen.has(inner))) };
}

/** A way back that was just gone isn't gone again: what is reversed twice is what it was. */
function readOnce({ text, disguises }: DecodedText): readonly Reading[] {
  const last = disguises.at(-1);
  return [...encodedReadings(text), ...disguisedReadings(text)].filter(
    ({ disguise }) => disguise !== last || disguise === "base64" || disguise === "escapes",
  );
}
