import { createAnthropic } from "@ai-sdk/anthropic";
import { APICallError, generateText, stepCountIs, streamText, tool } from "ai";
import type { SandboxOptions } from "@sallyport/sandbox";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { guardedFetch, stoppedBy, type PolicySource } from "./index.js";
import { anthropicKey, ATTACK, BLOCKING, bodyOf, POLICY, rejection, testSandbox } from "./sdk.testkit.js";

async function model(policy: PolicySource, options: SandboxOptions = {}) {
  const sandbox = await testSandbox(options);
  const provider = createAnthropic({ baseURL: `${sandbox.url}/v1`, apiKey: sandbox.createKey(), fetch: guardedFetch(policy) });
  return { sandbox, model: provider("claude-sonnet-5-5") };
}

const poisoned = {
  read_page: tool({
    description: "Read a page.",
    inputSchema: z.object({ name: z.string() }),
    execute: () => ATTACK,
  }),
};
const LOOK = 'Use read_page with {"name": "notes"} and sum it up.';

describe("the AI SDK through guardedFetch", () => {
  it("generateText: secrets are redacted on both ways", async () => {
    const [up, down] = [anthropicKey(), anthropicKey()];
    const { sandbox, model: guarded } = await model(POLICY, { handler: () => ({ content: `take ${down}.` }) });
    const { text } = await generateText({ model: guarded, prompt: `mine is ${up}`, maxRetries: 2 });
    expect(text).toMatch(/^take .+\.$/);
    expect(text + bodyOf(sandbox)).not.toContain(up);
    expect(text).not.toContain(down);
  });

  it("generateText: a poisoned tool result is an APICallError, not retried", async () => {
    const { sandbox, model: guarded } = await model(POLICY, { defaultBehavior: "obedient" });
    const error = await rejection(
      generateText({ model: guarded, prompt: LOOK, tools: poisoned, stopWhen: stepCountIs(5), maxRetries: 2 }),
    );
    expect(APICallError.isInstance(error)).toBe(true);
    expect(error).toMatchObject({ statusCode: 403, isRetryable: false });
    expect(stoppedBy(error)?.verdict?.findings[0]).toMatchObject({ origin: "tool-result" });
    expect(sandbox.requests).toHaveLength(1);
  });

  it("streamText: what a whole answer would be", async () => {
    const key = anthropicKey();
    const { model: guarded } = await model(POLICY, {
      handler: () => ({ content: `take ${key}.`, stream: { chunkBytes: 1, deltaChars: 5 } }),
    });
    const whole = await generateText({ model: guarded, prompt: "hi" });
    expect(await streamText({ model: guarded, prompt: "hi" }).text).toBe(whole.text);
    expect(whole.text).not.toContain(key);
  });

  it("streamText: a stop in mid-stream is an error part, and `stoppedBy` knows it", async () => {
    const key = anthropicKey();
    const { model: guarded } = await model(BLOCKING, {
      handler: () => ({ content: `The key is ${key}.`, stream: { deltaChars: 5 } }),
    });
    const errors: unknown[] = [];
    let text = "";
    const { fullStream } = streamText({ model: guarded, prompt: "hi", maxRetries: 0, onError: () => undefined });
    for await (const part of fullStream) {
      if (part.type === "text-delta") text += part.text;
      if (part.type === "error") errors.push(part.error);
    }
    expect("The key is ".startsWith(text)).toBe(true);
    expect(errors).toHaveLength(1);
    expect(stoppedBy(errors[0])?.verdict?.findings[0]).toMatchObject({ path: "content[0].text", action: "block" });
  });
});
