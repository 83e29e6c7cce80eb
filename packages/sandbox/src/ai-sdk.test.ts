/** The AI SDK with its Anthropic provider against the sandbox: API version 2023-06-01, `x-api-key`, and its own reading of every block. */
import { createAnthropic } from "@ai-sdk/anthropic";
import { generateText, jsonSchema, Output, stepCountIs, streamText, tool, type ModelMessage } from "ai";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import type { Sandbox } from "./index.js";
import { useSandboxes } from "./sandbox.testkit.js";

const start = useSandboxes();
/** The base URL holds `/v1`, as the provider wants it; without, it posts to the alias `/messages`. */
const providerOf = (sandbox: Sandbox, base = "/v1") =>
  createAnthropic({ baseURL: sandbox.url + base, apiKey: sandbox.createKey() });

describe("the AI SDK", () => {
  it.for(["/v1", ""])("generates and streams text (base path %j)", async (base) => {
    const sandbox = await start({ stream: { deltaChars: 2 } });
    const model = providerOf(sandbox, base)("claude-opus-4-8");
    const whole = await generateText({ model, prompt: "hello there", maxRetries: 0 });
    expect(whole.text).toBe("hello there");
    expect(whole.finishReason).toBe("stop");
    const stream = streamText({ model, prompt: "hello there", maxRetries: 0 });
    let text = "";
    for await (const delta of stream.textStream) text += delta;
    expect(text).toBe("hello there");
    expect(sandbox.requests[0]?.headers["anthropic-version"]).toBe("2023-06-01");
  });

  const add = tool({
    description: "Adds.",
    inputSchema: z.object({ a: z.number(), b: z.number() }),
    execute: ({ a, b }) => `The sum is ${a + b}.`,
  });
  const prompt = 'Use the tool add with {"a": 2, "b": 40}. What is the sum?';

  it.for(["generated", "streamed"])("goes through a tool loop with thinking, %s", async (way) => {
    const sandbox = await start({ defaultBehavior: "obedient" });
    const options = {
      model: providerOf(sandbox)("claude-opus-4-8"),
      tools: { add },
      prompt,
      stopWhen: stepCountIs(5),
      maxRetries: 0,
      providerOptions: { anthropic: { thinking: { type: "enabled", budgetTokens: 2000 } } },
    };
    const result = way === "generated" ? await generateText(options) : streamText(options);
    expect(await result.text).toBe("The sum is 42.");
    const steps = await result.steps;
    expect(steps.map(({ reasoningText }) => reasoningText)).toEqual(["I was told to call add.", expect.stringContaining("sum")]);
    expect(steps[0]?.toolCalls).toMatchObject([{ toolName: "add", input: { a: 2, b: 40 } }]);
    expect(sandbox.requests.map(({ status }) => status)).toEqual([200, 200]);
  });

  it("sends thinking back so that the prefix check accepts it on a model that has one", async () => {
    const sandbox = await start();
    const model = providerOf(sandbox)("claude-opus-5-5");
    const providerOptions = { anthropic: { thinking: { type: "adaptive" } } };
    const messages: ModelMessage[] = [{ role: "user", content: "one" }];
    for (const next of ["two", "three"]) {
      const { response } = await generateText({ model, messages, providerOptions, maxRetries: 0 });
      messages.push(...response.messages, { role: "user", content: next });
    }
    await generateText({ model, messages, providerOptions, maxRetries: 0 });
    expect(sandbox.requests.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(JSON.stringify(sandbox.requests[2]?.json)).toContain('"signature"');
  });

  it("gets structured output", async () => {
    const sandbox = await start();
    const schema = jsonSchema<{ name: string }>({
      type: "object",
      properties: { name: { type: "string" } },
      required: ["name"],
      additionalProperties: false,
    });
    const { output } = await generateText({
      model: providerOf(sandbox)("claude-opus-4-8"),
      prompt: "Ada",
      output: Output.object({ schema }),
      maxRetries: 0,
    });
    expect(output).toEqual({ name: "Ada" });
  });

  it("reads citations of a document as sources", async () => {
    const sandbox = await start({
      handler: () => ({
        content: [
          {
            type: "text",
            text: "It is blue.",
            citations: [{ type: "char_location", cited_text: "blue", document_index: 0, start_char_index: 0, end_char_index: 4 }],
          },
        ],
      }),
    });
    const result = streamText({
      model: providerOf(sandbox)("claude-opus-4-8"),
      maxRetries: 0,
      messages: [
        {
          role: "user",
          content: [
            { type: "text", text: "What color?" },
            {
              type: "file",
              data: Buffer.from("blue sky"),
              mediaType: "text/plain",
              filename: "sky.txt",
              providerOptions: { anthropic: { citations: { enabled: true } } },
            },
          ],
        },
      ],
    });
    expect(await result.text).toBe("It is blue.");
    expect(await result.sources).toMatchObject([{ sourceType: "document", mediaType: "text/plain" }]);
  });

  it("throws on an error, before and within a stream", async () => {
    const sandbox = await start();
    const model = providerOf(sandbox)("claude-opus-4-8");
    sandbox.failNext({ type: "status", status: 429 });
    await expect(generateText({ model, prompt: "x", maxRetries: 0 })).rejects.toMatchObject({ statusCode: 429 });
    sandbox.failNext({ type: "error-event", afterEvents: 2 });
    const errors: unknown[] = [];
    const stream = streamText({ model, prompt: "x", maxRetries: 0, onError: ({ error }) => void errors.push(error) });
    await stream.consumeStream();
    expect(errors).toHaveLength(1);
  });
});
