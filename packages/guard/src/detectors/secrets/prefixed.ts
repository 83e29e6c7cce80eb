/** Tokens that tell by their beginning what they are: detectors made from rows of tables. */
import { begun } from "../boundaries.js";
import { defineDetector } from "../define.js";
import type { Detector, Severity } from "../detector.js";
import { beginningsOf } from "../../pattern/heads.js";
import { isPlaceholder, readsAsWords } from "../randomness.js";
import { exampleOf, headOf, nearMissesOf, patternOf } from "./shape.js";

/** A row: a kind of token that begins with literal text. */
export interface PrefixedToken {
  readonly id: string;
  /** In the notation of shape.ts. Each begins with at least two fixed characters. */
  readonly shapes: readonly string[];
  /** Where the provider, or who knows it, documents the form. */
  readonly see: string;
  readonly severity?: Severity;
  readonly confidence?: number;
  /** Characters that mustn't stand around the token, `\w-` if left out: see boundaries.ts. */
  readonly word?: string;
  /** Judges a token by more than its form, such as a checksum. Not a placeholder: those are left out before. */
  readonly confirm?: (token: string) => number | null;
}

/**
 * A detector of a token by prefix, length and alphabet; placeholders of that form are left out.
 * @throws {@link DetectorDefinitionError} if a shape has no fixed beginning.
 */
export function prefixed({
  id,
  shapes,
  see,
  severity = "critical",
  confidence = 0.95,
  word = "\\w-",
  confirm,
}: PrefixedToken): Detector {
  const source = new RegExp(shapes.map(patternOf).join("|"));
  const heads = shapes.map(headOf);
  const encoded = shapes.some((shape) => / (?:base64|padded)\}/.test(shape));
  const judge = (token: string): number | null => {
    const head = heads.find((text) => token.startsWith(text)) ?? "";
    const random = token.slice(head.length);
    if (isPlaceholder(random) || (!/\d/.test(random) && readsAsWords(random))) return null;
    return confirm === undefined ? confidence : confirm(token);
  };
  return defineDetector({
    id,
    family: "secrets",
    severity,
    keywords: beginningsOf(source),
    pattern: new RegExp(`${begun(source, `+${word}`).source}(?![${encoded ? "+/=" : ""}${word}])`),
    confidence,
    confirm: judge,
    reference: see,
    examples: {
      hit: shapes.map((shape) => `token: ${exampleOf(shape)}`),
      miss: [
        ...shapes.flatMap(nearMissesOf),
        ...shapes.map((shape) => `x${exampleOf(shape)}`),
        `${heads[0] ?? ""}your_token_here`,
      ],
    },
  });
}
