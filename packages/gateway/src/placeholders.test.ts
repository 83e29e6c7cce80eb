/** Values that the upstream never sees and that the client gets back, through the gateway: over replicas, restarts and streams. */
import Anthropic from "@anthropic-ai/sdk";
import type { SandboxOptions } from "@sallyport/sandbox";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseGatewayConfig } from "./config.js";
import { anthropicKey, startTestBed } from "./gateway.testkit.js";
import type { TestBed } from "./gateway.testkit.js";
import { startGateway } from "./start.js";
import type { RunningGateway } from "./start.js";

const policy = {
  version: 1,
  extends: "balanced",
  rules: { secrets: { detectors: ["secrets"], action: "redact", style: "placeholder" } },
} as const;
const ASK = { model: "claude-sonnet-5-5", max_tokens: 4_000, thinking: { type: "adaptive" } } as const;
const sandbox: SandboxOptions = {
  handler: ({ messages }) => {
    const last = JSON.stringify(messages.at(-1)?.content);
    return {
      content: [
        { type: "thinking", thinking: last },
        { type: "text", text: `You said ${last}, or HIDDEN_KEY_BCDFGHJKLMNP.` },
      ],
    };
  },
};

let bed: TestBed;
let replica: RunningGateway;
beforeAll(async () => {
  process.env["SALLYPORT_TEST_SECRET"] = "a secret of some length, for tests";
  const config = { policy, secret: "env:SALLYPORT_TEST_SECRET" };
  bed = await startTestBed({ sandbox, config });
  replica = await startGateway(
    parseGatewayConfig({
      ...config,
      port: 0,
      database: bed.database,
      logLevel: "silent",
      upstream: { url: bed.sandbox.url, keys: { development: `file:${bed.folder}/upstream-key` } },
    }),
  );
});
afterAll(async () => {
  await replica.close();
  await bed.close();
});

describe("a value with a placeholder", () => {
  it("comes back whole and streamed, from whichever replica, and the conversation's thinking stays good", async () => {
    const key = anthropicKey();
    const messages: Anthropic.MessageParam[] = [];
    const clients = [bed, replica].map(({ url }) => new Anthropic({ baseURL: url, apiKey: bed.key, maxRetries: 0 }));
    for (let turn = 0; turn < 4; turn += 1) {
      messages.push({ role: "user", content: `Is it ${key}?` });
      const client = clients[turn % 2];
      const message =
        turn < 2
          ? await client?.messages.create({ ...ASK, messages })
          : await client?.messages.stream({ ...ASK, messages }).finalMessage();
      expect(message?.content[1]).toMatchObject({ text: expect.stringContaining(key) as string });
      messages.push({ role: "assistant", content: message?.content ?? [] });
    }
    expect(bed.sandbox.requests.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    for (const { body } of bed.sandbox.requests) expect(body.toString()).not.toContain(key);
    const [row] = bed.rows();
    expect(JSON.parse(String(row?.["coverage"]))).toMatchObject({
      request: { placeholders: { hidden: 1, restored: 0, left: 0 } },
      response: { placeholders: { hidden: 0, restored: 1, left: 1 } },
    });
    expect(bed.log() + JSON.stringify(bed.rows())).not.toContain(key);
  });
});
