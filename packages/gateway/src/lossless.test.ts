/** Promise 3 through the gateway: what the policy doesn't touch goes up byte for byte, and the same history always gives the same bytes. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseGatewayConfig } from "./config.js";
import { anthropicKey, post, startTestBed } from "./gateway.testkit.js";
import type { TestBed } from "./gateway.testkit.js";
import { startGateway } from "./start.js";

let bed: TestBed;
beforeAll(async () => {
  bed = await startTestBed({ config: { policy: { version: 1, extends: "inspect" } } });
});
afterAll(() => bed.close());

const lastBody = (of: TestBed = bed): Buffer => of.sandbox.requests.at(-1)?.body ?? Buffer.alloc(0);

describe("an untouched body goes up as it came", () => {
  it.for([
    [
      "odd whitespace",
      '\n{ "model" :\t"claude-sonnet-5-5","max_tokens":64 ,\r\n "messages":[ {"role":"user","content":"hi"} ]}\n\n',
    ],
    ["order of fields", '{"messages":[{"content":"hi","role":"user"}],"max_tokens":64,"model":"claude-sonnet-5-5"}'],
    [
      "escapes",
      '{"model":"claude-sonnet-5-5","max_tokens":64,"messages":[{"role":"user","content":"\\u0068i \\/ caf\\u00e9 é 🦊 \\ud83e\\udd8a"}]}',
    ],
    [
      "large integers and odd numbers",
      '{"model":"claude-sonnet-5-5","max_tokens":64,"tools":[{"name":"t","description":"d","input_schema":{"type":"object","properties":{"a":{"type":"integer","maximum":9007199254740993123,"minimum":-0.0,"multipleOf":1.0e+2}}}}],"messages":[{"role":"user","content":"hi"}]}',
    ],
  ])("%s", async ([, body = ""]) => {
    const response = await post(bed.url, bed.key, body);
    expect(response.status).toBe(200);
    expect(lastBody().toString()).toBe(body);
  });

  it("a field that nobody knows, where the policy reads such as a third party's", async () => {
    const body =
      '{"model":"claude-sonnet-5-5","max_tokens":64,"brand_new":{"a":[1,2]},"messages":[{"role":"user","content":"hi"}]}';
    await (await post(bed.url, bed.key, body)).text();
    expect(lastBody().toString()).toBe(body);
  });

  it("and cut into pieces on the way", async () => {
    const body = JSON.stringify({
      model: "claude-sonnet-5-5",
      max_tokens: 64,
      messages: [{ role: "user", content: "å🦊".repeat(2_000) }],
    });
    const bytes = Buffer.from(body);
    const stream = new ReadableStream<Uint8Array>({
      async start(controller) {
        for (let at = 0; at < bytes.length; at += 777) {
          controller.enqueue(bytes.subarray(at, at + 777));
          if (at % 7_770 === 0) await new Promise((resolve) => setTimeout(resolve, 2));
        }
        controller.close();
      },
    });
    const headers = { "x-api-key": bed.key, "anthropic-version": "2026-10-21" };
    const response = await fetch(`${bed.url}/v1/messages`, {
      method: "POST",
      headers,
      body: stream,
      duplex: "half",
    } as RequestInit);
    expect(response.status).toBe(200);
    expect(lastBody().equals(bytes)).toBe(true);
  });
});

/** Case `cached-prefix-keeps-its-bytes`. */
describe("a cached prefix keeps its bytes, over turns, replicas and restarts", () => {
  it.for([
    ["mask", "[ANTHROPIC API KEY]"],
    ["placeholder", "HIDDEN_ANTHROPIC_API_KEY_"],
  ] as const)("with redactions deep in the history: %s", async ([style, hidden]) => {
    const secret = anthropicKey();
    process.env["SALLYPORT_TEST_SECRET"] = "a secret of some length, for tests";
    const rules = { secrets: { detectors: ["secrets"], action: "redact", style } } as const;
    const guarding = { policy: { version: 1, extends: "balanced", rules }, secret: "env:SALLYPORT_TEST_SECRET" } as const;
    const balanced = await startTestBed({ config: guarding });
    const replicas: { url: string; close: () => Promise<void> }[] = [];
    const replica = async (): Promise<string> => {
      const config = {
        ...guarding,
        port: 0,
        database: balanced.database,
        logLevel: "silent",
        upstream: { url: balanced.sandbox.url, keys: { development: `file:${balanced.folder}/upstream-key` } },
      };
      const gateway = await startGateway(parseGatewayConfig(config));
      replicas.push(gateway);
      return gateway.url;
    };
    try {
      const ttl = { cache_control: { type: "ephemeral", ttl: "1h" } };
      const messages: unknown[] = [
        { role: "user", content: "Read the ledger." },
        { role: "assistant", content: [{ type: "tool_use", id: "toolu_c1", name: "read", input: { f: "ledger" } }] },
        {
          role: "user",
          content: [
            {
              type: "tool_result",
              tool_use_id: "toolu_c1",
              content: [{ type: "text", text: `The ledger lists the key ${secret} on day 7. `.repeat(400) }],
              ...ttl,
            },
            { type: "text", text: "Who paid on day 7?" },
          ],
        },
      ];
      const head = {
        model: "claude-sonnet-5-5",
        max_tokens: 512,
        system: [{ type: "text", text: "You audit ledgers.", ...ttl }],
        tools: [
          {
            name: "read",
            description: "Read a file.",
            input_schema: { type: "object", properties: { f: { type: "string" } }, required: ["f"] },
            ...ttl,
          },
        ],
      };
      const bodies: string[] = [];
      const turn = async (url: string): Promise<void> => {
        const response = await post(url, balanced.key, { ...head, messages });
        expect(response.status).toBe(200);
        const { content } = (await response.json()) as { content: unknown };
        bodies.push(lastBody(balanced).toString());
        messages.push(
          { role: "assistant", content },
          { role: "user", content: [{ type: "text", text: "And the day after?", cache_control: { type: "ephemeral" } }] },
        );
      };
      await turn(balanced.url);
      await turn(await replica());
      await turn(await replica());
      for (const [index, body] of bodies.entries()) {
        expect(body).not.toContain(secret.slice(20, 40));
        expect(body).toContain(hidden);
        expect(body.match(/"ttl":"1h"/g)).toHaveLength(3);
        const next = bodies[index + 1];
        // The messages stand last: all but their closing brackets is the next turn's beginning.
        if (next !== undefined) expect(next.startsWith(body.slice(0, -"]}".length))).toBe(true);
      }
    } finally {
      for (const gateway of replicas) await gateway.close();
      await balanced.close();
    }
  });
});
