/**
 * The HTTP side: which path leads where, and what every exchange goes through (key, version, body, checks) before someone answers it.
 * Everything that goes wrong on the way becomes an error in the API's shape here.
 */
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from "node:http";
import type { KeyStore, Workspace } from "./auth.js";
import { modelInfo, type Catalog } from "./catalog.js";
import { composeMessage } from "./compose.js";
import { ApiError, errorBody, errorOf, invalidRequest, notFound, statusOf } from "./errors.js";
import { withoutCredentials, type MutableExchange } from "./exchange.js";
import { faultError, parseFaultHeader, withFault, withShape, type Fault, type FaultOrder, type StreamShape } from "./faults.js";
import { decodeBody, parseJson, readBody } from "./http-body.js";
import { createIds, seededRandom, type Ids, type Random } from "./ids.js";
import { pageOf } from "./pagination.js";
import type { RateLimiter } from "./rate-limit.js";
import type { ErrorReply, Reply, StreamStep } from "./reply.js";
import { pause, sendBroken, sendJson, sendStream, type Outcome } from "./respond.js";
import type { Answerer } from "./script/script.js";
import type { ThinkingBinding } from "./thinking-binding.js";
import { promptTokens } from "./tokens.js";
import type { ApiVersion } from "./validate/request-types.js";
import { BINDING_BETA, checkCountTokens, checkMessages, type CheckedRequest, type RequestHeaders } from "./validate/request.js";
import type { RawEvent } from "./wire/message.js";
import { stableEvent, stableMessage } from "./wire/stable.js";
import { messageOf, streamOf } from "./wire/stream.js";

export interface Parts {
  readonly keys: KeyStore;
  readonly catalog: Catalog;
  readonly binding: ThinkingBinding;
  readonly limiter: RateLimiter;
  readonly answerer: Answerer;
  readonly organizationId: string;
  readonly seed: string;
  /** The fault of the next request, if one was asked for. */
  readonly takeFault: () => Fault | undefined;
  readonly shape: StreamShape;
  readonly record: (exchange: MutableExchange) => void;
}

type Endpoint = "messages" | "count-tokens" | "models" | "model";

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly url: URL;
  readonly record: MutableExchange;
  readonly random: Random;
  readonly ids: Ids;
}

const VERSIONS: readonly string[] = ["2026-10-21", "2023-06-01"] satisfies ApiVersion[];

