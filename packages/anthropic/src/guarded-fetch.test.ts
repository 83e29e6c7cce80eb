import { describe, expect, it } from "vitest";
import { gzipSync } from "node:zlib";
import { guardedFetch, stoppedBy, type VerdictContext } from "./index.js";
import { anthropicKey, ATTACK, bodyOf, oddUpstream, POLICY, rejection, testSandbox } from "./sdk.testkit.js";

const BODY = '{"model":"echo","max_tokens":50,"messages":[{"role":"user","content":"hello"}]}';
const HEADERS = { "content-type": "application/json", "anthropic-version": "2026-10-21", "x-api-key": "any" };
const bytes = (text: string) => new TextEncoder().encode(text);
const post = (body: BodyInit, headers: Readonly<Record<string, string>> = {}): RequestInit => ({
  method: "POST",
  headers: { ...HEADERS, ...headers },
  body,
});

describe("every channel: whatever `fetch` takes, what is sent is what was checked", () => {
  const forms: Readonly<Record<string, (text: string) => BodyInit>> = {
    text: (text) => text,
    bytes,
    "an array buffer": (text) => bytes(text).buffer,
    "a view": (text) => new DataView(bytes(text).buffer),
    "a blob": (text) => new Blob([text], { type: "application/json" }),
    "a stream": (text) => new Blob([text]).stream(),
  };

  it.each(Object.entries(forms))("%s", async (_, form) => {
    const sandbox = await testSandbox();
    const fetch = guardedFetch(POLICY);
    const init = { ...post(form(BODY)), duplex: "half" };
    expect((await fetch(`${sandbox.url}/v1/messages`, init)).status).toBe(200);
    expect(bodyOf(sandbox)).toBe(BODY);

    const key = anthropicKey();
    const secret = { ...post(form(BODY.replace("hello", `key ${key}`))), duplex: "half" };
    expect((await fetch(new URL(`${sandbox.url}/v1/messages?beta=true`), secret)).status).toBe(200);
    expect(bodyOf(sandbox, 1)).not.toContain(key);
    expect(bodyOf(sandbox, 1)).toContain("key ");
    expect(sandbox.requests[1]?.path).toBe("/v1/messages?beta=true");
  });

  it("an `init` that answers differently each time, and headers that can be read once", async () => {
    const sandbox = await testSandbox();
    const bodies = [BODY, BODY.replace("model", "other")];
    const init = {
      method: "POST",
      headers: Object.entries(HEADERS)[Symbol.iterator]() as unknown as HeadersInit,
      get body() {
        return bodies.shift();
      },
    };
    await guardedFetch(POLICY)(`${sandbox.url}/v1/messages`, init as RequestInit);
    expect(bodies).toHaveLength(1);
    expect(sandbox.requests[0]?.headers).toMatchObject({ "anthropic-version": "2026-10-21" });
  });

  it("a Request, with its headers and its signal, and what `init` says beside it", async () => {
    const sandbox = await testSandbox();
    const fetch = guardedFetch(POLICY);
    const key = anthropicKey();
    const response = await fetch(new Request(`${sandbox.url}/v1/messages`, post(BODY.replace("hello", key), { "x-mine": "1" })));
    expect(response.status).toBe(200);
    expect(bodyOf(sandbox)).not.toContain(key);
    expect(sandbox.requests[0]?.headers).toMatchObject({ "x-mine": "1", "content-type": "application/json" });

    await fetch(new Request(`${sandbox.url}/v1/messages`, post("{}")), { body: BODY });
    expect(bodyOf(sandbox, 1)).toBe(BODY);

    const aborted = new Request(`${sandbox.url}/v1/messages`, { ...post(BODY), signal: AbortSignal.abort() });
    expect(await rejection(fetch(aborted))).toMatchObject({ name: "AbortError" });
    expect((await fetch(new Request(`${sandbox.url}/v1/models`, { headers: HEADERS }))).status).toBe(200);
  });

  it("the AI SDK's path, without /v1", async () => {
    const paths: string[] = [];
    const url = await oddUpstream((request, response) => {
      paths.push(request.url ?? "");
      response.writeHead(404).end();
    });
    await guardedFetch(POLICY)(`${url}/messages`, post(BODY));
    const stopped = await guardedFetch(POLICY)(`${url}/messages`, post("[]"));
    expect(paths).toEqual(["/messages"]);
    expect(stoppedBy(await stopped.json())?.code).toBe("sallyport_unreadable");
  });
});

