/** From findings to edits: which spans are replaced, and by what. */
import type { Span } from "../text/span.js";
import type { Editing } from "../exchange/segment.js";
import type { JudgedFinding } from "../policy/verdict.js";

/** A span to hide, and what is to stand in its place. */
export interface Redaction extends Span {
  readonly mask: string;
  readonly detector: string;
}

/** The spans that judged findings ask to hide. What begins in a seed is hidden from the first character of the text itself. */
export function redactionsOf(findings: readonly JudgedFinding[], maskOf: (detector: string) => string): Redaction[] {
  return findings
    .filter((finding) => finding.action === "redact")
    .map(({ start, end, detector }) => ({ start: Math.max(start, 0), end, detector, mask: maskOf(detector) }));
}

/**
 * Joins overlapping redactions, since two edits of one character can't both be done. The mask is that of the one that begins first (of
 * those, the longest), so that the result doesn't depend on the order in which detectors report.
 */
export function joinOverlapping(redactions: readonly Redaction[]): Redaction[] {
  const sorted = [...redactions].sort((a, b) => a.start - b.start || b.end - a.end || (a.detector < b.detector ? -1 : 1));
  const joined: Redaction[] = [];
  for (const redaction of sorted) {
    const last = joined.at(-1);
    if (last !== undefined && redaction.start < last.end) {
      if (redaction.end > last.end) joined[joined.length - 1] = { ...last, end: redaction.end };
    } else joined.push(redaction);
  }
  return joined;
}

/**
 * The text that stands in place of `hidden`. Where citations count characters, one star for each (the API counts code points), so that
 * every offset behind it stays true.
 */
export function replacementOf(hidden: string, mask: string, editing: Editing): string {
  return editing === "same-length" ? "*".repeat([...hidden].length) : mask;
}
