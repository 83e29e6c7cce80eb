/** The engine's front: `createGuard(policy)` compiles once; then each exchange is read, searched, decided and edited by pure functions. */
import type { RequestDecision, RequestFacts, ResponseDecision } from "./decision.js";
import type { Detector } from "./detectors/detector.js";
import type { Origin, Trust } from "./exchange/segment.js";
import type { Policy } from "./policy/policy.js";
import type { JudgedFinding, Verdict } from "./policy/verdict.js";
import type { Refusal } from "./refusal.js";
import type { SseFrame } from "./exchange/sse.js";

export interface GuardOptions {
  /**
   * Key of fingerprints, placeholders and nonces, at least 16 bytes; shared by replicas that should agree. Random if left out, and then
   * fingerprints differ from process to process.
   */
  readonly secret?: Uint8Array;
  /** Detectors of the caller's own, beside the shipped ones. */
  readonly detectors?: readonly Detector[];
  /** Today's date for the end dates of allowlist entries. The clock's if left out. */
  readonly now?: () => Date;
}

export interface Guard {
  readonly policy: Policy;
  /** Every detector that can run, by id, the operator's patterns included. */
  readonly detectors: readonly Detector[];
  /** Checks a request to `/v1/messages` or `/v1/messages/count_tokens`. Never throws on what a client can send. */
  request<Body extends string | Uint8Array>(body: Body): RequestDecision<Body>;
  /** Checks a whole response message. */
  response<Body extends string | Uint8Array>(body: Body, facts?: RequestFacts): ResponseDecision<Body>;
  /** Checks a streamed response. */
  stream(facts?: RequestFacts): GuardedStream;
  /** Checks one text on its own, as if it stood at the origin given. */
  text(text: string, place: { readonly origin: Origin; readonly trust: Trust }): TextDecision;
}

export interface TextDecision {
  readonly verdict: Verdict;
  /** The text with its redactions; the text itself where there are none. */
  readonly text: string;
  /** 0..1: how sure the detectors are, all findings together, that something is wrong. Comparable between texts. */
  readonly score: number;
  readonly refusal: Refusal | undefined;
}

/** A streamed response under guard. Bytes of the event stream go in; checked bytes come out. */
export interface GuardedStream {
  /** Takes the next bytes from upstream, cut anywhere; returns what may go on to the client now (often the same bytes). */
  push(chunk: Uint8Array): Uint8Array;
  /** Says that upstream has ended; returns the last bytes for the client. A stream that upstream cut short ends with an error event. */
  end(): Uint8Array;
  /** True once the guard has stopped the exchange: what `push` returned is the end; cancel upstream. */
  readonly stopped: boolean;
  /** The verdict so far; complete after `end()` or once `stopped`. */
  verdict(): Verdict;
  /** What the client was told, once `stopped`. */
  readonly refusal: Refusal | undefined;
}

export type { JudgedFinding, SseFrame };
