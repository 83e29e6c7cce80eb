import { ChatAnthropic } from "@langchain/anthropic";
import { HumanMessage, ToolMessage } from "@langchain/core/messages";
import type { SandboxOptions } from "@sallyport/sandbox";
import { describe, expect, it } from "vitest";
import { guardedFetch, stoppedBy, type PolicySource } from "./index.js";
import { anthropicKey, ATTACK, BLOCKING, bodyOf, POLICY, rejection, testSandbox } from "./sdk.testkit.js";

async function chat(policy: PolicySource, options: SandboxOptions = {}) {
  const sandbox = await testSandbox(options);
  const model = new ChatAnthropic({
    model: "claude-sonnet-5-5",
    apiKey: sandbox.createKey(),
    anthropicApiUrl: sandbox.url,
    clientOptions: { fetch: guardedFetch(policy) },
    maxRetries: 2,
  });
  return { sandbox, model };
}

describe("LangChain through guardedFetch", () => {
  it("invoke: secrets are redacted on both ways", async () => {
    const [up, down] = [anthropicKey(), anthropicKey()];
    const { sandbox, model } = await chat(POLICY, { handler: () => ({ content: `take ${down}.` }) });
    const { text } = await model.invoke(`mine is ${up}`);
    expect(text).toMatch(/^take .+\.$/);
    expect(text + bodyOf(sandbox)).not.toContain(up);
    expect(text).not.toContain(down);
  });

  it("invoke: a poisoned tool result is refused once, with its details", async () => {
    const { sandbox, model } = await chat(POLICY);
    const tools = [{ name: "read_page", description: "Read a page.", input_schema: { type: "object" } } as const];
    const call = { id: "toolu_1", name: "read_page", args: {} };
    const asked = await rejection(
      model
        .bindTools(tools)
        .invoke([
          new HumanMessage("Read the page."),
          { role: "assistant", content: "", tool_calls: [call] },
          new ToolMessage({ tool_call_id: "toolu_1", content: ATTACK }),
        ]),
    );
    expect(asked).toMatchObject({ status: 403 });
    expect(stoppedBy(asked)?.verdict?.findings[0]).toMatchObject({ origin: "tool-result" });
    expect(sandbox.requests).toEqual([]);
  });

  it("stream: what a whole answer would be", async () => {
    const key = anthropicKey();
    const { model } = await chat(POLICY, {
      handler: () => ({ content: `take ${key}.`, stream: { chunkBytes: 1, deltaChars: 5 } }),
    });
    const whole = await model.invoke("hi");
    let text = "";
    for await (const chunk of await model.stream("hi")) text += chunk.text;
    expect(text).toBe(whole.text);
    expect(text).not.toContain(key);
  });

  it("stream: a stop in mid-stream throws", async () => {
    const key = anthropicKey();
    const { model } = await chat(BLOCKING, { handler: () => ({ content: `The key is ${key}.`, stream: { deltaChars: 5 } }) });
    let text = "";
    const error = await rejection(
      (async () => {
        for await (const chunk of await model.stream("hi")) text += chunk.text;
      })(),
    );
    expect("The key is ".startsWith(text)).toBe(true);
    expect(stoppedBy(error)?.verdict?.findings[0]).toMatchObject({ action: "block" });
  });
});
