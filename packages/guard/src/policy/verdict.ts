/** What the engine answers: what was decided, on what findings, and what was read and what not. Never a value, so it may be logged. */
import type { Evidence, Family, Severity } from "../detectors/detector.js";
import type { Origin, Trust, Unknown, UnreadKind } from "../exchange/segment.js";
import type { OperatorPart, Unreadable } from "../exchange/reading.js";
import { stricter } from "./decide.js";
import type { Policy } from "./policy.js";
import type { Action, Style } from "./schema.js";
import type { DefinitionProblem } from "./pins-schema.js";
import type { CallAction, Effect } from "./tools-schema.js";

/** A finding with its place, and what the policy made of it. */
export interface JudgedFinding {
  readonly detector: string;
  readonly family: Family;
  readonly severity: Severity;
  readonly confidence: number;
  /** Which of the detector's kinds it is, where it has some: `national-id:fi`. */
  readonly kind?: string;
  /** What it rests on, where the detector says so. */
  readonly evidence?: readonly Evidence[];
  readonly path: string;
  readonly origin: Origin;
  readonly trust: Trust;
  /** In UTF-16 units of the segment's text. */
  readonly start: number;
  readonly end: number;
  /** Keyed: the same value has the same fingerprint wherever it is found, and nobody without the key can test a guess. */
  readonly fingerprint: string;
  readonly action: Action;
  /** Of a redaction, where it is another than the mask. */
  readonly style?: Style;
  /** Names of the rules that led to the action. Empty where an allowlist entry let it pass. */
  readonly rules: readonly string[];
  /** Set where an allowlist entry let it pass. */
  readonly allowlisted?: true;
}

/** A tool call of the response, and what the policy made of it. Names and places; never a value. */
export interface JudgedCall {
  readonly path: string;
  /** As the request offers it; `(not offered)` for any other. */
  readonly tool: string;
  readonly effect: Effect;
  readonly action: "allow" | CallAction;
  /** What stood against it, and in which argument: `no-origin` in `recipients[0]`, `not-asked-for` … */
  readonly problems: readonly { readonly problem: string; readonly argument?: string }[];
  /** Set where a person said yes. */
  readonly approved?: true;
}

/** Why the policy doesn't let Anthropic's servers run something: which of its limits the request goes beyond. */
export type ServerProblem =
  "not-described" | "not-named" | "not-allowed" | "domains" | "uses" | "url-sources" | "model" | "url" | "tools";

/** What runs on the API's side, by its name in the policy's `tools.server`. */
export type ServerPart = "webSearch" | "webFetch" | "codeExecution" | "advisor" | "mcp" | "skills";

/**
 * Something that an exchange declares beside its text: what Anthropic's servers are to run; or a tool definition that isn't as it was confirmed, or
 * that can be taken for another. Names and places; never a value.
 */
export type JudgedDeclaration = { readonly path: string; readonly action: "allow" | "flag" | "block" } & (
  { readonly what: ServerPart; readonly problem?: ServerProblem } | { readonly what: "tool"; readonly problem: DefinitionProblem }
);

/** Why an exchange was stopped, beside findings. */
export type Stop =
  | {
      readonly kind: "finding";
      readonly detector: string;
      readonly path: string;
      readonly why: "blocked" | "not-editable" | "breaks-json";
    }
  | { readonly kind: "unreadable"; readonly error: Unreadable }
  | { readonly kind: "unknown"; readonly what: Unknown["what"]; readonly path: string }
  | { readonly kind: "unread"; readonly what: UnreadKind; readonly path: string }
  | {
      readonly kind: "limit";
      readonly limit: "segmentChars" | "findings" | "messages" | "tools" | "images" | "documents" | "repeatedChars" | "tokens";
      readonly max: number;
      readonly path: string;
      /** Set where the limit is one of the texts of an origin. */
      readonly origin?: Origin;
    }
  /** A part with the operator's authority that this policy's clients may not send. */
  | { readonly kind: "role"; readonly what: OperatorPart | "system-prompt"; readonly path: string }
  | { readonly kind: "model"; readonly allowed: readonly string[] }
  /** Something runs on the API's side without the limits that the policy demands. */
  | {
      readonly kind: "server-side";
      readonly what: ServerPart;
      readonly path: string;
      readonly problem: ServerProblem;
    }
  /** A tool definition that nobody has confirmed, or that can be taken for another. */
  | { readonly kind: "tool-definition"; readonly path: string; readonly problem: DefinitionProblem }
  | { readonly kind: "detector-failed"; readonly detector: string }
  | { readonly kind: "check-failed"; readonly check: string; readonly reason: CheckFailure }
  | { readonly kind: "check-blocked"; readonly check: string; readonly path: string }
  | { readonly kind: "edit-before-thinking"; readonly path: string }
  /** `ask`: the call needs a person's yes, and got none. */
  | {
      readonly kind: "tool-call";
      readonly path: string;
      readonly tool: string;
      readonly action: "ask" | "block";
      readonly problems: JudgedCall["problems"];
    };

