/**
 * The door inside the caller's own process: one HTTP exchange of an SDK, checked on its way out and on its way back. The middleware and the
 * `fetch` wrapper are two shapes of it. It moves bytes and asks the guard; what is found and what happens then is decided there.
 */
import { runChecks } from "@sallyport/door";
import { isEventStream } from "@sallyport/guard";
import type { EndpointDecision, Guard, Pass, Refusal, Stopped, Verdict } from "@sallyport/guard";
import { askAbout } from "./approval.js";
import { readCapped, readRequestBody } from "./body.js";
import { guardBody } from "./guarded-body.js";
import type { SallyportOptions, VerdictContext } from "./options.js";
import { errorFrame, rememberStop, stopResponse } from "./stop.js";
import { isTokenGrant, trafficOf } from "./traffic.js";
import { unreadRefusal, unreadVerdict, unrecordedRefusal } from "./unread.js";

/** A request as an SDK hands it over. */
interface OutgoingRequest {
  readonly url: string;
  readonly method: string;
  readonly headers: Headers;
  readonly body: unknown;
  readonly signal: AbortSignal | null | undefined;
}

type CheckedBody = string | Uint8Array<ArrayBuffer>;

/** Sends the request on. Without a rewrite it goes as it came. */
type Send = (rewrite?: { readonly headers: Headers; readonly body: CheckedBody }) => Promise<Response>;

export interface InlineDoor {
  /**
   * Takes one attempt of a request to the Claude API.
   * @returns Upstream's response, checked; or the response that stands for a stop. Errors of upstream (4xx, 5xx) come back unchanged.
   * @throws What `send` throws, and the signal's reason if the caller aborts.
   */
  exchange(request: OutgoingRequest, send: Send): Promise<Response>;
}

