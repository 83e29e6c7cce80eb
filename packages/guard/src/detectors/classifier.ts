/** A detector that judges a text as a whole. */
import type { Span } from "../text/span.js";
import type { Detector } from "./detector.js";

/**
 * Reads a whole text and says how sure it is that somewhere in it stands what it looks for. It needs the whole: it runs on what a request
 * carries, never on what a model is still writing (there the coverage says that it didn't run).
 */
export interface Classifier extends Pick<Detector, "id" | "family" | "severity" | "mask" | "examples"> {
  /** Pure, and linear in the length of the text. The span is the part that says most. */
  readonly classify: (text: string) => Classified;
  /** The least confidence that harmless texts reach no more often than this rate (0.001 for 0.1%). */
  readonly confidenceAt: (falsePositiveRate: number) => number;
}

export interface Classified extends Span {
  /** 0..1, rising with the score, and the same for the same rate of false positives whatever the text. */
  readonly confidence: number;
}
