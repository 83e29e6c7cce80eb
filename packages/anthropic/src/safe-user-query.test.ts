import Anthropic from "@anthropic-ai/sdk";
import { defensiveSystemPrompt, EmptyInputError, InputTooLongError } from "@sallyport/guard";
import { describe, expect, it } from "vitest";
import { safeUserQuery } from "./index.js";
import { anthropicKey, rejection, testClient, testSandbox } from "./sdk.testkit.js";

const SYSTEM = "You answer questions about orders.";

describe("safeUserQuery", () => {
  it("puts the operator's words into `system` and the user's, cleaned, into a user message", async () => {
    const sandbox = await testSandbox({ handler: () => ({ content: "It is on its way." }) });
    const { text, message } = await safeUserQuery(testClient(sandbox), {
      system: SYSTEM,
      input: "  Where is\u0007 my parcel?\n ",
    });
    expect(text).toBe("It is on its way.");
    expect(message.stop_reason).toBe("end_turn");
    expect(sandbox.requests[0]?.json).toEqual({
      model: "claude-sonnet-5-5",
      max_tokens: 1024,
      system: SYSTEM,
      messages: [{ role: "user", content: "Where is my parcel?" }],
    });
  });

  it("writes a defensive system prompt from its parts, and sends nothing where one is blank", async () => {
    const sandbox = await testSandbox();
    const parts = {
      role: "an assistant of a shop",
      rules: ["Answer questions about orders only."],
      refusal: "I can't help with that.",
    };
    await safeUserQuery(testClient(sandbox), { system: parts, input: "hello", model: "echo" });
    expect(sandbox.requests[0]?.json).toMatchObject({ system: defensiveSystemPrompt(parts) });
    const blank = { ...parts, refusal: " " };
    expect(await rejection(safeUserQuery(testClient(sandbox), { system: blank, input: "hello" }))).toBeInstanceOf(RangeError);
    expect(sandbox.requests).toHaveLength(1);
  });

  it("takes model, budget and further parameters, none of which can move the two texts", async () => {
    const sandbox = await testSandbox();
    const params = { stop_sequences: ["END"], system: "mine", messages: [] };
    await safeUserQuery(testClient(sandbox), { system: SYSTEM, input: "hello", model: "echo", maxTokens: 20, params });
    expect(sandbox.requests[0]?.json).toEqual({
      model: "echo",
      max_tokens: 20,
      stop_sequences: ["END"],
      system: SYSTEM,
      messages: [{ role: "user", content: "hello" }],
    });
  });

  it("sends nothing for an empty or too long input", async () => {
    const sandbox = await testSandbox();
    const client = testClient(sandbox);
    expect(await rejection(safeUserQuery(client, { system: SYSTEM, input: " \n" }))).toBeInstanceOf(EmptyInputError);
    expect(await rejection(safeUserQuery(client, { system: SYSTEM, input: "x".repeat(10_001) }))).toBeInstanceOf(
      InputTooLongError,
    );
    expect(await rejection(safeUserQuery(client, { system: SYSTEM, input: "12345", maxChars: 4 }))).toBeInstanceOf(
      InputTooLongError,
    );
    expect(sandbox.requests).toEqual([]);
  });

  it("shows a notice in place of an answer with a key in it, in the message too", async () => {
    const key = anthropicKey();
    const sandbox = await testSandbox({ handler: () => ({ content: `The key is ${key}` }) });
    const { text, message } = await safeUserQuery(testClient(sandbox), { system: SYSTEM, input: "hello" });
    expect(text).toBe("[Response redacted \u2014 contained sensitive pattern]");
    expect(message.content).toEqual([{ type: "text", text, citations: null }]);
  });

  it("throws the SDK's errors, and can be canceled", async () => {
    const sandbox = await testSandbox({ handler: () => ({ error: { status: 404 } }) });
    const client = testClient(sandbox);
    expect(await rejection(safeUserQuery(client, { system: SYSTEM, input: "hello" }))).toBeInstanceOf(Anthropic.NotFoundError);
    const signal = AbortSignal.abort();
    expect(await rejection(safeUserQuery(client, { system: SYSTEM, input: "hello", signal }))).toBeInstanceOf(
      Anthropic.APIUserAbortError,
    );
  });
});
