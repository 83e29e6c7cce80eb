/**
 * The way to the API: one pool of connections to the one address that the configuration names. It never follows a redirect, which would
 * take a key and a prompt to another host, and never asks for a compressed answer, which couldn't be checked as it comes.
 */
import type { IncomingHttpHeaders } from "node:http";
import type { Readable } from "node:stream";
import { errors, Pool } from "undici";
import type { GatewayConfig } from "./config.js";
import type { Problem } from "./problem.js";

export interface UpstreamRequest {
  readonly method: "GET" | "POST";
  /** Path and query. */
  readonly path: string;
  /** Names and values in turn. */
  readonly headers: string[];
  readonly body: Uint8Array | null;
  readonly signal: AbortSignal;
}

export interface UpstreamResponse {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Readable;
}

export interface Upstream {
  /** @throws whatever the client library throws; {@link toUpstreamProblem} says what it means. */
  send(request: UpstreamRequest): Promise<UpstreamResponse>;
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
    async send({ method, path, headers, body, signal }) {
      const response = await pool.request({ method, path: base + path, headers, body, signal });
      return { status: response.statusCode, headers: response.headers, body: response.body };
    },
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
