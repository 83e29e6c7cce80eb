/** Everything that a client can send wrong gets a clear error in the API's shape, and nothing of it reaches the upstream. */
import { connect } from "node:net";
import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PLAIN, post, startTestBed } from "./gateway.testkit.js";
import type { TestBed } from "./gateway.testkit.js";

let bed: TestBed;
beforeAll(async () => {
  bed = await startTestBed({
    config: { limits: { bodyBytes: 200_000, headerBytes: 8_192, headersTimeoutMs: 1_000, requestTimeoutMs: 2_000 } },
  });
});
afterAll(() => bed.close());

interface Refused {
  readonly type: string;
  readonly error: { readonly type: string; readonly message: string; readonly details?: { readonly error_code?: string } };
  readonly request_id: string;
}

async function refusal(response: Response): Promise<Refused & { readonly status: number }> {
  const body = (await response.json()) as Refused;
  expect(body.type).toBe("error");
  expect(body.request_id).toBe(response.headers.get("request-id"));
  return { ...body, status: response.status };
}

/** Writes bytes to a socket as they are; gives what comes back until the connection closes. */
function raw(bytes: string, { end = true }: { readonly end?: boolean } = {}): Promise<string> {
  const { hostname, port } = new URL(bed.url);
  return new Promise((resolve, reject) => {
    let text = "";
    const socket = connect(Number(port), hostname, () => {
      socket.write(bytes);
      if (end) socket.end();
    });
    socket.setEncoding("utf8").on("data", (piece: string) => (text += piece));
    socket.on("close", () => {
      resolve(text);
    });
    socket.on("error", reject);
  });
}

