/** Values that the model doesn't see and that come back, through the official SDK: whole, streamed, and in the loop of its tool runner. */
import type Anthropic from "@anthropic-ai/sdk";
import type { PolicyInput } from "@sallyport/guard";
import type { SandboxOptions } from "@sallyport/sandbox";
import { describe, expect, it } from "vitest";
import { anthropicKey, guarded, type Guarded } from "./sdk.testkit.js";

const POLICY = {
  version: 1,
  extends: "balanced",
  rules: { secrets: { detectors: ["secrets"], action: "redact", style: "placeholder" } },
  tools: { save: { effect: "write", args: { note: "content" }, result: { trust: "first-party" } } },
} as const satisfies PolicyInput;
const secret = new Uint8Array(32).fill(9);
const ASK = { model: "claude-sonnet-5-5", max_tokens: 4_000, thinking: { type: "adaptive" } } as const;
const PLACEHOLDER = /HIDDEN_ANTHROPIC_API_KEY_[B-Z]{12}/;

/** Thinks of what it was asked, and says it. */
const echoing: SandboxOptions = {
  handler: ({ messages }) => {
    const last = JSON.stringify(messages.at(-1)?.content);
    return {
      content: [
        { type: "thinking", thinking: last },
        { type: "text", text: `You said ${last}.` },
      ],
    };
  },
};

type Send = (client: Anthropic, messages: Anthropic.MessageParam[]) => Promise<Anthropic.Message>;
const ways: readonly (readonly [string, Send])[] = [
  ["whole", (client, messages) => client.messages.create({ ...ASK, messages })],
  ["streamed", (client, messages) => client.messages.stream({ ...ASK, messages }).finalMessage()],
];

const sentUp = ({ sandbox }: Guarded): string => sandbox.requests.map(({ body }) => body.toString()).join("\n");

describe("a value with a placeholder", () => {
  it.for(ways)("comes back in the answer, and the conversation goes on with its thinking: %s", async ([, send]) => {
    const door = await guarded(POLICY, { secret, sandbox: echoing });
    const keys = [anthropicKey(), anthropicKey()];
    const messages: Anthropic.MessageParam[] = [];
    for (let turn = 0; turn < 5; turn += 1) {
      messages.push({ role: "user", content: `Is it ${keys[0] ?? ""} or ${keys[turn % 2] ?? ""}?` });
      const { content } = await send(door.client, messages);
      expect(content[0]).toMatchObject({ type: "thinking", thinking: expect.stringMatching(PLACEHOLDER) as string });
      expect(content[1]).toMatchObject({ text: expect.stringContaining(keys[turn % 2] ?? "") as string });
      expect(JSON.stringify(content[1])).not.toMatch(PLACEHOLDER);
      messages.push({ role: "assistant", content });
    }
    expect(door.sandbox.requests.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    for (const key of keys) expect(sentUp(door)).not.toContain(key);
    expect(door.verdicts.at(-1)?.verdict.coverage.placeholders).toEqual({ hidden: 0, restored: 2, left: 0 });
    expect(JSON.stringify(door.verdicts)).not.toContain(keys[0] ?? "-");
  });

  it("reaches a tool that the SDK runs, and is hidden again in its result", async () => {
    const key = anthropicKey();
    const door = await guarded(POLICY, {
      secret,
      sandbox: {
        handler: ({ messages }) => {
          const last = JSON.stringify(messages.at(-1)?.content);
          const one = PLACEHOLDER.exec(last)?.[0] ?? "none";
          return messages.length > 1
            ? { content: `Saved ${one}.` }
            : {
                content: [
                  { type: "thinking", thinking: one },
                  { type: "tool_use", name: "save", input: { note: `"${one}"\n` } },
                ],
              };
        },
      },
    });
    const notes: string[] = [];
    const runner = door.client.beta.messages.toolRunner({
      ...ASK,
      thread: false,
      messages: [{ role: "user", content: `Save ${key}.` }],
      tools: [
        {
          name: "save",
          description: "Saves a note.",
          input_schema: { type: "object", properties: { note: { type: "string" } }, required: ["note"] },
          parse: (input) => input as { readonly note: string },
          run: ({ note }: { readonly note: string }) => {
            notes.push(note);
            return `saved: ${note}`;
          },
        },
      ],
    });
    const { content } = await runner.runUntilDone();
    expect(notes).toEqual([`"${key}"\n`]);
    expect(content).toMatchObject([{ text: `Saved ${key}.` }]);
    expect(door.sandbox.requests.map(({ status }) => status)).toEqual([200, 200]);
    expect(sentUp(door)).not.toContain(key);
  });

  it("needs a secret, since another process would know other placeholders", async () => {
    await expect(guarded(POLICY)).rejects.toThrow(/placeholders.*`secret`/);
  });
});