export type CheckFailure = "unreachable" | "timeout" | "bad-status" | "bad-answer" | "not-run";

/** How the detectors fared on an exchange, by id; each stands in one list. "Not applicable" and "failed" never read as "passed". */
export interface DetectorCoverage {
  /** They read at least one of the texts. */
  readonly ran: readonly string[];
  /** The policy doesn't ask for them on any of the texts. */
  readonly notApplicable: readonly string[];
  readonly failed: readonly string[];
  /** They failed, and the policy lets the exchange pass all the same. */
  readonly opened: readonly string[];
}

/** How a check that needs I/O fared. */
export type CheckRun =
  | { readonly status: "not-applicable" }
  /** `segments`: texts that it was shown; `bad`: paths of those that it found bad. */
  | { readonly status: "ran"; readonly segments: number; readonly bad: readonly string[] }
  /** `opened`: it failed, and the policy lets the exchange pass all the same. */
  | { readonly status: "failed" | "opened"; readonly segments: number; readonly reason: CheckFailure };

export interface PlaceholderCounts {
  /** Places at which one was put in place of a value; those included where a value that was hidden before stands again. */
  readonly hidden: number;
  /** Places at which a value was put back. */
  readonly restored: number;
  /** What the model wrote in the form of a placeholder, and that stands for no value of this exchange: invented, or altered. Left as it was. */
  readonly left: number;
}

/** A keyword of a schema that can't be checked, and what it should have been checked on. */
export interface UncheckedPart {
  readonly path: string;
  readonly keyword: string;
}

export interface Coverage {
  readonly read: readonly { readonly path: string; readonly origin: Origin; readonly trust: Trust; readonly chars: number }[];
  readonly unread: readonly { readonly path: string; readonly kind: UnreadKind }[];
  readonly unknown: readonly Unknown[];
  readonly detectors: DetectorCoverage;
  readonly checks: Readonly<Record<string, CheckRun>>;
  /** Texts so full of encodings that not all of what they decode to was read. */
  readonly partlyDecoded?: readonly string[];
  /** Parts of schemas that were not checked. */
  readonly unchecked?: readonly UncheckedPart[];
  /** Paths of tool calls that passed although nothing proved them good, since the policy only watches them. */
  readonly notJudged?: readonly string[];
  /** Of placeholders that give a value back. Left out where there were none. */
  readonly placeholders?: PlaceholderCounts;
  /** Set where the body couldn't be read at all. */
  readonly unreadable?: Unreadable;
}

export interface Verdict {
  /** What the policy decides. */
  readonly action: Action;
  /** False in mode `monitor`: decided and recorded, and nothing was changed. */
  readonly enforced: boolean;
  /** What is missing from the check: a detector or check that failed, or parts that can't be read. Mostly nothing. */
  readonly shortfall: Shortfall;
  /** Action and shortfall in words, for records and people. In mode `monitor` it is what would have been. */
  readonly outcome: Outcome;
  readonly findings: readonly JudgedFinding[];
  readonly stops: readonly Stop[];
  /** The tool calls of a response. */
  readonly calls: readonly JudgedCall[];
  /** What the exchange declares beside its text, as far as the policy has a word on it. */
  readonly declared: readonly JudgedDeclaration[];
  readonly coverage: Coverage;
  readonly policy: { readonly name: string; readonly version: string };
}

/** From the least to the worst. */
const SHORTFALLS = ["none", "unread", "failed"] as const;
export type Shortfall = (typeof SHORTFALLS)[number];

/** What passed says what is missing from the check. There is no "passed" without more: it would read as if all had been checked. */
export type Outcome =
  | `${"allowed" | "flagged" | "redacted"}${"" | " with a failed check" | " with unread parts"}`
  | "asked"
  | "blocked"
  | "could not be checked";

