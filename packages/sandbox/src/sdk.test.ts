import Anthropic from "@anthropic-ai/sdk";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startSandbox, type Sandbox } from "./index.js";

describe("the official SDK", () => {
  let sandbox: Sandbox;
  let client: Anthropic;
  beforeAll(async () => {
    sandbox = await startSandbox();
    client = new Anthropic({ baseURL: sandbox.url, apiKey: sandbox.createKey(), maxRetries: 0 });
  });
  afterAll(() => sandbox.close());

  it("gets a whole answer", async () => {
    const message = await client.messages.create({
      model: "echo",
      max_tokens: 100,
      messages: [{ role: "user", content: "hello" }],
    });
    expect(message).toMatchObject({ content: [{ type: "text", text: "hello", citations: null }], stop_reason: "end_turn" });
  });

  it("streams", async () => {
    const stream = client.messages.stream({
      model: "claude-opus-5-5",
      max_tokens: 1000,
      thinking: { type: "adaptive" },
      messages: [{ role: "user", content: "hello, this is a longer text that comes in some pieces" }],
    });
    const message = await stream.finalMessage();
    const next = await client.messages.create({
      model: "claude-opus-5-5",
      max_tokens: 1000,
      thinking: { type: "adaptive" },
      messages: [
        { role: "user", content: "hello, this is a longer text that comes in some pieces" },
        { role: "assistant", content: message.content },
        { role: "user", content: "and?" },
      ],
    });
    expect(next.content.at(-1)).toMatchObject({ text: "and?" });
  });
});
