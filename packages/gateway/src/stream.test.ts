/** Promise 5 over HTTP: what a streaming client gets, at whatever pace and however the upstream behaves. */
import type { ServerResponse } from "node:http";
import { connect } from "node:net";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import { events, frameOf, PLAIN, post, startTestBed, startUpstream, textEvents, textOf, until } from "./gateway.testkit.js";
import type { TestBed, TestBedOptions, Upstream } from "./gateway.testkit.js";

const open: { close: () => Promise<void> }[] = [];
afterEach(async () => {
  for (const part of open.splice(0).reverse()) await part.close();
});
const testBed = async (options?: TestBedOptions): Promise<TestBed> => {
  const bed = await startTestBed(options);
  open.push(bed);
  return bed;
};
const upstream = async (...parameters: Parameters<typeof startUpstream>): Promise<Upstream> => {
  const server = await startUpstream(...parameters);
  open.push(server);
  return server;
};
const STREAM = { ...PLAIN, stream: true };
const EVENT_STREAM = { "content-type": "text/event-stream", "request-id": "req_01upstream" };

/** Case `stream-email-cut-anywhere`. */
describe("an e-mail address reaches no client, wherever the stream is cut", () => {
  const address = "zyphkin.vox@jubwax.com";
  const policy = {
    version: 1,
    patterns: { "e-mail": { pattern: "[a-z.]{1,40}@[a-z-]{1,40}\\.com", mask: "[EMAIL]" } },
    rules: { "e-mail": { detectors: ["e-mail"], trust: ["model"], action: "redact" } },
  };
  let pieces: readonly string[] = [];
  let bed: TestBed | undefined;
  let server: Upstream | undefined;
  afterAll(async () => {
    await bed?.close();
    await server?.close();
  });

  /** Streams the pieces through the gateway; gives all prefixes of what the client had. */
  const run = async (frames: readonly string[]): Promise<string> => {
    pieces = frames;
    server ??= await startUpstream((_, response) => {
      response.writeHead(200, EVENT_STREAM);
      for (const piece of pieces) response.write(piece);
      response.end();
    });
    bed ??= await startTestBed({ upstreamUrl: server.url, config: { policy } });
    const response = await post(bed.url, bed.key, STREAM);
    const text = await response.text();
    const names = events(text).map(({ event }) => event);
    expect(names.filter((name) => name === "message_start")).toHaveLength(1);
    expect(names.at(-1)).toBe("message_stop");
    expect(textOf(text)).toBe("The owner is [EMAIL], she answers fast.");
    for (let at = 0; at + 4 <= address.length; at += 1) expect(text).not.toContain(address.slice(at, at + 4));
    expect(events(text).find(({ event }) => event === "message_delta")?.data).toMatchObject({ usage: { output_tokens: 22 } });
    const row = bed.rows().at(-1);
    expect(row).toMatchObject({ outcome: "redacted", action: "redact", ended: "complete", output_tokens: 22 });
    const { first } = JSON.parse(String(row?.["findings"])) as { first: { detector: string; start: number; end: number }[] };
    expect(first).toMatchObject([
      { detector: "e-mail", start: 13, end: 13 + address.length, path: "content[0].text", side: "response" },
    ]);
    expect(JSON.stringify(row)).not.toContain(address.slice(0, 6));
    return text;
  };
  const around = (texts: readonly string[]): string[] =>
    textEvents(["The owner is ", ...texts, ", she answers fast."]).map(frameOf);

  it("as written", async () => {
    await run(around([address.slice(0, 4), address.slice(4)]));
  });

  it("cut at every place, with a ping between the halves, which passes at once", async () => {
    for (let at = 1; at < address.length; at += 1) {
      const frames = around([address.slice(0, at), address.slice(at)]);
      frames.splice(4, 0, frameOf({ type: "ping" }));
      expect(events(await run(frames)).filter(({ event }) => event === "ping")).toHaveLength(1);
    }
  });

  it("each character a delta, and each byte a write", async () => {
    const frames = textEvents(Array.from(`The owner is ${address}, she answers fast.`))
      .map(frameOf)
      .join("");
    await run(Array.from(frames));
  });
});

