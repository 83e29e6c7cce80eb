/** The points of the checklist: what each is, and how a result is told. */

/** In the order of the practice's checklist, then what belongs to it. */
export const POINTS = {
  "keys-in-environment": "API keys are in the environment, never in code",
  "env-ignored": "files with variables are ignored by git, the example is not",
  "env-example": "an example names the variables, with placeholders alone",
  "file-modes": "nobody else on the machine reads files with keys",
  "separate-keys": "each environment has a key of its own",
  "rotation-schedule": "keys are rotated on a schedule",
  "system-parameter": "instructions go into the `system` parameter",
  "input-limited": "users' input is validated, and limited in length",
  "output-scanned": "answers are searched for sensitive data",
  https: "all calls use HTTPS, with certificates checked",
  "rate-limit": "the application limits its callers",
  "audit-log": "every call is on record",
  "browser-variables": "no key in a variable that browsers get to see",
  "built-bundle": "no key in what is built and published",
  "browser-client": "no browser calls the API itself",
  containers: "no key in images, compose files and pipelines",
} as const;
export type PointId = keyof typeof POINTS;
export const POINT_IDS = Object.keys(POINTS) as readonly PointId[];

/**
 * - `passed`: shown by what was read;
 * - `failed`: at least one problem was found;
 * - `unknown`: what was read shows neither; never taken for a pass;
 * - `vouched`: unknown, and a person gave their word, with a reason;
 * - `not-applicable`: there is nothing that it could be about.
 */
export type Status = "passed" | "failed" | "unknown" | "vouched" | "not-applicable";

/** What a result rests on. Kind and place; never a value. */
export interface Evidence {
  readonly what: string;
  readonly file?: string;
  /** Counts from 1. */
  readonly line?: number;
  /** Counts from 1, in characters. */
  readonly column?: number;
  /** Of a secret; the same in all evidence of one run. */
  readonly fingerprint?: string;
}

export interface PointResult {
  readonly id: PointId;
  readonly status: Status;
  /** What is wrong. */
  readonly problems: readonly Evidence[];
  /** What a person should look at, and may be right as it is. */
  readonly doubts: readonly Evidence[];
  /** What shows that it is right. */
  readonly proofs: readonly Evidence[];
  /** What to do, exactly. Left out where nothing is. */
  readonly fix?: string;
  /** What `--fix` does for it. */
  readonly repairs: readonly Repair[];
}

/** A change that can be made without asking: it takes no value away, and can be taken back. */
export type Repair =
  | { readonly kind: "append"; readonly file: string; readonly lines: readonly string[] }
  | { readonly kind: "create"; readonly file: string; readonly text: string }
  /** Nobody but the owner may read or write it. */
  | { readonly kind: "close"; readonly file: string };

export interface Findings {
  readonly problems?: readonly Evidence[];
  readonly doubts?: readonly Evidence[];
  readonly proofs?: readonly Evidence[];
  /** Told unless the point passed. */
  readonly fix?: string;
  readonly repairs?: readonly Repair[];
}

/** Problems fail it; without them proofs pass it; without either it is unknown. */
export function resultOf(id: PointId, { problems = [], doubts = [], proofs = [], fix, repairs = [] }: Findings): PointResult {
  const status = problems.length > 0 ? "failed" : proofs.length > 0 ? "passed" : "unknown";
  const told = status === "passed" || fix === undefined ? {} : { fix };
  return { id, status, problems, doubts, proofs: status === "failed" ? [] : proofs, repairs, ...told };
}

/** @param why - What there isn't, that it could be about. */
export function notApplicable(id: PointId, why: string): PointResult {
  return { id, status: "not-applicable", problems: [], doubts: [], proofs: [{ what: why }], repairs: [] };
}
