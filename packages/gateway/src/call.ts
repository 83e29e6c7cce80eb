/** One request on its way through the gateway: its id, its clock, and the one switch by which whoever must can end it early. */
import { randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Route } from "./routes.js";

/** Why a call was ended early: the client went away or took nothing for too long, or the gateway stops. */
export type Cancellation = "client-left" | "stalled" | "shutdown";

export interface Call {
  /** `req_sp_…`: sent as `request-id` with what the gateway itself answers, and the key of the record. */
  readonly id: string;
  /** In milliseconds since 1970. */
  readonly at: number;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly route: Route;
  /** From the `?` on, or empty. */
  readonly query: string;
  /** Aborted with the call: hand it to whatever may take long. */
  readonly signal: AbortSignal;
  readonly cancel: (reason: Cancellation) => void;
  readonly cancelled: () => Cancellation | undefined;
}

export function createCall(request: IncomingMessage, response: ServerResponse, route: Route, query: string): Call {
  const at = Date.now();
  const abort = new AbortController();
  let cancellation: Cancellation | undefined;
  const cancel = (reason: Cancellation): void => {
    if (cancellation !== undefined) return;
    cancellation = reason;
    abort.abort();
  };
  // The one event that tells in every case that nobody listens any more.
  response.on("close", () => {
    if (!response.writableFinished) cancel("client-left");
  });
  return { id: createId(at), at, request, response, route, query, signal: abort.signal, cancel, cancelled: () => cancellation };
}

/** Time first, so that the audit trail's index grows at its end alone; then 80 random bits. */
function createId(at: number): string {
  return `req_sp_${at.toString(16).padStart(12, "0")}${randomBytes(10).toString("hex")}`;
}
