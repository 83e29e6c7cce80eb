/**
 * What the audit trail keeps of an exchange: who, when, under which policy, what was read, found and decided, and how it ended. Kinds,
 * places, lengths and keyed fingerprints; never a prompt, an answer, a key or a matched value.
 */
import { jointOutcome } from "@sallyport/guard";
import type { Action, CheckRun, JudgedFinding, Outcome, PlaceholderCounts, Stop, Verdict } from "@sallyport/guard";
import type { Environment } from "@sallyport/keys";

/** How an exchange came to its end. */
export type Ended =
  /** The upstream's answer went to the client whole. */
  | "complete"
  /** The gateway answered, and the upstream was never asked. */
  | "refused"
  /** The upstream was asked, and its answer stopped. */
  | "stopped"
  /** The upstream answered with an error, which went to the client. */
  | "upstream-error"
  /** No answer, none that could be used, or one that broke off. */
  | "upstream-failed"
  | "client-left"
  | "shutdown";

/** The guard's words; and two for exchanges that it never saw: refused before it, and without text to check (a list of models). */
export type RecordedOutcome = Outcome | "refused" | "not checked";

/** A finding, and on which side of the exchange it was made. */
export type RecordedFinding = JudgedFinding & { readonly side: "request" | "response" };

/**
 * What was read, by what, and what not. Of the detectors only those are named that did not run: the record is written for every exchange,
 * and all others of its `detectorSet` ran.
 */
export interface RecordedCoverage {
  readonly segments: number;
  readonly chars: number;
  readonly unread: readonly { readonly path: string; readonly kind: string }[];
  readonly unknown: readonly { readonly path: string; readonly what: string }[];
  readonly unreadable: string | null;
  /** What Anthropic's servers were to run, and what the policy made of it. */
  readonly declared?: Verdict["declared"];
  readonly detectors: {
    readonly ran: number;
    readonly notApplicable: readonly string[];
    readonly failed: readonly string[];
    /** Failed, and let pass by the policy's word. */
    readonly opened: readonly string[];
  };
  readonly checks: Readonly<Record<string, CheckRun["status"]>>;
  /** Left out where there were none. */
  readonly placeholders?: PlaceholderCounts;
}

export interface ExchangeRecord {
  /** `req_sp_…`, ordered by time; the `request-id` of what the gateway itself answers. */
  readonly id: string;
  /** When the request came, in milliseconds since 1970. */
  readonly at: number;
  readonly durationMs: number;
  readonly incident: string | null;
  readonly upstreamRequestId: string | null;
  readonly virtualKey: string | null;
  readonly environment: Environment | null;
  readonly route: string;
  /** As the upstream names it in its answer. */
  readonly model: string | null;
  readonly streamed: boolean;
  /** What the client was sent, or null if it left before. */
  readonly status: number | null;
  readonly ended: Ended;
  /** Why the gateway itself answered, if it did. */
  readonly problem: string | null;
  readonly outcome: RecordedOutcome;
  readonly action: Action | null;
  readonly enforced: boolean | null;
  readonly policyName: string;
  readonly policyVersion: string;
  /** Id of the list of detectors that could run. */
  readonly detectorSet: string;
  readonly findings: { readonly total: number; readonly first: readonly RecordedFinding[] };
  readonly stops: readonly Stop[];
  readonly coverage: { readonly request: RecordedCoverage | null; readonly response: RecordedCoverage | null };
  readonly inputTokens: number | null;
  readonly cacheWriteTokens: number | null;
  readonly cacheReadTokens: number | null;
  readonly outputTokens: number | null;
}

/** A record names so many findings and places each, and counts the rest: one exchange must not fill the disk. */
const MAX_LISTED = 200;

const STRICTNESS: Readonly<Record<Action, number>> = { allow: 0, flag: 1, redact: 2, ask: 3, block: 4 };

export interface Judged {
  readonly request?: Verdict | undefined;
  readonly response?: Verdict | undefined;
}

/** What both sides together come to, never better than the worst part; `without` is the outcome where neither was judged. */
export function toOutcome({ request, response }: Judged, without: RecordedOutcome): RecordedOutcome {
  if (request === undefined || response === undefined) return (request ?? response)?.outcome ?? without;
  return jointOutcome([request, response]);
}

export function toAction({ request, response }: Judged): Action | null {
  if (request === undefined || response === undefined) return (request ?? response)?.action ?? null;
  return STRICTNESS[response.action] > STRICTNESS[request.action] ? response.action : request.action;
}

export function toFindings({ request, response }: Judged, more: readonly JudgedFinding[] = []): ExchangeRecord["findings"] {
  const ofRequest = [...more, ...(request?.findings ?? [])];
  const ofResponse = response?.findings ?? [];
  const total = ofRequest.length + ofResponse.length;
  if (total === 0) return { total, first: [] };
  const first = [
    ...ofRequest.slice(0, MAX_LISTED).map((finding) => ({ ...finding, side: "request" as const })),
    ...ofResponse.slice(0, MAX_LISTED).map((finding) => ({ ...finding, side: "response" as const })),
  ];
  return { total, first };
}

export function toCoverage(verdict: Verdict | undefined): RecordedCoverage | null {
  if (verdict === undefined) return null;
  const { read, unread, unknown, unreadable, detectors, checks, placeholders } = verdict.coverage;
  let chars = 0;
  for (const segment of read) chars += segment.chars;
  return {
    segments: read.length,
    chars,
    unread: unread.slice(0, MAX_LISTED),
    unknown: unknown.slice(0, MAX_LISTED),
    unreadable: unreadable?.code ?? null,
    ...(verdict.declared.length === 0 ? {} : { declared: verdict.declared.slice(0, MAX_LISTED) }),
    detectors: { ...detectors, ran: detectors.ran.length },
    checks: Object.fromEntries(Object.entries(checks).map(([id, { status }]) => [id, status])),
    ...(placeholders === undefined ? {} : { placeholders }),
  };
}
