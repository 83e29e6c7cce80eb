/**
 * The way of one exchange: who calls, what they send, what the guard says of it, and what the upstream answers. Every way out of here
 * is recorded; every failure on the way ends the exchange, and none lets it pass unread.
 */
import type { NeedsChecks, Pass, RequestDecision, Stopped } from "@sallyport/guard";
import { answerProblem, sendProblem } from "../http/answer.js";
import { authenticate } from "../auth/authenticate.js";
import type { Authentication, Caller } from "../auth/authenticate.js";
import { readBody } from "../http/body.js";
import { signalOf } from "../http/call.js";
import type { Call } from "../http/call.js";
import type { Gateway } from "../gateway.js";
import { toUpstreamHeaders } from "../http/headers.js";
import type { UpstreamHeaderOptions } from "../http/headers.js";
import { describeError } from "../log.js";
import { relayUnread } from "./relay-unread.js";
import { relay } from "./relay.js";
import type { Route } from "../http/routes.js";

type ExchangeRoute = Extract<Route, { readonly kind: "messages" | "count-tokens" | "models" | "unread" }>;
type UnreadRoute = Extract<Route, { readonly kind: "unread" }>;

export async function serveExchange(gateway: Gateway, call: Call, route: ExchangeRoute): Promise<void> {
  // What can't be recorded isn't begun: the upstream would be paid for an answer that nobody may get.
  if (!gateway.audit.healthy) {
    sendProblem(gateway, call, { kind: "not-recorded" });
    return;
  }
  if (gateway.closing()) {
    await answerProblem(gateway, call, { ended: "refused", problem: { kind: "shutting-down" } });
    return;
  }
  const authentication = await authenticate(call.request.url ?? "", call.request.rawHeaders, gateway);
  if (authentication.kind === "refused") {
    await refuseCaller(gateway, call, authentication);
    return;
  }
  const { caller } = authentication;
  switch (route.kind) {
    case "unread":
      await serveUnread(gateway, call, caller, route);
      return;
    case "models":
      call.request.resume();
      await relay(gateway, call, {
        caller,
        request: undefined,
        upstream: {
          method: route.method,
          path: route.path + call.query,
          headers: headersFor(call, caller, { body: "none" }),
          body: null,
        },
      });
      return;
    case "messages":
    case "count-tokens":
      await serveBody(gateway, call, caller, route.path);
      return;
  }
}

async function serveBody(gateway: Gateway, call: Call, caller: Caller, path: string): Promise<void> {
  const { key } = caller;
  const body = await readBody(call.request, gateway.limits.bodyBytes);
  switch (body.kind) {
    case "cut":
      call.cancel("client-left");
      await answerProblem(gateway, call, { ended: "client-left", key, problem: { kind: "bad-http" } });
      return;
    case "problem":
      await answerProblem(gateway, call, { ended: "refused", key, problem: body.problem });
      return;
    case "bytes":
      break;
  }
  const decision = await judge(gateway, call, body.bytes);
  if (decision === undefined) {
    // Nobody waits for a check any more once the client has left.
    const ended = call.cancelled() === undefined ? "refused" : "client-left";
    await answerProblem(gateway, call, { ended, key, problem: { kind: "not-checked" } });
    return;
  }
  if (decision.kind === "stop") {
    const { verdict, refusal } = decision;
    await answerProblem(gateway, call, {
      ended: "refused",
      key,
      judged: { request: verdict },
      problem: { kind: "refused", refusal },
    });
    return;
  }
  await relay(gateway, call, {
    caller,
    request: decision,
    upstream: {
      method: "POST",
      path: path + call.query,
      headers: headersFor(call, caller, { body: "json", betas: decision.betas }),
      body: decision.body,
    },
  });
}

/** The guard's decision, its checks run where it asks for some; `undefined` where the guard itself failed. */
async function judge(gateway: Gateway, call: Call, body: Uint8Array): Promise<Pass<Uint8Array> | Stopped | undefined> {
  try {
    const decision: RequestDecision<Uint8Array> = gateway.guard.request(body);
    return decision.kind === "checks" ? await decideWithChecks(gateway, call, decision) : decision;
  } catch (error) {
    gateway.log.event({ event: "exchange_failed", id: call.id, ...describeError(error) });
    return undefined;
  }
}

async function decideWithChecks(
  gateway: Gateway,
  call: Call,
  needed: NeedsChecks<Uint8Array>,
): Promise<Pass<Uint8Array> | Stopped> {
  return needed.decide(await gateway.runChecks(needed.checks, { signal: signalOf(call) }));
}

async function refuseCaller(
  gateway: Gateway,
  call: Call,
  refused: Extract<Authentication, { readonly kind: "refused" }>,
): Promise<void> {
  const { problem, key, evidence } = refused;
  const findings = evidence === undefined ? [] : fingerprints(gateway, call, evidence);
  await answerProblem(gateway, call, { ended: "refused", key, problem, findings });
}

/** Kind and keyed fingerprint of a key that came where none belongs, so that it can be told which key to rotate. */
function fingerprints(
  gateway: Gateway,
  call: Call,
  evidence: string,
): ReturnType<Gateway["guard"]["text"]>["verdict"]["findings"] {
  try {
    const { verdict } = gateway.guard.text(evidence, { origin: "parameter", trust: "user" });
    return verdict.findings.filter(({ family }) => family === "secrets");
  } catch (error) {
    gateway.log.event({ event: "exchange_failed", id: call.id, ...describeError(error) });
    return [];
  }
}

/** For what carries prompts that can't be read: the guard says whether the policy lets it pass all the same. */
async function serveUnread(gateway: Gateway, call: Call, caller: Caller, { method, path, template }: UnreadRoute): Promise<void> {
  const decision = gateway.guard.endpoint(template);
  const judged = { request: decision.verdict };
  if (decision.kind === "stop") {
    await answerProblem(gateway, call, {
      ended: "refused",
      key: caller.key,
      judged,
      problem: { kind: "refused", refusal: decision.refusal },
    });
    return;
  }
  const body = method === "POST" ? call.request : null;
  if (body === null) call.request.resume();
  const headers = headersFor(call, caller, { body: body === null ? "none" : "unread" });
  await relayUnread(gateway, call, { caller, judged, upstream: { method, path: path + call.query, headers, body } });
}

function headersFor(
  call: Call,
  { upstreamKey }: Caller,
  { body, betas = [] }: { readonly body: UpstreamHeaderOptions["body"]; readonly betas?: readonly string[] },
): string[] {
  return toUpstreamHeaders(call.request.rawHeaders, { upstreamKey, betas, body });
}
