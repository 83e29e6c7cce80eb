/** Checking one file by the guard, and what came of it. */
import {
  isCertain,
  type Check,
  type CheckResult,
  type Guard,
  type Origin,
  type Refusal,
  type RequestDecision,
  type RequestFacts,
  type Trust,
  type Verdict,
} from "@sallyport/guard";
import { EXIT, type ExitCode } from "../exit-codes.js";
import { placesOf, type Place } from "@sallyport/scan";
import type { Kind } from "./shape.js";

export interface CheckOutcome {
  readonly kind: Kind;
  readonly verdict: Verdict;
  /** Set where the exchange stops. */
  readonly refusal: Refusal | undefined;
  /** Ids of the policy's checks that need I/O: they are not run here. */
  readonly notRun: readonly string[];
  /** Where findings begin, for a text. Exchanges have paths instead. */
  readonly places: ReadonlyMap<number, Place>;
}

export interface TextPlace {
  readonly origin: Origin;
  readonly trust: Trust;
}

/** Checks a text as if it stood at `place`. */
export function checkText(guard: Guard, text: string, place: TextPlace): CheckOutcome {
  const { verdict, refusal } = guard.text(text, place);
  const offsets = verdict.findings.map(({ start }) => start);
  return { kind: "text", verdict, refusal, notRun: [], places: placesOf(text, offsets) };
}

/**
 * Checks the body of a request or of a response, or the event stream that a response came as.
 * @param facts - Of the request that a response answers, where that is at hand.
 */
export function checkExchange(guard: Guard, kind: Exclude<Kind, "text">, body: Uint8Array, facts?: RequestFacts): CheckOutcome {
  switch (kind) {
    case "request":
      return checkRequest(guard.request(body));
    case "response": {
      const decision = guard.response(body, facts);
      return outcome(kind, decision.verdict, decision.kind === "stop" ? decision.refusal : undefined);
    }
    case "stream": {
      const stream = guard.stream(facts);
      stream.push(body);
      stream.end();
      return outcome(kind, stream.verdict(), stream.refusal);
    }
  }
}

/** A check that needs I/O is not run offline, and the guard is told so: the policy's word on failed checks decides what that means. */
function checkRequest(decision: RequestDecision<Uint8Array>): CheckOutcome {
  const checks = decision.kind === "checks" ? decision.checks : [];
  const decided = decidedOffline(decision);
  const refusal = decided.kind === "stop" ? decided.refusal : undefined;
  return {
    ...outcome("request", decided.verdict, refusal),
    notRun: checks.map(({ id }) => id),
  };
}

/** What the guard must know of a request to judge its response; `undefined` where the policy stops the request, so that it has none. */
export function factsOf(guard: Guard, request: Uint8Array): RequestFacts | undefined {
  const decided = decidedOffline(guard.request(request));
  return decided.kind === "pass" ? decided.facts : undefined;
}

const decidedOffline = (decision: RequestDecision<Uint8Array>) =>
  decision.kind === "checks" ? decision.decide(decision.checks.map(notRun)) : decision;

function notRun({ id }: Check): CheckResult {
  return { id, ok: false, reason: "not-run" };
}

function outcome(kind: Kind, verdict: Verdict, refusal: Refusal | undefined): CheckOutcome {
  return { kind, verdict, refusal, notRun: [], places: new Map() };
}

/**
 * What the exit code says. Stopped by what was found is certain, whatever else was not read; a pass is certain only where everything that
 * the policy asks for was done.
 */
export function exitCodeOf({ verdict, refusal, notRun }: CheckOutcome): ExitCode {
  if (!isCertain(verdict)) return EXIT.unknown;
  if (refusal !== undefined) return EXIT.stopped;
  return notRun.length > 0 ? EXIT.unknown : EXIT.passed;
}
