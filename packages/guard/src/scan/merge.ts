/**
 * Findings of the same detector in different views of one text: a value that is seen in several is one finding. Spans that overlap become
 * the span that covers them, whichever view came first, so that the result doesn't depend on how the text was cut.
 */
import type { Confirmed } from "../detectors/detector.js";
import type { Span } from "../text/span.js";

/** A span with what is said of it. */
export type Seen = Span & Omit<Confirmed, "length">;

/** The spans of one detector that wait until every view has been read beyond them. */
export class Merge {
  #seen: Seen[];

  constructor(first: Seen) {
    this.#seen = [first];
  }

  add(seen: Seen): void {
    this.#seen.push(seen);
  }

  /** Start of the first span that waits. */
  get start(): number {
    return this.#seen.reduce((least, { start }) => Math.min(least, start), Infinity);
  }

  /** Takes out what is final: joined spans that end before all that can still be seen. */
  take(reported: number): readonly Seen[] {
    if (this.#seen.length === 0) return [];
    const joined: Seen[] = [];
    for (const seen of this.#seen.sort((a, b) => a.start - b.start)) {
      const last = joined.at(-1);
      if (last === undefined || seen.start >= last.end) joined.push(seen);
      else joined[joined.length - 1] = join(last, seen);
    }
    this.#seen = joined.filter(({ end }) => end > reported);
    return joined.filter(({ end }) => end <= reported);
  }
}

function join(a: Seen, b: Seen): Seen {
  return { ...(b.confidence > a.confidence ? b : a), start: a.start, end: Math.max(a.end, b.end) };
}
