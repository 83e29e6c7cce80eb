/** Values that the upstream never sees and that the client gets back, through the gateway: over replicas, restarts and streams. */
import Anthropic from "@anthropic-ai/sdk";
import type { SandboxOptions } from "@sallyport/sandbox";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseGatewayConfig } from "./config.js";
import { anthropicKey, post, startTestBed } from "./gateway.testkit.js";
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

/** Case `same-value-same-placeholder`. */
it("one placeholder for one value in all places, and the exact reverse in the answer and on the next turn", async () => {
  const emails = { rules: { emails: { detectors: ["email-address"], action: "redact", style: "placeholder" } } } as const;
  const seen: string[][] = [];
  const desk = await startTestBed({
    config: { policy: { version: 1, ...emails }, secret: "env:SALLYPORT_TEST_SECRET" },
    sandbox: {
      handler: (request) => {
        const all = JSON.stringify(request).match(/HIDDEN_EMAIL_ADDRESS_[A-Z]{12}/g) ?? [];
        const [one = "", two = ""] = new Set(all);
        seen.push(all);
        return { content: `Yes: **${one}** and ${two} differ; see ${one}. (${one.slice(0, -1)}0)` };
      },
    },
  });
  try {
    const [one, two] = ["ada@corp.example", "bob@corp.example"];
    const turn = {
      model: "claude-sonnet-5-5",
      max_tokens: 512,
      system: [
        { type: "text", text: `You help the desk of ${one}.` },
        { type: "text", text: "Be brief." },
      ],
      tools: [
        {
          name: "find_person",
          description: "Find a person by mail.",
          input_schema: { type: "object", properties: { mail: { type: "string" } }, required: ["mail"] },
        },
      ],
      messages: [
        { role: "user", content: `Is ${one} the same person as ${two}? I mean ${one}.` },
        { role: "assistant", content: [{ type: "tool_use", id: "toolu_p1", name: "find_person", input: { mail: one } }] },
        {
          role: "user",
          content: [{ type: "tool_result", tool_use_id: "toolu_p1", content: `row 7: ${one}, account 4471` }],
        },
      ] as unknown[],
    };
    const first = (await (await post(desk.url, desk.key, turn)).json()) as { content: { text: string }[] };
    const text = first.content[0]?.text ?? "";
    expect(text).toMatch(/^Yes: \*\*ada@corp\.example\*\* and bob@corp\.example differ; see ada@corp\.example\. \(HIDDEN_/);
    const times = [...new Set(seen[0])].map((placeholder) => seen[0]?.filter((other) => other === placeholder).length);
    expect(times).toEqual([5, 1]);
    turn.messages.push({ role: "assistant", content: text }, { role: "user", content: "Thanks, write to the first one." });
    await (await post(desk.url, desk.key, turn)).json();
    const [before = "", after = ""] = desk.sandbox.requests.map(({ body }) => body.toString());
    expect(before + after).not.toContain("@corp.example");
    expect(after.startsWith(before.slice(0, -"]}".length))).toBe(true);
    const [P1 = "", P2 = ""] = new Set(seen[0]);
    expect(after).toContain(`"Yes: **${P1}** and ${P2} differ; see ${P1}. (${P1.slice(0, -1)}0)"`);
    expect(JSON.parse(String(desk.rows()[0]?.["coverage"]))).toMatchObject({
      response: { placeholders: { hidden: 0, restored: 3, left: 1 } },
    });
  } finally {
    await desk.close();
  }
});
