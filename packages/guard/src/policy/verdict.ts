/** What the engine answers: what was decided, on what findings, and what was read and what not. Never a value, so it may be logged. */
import type { Family, Severity } from "../detectors/detector.js";
import type { Origin, Trust, Unknown, UnreadKind } from "../exchange/segment.js";
import type { Unreadable } from "../exchange/reading.js";
import type { Action } from "./schema.js";

/** A finding with its place, and what the policy made of it. */
export interface JudgedFinding {
  readonly detector: string;
  readonly family: Family;
  readonly severity: Severity;
  readonly confidence: number;
  readonly path: string;
  readonly origin: Origin;
  readonly trust: Trust;
  /** In UTF-16 units of the segment's text. */
  readonly start: number;
  readonly end: number;
  /** Keyed: the same value has the same fingerprint wherever it is found, and nobody without the key can test a guess. */
  readonly fingerprint: string;
  readonly action: Action;
  /** Names of the rules that led to the action. Empty where an allowlist entry let it pass. */
  readonly rules: readonly string[];
}

/** Why an exchange was stopped, beside findings. */
export type Stop =
  | { readonly kind: "finding"; readonly detector: string; readonly path: string; readonly why: "blocked" | "not-editable" | "breaks-json" }
  | { readonly kind: "unreadable"; readonly error: Unreadable }
  | { readonly kind: "unknown"; readonly what: Unknown["what"]; readonly path: string }
  | { readonly kind: "unread"; readonly what: UnreadKind; readonly path: string }
  | { readonly kind: "limit"; readonly limit: "segmentChars" | "messages" | "tools"; readonly max: number; readonly path: string }
  | { readonly kind: "model"; readonly allowed: readonly string[] }
  | { readonly kind: "detector-failed"; readonly detector: string }
  | { readonly kind: "check-failed"; readonly check: string; readonly reason: CheckFailure }
  | { readonly kind: "check-blocked"; readonly check: string; readonly path: string }
  | { readonly kind: "edit-before-thinking"; readonly path: string };

export type CheckFailure = "unreachable" | "timeout" | "bad-status" | "bad-answer" | "not-run";

/** How a detector or check fared on an exchange. "Not applicable" and "failed" never read as "passed". */
export interface Ran {
  readonly status: "ran" | "failed" | "not-applicable";
  /** Segments that it read. */
  readonly segments: number;
  /** Set where it failed, and the policy lets the exchange pass all the same. */
  readonly opened?: true;
}

export interface Coverage {
  readonly read: readonly { readonly path: string; readonly origin: Origin; readonly trust: Trust; readonly chars: number }[];
  readonly unread: readonly { readonly path: string; readonly kind: UnreadKind }[];
  readonly unknown: readonly Unknown[];
  readonly detectors: Readonly<Record<string, Ran>>;
  readonly checks: Readonly<Record<string, Ran>>;
  /** Set where the body couldn't be read at all. */
  readonly unreadable?: Unreadable;
}

export interface Verdict {
  /** What the policy decides. */
  readonly action: Action;
  /** False in mode `monitor`: decided and recorded, and nothing was changed. */
  readonly enforced: boolean;
  /** One line for records, never better than the worst part: `allowed`, `allowed with a failed check`, `flagged`, `redacted`, `blocked`, `could not be checked`. */
  readonly outcome: Outcome;
  readonly findings: readonly JudgedFinding[];
  readonly stops: readonly Stop[];
  readonly coverage: Coverage;
  readonly policy: { readonly name: string; readonly version: string };
}

export type Outcome = "allowed" | "allowed with a failed check" | "allowed with unread parts" | "flagged" | "redacted" | "blocked" | "could not be checked";
