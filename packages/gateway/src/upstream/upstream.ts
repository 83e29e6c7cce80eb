/**
 * The way to the API: one pool of connections to the one address that the configuration names. It never follows a redirect, which would
 * take a key and a prompt to another host, and never asks for a compressed answer, which couldn't be checked as it comes.
 */
import type { IncomingHttpHeaders } from "node:http";
import type { Readable } from "node:stream";
import { errors, Pool } from "undici";
import type { Call } from "../http/call.js";
import type { GatewayConfig } from "../config.js";
import type { Problem } from "../http/problem.js";
import { createUpstreamBody } from "./upstream-body.js";
import type { UpstreamBody } from "./upstream-body.js";

export interface UpstreamRequest {
  readonly method: "GET" | "POST" | "DELETE";
  /** Path and query. */
  readonly path: string;
  /** Names and values in turn. */
  readonly headers: string[];
  /** A stream is passed on at the upstream's pace. */
  readonly body: Uint8Array | Readable | null;
}

export interface UpstreamResponse {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: UpstreamBody;
}

export interface Upstream {
  /**
   * Resolves with the head of the answer. When the call is cancelled, the request is aborted, whatever it is waiting for.
   * @throws whatever the client library throws; {@link toUpstreamProblem} says what it means.
   */
  send(call: Pick<Call, "onCancel">, request: UpstreamRequest): Promise<UpstreamResponse>;
  close(): Promise<void>;
}

export function createUpstream({
  url,
  connections,
  connectTimeoutMs,
  headersTimeoutMs,
  bodyTimeoutMs,
}: GatewayConfig["upstream"]): Upstream {
  const { origin, pathname } = new URL(url);
  const base = pathname.replace(/\/+$/, "");
  const pool = new Pool(origin, {
    connections,
    // One request at a time on a connection: a quiet stream must not hold up another exchange behind it.
    pipelining: 1,
    keepAliveTimeout: 30_000,
    headersTimeout: headersTimeoutMs,
    bodyTimeout: bodyTimeoutMs,
    connect: { timeout: connectTimeoutMs },
  });
  return {
    // The library's own interface below its promises and streams: an exchange costs it about half.
    send: (call, { method, path, headers, body }) =>
      new Promise((resolve, reject) => {
        const receiving = createUpstreamBody();
        call.onCancel(receiving.abort);
        pool.dispatch(
          { method, path: base + path, headers, body },
          {
            onRequestStart(controller) {
              receiving.start(controller);
            },
            onResponseStart(_, status, responseHeaders) {
              // What comes with 1xx is no answer yet.
              if (status >= 200) resolve({ status, headers: responseHeaders, body: receiving.body });
            },
            onResponseData(_, chunk) {
              receiving.data(chunk);
            },
            onResponseEnd() {
              receiving.end();
            },
            onResponseError(_, error) {
              reject(error);
              receiving.fail(error);
            },
          },
        );
      }),
    close: () => pool.destroy(),
  };
}

/** What a failed call to the upstream means for the client. */
export function toUpstreamProblem(error: unknown): Problem {
  if (
    error instanceof errors.HeadersTimeoutError ||
    error instanceof errors.BodyTimeoutError ||
    error instanceof errors.ConnectTimeoutError
  ) {
    return { kind: "upstream-timeout" };
  }
  if (error instanceof errors.HTTPParserError || error instanceof errors.HeadersOverflowError) {
    return { kind: "upstream-malformed", what: "it is no well-formed HTTP" };
  }
  return { kind: "upstream-unreachable" };
}

/** The id that the upstream gave the exchange, if it is shaped as one: it goes into the record. */
export function requestIdOf({ headers }: UpstreamResponse): string | null {
  const id = headers["request-id"];
  return typeof id === "string" && /^[\w-]{1,64}$/.test(id) ? id : null;
}

/** Why an answer can't be passed on, whatever it says; `undefined` if it can. */
export function whyUnusable({ status, headers }: UpstreamResponse): string | undefined {
  if (status >= 300 && status < 400) return "it is a redirect, and none is followed";
  if (status > 599) return "its status is none that HTTP knows";
  const encoding = headers["content-encoding"];
  if (encoding !== undefined && encoding !== "identity") return "it is compressed, which nobody asked for";
  return undefined;
}