describe("what the guard doesn't touch passes byte for byte", () => {
  it("streamed, with line ends, comments and blanks as the upstream writes them", async () => {
    const bytes = textEvents(["Good ", "morning 🦊"])
      .map((event) => `: a comment\r\nevent:${event.type}\r\ndata:  ${JSON.stringify(event).replaceAll(",", " , ")}\r\n\r\n`)
      .join("");
    const server = await upstream((_, response) => {
      response.writeHead(200, EVENT_STREAM).end(bytes);
    });
    const bed = await testBed({ upstreamUrl: server.url });
    const response = await post(bed.url, bed.key, STREAM);
    expect(await response.text()).toBe(bytes);
    expect(response.headers.get("content-type")).toBe("text/event-stream");
    expect(response.headers.get("request-id")).toBe("req_01upstream");
    expect(response.headers.get("sallyport-outcome")).toBe("allowed");
  });
});

describe("a stream that can't go on ends with an error event, never with a bare cut", () => {
  const broken: readonly (readonly [name: string, end: (response: ServerResponse) => void])[] = [
    ["the upstream ends early", (response) => response.end()],
    ["the upstream's connection breaks", (response) => setTimeout(() => response.destroy(), 50)],
    ["a frame is no JSON", (response) => response.end("event: content_block_delta\ndata: {\n\n")],
    ["a frame is cut", (response) => response.end("event: content_block_delta\nda")],
  ];
  it.for(broken)("%s", async ([, end]) => {
    const server = await upstream((_, response) => {
      response.writeHead(200, EVENT_STREAM);
      for (const event of textEvents(["Good ", "morning"]).slice(0, 4)) response.write(frameOf(event));
      end(response);
    });
    const bed = await testBed({ upstreamUrl: server.url });
    const text = await (await post(bed.url, bed.key, STREAM)).text();
    const all = events(text);
    expect(all.at(-1)?.event).toBe("error");
    expect(all.at(-1)?.data).toMatchObject({ type: "error", error: { message: expect.stringMatching(/upstream/) as string } });
    expect(all.filter(({ event }) => event === "message_stop")).toEqual([]);
    expect(bed.rows().at(-1)?.["ended"]).toMatch(/^(upstream-failed|stopped)$/);
  });

  it("the same where the policy only watches and the connection breaks", async () => {
    const server = await upstream((_, response) => {
      response.writeHead(200, EVENT_STREAM);
      for (const event of textEvents(["Good "]).slice(0, 3)) response.write(frameOf(event));
      response.write("event: content_block_del");
      setTimeout(() => response.destroy(), 50);
    });
    const bed = await testBed({ upstreamUrl: server.url, config: { policy: { version: 1, extends: "monitor" } } });
    const text = await (await post(bed.url, bed.key, STREAM)).text();
    expect(events(text).at(-1)).toMatchObject({ event: "error", data: { error: { type: "api_error" } } });
  });

  it("an error event of the upstream's passes as it is", async () => {
    const bed = await testBed();
    bed.sandbox.failNext({ type: "error-event", afterEvents: 2 });
    const text = await (await post(bed.url, bed.key, STREAM)).text();
    expect(events(text).filter(({ event }) => event === "error")).toMatchObject([
      { data: { error: { type: "overloaded_error" } } },
    ]);
    expect(bed.rows().at(-1)).toMatchObject({ ended: "upstream-failed", status: 200 });
  });

  it("a finding that blocks: no byte of it, an error event, and the upstream is let go", async () => {
    let closed = false;
    const server = await upstream((_, response) => {
      response.on("close", () => (closed = true));
      response.writeHead(200, EVENT_STREAM);
      for (const event of textEvents(["Your number is 512-", "47-8391, keep it. "]).slice(0, 4)) response.write(frameOf(event));
    });
    const bed = await testBed({ upstreamUrl: server.url, config: { policy: { version: 1, extends: "strict" } } });
    const text = await (await post(bed.url, bed.key, STREAM)).text();
    expect(text).not.toContain("512-");
    expect(events(text).at(-1)).toMatchObject({
      event: "error",
      data: { error: { type: "permission_error", details: { detectors: ["us-ssn"] } } },
    });
    const row = bed.rows().at(-1);
    expect(row).toMatchObject({ outcome: "blocked", ended: "stopped", status: 200, problem: "sallyport_blocked" });
    expect(text).toContain(String(row?.["incident"]));
    await until(() => closed, "the upstream is let go");
  });
});

