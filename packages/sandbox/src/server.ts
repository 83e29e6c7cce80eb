/**
 * The HTTP side: which path leads where, and what every exchange goes through (key, version, body, checks) before someone answers it.
 * Everything that goes wrong on the way becomes an error in the API's shape here.
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import { answerAdmin, isAdminPath } from "./admin.js";
import type { KeyStore, Workspace } from "./auth.js";
import { modelInfo, type Catalog } from "./catalog.js";
import { deliver } from "./deliver.js";
import { ApiError, errorBody, errorOf, invalidRequest, notFound } from "./errors.js";
import { withoutCredentials, type MutableExchange } from "./exchange.js";
import { FaultError, faultError, parseFaults, type FaultOrder } from "./faults.js";
import { decodeBody, parseJson, readBody } from "./http-body.js";
import { createIds, seededRandom, type Ids, type Random } from "./ids.js";
import { pageOf } from "./pagination.js";
import type { RateLimiter } from "./rate-limit.js";
import type { Fault, MessageReply, StreamShape } from "./reply.js";
import { readHeaders, type RequestHeaders } from "./request-headers.js";
import { pause, sendJson, type Outcome } from "./respond.js";
import type { Answerer } from "./script/script.js";
import type { ThinkingBinding } from "./thinking-binding.js";
import { promptTokens } from "./tokens.js";
import { checkCountTokens, checkMessages } from "./validate/request.js";

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
  /** Hears of what is no answer of the API's: a handler that threw, or a fault of the sandbox. */
  readonly onError: (error: unknown) => void;
}

type Endpoint = "messages" | "count-tokens" | "models" | "model";

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly record: MutableExchange;
  readonly random: Random;
  readonly ids: Ids;
}