/** @returns the listener for `node:http`. It never throws and never rejects. */
export function createListener(parts: Parts): (request: IncomingMessage, response: ServerResponse) => void {
  let exchanges = 0;
  let answered = 0;

  return (request, response) => {
    const random = seededRandom(`${parts.seed}:${exchanges}`);
    exchanges += 1;
    const ids = createIds(random);
    const record: MutableExchange = {
      method: request.method ?? "GET",
      path: request.url ?? "/",
      headers: withoutCredentials(request.headers),
      body: Buffer.alloc(0),
      json: undefined,
      workspace: undefined,
      requestId: ids.request(),
      status: 0,
      outcome: "pending",
    };
    response.setHeader("request-id", record.requestId);
    response.setHeader("anthropic-organization-id", parts.organizationId);
    response.on("close", () => {
      if (record.outcome === "pending") record.outcome = response.writableFinished ? "answered" : "client-left";
      record.status = response.statusCode;
    });
    const url = new URL(request.url ?? "/", "http://sandbox");
    void exchange({ request, response, url, record, random, ids }).catch((error: unknown) => {
      sendError(response, error, record.requestId);
    });
  };

  async function exchange(current: Exchange): Promise<void> {
    const { request, response, url, record } = current;
    if (request.method === "HEAD" && url.pathname === "/api/hello") {
      parts.record(record);
      response.writeHead(200).end();
      return;
    }
    const body = await readBody(request).catch((error: unknown) => {
      parts.record(record);
      throw error;
    });
    record.body = body;
    parts.record(record);
    const endpoint = endpointOf(request.method, url.pathname);
    if (endpoint === undefined) throw notFound("Not found");
    const workspace = parts.keys.authenticate(request.headers);
    record.workspace = workspace.name;
    response.setHeader("anthropic-workspace-id", workspace.id);
    const headers = readHeaders(request.headers);
    switch (endpoint) {
      case "models":
        sendJson(response, 200, pageOf(parts.catalog.models.filter(hasLifecycle(url.searchParams)), modelInfo, url.searchParams));
        return;
      case "model":
        sendModel(current);
        return;
      case "count-tokens": {
        const { body: prompt } = checkCountTokens(await readJson(current), headers, parts.catalog, parts.binding);
        const beta = headers.betas.size > 0 ? { context_management: null } : {};
        sendJson(response, 200, { input_tokens: promptTokens(prompt), ...beta });
        return;
      }
      case "messages":
        record.outcome = await answerMessages(current, workspace, headers);
    }
  }

  async function readJson({ request, record }: Exchange): Promise<unknown> {
    const json = parseJson(await decodeBody(record.body, request.headers["content-encoding"]));
    record.json = json;
    return json;
  }

  function sendModel({ url, response }: Exchange): void {
    const id = decodeURIComponent(url.pathname.replace(/^\/v1\/models\//, ""));
    const model = parts.catalog.find(id);
    if (model === undefined) throw notFound(`model: ${id.slice(0, 128)}`);
    sendJson(response, 200, modelInfo(model));
  }

  async function answerMessages(current: Exchange, workspace: Workspace, headers: RequestHeaders): Promise<Outcome> {
    showLimits(current.response, workspace);
    const json = await readJson(current);
    const order = faultOrderOf(current.request.headers, parts);
    if (order.fault?.type === "status") {
      await pause(current.response, order.shape.delayMs ?? 0);
      throw faultError(order.fault);
    }
    const checked = checkMessages(json, headers, parts.catalog, parts.binding);
    parts.limiter.take(workspace.id, promptTokens(checked.body));
    showLimits(current.response, workspace);
    const context = { index: answered, workspace: workspace.name, version: headers.version, betas: [...headers.betas] };
    answered += 1;
    const reply = await parts.answerer.answer(checked.body, context);
    return send(current, reply, checked, headers, order);
  }

  function showLimits(response: ServerResponse, workspace: Workspace): void {
    for (const [name, value] of Object.entries(parts.limiter.headers(workspace.id))) response.setHeader(name, value);
  }

  async function send(
    { response, ids, random }: Exchange,
    reply: Reply,
    checked: CheckedRequest,
    headers: RequestHeaders,
    order: FaultOrder,
  ): Promise<Outcome> {
    if ("error" in reply) throw scriptedError(reply);
    const shape = { ...parts.shape, ...reply.stream, ...order.shape };
    const fault = order.fault ?? reply.fault;
    if (fault?.type === "status") throw faultError(fault);
    const beta = headers.betas.size > 0;
    if (checked.body.stream === true) {
      const steps = stepsOf(reply, checked, headers, ids, shape);
      return sendStream(response, withShape(fault === undefined ? steps : withFault(steps, fault), shape), shape, random);
    }
    await pause(response, shape.delayMs ?? 0);
    if (fault?.type === "error-event") throw streamError(fault.errorType ?? "overloaded_error", fault.message);
    const body = "events" in reply ? wholeOf(reply.events) : wholeMessage(reply, checked, headers, ids, beta);
    if (fault !== undefined) return sendBroken(response, body, fault.type === "cut" ? "cut" : "close");
    sendJson(response, 200, body);
    return "answered";
  }

  function wholeMessage(
    reply: Extract<Reply, { content: unknown }>,
    checked: CheckedRequest,
    headers: RequestHeaders,
    ids: Ids,
    beta: boolean,
  ): unknown {
    const message = compose(reply, checked, headers, ids);
    return beta ? message : stableMessage(message);
  }

  function stepsOf(
    reply: Exclude<Reply, ErrorReply>,
    checked: CheckedRequest,
    headers: RequestHeaders,
    ids: Ids,
    { deltaChars }: StreamShape,
  ): readonly StreamStep[] {
    if ("events" in reply) return reply.events;
    const events = streamOf(compose(reply, checked, headers, ids), deltaChars);
    return headers.betas.size > 0 ? events : events.map(stableEvent);
  }

  function compose(reply: Extract<Reply, { content: unknown }>, checked: CheckedRequest, { betas }: RequestHeaders, ids: Ids) {
    return composeMessage(reply, checked, {
      ids,
      signer: parts.binding.begin(checked.received),
      listTransformations: betas.has(BINDING_BETA),
    });
  }
}

function endpointOf(method: string | undefined, path: string): Endpoint | undefined {
  if (method === "POST") {
    // The alias without /v1 is what clients post to whose base URL was set for another one that adds it.
    if (path === "/v1/messages" || path === "/messages") return "messages";
    if (path === "/v1/messages/count_tokens" || path === "/messages/count_tokens") return "count-tokens";
    return undefined;
  }
  if (method !== "GET") return undefined;
  if (path === "/v1/models" || path === "/models") return "models";
  return /^\/v1\/models\/[^/]+$/.test(path) ? "model" : undefined;
}

function readHeaders(headers: IncomingHttpHeaders): RequestHeaders {
  const version = headers["anthropic-version"];
  if (typeof version !== "string" || version === "") throw invalidRequest("anthropic-version: header is required");
  if (!VERSIONS.includes(version)) throw invalidRequest("anthropic-version: is not a valid version");
  const betas = headers["anthropic-beta"];
  const named = (Array.isArray(betas) ? betas.join(",") : (betas ?? "")).split(",").map((name) => name.trim());
  return { version: version as ApiVersion, betas: new Set(named.filter((name) => name !== "")) };
}

function faultOrderOf(headers: IncomingHttpHeaders, { takeFault }: Parts): FaultOrder {
  const fault = takeFault();
  const header = headers["x-sandbox-fault"];
  if (typeof header !== "string") return { fault, shape: {} };
  const order = parseFaultHeader(header);
  return { fault: order.fault ?? fault, shape: order.shape };
}

/** The whole answer of a scripted stream: the error that the stream would have ended with, or the message that it makes up. */
function wholeOf(steps: readonly StreamStep[]): unknown {
  const events = steps.filter((step): step is RawEvent => "type" in step);
  for (const event of events) {
    if (event.type !== "error") continue;
    const error = "error" in event && typeof event.error === "object" && event.error !== null ? event.error : {};
    throw streamError("type" in error ? String(error.type) : "api_error", "message" in error ? String(error.message) : undefined);
  }
  return messageOf(events);
}

function streamError(type: string, message?: string): ApiError {
  const status = statusOf(type);
  return new ApiError(status, { type, message: message ?? errorOf(status).message });
}

function scriptedError({ error: { status, type, message, errorCode, headers } }: ErrorReply): ApiError {
  const usual = errorOf(status);
  return new ApiError(status, {
    type: type ?? usual.type,
    message: message ?? usual.message,
    ...(errorCode === undefined ? {} : { errorCode }),
    headers: { ...(status === 429 ? { "retry-after": "1" } : {}), ...headers },
  });
}

function hasLifecycle(query: URLSearchParams): (model: { readonly lifecycle: string }) => boolean {
  const wanted = [...query.getAll("lifecycle"), ...query.getAll("lifecycle[]")];
  return ({ lifecycle }) => wanted.length === 0 || wanted.includes(lifecycle);
}

/** What is no {@link ApiError} is a fault of the handler or of the sandbox itself: 500, and its text stays in the process. */
function sendError(response: ServerResponse, error: unknown, requestId: string): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const known = error instanceof ApiError ? error : new ApiError(500, errorOf(500));
  for (const [name, value] of Object.entries(known.headers)) response.setHeader(name, value);
  sendJson(response, known.status, errorBody(known, requestId));
}
