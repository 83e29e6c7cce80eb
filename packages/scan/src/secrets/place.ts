/** From an offset in a text to the line and column that an editor shows. */

export interface Place {
  /** Counts from 1. */
  readonly line: number;
  /** Counts from 1, in characters (code points). */
  readonly column: number;
}

/**
 * Finds places in a text: one pass over it, however many offsets there are. Lines end at `\n`, as editors and `grep -n` count them.
 * @param offsets - In UTF-16 units, in any order.
 */
export function placesOf(text: string, offsets: readonly number[]): ReadonlyMap<number, Place> {
  const places = new Map<number, Place>();
  let line = 1;
  let column = 1;
  let counted = 0;
  let lineEnd = lineEndAfter(text, 0);
  for (const offset of [...new Set(offsets)].sort((a, b) => a - b)) {
    while (lineEnd < offset) {
      line += 1;
      column = 1;
      counted = lineEnd + 1;
      lineEnd = lineEndAfter(text, counted);
    }
    column += codePoints(text, counted, offset);
    counted = offset;
    places.set(offset, { line, column });
  }
  return places;
}

function lineEndAfter(text: string, start: number): number {
  const end = text.indexOf("\n", start);
  return end === -1 ? Infinity : end;
}

function codePoints(text: string, start: number, end: number): number {
  let count = 0;
  for (let at = start; at < end; at++) {
    const unit = text.charCodeAt(at);
    const isSecondHalf = unit >= 0xdc00 && unit <= 0xdfff && at > 0 && isFirstHalf(text.charCodeAt(at - 1));
    if (!isSecondHalf) count += 1;
  }
  return count;
}

function isFirstHalf(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}
