/** What both ways into an SDK, the middleware and the `fetch` wrapper, can be told. */
import type { CallReport, Verdict } from "@sallyport/guard";

/** Where a verdict comes from. Holds no text of the exchange. */
export interface VerdictContext {
  readonly side: "request" | "response";
  readonly endpoint: "messages" | "count-tokens" | "unread";
  /** Set where the exchange was stopped: the id that the caller's error names. */
  readonly incident: string | undefined;
  /** The API's id of the exchange; known from the response on. */
  readonly requestId: string | undefined;
  /** False where the caller left a stream, or upstream broke it off, before its end: the rest was never read. */
  readonly complete: boolean;
}

export interface SallyportOptions {
  /**
   * Called with every verdict, allowed exchanges too: once for the request, once for the response (at its end, where it is streamed), and
   * again for each attempt of the SDK's. It is awaited before the request is sent and before the response ends, and if it throws, the
   * exchange is stopped: an exchange without a record is what an audit trail must not have. In mode `monitor` nothing is stopped, but
   * `warn` says so. Verdicts hold no values, so they may be logged.
   */
  readonly onVerdict?: (verdict: Verdict, context: VerdictContext) => void | Promise<void>;
  /**
   * Asked about a tool call that needs a person's yes: show the call and return what the person says. Only `true` is a yes; anything else, an
   * error or no answer in time is a no, and the response is stopped. A yes is good for this one call. What the call holds is safe to show
   * (nothing hidden, destinations first), and is not for a log. Without this callback every such call is stopped.
   * @param signal - Aborted once the answer would come too late.
   */
  readonly onAsk?: (call: CallReport, signal: AbortSignal) => boolean | Promise<boolean>;
  /** How long `onAsk` may take for one call. Default: two minutes. */
  readonly askTimeoutMs?: number;
  /**
   * Key of the fingerprints in verdicts and of placeholders, at least 16 bytes; random if left out, so that fingerprints differ from process to
   * process. A policy with placeholders needs one: the same for every process that takes part in a conversation. A guard that is handed in has
   * its own.
   */
  readonly secret?: Uint8Array;
  /** Told, once each, what Sallyport can't see from where it is. Default: `console.warn`. */
  readonly warn?: (message: string) => void;
}