/** @returns the listener for `node:http`. It never throws and never rejects. */
export function createListener(parts: Parts): (request: IncomingMessage, response: ServerResponse) => void {
  let exchanges = 0;
  let answered = 0;

  return (request, response) => {
    const random = seededRandom(`${parts.seed}:${exchanges}`);
    exchanges += 1;
    const ids = createIds(random);
    const record = recordOf(request, response, ids.request());
    response.setHeader("request-id", record.requestId);
    response.setHeader("anthropic-organization-id", parts.organizationId);
    response.on("close", () => {
      if (record.outcome === "pending") record.outcome = "client-left";
    });
    const [path = "/", query] = record.path.split("?", 2);
    exchange({ request, response, path, query: new URLSearchParams(query), record, random, ids })
      .catch((error: unknown) => {
        if (!(error instanceof ApiError) && !response.destroyed) parts.onError(error);
        return sendError(response, error, record.requestId);
      })
      .then((outcome) => {
        record.outcome = outcome;
      }, parts.onError);
  };

  async function exchange(current: Exchange): Promise<Outcome> {
    const { request, response, path, query, record } = current;
    parts.record(record);
    record.body = await readBody(request);
    if (request.method === "HEAD" && path === "/api/hello") {
      response.writeHead(200).end();
      return "answered";
    }
    if (isAdminPath(path)) {
      parts.keys.authenticateAdmin(request.headers);
      const headers = readHeaders(request.headers);
      const admin = { method: request.method, path, query, headers, readJson: () => readJson(current) };
      return sendJson(response, 200, await answerAdmin(admin, parts.keys));
    }
    const endpoint = endpointOf(request.method, path);
    if (endpoint === undefined) throw notFound("Not found");
    const workspace = parts.keys.authenticate(request.headers);
    record.workspace = workspace.name;
    response.setHeader("anthropic-workspace-id", workspace.id);
    const headers = readHeaders(request.headers);
    switch (endpoint) {
      case "models":
        return sendJson(response, 200, pageOf(parts.catalog.models.filter(hasLifecycle(query)), modelInfo, query));
      case "model":
        return sendModel(current);
      case "count-tokens": {
        const { body: prompt } = checkCountTokens(await readJson(current), headers, parts.catalog, parts.binding);
        const beta = headers.betas.size > 0 ? { context_management: null } : {};
        return sendJson(response, 200, { input_tokens: promptTokens(prompt), ...beta });
      }
      case "messages":
        return answerMessages(current, workspace, headers);
    }
  }

  async function readJson({ request, record }: Exchange): Promise<unknown> {
    const json = parseJson(await decodeBody(record.body, request.headers["content-encoding"]));
    record.json = json;
    return json;
  }

  function sendModel({ path, response }: Exchange): Outcome {
    // The ids need no encoding, so one that has it is none of them.
    const id = path.replace(/^.*\//, "");
    const model = parts.catalog.find(id);
    if (model === undefined) throw notFound(`model: ${id.slice(0, 128)}`);
    return sendJson(response, 200, modelInfo(model));
  }

  async function answerMessages(current: Exchange, workspace: Workspace, headers: RequestHeaders): Promise<Outcome> {
    const { request, response, record, ids, random } = current;
    showLimits(response, workspace);
    const json = await readJson(current);
    const order = faultOrderOf(request);
    if (order.fault?.type === "status") {
      await pause(response, order.shape.delayMs ?? 0);
      throw faultError(order.fault);
    }
    const checked = checkMessages(json, headers, parts.catalog, parts.binding);
    parts.limiter.take(workspace.id, promptTokens(checked.body));
    showLimits(response, workspace);
    const context = {
      index: answered,
      workspace: workspace.name,
      version: headers.version,
      betas: [...headers.betas],
      headers: record.headers,
    };
    answered += 1;
    const reply = await parts.answerer.answer(checked.body, context);
    const own: Pick<MessageReply, "stream" | "fault"> = "error" in reply ? {} : reply;
    const shape = { ...parts.shape, ...own.stream, ...order.shape };
    const { binding } = parts;
    return deliver(reply, { response, checked, headers, binding, ids, random, fault: order.fault ?? own.fault, shape });
  }

  function showLimits(response: ServerResponse, workspace: Workspace): void {
    for (const [name, value] of Object.entries(parts.limiter.headers(workspace.id))) response.setHeader(name, value);
  }

  /** The header wins over what was ordered by `failNext` or option, which it uses up all the same. */
  function faultOrderOf({ headers }: IncomingMessage): FaultOrder {
    const fault = parts.takeFault();
    const header = headers["x-sandbox-fault"];
    if (typeof header !== "string") return { fault, shape: {} };
    try {
      const order = parseFaults(header);
      return { fault: order.fault ?? fault, shape: order.shape };
    } catch (error) {
      throw error instanceof FaultError ? invalidRequest(`x-sandbox-fault: ${error.message}`) : error;
    }
  }
}

function recordOf(request: IncomingMessage, response: ServerResponse, requestId: string): MutableExchange {
  return {
    method: request.method ?? "GET",
    path: request.url ?? "/",
    headers: withoutCredentials(request.headers),
    body: Buffer.alloc(0),
    json: undefined,
    workspace: undefined,
    requestId,
    get status() {
      return response.headersSent ? response.statusCode : 0;
    },
    outcome: "pending",
  };
}

function endpointOf(method: string | undefined, path: string): Endpoint | undefined {
  // Without /v1 is where clients come whose base URL was set for another one that adds it.
  const resource = path.replace(/^\/v1(?=\/)/, "");
  if (method === "POST") {
    if (resource === "/messages") return "messages";
    return resource === "/messages/count_tokens" ? "count-tokens" : undefined;
  }
  if (method !== "GET") return undefined;
  if (resource === "/models") return "models";
  return /^\/models\/[^/]+$/.test(resource) ? "model" : undefined;
}

function hasLifecycle(query: URLSearchParams): (model: { readonly lifecycle: string }) => boolean {
  const wanted = [...query.getAll("lifecycle"), ...query.getAll("lifecycle[]")];
  return ({ lifecycle }) => wanted.length === 0 || wanted.includes(lifecycle);
}

/** What is no {@link ApiError} becomes a 500 without its text, which may hold anything. */
function sendError(response: ServerResponse, error: unknown, requestId: string): Outcome {
  if (response.destroyed) return "client-left";
  if (response.headersSent) {
    response.destroy();
    return "cut";
  }
  const known = error instanceof ApiError ? error : new ApiError(500, errorOf(500));
  for (const [name, value] of Object.entries(known.headers)) response.setHeader(name, value);
  return sendJson(response, known.status, errorBody(known, requestId));
}
