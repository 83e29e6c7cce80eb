/**
 * Views: a text as the model reads it, for detectors to look at, with a map from each place back to the original. A view is made by a
 * step that rewrites one character at a time, so that it can be made of a text that still comes in. Another way of reading a text
 * (look-alike letters, decoded encodings) is another step beside `folding.ts`; the scanner searches the original and each view that
 * differs from it.
 */
import type { Span } from "./span.js";

/** One way of reading a text, character by character. */
export interface Step {
  /** Finds the next character that the step changes. Global and by code points. */
  readonly changes: RegExp;
  /** What the model reads in place of such a character: nothing, or any text. */
  replace(character: string): string;
}

/** A view of a text that comes in pieces, cut at code points. */
export interface View {
  /** Takes the next piece of the original; returns the view's next piece. */
  push(piece: string): string;
  /** Where a span of the view lies in the original: from the first to the end of the last character that shows there. */
  original(span: Span): Span;
  /** Where the view's character at `offset` begins in the original; the end of the original for the end of the view. */
  originalStart(offset: number): number;
  /** Says that nothing before this offset of the view will be asked for again. */
  forget(offset: number): void;
}

/** @param step - How the text is read. @param at - Length of the text before, which is its own view. */
export function createView(step: Step, at: number): View {
  // Runs of characters that became as many units each. A run begins at `starts[i]` of the view and `origins[i]` of the original; each of its
  // view units stands for `strides[i]` units there. One character that became several units has stride 0, and they all are its `sizes[i]` units.
  let starts = [0];
  let origins = [0];
  let strides = [1];
  let sizes = [1];
  let length = at;
  let originalLength = at;

  const beginRun = (stride: number, size: number): void => {
    const last = starts.length - 1;
    const continues =
      stride > 0 && strides[last] === stride && originalLength === (origins[last] ?? 0) + (length - (starts[last] ?? 0)) * stride;
    if (continues) return;
    if (starts[last] === length) {
      origins[last] = originalLength; // nothing came of the last run: this one takes its place
      strides[last] = stride;
      sizes[last] = size;
      return;
    }
    starts.push(length);
    origins.push(originalLength);
    strides.push(stride);
    sizes.push(size);
  };

  const keep = (text: string): void => {
    if (text === "") return;
    beginRun(1, 1);
    length += text.length;
    originalLength += text.length;
  };
  const change = (units: number, shownUnits: number): void => {
    if (shownUnits > 0) beginRun(shownUnits === 1 ? units : 0, units);
    length += shownUnits;
    originalLength += units;
  };

  /** The run in which an offset of the view lies. */
  const runAt = (offset: number): number => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  };
  const startOf = (run: number, offset: number): number =>
    (origins[run] ?? 0) + (offset - (starts[run] ?? 0)) * (strides[run] ?? 1);

  const originalStart = (offset: number): number => (offset >= length ? originalLength : startOf(runAt(offset), offset));

  return {
    push(piece) {
      const parts: string[] = [];
      let from = 0;
      step.changes.lastIndex = 0;
      for (let match = step.changes.exec(piece); match !== null; match = step.changes.exec(piece)) {
        const kept = piece.slice(from, match.index);
        const shown = step.replace(match[0]);
        keep(kept);
        change(match[0].length, shown.length);
        parts.push(kept, shown);
        from = match.index + match[0].length;
      }
      const rest = piece.slice(from);
      keep(rest);
      return parts.length === 0 ? rest : parts.join("") + rest;
    },
    original({ start, end }) {
      const last = runAt(end - 1);
      return { start: originalStart(start), end: startOf(last, end - 1) + (sizes[last] ?? 1) };
    },
    originalStart,
    forget(offset) {
      const run = runAt(offset);
      if (run < 1_024 || run < starts.length / 2) return; // rarely, so that it costs nothing on the whole
      starts = starts.slice(run);
      origins = origins.slice(run);
      strides = strides.slice(run);
      sizes = sizes.slice(run);
    },
  };
}
