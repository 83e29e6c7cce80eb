/**
 * What the policy lets pass unread, batches and files: streamed both ways, held nowhere, and on record as unread. One thing is changed: a
 * batch names the absolute address of its results, and a client that followed it would send its virtual key past the gateway.
 */
import type { Readable } from "node:stream";
import { Transform } from "node:stream";
import { answerProblem, answerWhole, outcomeHeaders, record } from "../http/answer.js";
import type { Judged } from "../audit/record.js";
import type { Caller } from "../auth/authenticate.js";
import type { Call } from "../http/call.js";
import { failureOf } from "../http/failure.js";
import type { Gateway } from "../gateway.js";
import { toClientHeaders } from "../http/headers.js";
import { sendUp } from "./send-up.js";
import type { SentUp } from "./send-up.js";
import type { UpstreamBody } from "../upstream/upstream-body.js";
import { requestIdOf, whyUnusable } from "../upstream/upstream.js";
import type { UpstreamRequest, UpstreamResponse } from "../upstream/upstream.js";

export interface UnreadOutgoing {
  readonly caller: Caller;
  readonly judged: Judged;
  readonly upstream: UpstreamRequest & { readonly body: Readable | null };
}

export async function relayUnread(gateway: Gateway, call: Call, { caller, judged, upstream }: UnreadOutgoing): Promise<void> {
  const common = { key: caller.key, judged };
  const limit = gateway.limits.unreadBodyBytes;
  if (Number(call.request.headers["content-length"] ?? 0) > limit) {
    await answerProblem(gateway, call, { ...common, ended: "refused", problem: { kind: "body-too-large", limit } });
    return;
  }
  let sent: SentUp;
  let whole: Uint8Array | undefined;
  try {
    const body = upstream.body === null ? null : limited(upstream.body, limit);
    sent = await sendUp(gateway, call, caller, { ...upstream, body });
    const { response } = sent;
    const what = whyUnusable(response);
    if (what !== undefined) {
      response.body.abort();
      await answerProblem(gateway, call, { ...common, ended: "upstream-failed", problem: { kind: "upstream-malformed", what } });
      return;
    }
    whole = isJson(response) ? await response.body.whole(gateway.limits.responseBytes) : undefined;
  } catch (error) {
    const failure =
      error instanceof BodyTooLarge
        ? ({ ended: "refused", problem: { kind: "body-too-large", limit } } as const)
        : failureOf(call, error);
    await answerProblem(gateway, call, { ...common, ...failure });
    return;
  }
  const { response } = sent;
  const { upstreamKey } = sent.caller;
  const { status } = response;
  const upstreamRequestId = requestIdOf(response);
  const ending = { ...common, status, upstreamRequestId, ended: status >= 400 ? "upstream-error" : "complete" } as const;
  const headers = toClientHeaders(response.headers, upstreamKey);
  if (isJson(response)) {
    const bytes = whole === undefined ? undefined : rewrite(whole, upstreamKey, gateway.publicUrl ?? "");
    if (bytes === undefined) {
      const problem = {
        kind: "upstream-malformed",
        what: whole === undefined ? "it is too large" : "it holds a credential",
      } as const;
      await answerProblem(gateway, call, { ...common, upstreamRequestId, ended: "upstream-failed", problem });
      return;
    }
    await answerWhole(gateway, call, ending, { headers, bytes });
    return;
  }
  call.response.writeHead(status, { ...headers, ...outcomeHeaders(call, { judged }) });
  const { last, broke } = await passOn(call, response.body);
  const durable = await record(gateway, call, { ...ending, ...(broke ? { ended: failureOf(call, undefined).ended } : {}) });
  // Nothing in such a body could say that it isn't whole; a connection that breaks does.
  if (durable && !broke) call.response.end(last);
  else call.response.destroy();
}

/** Passes chunks on, each when the next one comes: the last waits for the record. */
async function passOn(
  { response, onCancel }: Call,
  body: UpstreamBody,
): Promise<{ readonly last: Uint8Array; readonly broke: boolean }> {
  let last: Uint8Array = new Uint8Array(0);
  let wake = (): void => undefined;
  onCancel(() => {
    wake();
  });
  try {
    await body.each((chunk) => {
      const taken = response.write(last);
      last = chunk;
      if (taken) return undefined;
      return new Promise((resolve) => {
        wake = resolve;
        response.once("drain", resolve);
      });
    });
    return { last, broke: false };
  } catch {
    return { last, broke: true };
  }
}

class BodyTooLarge extends Error {}

function limited(body: Readable, limit: number): Readable {
  let left = limit;
  const counter = new Transform({
    transform(chunk: Buffer, _, done) {
      left -= chunk.length;
      if (left < 0) done(new BodyTooLarge());
      else done(null, chunk);
    },
  });
  return body.pipe(counter);
}

/** `undefined` if the upstream quotes the key that it was sent. */
function rewrite(bytes: Uint8Array, upstreamKey: string, publicUrl: string): Uint8Array | undefined {
  const body = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (body.includes(upstreamKey)) return undefined;
  if (!body.includes('"results_url"')) return bytes;
  const text = body.toString("utf8");
  return Buffer.from(text.replace(RESULTS_URL, (_, before: string, path: string) => before + publicUrl + path));
}

const RESULTS_URL = /("results_url"\s*:\s*")https?:\/\/[^"/\\]+(\/[^"\\]*")/g;

function isJson({ headers }: UpstreamResponse): boolean {
  return /^application\/json(?:;|$)/i.test(headers["content-type"] ?? "");
}