describe("backpressure", () => {
  it("a client that doesn't read slows the upstream instead of filling memory; when it leaves, the upstream is cancelled", async () => {
    const delta = frameOf({
      type: "content_block_delta",
      index: 0,
      delta: { type: "text_delta", text: "all is well. ".repeat(300) },
    });
    let sent = 0;
    let cancelled = false;
    const server = await upstream((_, response) => {
      response.writeHead(200, EVENT_STREAM);
      for (const event of textEvents([]).slice(0, 2)) response.write(frameOf(event));
      const pump = (): void => {
        while (!response.destroyed && sent < 512 * 1_048_576) {
          sent += delta.length;
          if (!response.write(delta)) {
            response.once("drain", pump);
            return;
          }
        }
      };
      response.on("close", () => (cancelled = true));
      pump();
    });
    const bed = await testBed({
      upstreamUrl: server.url,
      config: { policy: { version: 1, extends: "balanced", limits: { segmentChars: 1_000_000_000 } } },
    });
    const { hostname, port } = new URL(bed.url);
    const body = JSON.stringify(STREAM);
    const socket = connect(Number(port), hostname);
    socket.write(
      `POST /v1/messages HTTP/1.1\r\nhost: h\r\nx-api-key: ${bed.key}\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
    );
    // Nothing is read: what was sent when it no longer grows is in the buffers of sockets.
    let last = -1;
    while (sent === 0 || sent !== last) {
      last = sent;
      await new Promise((resolve) => setTimeout(resolve, 700));
    }
    expect(sent).toBeLessThan(64 * 1_048_576);
    expect(cancelled).toBe(false);
    socket.destroy();
    await until(() => cancelled, "the upstream is cancelled");
    await until(() => bed.rows().length === 1, "the exchange is on record");
    expect(bed.rows()[0]).toMatchObject({ ended: "client-left", streamed: 1 });
  });

  it("a client that takes nothing for too long is cut, and its upstream call with it", async () => {
    const delta = frameOf({
      type: "content_block_delta",
      index: 0,
      delta: { type: "text_delta", text: "all is well. ".repeat(3_000) },
    });
    let cancelled = false;
    const server = await upstream((_, response) => {
      response.writeHead(200, EVENT_STREAM);
      for (const event of textEvents([]).slice(0, 2)) response.write(frameOf(event));
      const pump = (): void => {
        while (!response.destroyed && response.write(delta));
        if (!response.destroyed) response.once("drain", pump);
      };
      response.on("close", () => (cancelled = true));
      pump();
    });
    const bed = await testBed({
      upstreamUrl: server.url,
      config: {
        limits: { stallTimeoutMs: 500 },
        policy: { version: 1, extends: "balanced", limits: { segmentChars: 1_000_000_000 } },
      },
    });
    const { hostname, port } = new URL(bed.url);
    const body = JSON.stringify(STREAM);
    const socket = connect(Number(port), hostname);
    socket.on("error", () => undefined);
    socket.write(
      `POST /v1/messages HTTP/1.1\r\nhost: h\r\nx-api-key: ${bed.key}\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
    );
    await until(() => cancelled, "the upstream is cancelled");
    socket.destroy();
  });

  it("a client that leaves while the upstream thinks cancels it", async () => {
    let cancelled = false;
    let asked = false;
    const server = await upstream((_, response) => {
      asked = true;
      response.on("close", () => (cancelled = true));
    });
    const bed = await testBed({ upstreamUrl: server.url });
    const abort = new AbortController();
    const call = fetch(`${bed.url}/v1/messages`, {
      method: "POST",
      headers: { "x-api-key": bed.key },
      body: JSON.stringify(PLAIN),
      signal: abort.signal,
    });
    call.catch(() => undefined);
    await until(() => asked, "the upstream is asked");
    abort.abort();
    await until(() => cancelled, "the upstream is cancelled");
    await until(() => bed.rows().length === 1, "the exchange is on record");
    expect(bed.rows()[0]).toMatchObject({ ended: "client-left" });
  });
});

