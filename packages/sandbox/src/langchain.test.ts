/** LangChain's ChatAnthropic (an older official SDK underneath) against the sandbox. */
import { ChatAnthropic } from "@langchain/anthropic";
import { HumanMessage, ToolMessage, type BaseMessage } from "@langchain/core/messages";
import { tool } from "@langchain/core/tools";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import type { Sandbox } from "./index.js";
import { useSandboxes } from "./sandbox.testkit.js";

const start = useSandboxes();
const modelOf = (sandbox: Sandbox, options: Partial<ConstructorParameters<typeof ChatAnthropic>[0]> = {}) =>
  new ChatAnthropic({
    model: "claude-opus-4-8",
    apiKey: sandbox.createKey(),
    anthropicApiUrl: sandbox.url,
    maxTokens: 4000,
    maxRetries: 0,
    ...options,
  });
const add = tool(({ a, b }: { a: number; b: number }) => `The sum is ${a + b}.`, {
  name: "add",
  description: "Adds.",
  schema: z.object({ a: z.number(), b: z.number() }),
});
const prompt = 'Use the tool add with {"a": 2, "b": 40}. What is the sum?';

describe("LangChain", () => {
  it("invokes and streams", async () => {
    const sandbox = await start({ stream: { deltaChars: 2 } });
    const model = modelOf(sandbox);
    expect((await model.invoke("hello there")).text).toBe("hello there");
    let text = "";
    for await (const chunk of await model.stream("hello there")) text += chunk.text;
    expect(text).toBe("hello there");
    expect(sandbox.requests[0]?.headers).not.toHaveProperty("x-api-key");
    expect(sandbox.requests.map(({ workspace }) => workspace)).toEqual(["default", "default"]);
  });

  it.for([false, true])("goes through a tool loop with thinking (streamed: %s)", async (streaming) => {
    const sandbox = await start({ defaultBehavior: "obedient" });
    const model = modelOf(sandbox, {
      model: "claude-opus-5-5",
      streaming,
      thinking: { type: "adaptive" },
    }).bindTools([add]);
    const messages: BaseMessage[] = [new HumanMessage(prompt)];
    const call = await model.invoke(messages);
    expect(call.tool_calls).toMatchObject([{ name: "add", args: { a: 2, b: 40 } }]);
    messages.push(call);
    for (const { id = "", args } of call.tool_calls ?? []) {
      messages.push(new ToolMessage({ tool_call_id: id, content: await add.invoke(args as { a: number; b: number }) }));
    }
    const answer = await model.invoke(messages);
    expect(answer.text).toBe("The sum is 42.");
    expect(JSON.stringify(sandbox.requests[1]?.json)).toContain('"signature"');
  });

  it("gets structured output", async () => {
    const sandbox = await start();
    const model = modelOf(sandbox).withStructuredOutput(z.object({ name: z.string() }), { method: "jsonSchema" });
    expect(await model.invoke("Ada")).toEqual({ name: "Ada" });
  });

  it("sees citations", async () => {
    const citation = {
      type: "char_location" as const,
      cited_text: "blue",
      document_index: 0,
      start_char_index: 0,
      end_char_index: 4,
    };
    const sandbox = await start({
      handler: () => ({
        content: [
          { type: "text", text: "It is " },
          { type: "text", text: "blue.", citations: [citation] },
        ],
      }),
    });
    const { content } = await modelOf(sandbox).invoke("What color?");
    expect(content).toMatchObject([{ type: "text" }, { type: "text", citations: [{ cited_text: "blue" }] }]);
  });

  it("throws on an error", async () => {
    const sandbox = await start({ fault: { type: "status", status: 400 } });
    await expect(modelOf(sandbox).invoke("x")).rejects.toMatchObject({ status: 400 });
  });
});