const send = (body: string | Buffer, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(`${bed.url}/v1/messages`, {
    method: "POST",
    headers: { "x-api-key": bed.key, "anthropic-version": "2026-10-21", "content-type": "application/json", ...headers },
    body: new Uint8Array(Buffer.from(body)),
  });

describe("a body that can't be read without doubt is refused", () => {
  const json = JSON.stringify(PLAIN);
  const cases: readonly (readonly [name: string, body: string | Buffer])[] = [
    ["no JSON", "hello"],
    ["nothing", ""],
    ["a list", "[]"],
    ["cut short", json.slice(0, -1)],
    ["trailing garbage", `${json} {}`],
    ["duplicate keys", json.replace("{", '{"model":"claude-haiku-5-5",')],
    ["invalid UTF-8", Buffer.concat([Buffer.from(json.slice(0, -4)), Buffer.from([0xff, 0xfe]), Buffer.from(json.slice(-4))])],
    ["a lone surrogate", json.replace("Hello", "\\ud800")],
    ["__proto__", json.replace("{", '{"__proto__":{},')],
    ["absurd nesting", `{"model":"m","messages":${"[".repeat(5_000)}${"]".repeat(5_000)}}`],
  ];
  it.for(cases)("%s", async ([, body]) => {
    const before = bed.sandbox.requests.length;
    const { status, error } = await refusal(await send(body));
    expect(status).toBe(400);
    expect(error.type).toBe("invalid_request_error");
    expect(error.message.length).toBeGreaterThan(10);
    expect(bed.sandbox.requests).toHaveLength(before);
    expect(bed.rows().at(-1)).toMatchObject({
      status: 400,
      ended: "refused",
      outcome: "could not be checked",
      problem: "sallyport_unreadable",
    });
  });
});

describe("a compressed body is decoded under the limit, or refused", () => {
  const json = JSON.stringify(PLAIN);
  it.for([
    ["gzip", gzipSync(json)],
    ["x-gzip", gzipSync(json)],
    ["deflate", deflateSync(json)],
    ["br", brotliCompressSync(json)],
    ["identity", Buffer.from(json)],
    ["GZIP", gzipSync(json)],
  ] as const)("%s", async ([encoding, body]) => {
    expect((await send(body, { "content-encoding": encoding })).status).toBe(200);
    expect(bed.sandbox.requests.at(-1)?.body.toString()).toBe(json);
    expect(bed.sandbox.requests.at(-1)?.headers).not.toHaveProperty("content-encoding");
  });

  it("a bomb stops at the limit", async () => {
    const bomb = gzipSync(Buffer.alloc(100 * 1_048_576, "a"));
    expect(bomb.length).toBeLessThan(200_000);
    const { status, error } = await refusal(await send(bomb, { "content-encoding": "gzip" }));
    expect(status).toBe(413);
    expect(error).toMatchObject({ type: "request_too_large", details: { error_code: "request_body_too_large_after_decoding" } });
  });

  it.for(["compress", "gzip, gzip", "gzip,br", "made-up"])("%s is refused", async (encoding) => {
    const { status, error } = await refusal(await send(gzipSync(json), { "content-encoding": encoding }));
    expect(status).toBe(400);
    expect(error).toMatchObject({ type: "invalid_request_error", details: { error_code: "request_body_encoding_unsupported" } });
  });

  it("what isn't encoded as it says is refused", async () => {
    for (const body of [Buffer.from(json), gzipSync(json).subarray(0, -10), Buffer.alloc(0)]) {
      const { status, error } = await refusal(await send(body, { "content-encoding": "gzip" }));
      expect(status).toBe(400);
      expect(error.details?.error_code).toBe("request_body_encoding_invalid");
    }
  });
});

describe("a body beyond the limit is refused while it is read", () => {
  it("by its declared length", async () => {
    const { status, error } = await refusal(await send("a".repeat(200_001)));
    expect(status).toBe(413);
    expect(error.type).toBe("request_too_large");
    expect(bed.rows().at(-1)).toMatchObject({ problem: "body-too-large", status: 413 });
  });

  it("or as it grows, where none is declared", async () => {
    const stream = new ReadableStream<Uint8Array>({
      start(controller) {
        for (let count = 0; count < 10; count += 1) controller.enqueue(Buffer.alloc(50_000, "a"));
        controller.close();
      },
    });
    const response = await fetch(`${bed.url}/v1/messages`, {
      method: "POST",
      headers: { "x-api-key": bed.key },
      body: stream,
      duplex: "half",
    } as RequestInit);
    expect((await refusal(response)).status).toBe(413);
  });
});

describe("paths and methods", () => {
  it.for([
    ["GET", "/v1/organizations/api_keys"],
    ["POST", "/v1/complete"],
    ["GET", "/v1/messages"],
    ["DELETE", "/v1/messages"],
    ["OPTIONS", "/v1/messages"],
    ["GET", "/"],
  ])("%s %s is not found, and asks for no key", async ([method = "", path = ""]) => {
    const { status, error } = await refusal(await fetch(bed.url + path, { method }));
    expect(status).toBe(404);
    expect(error.type).toBe("not_found_error");
  });
});

describe("HTTP itself", () => {
  const head = (line: string): string => `${line}\r\nhost: h\r\nx-api-key: ${bed.key}\r\n`;
  const message = `content-type: application/json\r\n`;

  it.for([
    ["two lengths", "content-length: 5\r\ncontent-length: 6\r\n\r\nhello"],
    ["a length and chunks", "content-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n"],
    ["a chunk that isn't one", "transfer-encoding: chunked\r\n\r\nzz\r\n"],
    ["chunked twice", "transfer-encoding: chunked, chunked\r\n\r\n0\r\n\r\n"],
    ["a bare line feed in a header", "x-a: b\nx-c: d\r\ncontent-length: 0\r\n\r\n"],
    ["a header folded over two lines", "x-a: b\r\n c\r\ncontent-length: 0\r\n\r\n"],
    ["a blank before a colon", "x-a : b\r\ncontent-length: 0\r\n\r\n"],
  ])("no smuggling by %s", async ([, rest = ""]) => {
    const before = bed.sandbox.requests.length;
    const answer = await raw(head("POST /v1/messages HTTP/1.1") + message + rest);
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(bed.sandbox.requests).toHaveLength(before);
  });

  it("what is no HTTP is told so in the API's shape, and the connection closes", async () => {
    const answer = await raw("hello\r\n\r\n");
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(answer).toContain('"type":"invalid_request_error"');
  });

  it("headers beyond the limit", async () => {
    const answer = await raw(`${head("POST /v1/messages HTTP/1.1")}x-a: ${"a".repeat(9_000)}\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 431 /);
    expect(answer).toContain("too large");
  });

  it("a client that is slow with its headers, or with its body, is let go", async () => {
    const headers = await raw("POST /v1/messages HTTP/1.1\r\nhost: h\r\n", { end: false });
    expect(headers).toMatch(/^HTTP\/1\.1 408 /);
    const body = await raw(`${head("POST /v1/messages HTTP/1.1")}${message}content-length: 100\r\n\r\n{`, { end: false });
    expect(body).toMatch(/^HTTP\/1\.1 408 /);
  });

  it("an Expect that nobody knows is refused, 100-continue is met", async () => {
    const unknown = await raw(
      `${head("POST /v1/messages HTTP/1.1")}expect: miracles\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}`,
    );
    expect(unknown).toMatch(/^HTTP\/1\.1 417 /);
    const json = JSON.stringify(PLAIN);
    const known = await raw(
      `${head("POST /v1/messages HTTP/1.1")}${message}anthropic-version: 2026-10-21\r\nexpect: 100-continue\r\nconnection: close\r\ncontent-length: ${json.length}\r\n\r\n${json}`,
      { end: false },
    );
    expect(known).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 /);
  });

  it("goes on serving after all of that", async () => {
    expect((await post(bed.url, bed.key, PLAIN)).status).toBe(200);
  });
});
