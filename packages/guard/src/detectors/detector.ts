/** What a detector is, and what it finds. */
import type { Span } from "../text/span.js";
import type { Compile } from "../pattern/searcher.js";

export const SEVERITIES = ["low", "medium", "high", "critical"] as const;
export type Severity = (typeof SEVERITIES)[number];

/** The families of detectors; a policy may name a family in place of its detectors. */
export const FAMILIES = ["secrets", "personal", "injection", "leakage", "exits", "hygiene", "output", "custom"] as const;
export type Family = (typeof FAMILIES)[number];

/** Name of the group that a pattern puts around the value where that isn't the whole match. */
export const VALUE_GROUP = "value";

/** What a finding rests on: a check digit that fits, a word beside it that names the kind, or a shape that little else has. */
export type Evidence = "checksum" | "context" | "shape";

/** What `confirm` says of a match where a confidence alone doesn't tell it. */
export interface Confirmed {
  readonly confidence: number;
  /** Which of the detector's kinds it is. */
  readonly kind?: string;
  readonly evidence?: readonly Evidence[];
  /** How many characters of the match are the value, from its beginning; all if left out. The search goes on behind them. */
  readonly length?: number;
}

/**
 * A pure function from a view to findings, described as data: a bounded pattern, the words without which it can't match, and,
 * where shape alone doesn't decide, a check of the match.
 */
export interface Detector {
  /** Kebab-case; reads well after "allow": `allow anthropic-api-key`. */
  readonly id: string;
  readonly family: Family;
  readonly severity: Severity;
  /** What stands in place of a redacted value: `[ANTHROPIC API KEY]`. Empty for text that is simply removed. ASCII without quotes or backslashes. */
  readonly mask: string;
  /**
   * Literal words (ASCII, case-insensitive), one of which every match contains no later than `keywordOffset` after its start. The pattern
   * is tried only near them. Without keywords the pattern is searched for everywhere: keep such patterns cheap to refuse.
   */
  readonly keywords: readonly string[];
  readonly keywordOffset: number;
  /**
   * Every quantifier has a bound. Where the match holds more than what is to be hidden, a group named `value` says which part that is:
   * the finding's span is then the group's.
   */
  readonly pattern: RegExp;
  /** Runs the pattern by another engine than the language's own: for patterns that operators write. Only without keywords. */
  readonly compile?: Compile;
  /** 0..1 for a match that the pattern alone shows. */
  readonly confidence: number;
  /** Judges a match by checksum or context: a confidence, or `null` for no finding. Pure; sees only the match and its groups, so that a stream decides as the whole does. */
  readonly confirm?: (match: string, groups: Readonly<Record<string, string | undefined>>) => number | Confirmed | null;
  /** What its findings are called where they have a kind: `credit-card`, or `national-id:fi` of a detector that knows many. */
  readonly kind?: string;
  /** Too unsure to run unless a rule names it by its id: families and `*` don't stand for it. */
  readonly onlyByName?: true;
  readonly examples: Examples;
  /** Address of the page that documents the form, where it isn't named at the head of the detector's file. */
  readonly reference?: string;
}

/**
 * Texts that must and must not be found, run as tests: whole, cut, and in each origin. `{93 base64url}` and the like are filled with
 * random characters at test time, so that no key lies in the repository.
 */
export interface Examples {
  readonly hit: readonly string[];
  readonly miss: readonly string[];
}

/** What a detector saw: never the value. */
export interface Finding extends Span {
  readonly detector: string;
  readonly family: Family;
  readonly severity: Severity;
  /** 0..1, comparable between detectors. */
  readonly confidence: number;
  /** Which of the detector's kinds it is, where it has some: `national-id:fi`. */
  readonly kind?: string;
  /** What it rests on, where the detector says so. */
  readonly evidence?: readonly Evidence[];
}
