/** Allow-lists of headers, both ways. */
import { describe, expect, it } from "vitest";
import { toClientHeaders, toUpstreamHeaders } from "./headers.js";

const upstreamKey = "an upstream key";
const options = { upstreamKey, betas: [], body: "json" } as const;
const own = ["content-type", "application/json", "accept-encoding", "identity", "x-api-key", upstreamKey];

describe("upwards", () => {
  it("passes what the API and its clients name, as it is", () => {
    const passed = [
      ["anthropic-version", "2026-10-21"],
      ["anthropic-beta", "a-2026-01-01, b"],
      ["anthropic-future-header", "x"],
      ["accept", "application/json"],
      ["user-agent", "Anthropic/JS 1.13.0"],
      ["x-stainless-retry-count", "0"],
      ["x-claude-code-session-id", "s"],
      ["x-app", "cli"],
      ["traceparent", "00-0-0-01"],
    ].flat();
    expect(toUpstreamHeaders(passed, options)).toEqual([...passed, ...own]);
  });

  it("never the client's credential, its cookies, or what proxies added", () => {
    const dropped = [
      "Authorization",
      "Bearer k",
      "X-Api-Key",
      "k",
      "Cookie",
      "c",
      "X-Forwarded-For",
      "1.2.3.4",
      "Proxy-Authorization",
      "p",
      "Anthropic-Workspace-Id",
      "wrkspc_other",
      "Idempotency-Key",
      "shared by all clients of one upstream key",
    ];
    const hops = [
      "Host",
      "h",
      "Connection",
      "close",
      "Transfer-Encoding",
      "chunked",
      "Content-Length",
      "5",
      "Content-Encoding",
      "gzip",
      "Accept-Encoding",
      "br",
    ];
    expect(toUpstreamHeaders([...dropped, ...hops, "Content-Type", "text/plain; charset=utf-7"], options)).toEqual(own);
  });

  it("adds the guard's betas to the client's, once", () => {
    expect(toUpstreamHeaders(["anthropic-beta", "a,b"], { ...options, betas: ["b", "c"] })).toEqual([
      "anthropic-beta",
      "a,b,c",
      ...own,
    ]);
    expect(toUpstreamHeaders([], { ...options, betas: ["c"] })).toEqual(["anthropic-beta", "c", ...own]);
  });

  it("a body that nobody has read keeps what says how to read it", () => {
    const said = ["content-type", "multipart/form-data; boundary=x", "content-encoding", "gzip", "content-length", "5"];
    const sent = toUpstreamHeaders([...said, "transfer-encoding", "chunked"], { ...options, body: "unread" });
    expect(sent).toEqual([...said, "accept-encoding", "identity", "x-api-key", upstreamKey]);
  });

  it("a request without a body says nothing of one", () => {
    expect(toUpstreamHeaders([], { ...options, body: "none" })).toEqual([
      "accept-encoding",
      "identity",
      "x-api-key",
      upstreamKey,
    ]);
  });
});

describe("downwards", () => {
  it("passes what the API documents and nothing else", () => {
    const passed = {
      "request-id": "req_1",
      "content-type": "application/json",
      "retry-after": "3",
      "x-should-retry": "true",
      "anthropic-ratelimit-tokens-remaining": "7",
      "anthropic-organization-id": "o",
    };
    const dropped = {
      "set-cookie": ["a=b"],
      server: "nginx",
      location: "http://elsewhere.invalid",
      "x-internal": "y",
      "content-length": "5",
      connection: "close",
    };
    expect(toClientHeaders({ ...passed, ...dropped }, upstreamKey)).toEqual(passed);
  });

  it("drops a header that quotes the upstream key", () => {
    expect(toClientHeaders({ "anthropic-debug": `used ${upstreamKey}`, "request-id": "r" }, upstreamKey)).toEqual({
      "request-id": "r",
    });
  });
});