describe("fail closed: what can't be read isn't sent", () => {
  const form = new FormData();
  form.set("model", "echo");
  const unreadable: Readonly<Record<string, RequestInit>> = {
    "a form": post(form),
    "URL parameters": post(new URLSearchParams({ model: "echo" })),
    "a compressed body": post(gzipSync(BODY), { "content-encoding": "gzip" }),
  };

  it.each(Object.entries(unreadable))("%s", async (_, init) => {
    const sandbox = await testSandbox();
    const opened = { version: 1, extends: "balanced", unread: { endpoint: "allow" } } as const;
    for (const fetch of [guardedFetch(POLICY), guardedFetch(opened)]) {
      const response = await fetch(`${sandbox.url}/v1/messages`, init);
      expect(response.status).toBe(403);
      expect(response.headers.get("x-should-retry")).toBe("false");
      expect(stoppedBy(await response.json())?.code).toBe("sallyport_unread_content");
    }
    expect(sandbox.requests).toEqual([]);
  });

  it("no body at all", async () => {
    const sandbox = await testSandbox();
    const response = await guardedFetch(POLICY)(`${sandbox.url}/v1/messages`, { method: "POST", headers: HEADERS });
    expect(response.status).toBe(400);
    expect(sandbox.requests).toEqual([]);
  });

  it("a stream that is longer than the policy's limit: read no further, refused as too large", async () => {
    const sandbox = await testSandbox();
    let pulled = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        pulled += 1;
        controller.enqueue(new Uint8Array(1000).fill(32));
      },
    });
    const fetch = guardedFetch({ ...POLICY, limits: { bodyBytes: 10_000 } });
    const response = await fetch(`${sandbox.url}/v1/messages`, { ...post(endless), duplex: "half" } as RequestInit);
    expect(response.status).toBe(413);
    expect(pulled).toBeLessThan(20);
    expect(sandbox.requests).toEqual([]);
  });
});

describe("a stop over plain fetch is the API's own error", () => {
  it("whole", async () => {
    const sandbox = await testSandbox();
    const response = await guardedFetch(POLICY)(
      `${sandbox.url}/v1/messages`,
      post(
        JSON.stringify({
          model: "echo",
          max_tokens: 5,
          messages: [
            { role: "user", content: [{ type: "document", source: { type: "text", media_type: "text/plain", data: ATTACK } }] },
          ],
        }),
      ),
    );
    expect(response.status).toBe(403);
    const body: unknown = await response.json();
    expect(body).toMatchObject({
      type: "error",
      error: { type: "permission_error" },
      request_id: response.headers.get("request-id"),
    });
    expect(stoppedBy(body)?.verdict?.action).toBe("block");
  });

  it("headers of a rewritten answer are true: no length, no encoding of the bytes that were", async () => {
    const key = anthropicKey();
    const message = {
      ...{ id: "msg_1", type: "message", role: "assistant", model: "echo", stop_reason: "end_turn", stop_sequence: null },
      ...{ content: [{ type: "text", text: key, citations: null }], usage: { input_tokens: 1, output_tokens: 1 } },
    };
    const url = await oddUpstream((_request, response) => {
      const packed = gzipSync(JSON.stringify(message));
      response.writeHead(200, {
        "content-type": "application/json",
        "content-encoding": "gzip",
        "content-length": packed.length,
        "x-kept": "1",
      });
      response.end(packed);
    });
    const response = await guardedFetch(POLICY)(`${url}/v1/messages`, post(BODY));
    expect(response.headers.get("content-length")).toBeNull();
    expect(response.headers.get("content-encoding")).toBeNull();
    expect(response.headers.get("x-kept")).toBe("1");
    expect(await response.text()).not.toContain(key);
  });
});

