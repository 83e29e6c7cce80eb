/** Keys, paths, bodies, headers: what every exchange goes through, and that nothing whatever brings the sandbox down. */
import { gzipSync, deflateSync, brotliCompressSync } from "node:zlib";
import { connect } from "node:net";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ask, messageOfError, post, useSandboxes } from "./sandbox.testkit.js";

const start = useSandboxes();

describe("keys", () => {
  it("have the real shape, and open the door in either header", async () => {
    const sandbox = await start();
    const key = sandbox.createKey({ workspace: "blue" });
    expect(key).toMatch(/^sk-ant-api03-[\w-]{93}AA$/);
    const bearer = await post(sandbox, ask("x"), { headers: { "x-api-key": "", authorization: `Bearer ${key}` } });
    expect(bearer.status).toBe(200);
    const other = await post(sandbox, ask("x"), { headers: { "x-api-key": key } });
    expect(other.headers.get("anthropic-workspace-id")).toBe(bearer.headers.get("anthropic-workspace-id"));
    expect(sandbox.requests.map(({ workspace }) => workspace)).toEqual(["blue", "blue"]);
  });

  it("x-api-key wins where both are there", async () => {
    const sandbox = await start();
    const key = sandbox.createKey();
    const refused = await post(sandbox, ask("x"), { headers: { "x-api-key": "wrong", authorization: `Bearer ${key}` } });
    expect(refused).toMatchObject({
      status: 401,
      json: { error: { type: "authentication_error", message: "invalid x-api-key" } },
    });
    expect((await post(sandbox, ask("x"), { headers: { "x-api-key": key, authorization: "Bearer wrong" } })).status).toBe(200);
  });

  it("inactive, archived and expired ones get 401, and an inactive one can be switched on again", async () => {
    let time = new Date("2026-11-25T00:00:00Z");
    const sandbox = await start({ now: () => time });
    const expiring = sandbox.createKey({ expiresAt: new Date("2026-11-25T01:00:00Z") });
    const key = sandbox.createKey({ status: "inactive" });
    const statusWith = async (used: string) => (await post(sandbox, ask("x"), { headers: { "x-api-key": used } })).status;
    expect(await statusWith(key)).toBe(401);
    sandbox.setKeyStatus(key, "active");
    expect(await statusWith(key)).toBe(200);
    sandbox.setKeyStatus(key, "archived");
    expect(await statusWith(key)).toBe(401);
    expect(await statusWith(expiring)).toBe(200);
    time = new Date("2026-11-25T01:00:00Z");
    expect(await statusWith(expiring)).toBe(401);
  });

  it("without any, every key is good, but one must be there", async () => {
    const sandbox = await start();
    expect((await post(sandbox, ask("x"))).status).toBe(200);
    expect((await post(sandbox, ask("x"), { headers: { "x-api-key": "" } })).status).toBe(401);
  });

  it("none is in what the sandbox records or answers", async () => {
    const sandbox = await start();
    const key = sandbox.createKey();
    const answer = await post(sandbox, ask("x"), { headers: { "x-api-key": key, authorization: `Bearer ${key}`, cookie: key } });
    expect(JSON.stringify(sandbox.requests) + answer.text).not.toContain(key.slice(20, 60));
  });
});

describe("paths", () => {
  it.for(["/v1/messages?beta=true", "/messages", "/v1/messages"])("%s answers", async (path) => {
    expect((await post(await start(), ask("x"), { path })).status).toBe(200);
  });

  it.for(["/", "/v1/complete", "/v1/messages/batches", "/v1/files", "/v1/organizations", "//v1/messages", "/v1/messages/"])(
    "%s is a 404 in the API's shape",
    async (path) => {
      const refused = await post(await start(), ask("x"), { path });
      expect(refused).toMatchObject({ status: 404, json: { type: "error", error: { type: "not_found_error" } } });
      expect(refused.json["request_id"]).toBe(refused.headers.get("request-id"));
    },
  );

  it("HEAD /api/hello needs no key", async () => {
    const sandbox = await start();
    sandbox.createKey();
    expect((await fetch(`${sandbox.url}/api/hello`, { method: "HEAD" })).status).toBe(200);
  });
});