export function createInlineDoor(guard: Guard, options: SallyportOptions, warn: (message: string) => void): InlineDoor {
  const { policy } = guard;
  const enforced = policy.mode === "enforce";

  return {
    async exchange(request, send) {
      const traffic = trafficOf(request.method, request.url);
      switch (traffic.kind) {
        case "without-prompt":
          return send();
        case "token-exchange":
          return isTokenGrant(request.body) ? send() : settle(guard.endpoint("a token exchange of another form"), "unread", send);
        case "unread":
          return settle(guard.endpoint(traffic.subject), "unread", send);
        case "messages":
        case "count-tokens":
          return messages(request, traffic.kind, send);
      }
    },
  };

  async function messages(request: OutgoingRequest, endpoint: "messages" | "count-tokens", send: Send): Promise<Response> {
    const encoding = request.headers.get("content-encoding") ?? "identity";
    const body = encoding === "identity" ? await readRequestBody(request.body, policy.limits.bodyBytes) : undefined;
    if (body === undefined) {
      const problem = encoding === "identity" ? "the body is neither text nor bytes" : "the body has a content encoding";
      return unreadBody(problem, endpoint, send);
    }
    const decision = await judge(body, request.signal);
    const incident = decision.kind === "stop" ? decision.refusal.incident : undefined;
    const recorded = await record(decision.verdict, {
      side: "request",
      endpoint,
      incident,
      requestId: undefined,
      complete: true,
    });
    if (decision.kind === "stop") return stop(decision.refusal, decision.verdict);
    if (!recorded) return stop(unrecordedRefusal(), decision.verdict);

    const asItCame = decision.body === request.body && decision.betas.length === 0;
    const response = await send(
      asItCame ? undefined : { headers: headersFor(request.headers, decision.betas), body: decision.body },
    );
    // A count holds no text, and an error of upstream is its own word, which clients match.
    if (!response.ok || endpoint === "count-tokens") return response;
    return isEventStream(response.headers.get("content-type")) ? streamed(response, decision) : whole(response, decision);
  }

  async function judge(body: CheckedBody, signal: AbortSignal | null | undefined): Promise<Pass<CheckedBody> | Stopped> {
    const decision = guard.request(body);
    if (decision.kind !== "checks") return decision;
    return decision.decide(await runChecks(decision.checks, signal ? { signal } : {}));
  }

  async function whole(response: Response, { facts }: Pass<CheckedBody>): Promise<Response> {
    const requestId = response.headers.get("request-id");
    const body = response.body === null ? new Uint8Array() : await readCapped(response.body, policy.limits.bodyBytes);
    const judged = guard.response(body, facts);
    const decision = "decide" in judged ? judged.decide(await askAbout(judged.asks(), options)) : judged;
    const incident = decision.kind === "stop" ? decision.refusal.incident : undefined;
    const recorded = await record(decision.verdict, responseContext(requestId, incident, true));
    if (decision.kind === "stop") return stop(decision.refusal, decision.verdict, requestId);
    return recorded ? withBody(response, decision.body) : stop(unrecordedRefusal(), decision.verdict, requestId);
  }

  function streamed(response: Response, { facts }: Pass<CheckedBody>): Response {
    const requestId = response.headers.get("request-id");
    const guarded = guard.stream(facts, { approver: options.onAsk !== undefined });
    const finish = async (complete: boolean): Promise<boolean> => {
      const { refusal } = guarded;
      if (refusal !== undefined) rememberStop(refusal, guarded.verdict());
      return record(guarded.verdict(), responseContext(requestId, refusal?.incident, complete));
    };
    const body = guardBody(response.body ?? new Blob([]).stream(), guarded, {
      ask: (calls) => askAbout(calls, options),
      async complete() {
        if (await finish(true)) return undefined;
        const refusal = unrecordedRefusal();
        rememberStop(refusal, guarded.verdict());
        return errorFrame(refusal, requestId);
      },
      async incomplete() {
        await finish(false);
      },
    });
    return withBody(response, body);
  }

  /** A body that isn't even text: what is in it can't be asked about, so the policy can't open up for it. */
  async function unreadBody(problem: string, endpoint: VerdictContext["endpoint"], send: Send): Promise<Response> {
    const verdict = unreadVerdict(policy, problem);
    return settle(
      enforced ? { kind: "stop", verdict, refusal: unreadRefusal(problem) } : { kind: "pass", verdict },
      endpoint,
      send,
    );
  }

  /** For what passes unread or not at all. */
  async function settle(decision: EndpointDecision, endpoint: VerdictContext["endpoint"], send: Send): Promise<Response> {
    const incident = decision.kind === "stop" ? decision.refusal.incident : undefined;
    const recorded = await record(decision.verdict, {
      side: "request",
      endpoint,
      incident,
      requestId: undefined,
      complete: true,
    });
    if (decision.kind === "stop") return stop(decision.refusal, decision.verdict);
    return recorded ? send() : stop(unrecordedRefusal(), decision.verdict);
  }

  /** @returns Whether the exchange may go on. */
  async function record(verdict: Verdict, context: VerdictContext): Promise<boolean> {
    try {
      await options.onVerdict?.(verdict, context);
      return true;
    } catch {
      // Not the error's own words: they are the sink's, and may hold anything.
      warn(
        `\`onVerdict\` failed, so verdicts are not on record; exchanges ${enforced ? "are stopped until it works" : "go on (mode monitor)"}`,
      );
      return !enforced;
    }
  }
}

function stop(refusal: Refusal, verdict: Verdict, requestId: string | null = null): Response {
  rememberStop(refusal, verdict);
  return stopResponse(refusal, requestId);
}

function responseContext(requestId: string | null, incident: string | undefined, complete: boolean): VerdictContext {
  return { side: "response", endpoint: "messages", incident, requestId: requestId ?? undefined, complete };
}

/** `fetch` counts the bytes itself; a length from before the edit would be a lie. */
function headersFor(headers: Headers, betas: readonly string[]): Headers {
  const edited = new Headers(headers);
  edited.delete("content-length");
  const present = new Set((headers.get("anthropic-beta") ?? "").split(",").map((beta) => beta.trim()));
  for (const beta of betas) if (!present.has(beta)) edited.append("anthropic-beta", beta);
  return edited;
}

/** The same response with another body. `fetch` has undone the content encoding, and the length may have changed. */
function withBody(response: Response, body: Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array>): Response {
  const headers = new Headers(response.headers);
  for (const name of ["content-length", "content-encoding", "transfer-encoding"]) headers.delete(name);
  return new Response(body, { status: response.status, statusText: response.statusText, headers });
}