export interface VerdictParts {
  readonly policy: Policy;
  readonly findings: readonly JudgedFinding[];
  readonly stops: readonly Stop[];
  /** None, if left out. */
  readonly calls?: readonly JudgedCall[];
  readonly declared?: readonly JudgedDeclaration[];
  readonly coverage: Coverage;
}

/** Folds all that happened on an exchange into its verdict. */
export function createVerdict({ policy, findings, stops, calls = [], declared = [], coverage }: VerdictParts): Verdict {
  const found = findings.reduce<Action>((worst, { action }) => stricter(worst, action), "allow");
  const flagged = [...calls, ...declared].some((one) => one.action === "flag") ? "flag" : "allow";
  const action = stops.reduce<Action>(
    (worst, stop) => stricter(worst, stop.kind === "tool-call" ? stop.action : "block"),
    stricter(stricter(found, flagged), openedAs(policy, coverage)),
  );
  const shortfall = shortfallOf(coverage);
  return {
    action,
    enforced: policy.mode === "enforce",
    shortfall,
    outcome: outcomeOf(action, shortfall, stops),
    findings,
    stops,
    calls,
    declared,
    coverage,
    policy: { name: policy.name, version: policy.version },
  };
}

/** What let through is flagged where the policy wants it so: unread parts, failures, and texts that a check found bad. */
function openedAs(policy: Policy, coverage: Coverage): "allow" | "flag" {
  const words = [
    ...coverage.unread.map(({ kind }) => (kind === "encrypted" ? "allow" : policy.unread[kind])),
    ...coverage.detectors.opened.map((id) => policy.failures.detectors[id]),
    ...Object.entries(coverage.checks).map(([id, run]) => {
      if (run.status === "opened") return policy.failures.checks[id];
      return run.status === "ran" && run.bad.length > 0 ? "flag" : "allow";
    }),
  ];
  return words.includes("flag") ? "flag" : "allow";
}

/**
 * The outcome of an exchange whose parts were judged apart: the request, and the response if there was one. Never better than the worst of
 * them.
 * @param verdicts - At least one.
 */
export function jointOutcome(verdicts: readonly Verdict[]): Outcome {
  const action = verdicts.reduce<Action>((worst, verdict) => stricter(worst, verdict.action), "allow");
  const shortfall = SHORTFALLS.findLast((one) => verdicts.some((verdict) => verdict.shortfall === one)) ?? "none";
  return outcomeOf(
    action,
    shortfall,
    verdicts.flatMap(({ stops }) => stops),
  );
}

/**
 * Whether the verdict stands. A block for what was found does, whatever else failed; a pass only where nothing that the policy asks for failed.
 */
export function isCertain({ action, outcome, shortfall }: Verdict): boolean {
  return outcome !== "could not be checked" && (action === "block" || action === "ask" || shortfall !== "failed");
}

function shortfallOf(coverage: Coverage): Shortfall {
  const { unreadable, detectors, checks } = coverage;
  const failed = unreadable !== undefined || detectors.failed.length > 0 || detectors.opened.length > 0;
  if (failed || Object.values(checks).some(({ status }) => status === "failed" || status === "opened")) return "failed";
  const partly = coverage.partlyDecoded !== undefined || coverage.unchecked !== undefined;
  return coverage.unread.length > 0 || partly ? "unread" : "none";
}

/** A block is worse than a failed check, that is worse than an unread part, and all are worse than none. */
function outcomeOf(action: Action, shortfall: Shortfall, stops: readonly Stop[]): Outcome {
  if (action === "ask") return "asked";
  if (action === "block") return stops.length === 0 || stops.some(isDecided) ? "blocked" : "could not be checked";
  const base = action === "allow" ? "allowed" : action === "flag" ? "flagged" : "redacted";
  switch (shortfall) {
    case "none":
      return base;
    case "unread":
      return `${base} with unread parts`;
    case "failed":
      return `${base} with a failed check`;
  }
}

/** Whether the policy had something to decide on. A stop because something failed or couldn't be read says nothing about the exchange. */
function isDecided(stop: Stop): boolean {
  switch (stop.kind) {
    case "finding":
    case "unknown":
    case "unread":
    case "limit":
    case "role":
    case "model":
    case "server-side":
    case "tool-definition":
    case "check-blocked":
    case "edit-before-thinking":
    case "tool-call":
      return true;
    case "unreadable":
    case "detector-failed":
    case "check-failed":
      return false;
  }
}
