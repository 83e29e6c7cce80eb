/**
 * Which headers pass, both ways, by allow-list. Upwards: what the API documents and clients send for themselves, never the client's
 * credential, its cookies or what proxies added. Downwards: what the API documents, never what an upstream or a proxy behind us adds.
 */
import type { IncomingHttpHeaders } from "node:http";

const UP = new Set(["accept", "user-agent", "traceparent", "tracestate", "x-app"]);
/** The workspace is that of the upstream key: a client that could name another would leave its environment. */
const NEVER_UP = new Set(["anthropic-workspace-id"]);
const UP_PREFIXES = ["anthropic-", "x-stainless-", "x-claude-code-"];

const DOWN = ["request-id", "content-type", "cache-control", "retry-after", "retry-after-ms", "x-should-retry"];
const DOWN_PREFIX = "anthropic-";

export interface UpstreamHeaderOptions {
  readonly upstreamKey: string;
  /** Values that the guard adds to `anthropic-beta`. */
  readonly betas: readonly string[];
  /** What goes up with the head: JSON, for the guard has read the body as that; nothing; or a body that nobody has read, as it came. */
  readonly body: "json" | "none" | "unread";
}

/** What says how to read a body. */
const OF_BODY = new Set(["content-type", "content-encoding", "content-length"]);

/**
 * The headers of the request to the upstream, as names and values in turn.
 * @param rawHeaders - The client's, names and values in turn.
 */
export function toUpstreamHeaders(rawHeaders: readonly string[], { upstreamKey, betas, body }: UpstreamHeaderOptions): string[] {
  const headers: string[] = [];
  let beta = betas;
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const name = rawHeaders[index]?.toLowerCase() ?? "";
    const value = rawHeaders[index + 1] ?? "";
    if (!goesUp(name) && !(body === "unread" && OF_BODY.has(name))) continue;
    if (name === "anthropic-beta" && beta.length > 0) {
      headers.push(name, [value, ...beta.filter((added) => !listed(value, added))].join(","));
      beta = [];
    } else {
      headers.push(name, value);
    }
  }
  if (beta.length > 0) headers.push("anthropic-beta", beta.join(","));
  // A body under another charset or media type would be read upstream as something else than the guard has read.
  if (body === "json") headers.push("content-type", "application/json");
  // What comes back must be read here, so it must come as it is.
  headers.push("accept-encoding", "identity", "x-api-key", upstreamKey);
  return headers;
}

/** The headers for the client; a header that holds the upstream key is left out, whatever its name. */
export function toClientHeaders(headers: IncomingHttpHeaders, upstreamKey: string): Record<string, string | string[]> {
  const passed: Record<string, string | string[]> = {};
  for (const name in headers) {
    if (!name.startsWith(DOWN_PREFIX) && !DOWN.includes(name)) continue;
    const value = headers[name];
    if (value !== undefined && !String(value).includes(upstreamKey)) passed[name] = value;
  }
  return passed;
}

export function goesUp(name: string): boolean {
  return !NEVER_UP.has(name) && (UP.has(name) || UP_PREFIXES.some((prefix) => name.startsWith(prefix)));
}

function listed(value: string, beta: string): boolean {
  return value.split(",").some((entry) => entry.trim() === beta);
}
