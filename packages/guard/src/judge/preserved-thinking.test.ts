/** Redacting in a conversation whose thinking is bound to every byte before it: the API must accept each turn (promise 3). */
import { startSandbox, type Sandbox } from "@sallyport/sandbox";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createGuard, type Guard } from "../guard.js";
import { apiKey } from "../stream/stream.testkit.js";

const KEYS = fc.sample(apiKey, { numRuns: 8, seed: 21 });

interface Message {
  readonly role: "user" | "assistant";
  readonly content: unknown;
}

describe("a conversation with preserved thinking", () => {
  let sandbox: Sandbox;
  let key = "";
  beforeAll(async () => {
    sandbox = await startSandbox({
      // Repeats what it was asked, so that what the guard put in place of a key comes back in the answer; a second thought follows nothing edited.
      handler: ({ messages, tools }) => {
        const last = JSON.stringify(messages.at(-1)?.content);
        if (tools !== undefined) {
          return {
            content: [
              { type: "thinking", thinking: `turn ${messages.length}: ${last}` },
              { type: "text", text: `You said: ${last}.` },
              { type: "tool_use", name: "save", input: { last, list: [last, 1] } },
            ],
          };
        }
        return {
          content: [
            { type: "thinking", thinking: `turn ${messages.length}` },
            { type: "text", text: `You said: ${last}, and my own key is ${KEYS[7] ?? ""}.` },
          ],
        };
      },
    });
    key = sandbox.createKey();
  });
  afterAll(() => sandbox.close());

  const post = async (body: string): Promise<{ status: number; text: string }> => {
    const headers = { "content-type": "application/json", "anthropic-version": "2026-10-21", authorization: `Bearer ${key}` };
    const response = await fetch(`${sandbox.url}/v1/messages`, { method: "POST", headers, body });
    return { status: response.status, text: await response.text() };
  };

  /** Talks for some turns through guards that change from turn to turn; gives the statuses and what went upstream. */
  async function talk(guards: readonly Guard[]): Promise<{ statuses: number[]; sent: string[] }> {
    const messages: Message[] = [];
    const statuses: number[] = [];
    const sent: string[] = [];
    for (let turn = 0; turn < 6; turn += 1) {
      messages.push({ role: "user", content: `My key is ${KEYS[turn] ?? ""}, or was it ${KEYS[0] ?? ""}?` });
      const guard = guards[turn % guards.length] ?? createGuard("balanced");
      const body = JSON.stringify({
        model: "claude-sonnet-5-5",
        max_tokens: 2000,
        thinking: { type: "adaptive" },
        system: `The desk's key is ${KEYS[6] ?? ""}.`,
        messages,
      });
      const request = guard.request(body);
      if (request.kind !== "pass") throw new Error(`the request was not passed: ${request.kind}`);
      sent.push(request.body);
      const { status, text } = await post(request.body);
      statuses.push(status);
      if (status !== 200) {
        expect(text).toContain("bound to a different conversation");
        break;
      }
      const response = guard.response(text, request.facts);
      if (response.kind !== "pass") throw new Error("the response was not passed");
      messages.push({ role: "assistant", content: (JSON.parse(response.body) as { content: unknown }).content });
    }
    return { statuses, sent };
  }

  it("goes on turn after turn with redactions in every turn, whichever process guards it", async () => {
    const { statuses, sent } = await talk([createGuard("balanced"), createGuard("balanced")]);
    expect(statuses).toEqual([200, 200, 200, 200, 200, 200]);
    for (const body of sent) expect(body).not.toContain(KEYS[0]);
    const histories = sent.map((body) => JSON.stringify((JSON.parse(body) as { messages: unknown[] }).messages).slice(0, -1));
    histories.slice(1).forEach((history, turn) => {
      expect(history.startsWith(histories[turn] ?? "")).toBe(true);
    });
  });

  it("goes on for 50 turns whose values come back to the client, with the prefix and its breakpoints byte for byte as the API saw them", async () => {
    const secret = new Uint8Array(32).fill(3);
    const rules = { secrets: { detectors: ["secrets"], action: "redact", style: "placeholder" } } as const;
    const tools = { save: { effect: "read" } } as const;
    const replicas = [0, 1].map(() => createGuard({ version: 1, extends: "balanced", rules, tools }, { secret }));
    const keys = fc.sample(apiKey, { numRuns: 10, seed: 34 });
    const messages: Message[] = [];
    const histories: string[] = [];
    for (let turn = 0; turn < 50; turn += 1) {
      const said = [
        ...(turn === 0
          ? []
          : [{ type: "tool_result", tool_use_id: toolIn(messages), content: `saved ${keys[(turn + 5) % 10] ?? ""}` }]),
        {
          type: "text",
          text: `Of ${keys[turn % 10] ?? ""} and ${keys[0] ?? ""}: ünd "so"`,
          cache_control: { type: "ephemeral" },
        },
      ];
      messages.push({ role: "user", content: said });
      const guard = replicas[turn % 2] ?? createGuard();
      const body = JSON.stringify({
        model: "claude-sonnet-5-5",
        max_tokens: 2000,
        thinking: { type: "adaptive" },
        tools: [{ name: "save", input_schema: { type: "object" }, cache_control: { type: "ephemeral" } }],
        system: [{ type: "text", text: "You save.", cache_control: { type: "ephemeral" } }],
        messages,
      });
      const request = guard.request(body);
      if (request.kind !== "pass") throw new Error(`turn ${turn} was not passed`);
      for (const key of keys) expect(request.body).not.toContain(key);
      // All that differs are the placeholders: with their values in their places (thinking has kept its own) it is the body that came.
      const open = (text: string): string =>
        text.replace(/HIDDEN_\w+?_[B-Z]{12}/g, (one) => request.facts.hidden.valueOf(one) ?? one);
      expect(open(request.body)).toBe(open(body));
      histories.push(JSON.stringify((JSON.parse(request.body) as { messages: unknown[] }).messages).slice(0, -1));

      const { status, text } = await post(request.body);
      expect({ turn, status, text }).toMatchObject({ turn, status: 200 });
      const response = guard.response(text, request.facts);
      if (response.kind !== "pass") throw new Error(`the answer of turn ${turn} was not passed`);
      expect(response.body).toContain(keys[0]);
      messages.push({ role: "assistant", content: (JSON.parse(response.body) as { content: unknown }).content });
    }
    histories.slice(1).forEach((history, turn) => {
      expect(history.startsWith(histories[turn] ?? "-")).toBe(true);
    });
  });

  it("would break where a policy changes in the middle: the sandbox sees it", async () => {
    const open = createGuard({ version: 1, rules: {} });
    const { statuses } = await talk([createGuard("balanced"), open]);
    expect(statuses).toEqual([200, 400]);
  });
});

/** Id of the call that the last message made. */
function toolIn(messages: readonly Message[]): string {
  const blocks = messages.at(-1)?.content as readonly { readonly type: string; readonly id?: string }[];
  return blocks.find(({ type }) => type === "tool_use")?.id ?? "";
}
