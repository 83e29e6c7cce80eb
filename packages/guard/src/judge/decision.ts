/** What the engine hands to a door: pass these bytes on, or answer with this refusal, or run these checks first. */
import type { Conversation } from "../exchange/conversation.js";
import type { RequestSchemas } from "../exchange/schemas.js";
import type { CallReport } from "../tools/report.js";
import type { HiddenValues } from "../placeholders/hidden-values.js";
import type { Refusal } from "./refusal.js";
import type { CheckFailure, Verdict } from "../policy/verdict.js";

/**
 * What the engine must know of a request to judge its response: the tail of a prefilled message, the tools offered, whether the answer is
 * to be JSON, the schemas that it states, the conversation, by which its tool calls are judged, and the values that it hid. Opaque to doors, and
 * only good in this process.
 */
export interface RequestFacts {
  readonly prefill: string;
  readonly jsonOutput: boolean;
  /** `undefined` where the request isn't known. */
  readonly schemas: (() => RequestSchemas) | undefined;
  /** `undefined` where the request isn't known. */
  readonly conversation: (() => Conversation) | undefined;
  /** What the request's placeholders stand for. Nothing else is ever put back. */
  readonly hidden: Pick<HiddenValues, "placeholderOf" | "valueOf" | "repeatsIn">;
}

/** The exchange may go on with `body`, which is the very same value that came in where nothing was edited. */
export interface Pass<Body> {
  readonly kind: "pass";
  readonly verdict: Verdict;
  readonly body: Body;
  readonly edited: boolean;
  /** Values that the door adds to the request's `anthropic-beta` header. Mostly none. */
  readonly betas: readonly string[];
  /** To be given to `response()` or `stream()`. */
  readonly facts: RequestFacts;
}

/** The exchange stops here: nothing of it may be sent on. */
export interface Stopped {
  readonly kind: "stop";
  readonly verdict: Verdict;
  /** What the client is told. */
  readonly refusal: Refusal;
}

/** A text that a check wants to see. */
export interface CheckedText {
  readonly path: string;
  readonly origin: string;
  readonly trust: string;
  readonly text: string;
}

/** An I/O check that the guard asks the door to run before it can decide. */
export interface Check {
  readonly id: string;
  readonly kind: "http";
  readonly url: string;
  readonly timeoutMs: number;
  readonly texts: readonly CheckedText[];
}

/** What came of a check. A failure is a result too: the policy says what it means. */
export type CheckResult =
  | {
      readonly id: string;
      readonly ok: true;
      /** Paths of the texts that the check finds bad. */ readonly bad: readonly string[];
    }
  | { readonly id: string; readonly ok: false; readonly reason: CheckFailure };

/** The guard can't decide yet. A check without a result counts as failed (`not-run`). */
export interface NeedsChecks<Body> {
  readonly kind: "checks";
  readonly checks: readonly Check[];
  decide(results: readonly CheckResult[]): Pass<Body> | Stopped;
}

export type RequestDecision<Body> = Pass<Body> | Stopped | NeedsChecks<Body>;
export type ResponsePass<Body> = Omit<Pass<Body>, "betas" | "facts">;

/** The response has calls that need a person's yes. It is a stop, unless somebody is there to ask. */
export interface Asked<Body> extends Stopped {
  /** What to ask: at least one call, safe to show to a person. It holds values, so it isn't plain data of the decision, which may be logged. */
  asks(): readonly CallReport[];
  /**
   * Decides anew, with the answers. Once: an approval is good for this response and no other.
   * @param approved - Ids of the calls that got a yes. No answer is a no.
   * @throws {@link RangeError} the second time.
   */
  decide(approved: ReadonlySet<string>): ResponsePass<Body> | Stopped;
}

export type ResponseDecision<Body> = ResponsePass<Body> | Stopped | Asked<Body>;

/** Whether a request that can't be read may pass. */
export type EndpointDecision = { readonly kind: "pass"; readonly verdict: Verdict } | Stopped;

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
  /** Calls that wait for a person's yes, of a stream that was started with an approver: nothing more comes before `answer`. */
  asks(): readonly CallReport[];
  /** Goes on with the answers: ids of the calls that got a yes. No answer is a no. Returns bytes for the client. */
  answer(approved: ReadonlySet<string>): Uint8Array;
}