describe("checks that need I/O", () => {
  const policyWith = (url: string) => ({
    ...POLICY,
    checks: { judge: { kind: "http", url, action: "block", timeoutMs: 5000 } } as const,
  });

  it("block what the service finds bad, and let pass what it doesn't", async () => {
    const sandbox = await testSandbox();
    let bad: readonly string[] = ["messages[0].content"];
    const url = await oddUpstream((_request, response) => response.writeHead(200).end(JSON.stringify({ bad })));
    const fetch = guardedFetch(policyWith(url));
    const stopped = await fetch(`${sandbox.url}/v1/messages`, post(BODY));
    expect(stoppedBy(await stopped.json())).toMatchObject({ code: "sallyport_blocked" });
    bad = [];
    expect((await fetch(`${sandbox.url}/v1/messages`, post(BODY))).status).toBe(200);
    expect(sandbox.requests).toHaveLength(1);
  });

  it("fail closed when the service doesn't answer", async () => {
    const sandbox = await testSandbox();
    const url = await oddUpstream((_request, response) => response.destroy());
    const response = await guardedFetch(policyWith(url))(`${sandbox.url}/v1/messages`, post(BODY));
    expect(response.status).toBe(403);
    expect(stoppedBy(await response.json())?.code).toBe("sallyport_could_not_check");
    expect(sandbox.requests).toEqual([]);
  });

  it("are given up when the caller is", async () => {
    const sandbox = await testSandbox();
    const controller = new AbortController();
    const url = await oddUpstream(() => {
      controller.abort();
    });
    const fetch = guardedFetch(policyWith(url));
    expect(await rejection(fetch(`${sandbox.url}/v1/messages`, { ...post(BODY), signal: controller.signal }))).toMatchObject({
      name: "AbortError",
    });
    expect(sandbox.requests).toEqual([]);
  });
});

describe("what the guard adds", () => {
  it("betas join those of the caller", async () => {
    const sandbox = await testSandbox();
    const fetch = guardedFetch({ ...POLICY, editBeforeThinking: "drop_block" });
    const body = JSON.stringify({
      model: "claude-opus-5-5",
      max_tokens: 50,
      thinking: { type: "adaptive" },
      messages: [{ role: "user", content: "hello" }],
    });
    const response = await fetch(`${sandbox.url}/v1/messages`, post(body, { "anthropic-beta": "one-2026-01-01" }));
    expect(response.status).toBe(200);
    expect(sandbox.requests[0]?.headers["anthropic-beta"]).toBe("one-2026-01-01, thinking-binding-controls-2026-08-01");
    expect(bodyOf(sandbox)).toContain("drop_block");
  });

  it("backpressure: an answer that nobody reads is not pulled in", async () => {
    let written = 0;
    const url = await oddUpstream((_request, response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      const comment = `: ${"x".repeat(64 * 1024)}\n\n`;
      const fill = (): void => {
        while (written < 2000) {
          written += 1;
          if (response.write(comment)) continue;
          response.once("drain", fill);
          return;
        }
      };
      fill();
    });
    const contexts: VerdictContext[] = [];
    const fetch = guardedFetch(POLICY, { onVerdict: (_verdict, context) => void contexts.push(context) });
    const response = await fetch(`${url}/v1/messages`, post(BODY));
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(written).toBeLessThan(500); // What fits into the buffers of two sockets; all of it would be 2000.
    await response.body?.cancel();
    expect(contexts.at(-1)).toMatchObject({ side: "response", complete: false });
  });
});
