/** What the upstream answers, on its way to the client: an error as it is, a whole answer checked whole, a stream checked as it comes. */
import type { Pass } from "@sallyport/guard";
import { answerProblem, answerWhole } from "../http/answer.js";
import type { Ended } from "../audit/record.js";
import type { Caller } from "../auth/authenticate.js";
import type { Call } from "../http/call.js";
import { failureOf } from "../http/failure.js";
import type { Gateway } from "../gateway.js";
import { toClientHeaders } from "../http/headers.js";
import { describeError } from "../log.js";
import type { Problem } from "../http/problem.js";
import { relayStream } from "./relay-stream.js";
import { sendUp } from "./send-up.js";
import type { SentUp } from "./send-up.js";
import { requestIdOf, whyUnusable } from "../upstream/upstream.js";
import type { UpstreamRequest, UpstreamResponse } from "../upstream/upstream.js";
import { readMessageFacts } from "./usage.js";

export interface Outgoing {
  readonly caller: Caller;
  /** What the guard said of the request; `undefined` where it has no body to check. */
  readonly request: Pass<Uint8Array> | undefined;
  readonly upstream: UpstreamRequest;
}

export async function relay(gateway: Gateway, call: Call, outgoing: Outgoing): Promise<void> {
  let sent: SentUp;
  try {
    sent = await sendUp(gateway, call, outgoing.caller, outgoing.upstream);
  } catch (error) {
    await answerProblem(gateway, call, {
      key: outgoing.caller.key,
      judged: { request: outgoing.request?.verdict },
      ...failureOf(call, error),
    });
    return;
  }
  const { response, caller } = sent;
  const unusable = whyUnusable(response);
  if (unusable !== undefined) {
    response.body.abort();
    await answerUnusable(gateway, call, outgoing, unusable);
    return;
  }
  const { request } = outgoing;
  if (request !== undefined && call.route.kind === "messages" && response.status < 300 && isEventStream(response)) {
    await relayStream(gateway, call, { caller, request, response });
    return;
  }
  await relayWhole(gateway, call, { ...outgoing, caller }, response);
}

async function relayWhole(gateway: Gateway, call: Call, outgoing: Outgoing, response: UpstreamResponse): Promise<void> {
  const { caller, request } = outgoing;
  const { key, upstreamKey } = caller;
  let bytes: Uint8Array | undefined;
  try {
    bytes = await response.body.whole(gateway.limits.responseBytes);
  } catch (error) {
    await answerProblem(gateway, call, {
      key: outgoing.caller.key,
      judged: { request: outgoing.request?.verdict },
      ...failureOf(call, error),
    });
    return;
  }
  if (bytes === undefined) {
    await answerUnusable(gateway, call, outgoing, "it is too large");
    return;
  }
  const { status } = response;
  const headers = toClientHeaders(response.headers, upstreamKey);
  const upstreamRequestId = requestIdOf(response);
  const common = { status, key, upstreamRequestId };
  if (status >= 400 || request === undefined || call.route.kind !== "messages") {
    // The API's words, no model's. But an upstream that quotes the key that it was sent would show it to the client.
    if (Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes(upstreamKey)) {
      await answerUnusable(gateway, call, outgoing, "it holds a credential");
      return;
    }
    const ended: Ended = status >= 400 ? "upstream-error" : "complete";
    await answerWhole(gateway, call, { ...common, ended, judged: { request: request?.verdict } }, { headers, bytes });
    return;
  }
  const decision = judgeWhole(gateway, call, bytes, request);
  if (decision === undefined) {
    await answerProblem(gateway, call, {
      ...common,
      ended: "stopped",
      judged: { request: request.verdict },
      problem: { kind: "not-checked" },
    });
    return;
  }
  const judged = { request: request.verdict, response: decision.verdict };
  const facts = factsOf(bytes);
  switch (decision.kind) {
    case "stop":
      await answerProblem(gateway, call, {
        ...common,
        ended: "stopped",
        judged,
        facts,
        problem: { kind: "refused", refusal: decision.refusal },
      });
      return;
    case "pass":
      await answerWhole(gateway, call, { ...common, ended: "complete", judged, facts }, { headers, bytes: decision.body });
      return;
  }
}

function judgeWhole(gateway: Gateway, call: Call, bytes: Uint8Array, { facts }: Pass<Uint8Array>) {
  try {
    return gateway.guard.response(bytes, facts);
  } catch (error) {
    gateway.log.event({ event: "exchange_failed", id: call.id, ...describeError(error) });
    return undefined;
  }
}

async function answerUnusable(gateway: Gateway, call: Call, { caller, request }: Outgoing, what: string): Promise<void> {
  const problem: Problem = { kind: "upstream-malformed", what };
  await answerProblem(gateway, call, {
    key: caller.key,
    judged: { request: request?.verdict },
    ended: "upstream-failed",
    problem,
  });
}

function isEventStream({ headers }: UpstreamResponse): boolean {
  return /^text\/event-stream(?:;|$)/i.test(headers["content-type"] ?? "");
}

/** The guard has read the body as JSON; if it let pass what isn't, the record does without these facts. */
function factsOf(bytes: Uint8Array): ReturnType<typeof readMessageFacts> {
  try {
    return readMessageFacts(JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString()));
  } catch {
    return readMessageFacts(undefined);
  }
}
