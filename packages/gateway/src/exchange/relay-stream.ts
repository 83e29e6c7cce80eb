/**
 * A streamed answer on its way to the client: bytes in, checked bytes out, at the pace of the slower side. The end of the message waits until
 * the exchange is on record; whatever else ends the stream (a stop, a break, a shutdown) is told by an `error` event, never by a bare cut,
 * which many clients take for a short answer.
 */
import type { GuardedStream, Pass } from "@sallyport/guard";
import { outcomeHeaders, record } from "../http/answer.js";
import type { Ended } from "../audit/record.js";
import type { Caller } from "../auth/authenticate.js";
import type { Call } from "../http/call.js";
import { createFrameWatch } from "./frame-watch.js";
import type { FrameWatch } from "./frame-watch.js";
import type { Gateway } from "../gateway.js";
import { toClientHeaders } from "../http/headers.js";
import { describeError } from "../log.js";
import { errorFrame } from "../http/problem.js";
import type { Problem } from "../http/problem.js";
import type { UpstreamBody } from "../upstream/upstream-body.js";
import { requestIdOf } from "../upstream/upstream.js";
import type { UpstreamResponse } from "../upstream/upstream.js";

export interface Streaming {
  readonly caller: Caller;
  readonly request: Pass<Uint8Array>;
  readonly response: UpstreamResponse;
}

/** An upstream that goes on after the end of its message is let go of after so long. */
const AFTER_END_MS = 2_000;
const NOTHING = new Uint8Array(0);

export async function relayStream(gateway: Gateway, call: Call, { caller, request, response }: Streaming): Promise<void> {
  const judged = { request: request.verdict };
  call.response.writeHead(response.status, {
    ...toClientHeaders(response.headers, caller.upstreamKey),
    ...outcomeHeaders(call, { judged }),
    ...(gateway.closing() ? { connection: "close" } : {}),
  });
  // A client waits for the head to know that its request was taken; mostly it goes out with the first bytes.
  setImmediate(() => {
    if (!call.response.destroyed) call.response.flushHeaders();
  });

  const watch = createFrameWatch();
  const stream = attempt(gateway, call, () => gateway.guard.stream(request.facts));
  const { ended, last, problem } =
    stream === undefined ? guardFailed(call) : await pump(gateway, call, { stream, watch, body: response.body });
  response.body.abort();
  const durable = await record(gateway, call, {
    ended,
    status: response.status,
    key: caller.key,
    judged: { ...judged, response: attempt(gateway, call, () => stream?.verdict()) },
    problem,
    facts: watch.facts(),
    streamed: true,
    upstreamRequestId: requestIdOf(response),
  });
  if (call.response.destroyed) return;
  call.response.end(durable ? last : errorFrame({ kind: "not-recorded" }, call.id));
}

interface Pumped {
  readonly ended: Ended;
  /** What the client gets once the exchange is on record. */
  readonly last: Uint8Array;
  readonly problem?: Problem;
}

interface Pumping {
  readonly stream: GuardedStream;
  readonly watch: FrameWatch;
  readonly body: UpstreamBody;
}

/** Moves bytes until the upstream ends, the guard stops, or the call is cancelled. */
async function pump(gateway: Gateway, call: Call, { stream, watch, body }: Pumping): Promise<Pumped> {
  let afterEnd: NodeJS.Timeout | undefined;
  let early: Pumped | undefined;
  let broke = false;
  let wake = (): void => undefined;
  // A cancelled call breaks the transfer by itself; a taker that waits for its client must be told.
  call.onCancel(() => {
    wake();
  });
  try {
    await body.each((chunk) => {
      if (call.cancelled() !== undefined) return false;
      const checked = attempt(gateway, call, () => stream.push(chunk));
      if (checked === undefined) early = guardFailed(call);
      else if (stream.stopped) early = stopped(stream, Buffer.concat([watch.held(), checked]));
      if (checked === undefined || early !== undefined) return false;
      const passed = watch.pass(checked);
      if (watch.ended) afterEnd ??= setTimeout(body.abort, AFTER_END_MS);
      if (passed.length === 0 || call.response.write(passed)) return undefined;
      return drained(call, gateway.limits.stallTimeoutMs, (settle) => {
        wake = settle;
      });
    });
  } catch {
    // The upstream broke off, or the call was cancelled: told apart below.
    broke = true;
  } finally {
    clearTimeout(afterEnd);
  }
  if (early !== undefined) return early;
  const rest = attempt(gateway, call, () => stream.end());
  switch (call.cancelled()) {
    case "client-left":
    case "stalled":
      return { ended: "client-left", last: NOTHING };
    case "shutdown":
      if (!watch.ended)
        return { ended: "shutdown", last: errorFrame({ kind: "shutting-down" }, call.id), problem: { kind: "shutting-down" } };
      break;
    case undefined:
      break;
  }
  if (rest === undefined) return guardFailed(call);
  const last = Buffer.concat([watch.held(), rest]);
  if (stream.stopped) return stopped(stream, last);
  if (watch.ended) return { ended: "complete", last };
  // A guard that only watches adds nothing to a stream; but the end of our connection would make a break look like an end.
  const unsaid = broke && rest.length === 0;
  return { ended: "upstream-failed", last: unsaid ? errorFrame({ kind: "upstream-broke-off" }, call.id) : last };
}

function stopped({ refusal }: GuardedStream, last: Uint8Array): Pumped {
  return { ended: "stopped", last, ...(refusal === undefined ? {} : { problem: { kind: "refused", refusal } }) };
}

function guardFailed(call: Call): Pumped {
  const problem: Problem = { kind: "not-checked" };
  return { ended: "stopped", last: errorFrame(problem, call.id), problem };
}

/** A guard that throws must not let anything pass; what it threw is logged without its message. */
function attempt<T>(gateway: Gateway, call: Call, work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    gateway.log.event({ event: "exchange_failed", id: call.id, ...describeError(error) });
    return undefined;
  }
}

/** Resolves when the client has taken what was written, so that a slow one slows the upstream instead of filling our memory. */
function drained(call: Call, stallTimeoutMs: number, onWait: (settle: () => void) => void): Promise<void> {
  const { response } = call;
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      call.cancel("stalled");
      response.destroy();
    }, stallTimeoutMs);
    const settle = (): void => {
      clearTimeout(timer);
      response.removeListener("drain", settle);
      resolve();
    };
    response.on("drain", settle);
    onWait(settle);
  });
}
