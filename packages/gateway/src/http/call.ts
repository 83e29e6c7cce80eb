/** One request on its way through the gateway: its id, its clock, and the one switch by which whoever must can end it early. */
import { randomUUID } from "node:crypto";
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
  /** Calls back when the call is cancelled; at once if it is already. */
  readonly onCancel: (listener: () => void) => void;
  readonly cancel: (reason: Cancellation) => void;
  readonly cancelled: () => Cancellation | undefined;
}

export function createCall(request: IncomingMessage, response: ServerResponse, route: Route, query: string): Call {
  const at = Date.now();
  const listeners: (() => void)[] = [];
  let cancellation: Cancellation | undefined;
  const cancel = (reason: Cancellation): void => {
    if (cancellation !== undefined) return;
    cancellation = reason;
    for (const listener of listeners) listener();
  };
  const onCancel = (listener: () => void): void => {
    if (cancellation === undefined) listeners.push(listener);
    else listener();
  };
  // The one event that tells in every case that nobody listens any more.
  response.on("close", () => {
    if (!response.writableFinished) cancel("client-left");
  });
  return { id: createId(at), at, request, response, route, query, onCancel, cancel, cancelled: () => cancellation };
}

/** A signal for what takes one: making it costs more than most calls need. */
export function signalOf({ onCancel }: Call): AbortSignal {
  const abort = new AbortController();
  onCancel(() => {
    abort.abort();
  });
  return abort.signal;
}

/** Time first, so that the audit trail's index grows at its end alone; then 74 random bits. */
function createId(at: number): string {
  return `req_sp_${at.toString(16).padStart(12, "0")}${randomUUID().slice(14).replaceAll("-", "")}`;
}