describe("headers of an answer", () => {
  it("name the request, the organization, the workspace and the limits", async () => {
    const sandbox = await start({ now: () => new Date("2026-11-25T00:00:00Z") });
    const { headers } = await post(sandbox, ask("x"));
    expect(headers.get("request-id")).toBe(sandbox.requests[0]?.requestId);
    expect(headers.get("anthropic-organization-id")).not.toBeNull();
    expect(headers.get("anthropic-workspace-id")).toMatch(/^wrkspc_/);
    expect(headers.get("anthropic-ratelimit-requests-remaining")).toBe("3999");
    expect(headers.get("anthropic-ratelimit-input-tokens-reset")).toBe("2026-11-25T00:01:00Z");
  });

  it("a limit that was asked for is kept, per workspace, and says when to come back", async () => {
    const sandbox = await start({ rateLimits: { requestsPerMinute: 2 }, now: () => new Date("2026-11-25T00:00:30Z") });
    const [blue, green] = [sandbox.createKey({ workspace: "blue" }), sandbox.createKey({ workspace: "green" })];
    const statuses: number[] = [];
    for (const key of [blue, blue, blue, green])
      statuses.push((await post(sandbox, ask("x"), { headers: { "x-api-key": key } })).status);
    expect(statuses).toEqual([200, 200, 429, 200]);
    const refused = await post(sandbox, ask("x"), { headers: { "x-api-key": blue } });
    expect(refused.headers.get("retry-after")).toBe("60");
    expect(refused.json).toMatchObject({ error: { type: "rate_limit_error" } });
  });
});

describe("bodies", () => {
  const bytes = Buffer.from(JSON.stringify(ask("x")));

  it.for([
    ["gzip", gzipSync(bytes)],
    ["deflate", deflateSync(bytes)],
    ["br", brotliCompressSync(bytes)],
  ] as const)("%s is decoded, and recorded as it came", async ([encoding, body]) => {
    const sandbox = await start();
    expect((await post(sandbox, new Uint8Array(body), { headers: { "content-encoding": encoding } })).status).toBe(200);
    expect(sandbox.requests[0]?.body.equals(body)).toBe(true);
    expect(sandbox.requests[0]?.json).toEqual(ask("x"));
  });

  it("a body that decodes to more than the limit is refused before it fills the memory", async () => {
    const bomb = new Uint8Array(gzipSync(Buffer.alloc(40 * 1024 * 1024, " ")));
    const refused = await post(await start(), bomb, { headers: { "content-encoding": "gzip" } });
    expect(refused.status).toBe(413);
    expect(refused.json).toMatchObject({ error: { details: { error_code: "request_body_too_large_after_decoding" } } });
  });

  it("a body over 32 MB is refused", async () => {
    const refused = await post(await start(), " ".repeat(32 * 1024 * 1024 + 1));
    expect(refused).toMatchObject({ status: 413, json: { error: { type: "request_too_large" } } });
  });

  it.for([
    ["an encoding that nobody knows", bytes, "zstd", "request_body_encoding_unsupported"],
    ["bytes that don't fit their encoding", bytes, "gzip", "request_body_encoding_invalid"],
  ] as const)("%s is a 400", async ([, body, encoding, code]) => {
    const refused = await post(await start(), new Uint8Array(body), { headers: { "content-encoding": encoding } });
    expect(refused).toMatchObject({ status: 400, json: { error: { details: { error_code: code } } } });
  });

  it("nesting that would end the process is a 400", async () => {
    const sandbox = await start();
    for (const deep of ["[".repeat(100_000) + "]".repeat(100_000), '{"a":'.repeat(50_000) + "1" + "}".repeat(50_000)]) {
      expect(messageOfError(await post(sandbox, deep))).toBe("The request body is nested too deeply");
    }
  });

  it("what is no JSON or no UTF-8 is a 400 that doesn't repeat it", async () => {
    const sandbox = await start();
    for (const body of ["{secret", "", new Uint8Array([0x22, 0xff, 0x22])]) {
      const refused = await post(sandbox, body);
      expect(messageOfError(refused)).toBe("The request body is not valid JSON");
    }
  });
});

