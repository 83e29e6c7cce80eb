/** Searching a text, whole or as it comes in, with all detectors at once (contract). */
import type { Detector, Finding } from "../detectors/detector.js";

/** Which detectors run on a text, and for which of them text must be held back until it can no longer become a match. By index in `Scanner.detectors`. */
export interface ScanPlan {
  readonly run: readonly boolean[];
  readonly hold: readonly boolean[];
  /** Set where a finding may take the whole text away: of a stream, no text of it goes before its end. */
  readonly whole?: true;
}

/** All detectors of a policy, compiled once. */
export interface Scanner {
  readonly detectors: readonly Detector[];
  /** Longest match of any detector plus what it looks at around it, in UTF-16 units. A prefilled message seeds a scan with at most so much. */
  readonly reach: number;
  /**
   * Starts a scan.
   * @param seed - Text that stands before, already sent: matches may begin in it. Findings then have a negative start.
   */
  start(plan: ScanPlan, seed?: string): Scan;
}

/** One text being scanned. However the text is cut into pushes, the findings are the same. */
export interface Scan {
  /** Findings that are now certain, in no particular order; offsets count from the first character that was pushed. */
  push(text: string): readonly Finding[];
  /** Takes the last piece, if there is one, and says that no more comes; the remaining findings. A whole text is best given here. */
  finish(text?: string): readonly Finding[];
  /** No match of a held detector that isn't reported yet can begin before this offset. */
  readonly settled: number;
  /** Detectors whose `confirm` threw, by id. They are not run further. The error's message is not kept: it could hold the text. */
  readonly failed: ReadonlySet<string>;
}
