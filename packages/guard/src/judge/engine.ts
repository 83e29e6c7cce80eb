/** What judging needs of a compiled policy, and how each judgment ends. */
import type { RequestFacts, Stopped } from "./decision.js";
import { writeEdits, type Insertion } from "../exchange/edit.js";
import type { JsonValue } from "../exchange/json.js";
import type { Edit } from "../exchange/reading.js";
import type { Segment } from "../exchange/segment.js";
import type { Marks } from "../prompts/marking.js";
import type { Compile } from "../pattern/searcher.js";
import type { Policy } from "../policy/policy.js";
import { createHiddenValues } from "../placeholders/hidden-values.js";
import { refusalOf } from "./refusal.js";
import type { CoverageOf } from "./detector-coverage.js";
import type { Judge, Place } from "./judge.js";
import type { ExchangeRecord } from "./record.js";
import type { Roles } from "./roles.js";

export interface Engine {
  readonly policy: Policy;
  readonly judge: Judge;
  readonly coverageOf: CoverageOf;
  readonly marksFor: (conversation: string) => Marks;
  readonly roles: Roles;
  readonly newIncident: () => string;
  /** Whether the policy puts placeholders in place of values. */
  readonly reversible: boolean;
  /** @param fingerprint - Of the value, where it is known. */
  readonly placeholderOf: (value: string, mask: string, fingerprint?: string) => string;
  /** The policy's schema of answers. */
  readonly answerSchema: JsonValue | undefined;
  /** Runs patterns that come from schemas. Without it they are not checked. */
  readonly patternEngine: Compile | undefined;
}

/** For a response whose request is not known. */
export const NO_FACTS: RequestFacts = {
  prefill: "",
  jsonOutput: false,
  schemas: undefined,
  conversation: undefined,
  hidden: createHiddenValues(),
};

/** A segment's place, with the operator's word on whose text its origin holds. */
export function placeOf(policy: Policy, segment: Pick<Segment, "path" | "origin" | "trust">): Place {
  return { path: segment.path, origin: segment.origin, trust: policy.trust[segment.origin] ?? segment.trust };
}

/** A body with the edits that were decided on. */
export interface Judged<Body> {
  readonly side: "request" | "response";
  readonly body: Body;
  /** The body's text, in which the edits' positions count. */
  readonly source: string;
  readonly edits: readonly (Edit | Insertion)[];
}

/**
 * Ends a judgment: stop, or pass with the edits written. In mode `monitor` everything passes as it came: also what couldn't be read, since
 * to watch is all that was asked for.
 */
export function conclude<Body extends string | Uint8Array>(
  { policy, newIncident }: Engine,
  record: ExchangeRecord,
  { side, body, source, edits }: Judged<Body>,
): { readonly kind: "pass"; readonly verdict: Stopped["verdict"]; readonly body: Body; readonly edited: boolean } | Stopped {
  const verdict = record.verdict();
  if (policy.mode === "enforce" && record.stops.length > 0) {
    return { kind: "stop", verdict, refusal: refusalOf(record.stops, verdict.findings, newIncident(), side) };
  }
  if (policy.mode === "monitor" || edits.length === 0) return { kind: "pass", verdict, body, edited: false };
  const edited = writeEdits(source, edits);
  return {
    kind: "pass",
    verdict,
    body: (typeof body === "string" ? edited : new TextEncoder().encode(edited)) as Body,
    edited: true,
  };
}
