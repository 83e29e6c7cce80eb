/** Texts that repeat one thing on and on: they cost tokens, wear filters out, and make models say what they learned by heart. */

/** Longest unit that is looked for. */
const MAX_UNIT = 32;
/** So many characters that come back one unit later begin a run. */
const WINDOW = 200;
/** A shorter run need not hold a probe with its window. */
export const MIN_REPEATED = 1_000;

/**
 * Whether one unit of at most 32 characters, repeated without a break, fills more than `max` characters of the text. Linear: so long a run is
 * hit by one of few probes, and only runs are looked at whole.
 * @param max - At least {@link MIN_REPEATED}.
 */
export function repeatsBeyond(text: string, max: number): boolean {
  const step = Math.floor(max / 2);
  for (let at = 0; at + WINDOW + MAX_UNIT <= text.length; at += step) {
    const unit = unitAt(text, at);
    if (unit === undefined) continue;
    let start = at;
    while (start > 0 && text.charCodeAt(start - 1) === text.charCodeAt(start - 1 + unit)) start -= 1;
    let end = at + unit;
    while (end < text.length && text.charCodeAt(end) === text.charCodeAt(end - unit)) end += 1;
    if (end - start > max) return true;
  }
  return false;
}

/** Length of the shortest unit that is repeated from here on. */
function unitAt(text: string, from: number): number | undefined {
  for (let unit = 1; unit <= MAX_UNIT; unit += 1) {
    let at = from;
    while (at < from + WINDOW && text.charCodeAt(at) === text.charCodeAt(at + unit)) at += 1;
    if (at === from + WINDOW) return unit;
  }
  return undefined;
}
