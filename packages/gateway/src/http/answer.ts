/**
 * How an exchange ends: first on the record, then for the client. Nothing that a client could take for an end leaves before the audit trail
 * has the row on its disk; where that fails, the client gets an error in its place.
 */
import type { JudgedFinding } from "@sallyport/guard";
import { toAction, toCoverage, toFindings, toOutcome } from "../audit/record.js";
import type { Ended, ExchangeRecord, Judged, RecordedOutcome } from "../audit/record.js";
import { discardBody } from "./body.js";
import type { Call } from "./call.js";
import type { Gateway } from "../gateway.js";
import { errorBody, toWire } from "./problem.js";
import type { Problem } from "./problem.js";
import { routeName } from "./routes.js";
import type { VirtualKey } from "../store/store.js";
import { NO_USAGE } from "../exchange/usage.js";
import type { MessageFacts } from "../exchange/usage.js";

export interface Ending {
  readonly ended: Ended;
  readonly status: number | null;
  readonly key?: VirtualKey | undefined;
  readonly judged?: Judged;
  /** Set where the gateway itself answers. */
  readonly problem?: Problem | undefined;
  /** Findings outside of the exchange's body. */
  readonly findings?: readonly JudgedFinding[];
  readonly facts?: MessageFacts;
  readonly streamed?: boolean;
  readonly upstreamRequestId?: string | null;
}

/** Headers that tell the client what the record says. */
const OUTCOME_HEADER = "sallyport-outcome";
const INCIDENT_HEADER = "sallyport-incident";

/** @returns Whether the record is on the disk. Only then may the client get its last byte. */
export function record(gateway: Gateway, call: Call, ending: Ending): Promise<boolean> {
  const row = toRecord(gateway, call, ending);
  gateway.log.exchange(row);
  return gateway.audit.record(row);
}

/** Answers with an error in the API's shape, once it is recorded. */
export async function answerProblem(
  gateway: Gateway,
  call: Call,
  ending: Omit<Ending, "status"> & { readonly problem: Problem },
): Promise<void> {
  const { status } = toWire(ending.problem);
  const durable = await record(gateway, call, { ...ending, status });
  sendProblem(gateway, call, durable ? ending.problem : { kind: "not-recorded" }, durable ? outcomeHeaders(call, ending) : {});
}

/** Sends a whole answer, once it is recorded. */
export async function answerWhole(
  gateway: Gateway,
  call: Call,
  ending: Ending & { readonly status: number },
  { headers, bytes }: { readonly headers: Readonly<Record<string, string | string[]>>; readonly bytes: Uint8Array },
): Promise<void> {
  if (!(await record(gateway, call, ending))) {
    sendProblem(gateway, call, { kind: "not-recorded" });
    return;
  }
  call.response.writeHead(ending.status, { ...headers, ...outcomeHeaders(call, ending), "content-length": bytes.length });
  call.response.end(bytes);
}

/** Sends an error in the API's shape, now. For what is no exchange, and for what can't be recorded. */
export function sendProblem(gateway: Gateway, call: Call, problem: Problem, more: Readonly<Record<string, string>> = {}): void {
  const { request, response } = call;
  if (response.headersSent || response.destroyed) return;
  const wire = toWire(problem);
  const body = errorBody(wire, call.id);
  response.writeHead(wire.status, {
    ...wire.headers,
    ...more,
    "content-type": "application/json",
    "content-length": Buffer.byteLength(body),
    "request-id": call.id,
    ...(wire.retry === undefined ? {} : { "x-should-retry": String(wire.retry) }),
    ...(gateway.closing() ? { connection: "close" } : {}),
  });
  response.end(body);
  discardBody(request, gateway.limits.bodyBytes);
}

export function outcomeHeaders(call: Call, ending: Pick<Ending, "judged" | "problem">): Record<string, string> {
  const outcome = outcomeOf(ending);
  const incident = incidentOf(call, ending);
  return { [OUTCOME_HEADER]: outcome, ...(incident === null ? {} : { [INCIDENT_HEADER]: incident }) };
}

function toRecord({ guard, detectorSet }: Gateway, call: Call, ending: Ending): ExchangeRecord {
  const { judged = {}, facts, problem } = ending;
  const usage = facts?.usage ?? NO_USAGE;
  const verdict = judged.response ?? judged.request;
  return {
    id: call.id,
    at: call.at,
    durationMs: Math.max(0, Date.now() - call.at),
    incident: incidentOf(call, ending),
    upstreamRequestId: ending.upstreamRequestId ?? null,
    virtualKey: ending.key?.id ?? null,
    environment: ending.key?.environment ?? null,
    route: routeName(call.route),
    model: facts?.model ?? null,
    streamed: ending.streamed ?? false,
    status: ending.status,
    ended: ending.ended,
    problem: problem === undefined ? null : problem.kind === "refused" ? problem.refusal.code : problem.kind,
    outcome: outcomeOf(ending),
    action: toAction(judged),
    enforced: verdict?.enforced ?? null,
    policyName: guard.policy.name,
    policyVersion: guard.policy.version,
    detectorSet,
    findings: toFindings(judged, ending.findings),
    stops: [...(judged.request?.stops ?? []), ...(judged.response?.stops ?? [])],
    coverage: { request: toCoverage(judged.request), response: toCoverage(judged.response) },
    ...usage,
  };
}

function outcomeOf({ judged = {}, problem }: Pick<Ending, "judged" | "problem">): RecordedOutcome {
  if (problem?.kind === "not-checked") return "could not be checked";
  return toOutcome(judged, problem === undefined ? "not checked" : "refused");
}

/** The guard's id where it stopped the exchange, ours where something else is to be told of it. */
function incidentOf(call: Call, ending: Pick<Ending, "judged" | "problem">): string | null {
  if (ending.problem?.kind === "refused") return ending.problem.refusal.incident;
  const outcome = outcomeOf(ending);
  return outcome === "allowed" || outcome === "not checked" ? null : call.id;
}