describe("what a handler or client does wrong", () => {
  it("a handler that throws is a 500 without its text, and is reported", async () => {
    const errors: unknown[] = [];
    const sandbox = await start({
      handler: () => {
        throw new Error("the inner secret");
      },
      onError: (error) => errors.push(error),
    });
    const refused = await post(sandbox, ask("x"));
    expect(refused.status).toBe(500);
    expect(refused.text).not.toContain("secret");
    expect(errors).toMatchObject([{ message: "the inner secret" }]);
  });

  it("a client that leaves in mid-stream is noted, and the next one is served", async () => {
    const sandbox = await start({ stream: { deltaChars: 1, betweenMs: 20 } });
    const abort = new AbortController();
    const response = await fetch(`${sandbox.url}/v1/messages`, {
      method: "POST",
      headers: { "anthropic-version": "2026-10-21", "x-api-key": "any" },
      body: JSON.stringify(ask("a long text that takes its time", { stream: true })),
      signal: abort.signal,
    });
    await response.body?.getReader().read();
    abort.abort();
    await expect.poll(() => sandbox.requests[0]?.outcome, { timeout: 20_000 }).toBe("client-left");
    expect((await post(sandbox, ask("x"))).status).toBe(200);
  });

  it("a client that leaves before its body is whole does no harm", async () => {
    const sandbox = await start();
    const socket = connect(sandbox.port, "127.0.0.1");
    socket.write("POST /v1/messages HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\n{");
    await new Promise((resolve) => socket.once("connect", resolve));
    socket.destroy();
    expect((await post(sandbox, ask("x"))).status).toBe(200);
  });

  it("any JSON whatever is answered in the API's shape, and never with a 500", async () => {
    const sandbox = await start({ defaultBehavior: "obedient" });
    const block = fc.oneof(
      fc.jsonValue({ maxDepth: 3 }),
      fc.record(
        {
          type: fc.constantFrom("text", "document", "tool_use", "tool_result", "thinking", "web_fetch_tool_result"),
          text: fc.jsonValue(),
          content: fc.jsonValue(),
          source: fc.jsonValue(),
          id: fc.jsonValue(),
        },
        { requiredKeys: ["type"] },
      ),
    );
    const body = fc.oneof(
      fc.jsonValue({ maxDepth: 4 }),
      fc.record({
        model: fc.constantFrom("echo", "obedient", "claude-opus-5-5", "__proto__", "constructor"),
        max_tokens: fc.oneof(fc.integer({ min: 0, max: 100 }), fc.jsonValue()),
        messages: fc.oneof(
          fc.array(
            fc.record({ role: fc.constantFrom("user", "assistant", "system"), content: fc.oneof(fc.string(), fc.array(block)) }),
          ),
          fc.jsonValue(),
        ),
        system: fc.oneof(fc.string(), fc.jsonValue()),
        tools: fc.oneof(fc.constant(undefined), fc.array(fc.jsonValue()), fc.jsonValue()),
        stream: fc.boolean(),
      }),
    );
    await fc.assert(
      fc.asyncProperty(
        body,
        fc.constantFrom("2026-10-21", "2023-06-01"),
        fc.constantFrom("", "x-2026-01-01"),
        async (json, version, beta) => {
          const answer = await post(sandbox, json, {
            headers: { "anthropic-version": version, ...(beta === "" ? {} : { "anthropic-beta": beta }) },
          });
          expect([200, 400, 404]).toContain(answer.status);
          if (answer.status !== 200) expect(messageOfError(answer)).not.toBe("");
        },
      ),
      { numRuns: 150 },
    );
  });
});