describe("an upstream that misbehaves", () => {
  const answers: readonly (readonly [name: string, status: number, type: string, answer: Parameters<typeof startUpstream>[0]])[] =
    [
      [
        "a redirect is not followed",
        502,
        "api_error",
        (_, response) => response.writeHead(307, { location: "http://127.0.0.1:1/" }).end(),
      ],
      [
        "a compressed answer",
        502,
        "api_error",
        (_, response) => response.writeHead(200, { "content-encoding": "gzip", "content-type": "application/json" }).end("x"),
      ],
      ["no HTTP", 502, "api_error", (request) => request.socket.end("hello\r\n\r\n")],
      ["a connection that closes", 502, "api_error", (request) => request.socket.destroy()],
      [
        "an answer that breaks off",
        502,
        "api_error",
        (request, response) => {
          response.writeHead(200, { "content-type": "application/json", "content-length": "100" }).write("{");
          setTimeout(() => request.socket.destroy(), 50);
        },
      ],
      ["no answer in time", 504, "timeout_error", () => undefined],
      [
        "an answer that is no message",
        403,
        "permission_error",
        (_, response) => response.writeHead(200, { "content-type": "text/html" }).end("<html>"),
      ],
      [
        "an empty answer",
        403,
        "permission_error",
        (_, response) => response.writeHead(200, { "content-type": "application/json" }).end(),
      ],
      [
        "an answer with duplicate keys",
        403,
        "permission_error",
        (_, response) =>
          response.writeHead(200, { "content-type": "application/json" }).end('{"type":"message","type":"message"}'),
      ],
      [
        "an answer without end",
        502,
        "api_error",
        (_, response) => response.writeHead(200, { "content-type": "application/json" }).end("a".repeat(300_000)),
      ],
    ];
  it.for(answers)("%s: %i", async ([, status, type, answer]) => {
    const server = await upstream(answer);
    const bed = await testBed({
      upstreamUrl: server.url,
      config: { limits: { responseBytes: 200_000 }, upstream: { headersTimeoutMs: 1_000 } },
    });
    const response = await post(bed.url, bed.key, PLAIN);
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({
      type: "error",
      error: { type },
      request_id: response.headers.get("request-id"),
    });
    expect(bed.rows()).toMatchObject([{ status, ended: status === 403 ? "stopped" : "upstream-failed" }]);
  });

  it("one that isn't there: 502, and the client may try again", async () => {
    const server = await startUpstream(() => undefined);
    await server.close();
    const bed = await testBed({ upstreamUrl: server.url });
    const response = await post(bed.url, bed.key, PLAIN);
    expect(response.status).toBe(502);
    expect(response.headers.get("x-should-retry")).toBe("true");
  });

  it("an error body that isn't JSON passes as it is, but not with the upstream key in it", async () => {
    const page = "<html>413</html>";
    const server = await upstream((request, response) => {
      response
        .writeHead(413, { "content-type": "text/html" })
        .end(`${page} your key was ${String(request.headers["x-api-key"])}`);
    });
    const bed = await testBed({ upstreamUrl: server.url });
    const leaking = await post(bed.url, bed.key, PLAIN);
    expect(leaking.status).toBe(502);
    expect(await leaking.text()).not.toContain(bed.upstreamKey.slice(20, 40));
    const plain = await upstream((_, response) => {
      response.writeHead(413, { "content-type": "text/html" }).end(page);
    });
    const other = await testBed({ upstreamUrl: plain.url });
    const passed = await post(other.url, other.key, PLAIN);
    expect([passed.status, await passed.text()]).toEqual([413, page]);
  });
});
