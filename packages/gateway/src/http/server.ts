/**
 * The HTTP side: Node's own server with its strict parser, limits on everything that a client may be slow or lavish with, and one dispatcher.
 * Errors below HTTP (a malformed request, headers too large or too slow) are answered in the API's shape like all others.
 */
import { createServer as createHttpServer } from "node:http";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { answerProblem, sendProblem } from "./answer.js";
import { createCall } from "./call.js";
import type { Call } from "./call.js";
import { serveExchange } from "../exchange/exchange.js";
import type { Gateway } from "../gateway.js";
import { describeError } from "../log.js";
import { errorBody, toWire } from "./problem.js";
import type { Problem } from "./problem.js";
import { matchRoute } from "./routes.js";

export interface GatewayServer {
  readonly http: Server;
  /** The calls that are under way. */
  readonly calls: ReadonlySet<Call>;
}

/** How often Node looks for connections that are too slow. */
const CHECK_INTERVAL_MS = 2_000;

export function createServer(gateway: Gateway): GatewayServer {
  const { headerBytes, headersTimeoutMs, requestTimeoutMs, keepAliveTimeoutMs } = gateway.limits;
  const calls = new Set<Call>();
  const http = createHttpServer({
    maxHeaderSize: headerBytes,
    headersTimeout: headersTimeoutMs,
    requestTimeout: requestTimeoutMs,
    keepAliveTimeout: keepAliveTimeoutMs,
    connectionsCheckingInterval: CHECK_INTERVAL_MS,
    insecureHTTPParser: false,
    requireHostHeader: true,
  });

  const serve = (request: IncomingMessage, response: ServerResponse, refused?: Problem): void => {
    const target = request.url ?? "";
    const mark = target.indexOf("?");
    const path = mark < 0 ? target : target.slice(0, mark);
    const call = createCall(request, response, matchRoute(request.method ?? "", path), mark < 0 ? "" : target.slice(mark));
    calls.add(call);
    response.on("close", () => {
      calls.delete(call);
      // `close()` closes the connections that are idle then; this one becomes idle now.
      if (gateway.closing())
        setImmediate(() => {
          http.closeIdleConnections();
        });
    });
    // A client that breaks off in mid-body is told of by `close`; without a listener the error would end the process.
    request.on("error", () => undefined);
    if (refused !== undefined) {
      sendProblem(gateway, call, refused);
      return;
    }
    dispatch(gateway, call).catch((error: unknown) => answerFault(gateway, call, error));
  };
  http.on("request", (request, response) => {
    serve(request, response);
  });
  http.on("checkContinue", (request, response) => {
    response.writeContinue();
    serve(request, response);
  });
  http.on("checkExpectation", (request, response) => {
    serve(request, response, { kind: "unknown-expectation" });
  });
  http.on("clientError", (error: NodeJS.ErrnoException, socket) => {
    refuseSocket(error, socket, calls);
  });
  return { http, calls };
}

async function dispatch(gateway: Gateway, call: Call): Promise<void> {
  const { route } = call;
  switch (route.kind) {
    case "messages":
    case "count-tokens":
    case "models":
    case "unread":
      await serveExchange(gateway, call, route);
      return;
    case "hello":
    case "alive":
      sendStatus(call, 200, "ok");
      return;
    case "ready":
      if (gateway.closing()) sendStatus(call, 503, "shutting down");
      else if (!gateway.audit.healthy) sendStatus(call, 503, "the audit trail can't be written");
      else sendStatus(call, 200, "ok");
      return;
    case "wrong-method":
      sendProblem(gateway, call, { kind: "wrong-method", allowed: route.allowed });
      return;
    case "unknown":
      sendProblem(gateway, call, { kind: "unknown-path" });
      return;
  }
}

/** For a fault of our own, wherever it lies: nothing passes, and it is on record as what it was. */
async function answerFault(gateway: Gateway, call: Call, error: unknown): Promise<void> {
  gateway.log.event({ event: "exchange_failed", id: call.id, ...describeError(error) });
  try {
    if (!call.response.headersSent) await answerProblem(gateway, call, { ended: "refused", problem: { kind: "not-checked" } });
  } finally {
    // Also where the answer has begun and can't be ended: a cut is the only way left to say so.
    if (!call.response.writableEnded) call.response.destroy();
  }
}

function sendStatus({ request, response }: Call, status: number, word: string): void {
  request.resume();
  const body = JSON.stringify({ status: word });
  response.writeHead(status, {
    "content-type": "application/json",
    "content-length": Buffer.byteLength(body),
    "cache-control": "no-store",
  });
  response.end(body);
}

/** Answers what never became a request. Where an answer is already on its way on this connection, more bytes would corrupt it. */
function refuseSocket(error: NodeJS.ErrnoException, socket: Duplex, calls: ReadonlySet<Call>): void {
  const answering = [...calls].some(({ request, response }) => request.socket === socket && response.headersSent);
  if (answering || !socket.writable || error.code === "ECONNRESET") {
    socket.destroy();
    return;
  }
  const { status, ...wire } = toWire(socketProblem(error.code));
  const body = errorBody({ status, ...wire }, "");
  const head = [
    `HTTP/1.1 ${status} Bad Request`,
    "content-type: application/json",
    `content-length: ${Buffer.byteLength(body)}`,
    ...(wire.retry === undefined ? [] : [`x-should-retry: ${String(wire.retry)}`]),
    "connection: close",
  ];
  socket.end(`${head.join("\r\n")}\r\n\r\n${body}`, () => socket.destroy());
}

function socketProblem(code: string | undefined): Problem {
  if (code === "HPE_HEADER_OVERFLOW") return { kind: "headers-too-large" };
  if (code === "ERR_HTTP_REQUEST_TIMEOUT") return { kind: "request-too-slow" };
  return { kind: "bad-http" };
}
