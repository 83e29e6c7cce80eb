/** Faults come as ordered and where ordered, by header, option, script and `failNext`; and what only cuts the bytes changes nothing. */
import Anthropic from "@anthropic-ai/sdk";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseFaults } from "./faults.js";
import type { Reply, Sandbox, StreamShape } from "./index.js";
import { ask, messageOfError, post, useSandboxes } from "./sandbox.testkit.js";

const start = useSandboxes();
const streaming = (content = "one two three four five six seven") => ask(content, { stream: true });
const ordered = (fault: string) => ({ headers: { "x-sandbox-fault": fault } });
const eventsOf = (text: string): string[] => [...text.matchAll(/^event: (\w+)/gm)].map(([, name = ""]) => name);

/** Reads a body until it ends or breaks. */
async function readAll(sandbox: Sandbox, body: unknown, fault: string): Promise<{ text: string; broken: boolean }> {
  const response = await fetch(`${sandbox.url}/v1/messages`, {
    method: "POST",
    headers: { "anthropic-version": "2026-10-21", "x-api-key": "any", "x-sandbox-fault": fault },
    body: JSON.stringify(body),
  });
  const decoder = new TextDecoder();
  let text = "";
  try {
    for await (const chunk of response.body ?? []) text += decoder.decode(chunk, { stream: true });
    return { text, broken: false };
  } catch {
    return { text, broken: true };
  }
}

describe("a stream", () => {
  it("is cut after the events that were ordered, which still arrive", async () => {
    const sandbox = await start();
    const { text, broken } = await readAll(sandbox, streaming(), "cut; after=3");
    expect(eventsOf(text)).toEqual(["message_start", "content_block_start", "content_block_delta"]);
    expect(broken).toBe(true);
    expect(sandbox.requests[0]?.outcome).toBe("cut");
  });

  it("is closed cleanly without message_stop", async () => {
    const { text, broken } = await readAll(await start(), streaming(), "close; after=2");
    expect(eventsOf(text)).toEqual(["message_start", "content_block_start"]);
    expect(broken).toBe(false);
  });

  it("ends with an error event", async () => {
    const { text } = await post(await start(), streaming(), ordered("error-event; after=1; type=api_error"));
    expect(eventsOf(text)).toEqual(["message_start", "error"]);
    expect(text).toContain('{"type":"error","error":{"type":"api_error","message":"Overloaded"}}');
  });

  it("holds a malformed frame and goes on", async () => {
    const { text } = await post(await start(), streaming("x"), ordered("malformed-frame; after=2"));
    const frames = text.trim().split("\n\n");
    expect(() => JSON.parse(frames[2]?.split("data: ")[1] ?? "") as unknown).toThrow(SyntaxError);
    expect(eventsOf(text).at(-1)).toBe("message_stop");
  });

  it("holds pings and comments", async () => {
    const { text } = await post(await start(), streaming("x"), ordered("ping; every=2, comment; every=3"));
    expect(eventsOf(text)).toEqual([
      "message_start",
      "content_block_start",
      "ping",
      "content_block_delta",
      "content_block_stop",
      "ping",
      "message_delta",
      "message_stop",
    ]);
    expect(text).toContain("\n\n: keep-alive\n\n");
  });

  it("waits before and between its events", async () => {
    const began = performance.now();
    await post(await start(), streaming("x"), ordered("delay; ms=200; between=20"));
    expect(performance.now() - began).toBeGreaterThan(250);
  });
});

describe("a whole answer", () => {
  it.for(["cut", "close"])("breaks off (%s)", async (fault) => {
    const { text, broken } = await readAll(await start(), ask("hello"), fault);
    expect(text.length).toBeGreaterThan(0);
    expect(() => JSON.parse(text) as unknown).toThrow(SyntaxError);
    expect(broken).toBe(fault === "cut");
  });
});

describe("a status", () => {
  it.for([429, 500, 529])("%i comes with the API's type", async (status) => {
    const refused = await post(await start(), ask("x"), ordered(`${status}; retry-after=3; should-retry=false`));
    expect(refused.status).toBe(status);
    expect(refused.headers.get("retry-after")).toBe("3");
    expect(refused.headers.get("x-should-retry")).toBe("false");
  });

  it("429 has a retry-after by itself", async () => {
    expect((await post(await start(), ask("x"), ordered("429"))).headers.get("retry-after")).toBe("1");
  });
});

describe("the order of faults", () => {
  it("failNext is used up, the option stays, the header wins", async () => {
    const sandbox = await start({ fault: { type: "status", status: 500 } });
    sandbox.failNext({ type: "status", status: 529 });
    expect((await post(sandbox, ask("x"))).status).toBe(529);
    expect((await post(sandbox, ask("x"))).status).toBe(500);
    expect((await post(sandbox, ask("x"), ordered("429"))).status).toBe(429);
  });

  it.for(["cat", "cut; aftr=3", "cut; after=x", "299", "chunk; bytes=-1"])(
    "a header that nobody understands is refused: %s",
    async (header) => {
      expect(messageOfError(await post(await start(), ask("x"), ordered(header)))).toMatch(/^x-sandbox-fault: /);
    },
  );

  it("any header whatever is read or refused", () => {
    fc.assert(
      fc.property(fc.string(), (header) => {
        try {
          parseFaults(header);
        } catch (error) {
          expect(error).toMatchObject({ name: "FaultError" });
        }
      }),
    );
  });
});

describe("however the bytes are cut, a client reads the same", () => {
  const reply: Reply = {
    content: [
      { type: "thinking", thinking: "héllo 🙂" },
      { type: "text", text: "Line one\nline two \u2028 and “quotes” \\ 🙂🙂" },
      { type: "tool_use", name: "t", input: { path: "C:\\x", text: "\u0000\n🙂" } },
    ],
  };
  const shapes = fc.record<StreamShape>(
    {
      chunkBytes: fc.integer({ min: 1, max: 9 }),
      deltaChars: fc.integer({ min: 1, max: 30 }),
      lineEnding: fc.constantFrom("lf", "cr", "crlf"),
      pingEvery: fc.integer({ min: 0, max: 3 }),
      commentEvery: fc.integer({ min: 0, max: 3 }),
    },
    { requiredKeys: [] },
  );
  const read = async (shape: StreamShape): Promise<unknown> => {
    const sandbox = await start({ handler: () => reply, seed: "s", stream: shape });
    const client = new Anthropic({ baseURL: sandbox.url, apiKey: "any", maxRetries: 0 });
    const message = await client.messages
      .stream({ model: "echo", max_tokens: 100, messages: [{ role: "user", content: "x" }] })
      .finalMessage();
    return JSON.parse(JSON.stringify(message)) as unknown;
  };

  it("for any shape", async () => {
    const plain = await read({});
    await fc.assert(
      fc.asyncProperty(shapes, async (shape) => {
        expect(await read(shape)).toEqual(plain);
      }),
      { numRuns: 25 },
    );
  });

  it("the same script and seed give the same bytes, another seed others", async () => {
    const bytes = async (seed: string) => {
      const sandbox = await start({ handler: () => reply, seed, stream: { chunkBytes: 3 } });
      return (await post(sandbox, streaming())).text;
    };
    expect(await bytes("a")).toBe(await bytes("a"));
    expect(await bytes("a")).not.toBe(await bytes("b"));
  });
});
