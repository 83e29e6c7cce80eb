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
      handler: ({ messages }) => ({
        content: [
          { type: "thinking", thinking: `turn ${messages.length}` },
          { type: "text", text: `You said: ${JSON.stringify(messages.at(-1)?.content)}, and my own key is ${KEYS[7] ?? ""}.` },
        ],
      }),
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

  it("would break where a policy changes in the middle: the sandbox sees it", async () => {
    const open = createGuard({ version: 1, rules: {} });
    const { statuses } = await talk([createGuard("balanced"), open]);
    expect(statuses).toEqual([200, 400]);
  });
});
