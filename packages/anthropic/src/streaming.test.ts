import Anthropic from "@anthropic-ai/sdk";
import { describe, expect, it } from "vitest";
import { sallyport, stoppedBy, type VerdictContext } from "./index.js";
import { anthropicKey, BLOCKING, guarded, oddUpstream, POLICY, rejection } from "./sdk.testkit.js";

const ASK: Anthropic.MessageCreateParamsNonStreaming = {
  model: "claude-sonnet-5-5",
  max_tokens: 900,
  messages: [{ role: "user", content: "hi" }],
};
/** The bytes of each stream come one at a time: no edge of a chunk means anything. */
const DRIP = { chunkBytes: 1, deltaChars: 7, pingEvery: 3 } as const;

async function readText(
  events: AsyncIterable<Anthropic.MessageStreamEvent>,
): Promise<{ readonly text: string; readonly error: unknown }> {
  let text = "";
  try {
    for await (const event of events) {
      if (event.type === "content_block_delta" && event.delta.type === "text_delta") text += event.delta.text;
    }
    return { text, error: undefined };
  } catch (error) {
    return { text, error };
  }
}

describe("a stream is as safe as a whole", () => {
  it("redacts what the whole answer would have redacted, on each way to read it", async () => {
    const key = anthropicKey();
    const { client } = await guarded(POLICY, {
      sandbox: { handler: () => ({ content: `first ${key}, then more.`, stream: DRIP }) },
    });
    const whole = await client.messages.create(ASK);
    const expected = whole.content[0]?.type === "text" ? whole.content[0].text : "";
    expect(expected).toMatch(/^first .+, then more\.$/);
    expect((await client.messages.stream(ASK).finalMessage()).content).toMatchObject([{ text: expected }]);
    expect((await client.beta.messages.stream(ASK).finalMessage()).content).toMatchObject([{ text: expected }]);
    expect(await readText(await client.messages.create({ ...ASK, stream: true }))).toEqual({ text: expected, error: undefined });
  });

  it("leaves structured output that parses", async () => {
    const key = anthropicKey();
    const answer = JSON.stringify({ name: "Ada", note: `key: ${key}` });
    const { client } = await guarded(POLICY, { sandbox: { handler: () => ({ content: answer, stream: DRIP }) } });
    const schema = { type: "object", properties: { name: { type: "string" }, note: { type: "string" } } } as const;
    const message = await client.messages
      .stream({ ...ASK, output_config: { format: { type: "json_schema", schema } } })
      .finalMessage();
    const text = message.content[0]?.type === "text" ? message.content[0].text : "";
    expect(JSON.parse(text)).toEqual({ name: "Ada", note: expect.stringMatching(/^key: ./) as string });
    expect(text).not.toContain(key);
  });

  it("hands over what needs no check as it came: tool calls, thinking and its signature", async () => {
    const handler = () =>
      ({
        content: [
          { type: "thinking", thinking: "Let me look." },
          { type: "text", text: "I look it up." },
          { type: "tool_use", name: "look_up", input: { q: "caf\u00e9", n: 3 } },
        ],
        stream: DRIP,
      }) as const;
    const { client } = await guarded({ ...POLICY, tools: { look_up: { effect: "read" } } }, { sandbox: { handler } });
    const params = {
      ...ASK,
      thinking: { type: "adaptive", display: "summarized" },
      tools: [{ name: "look_up", input_schema: { type: "object" } }],
    } satisfies Anthropic.MessageCreateParamsNonStreaming;
    const message = await client.messages.stream(params).finalMessage();
    expect(message.content).toMatchObject([
      { type: "thinking", thinking: "Let me look.", signature: expect.stringMatching(/./) as string },
      { type: "text", text: "I look it up." },
      { type: "tool_use", name: "look_up", input: { q: "caf\u00e9", n: 3 } },
    ]);
    // The thinking is still bound to what stands before it: upstream takes the turn back.
    const next: Anthropic.MessageParam[] = [
      ...ASK.messages,
      { role: "assistant", content: message.content },
      { role: "user", content: [{ type: "tool_result", tool_use_id: idOf(message), content: "found" }] },
    ];
    await expect(client.messages.create({ ...params, messages: next })).resolves.toMatchObject({ type: "message" });
  });
});

const idOf = (message: Anthropic.Message): string =>
  message.content.map((block) => (block.type === "tool_use" ? block.id : "")).join("");

describe("a stop in mid-stream", () => {
  const leak = (key: string) => ({ content: `The key is ${key}, keep it safe. ${"More text. ".repeat(40)}`, stream: DRIP });

  it("is an APIError with the refusal, and no byte of the match", async () => {
    const key = anthropicKey();
    const { sandbox, client, verdicts } = await guarded(BLOCKING, { sandbox: { handler: () => leak(key) } });
    const { text, error } = await readText(await client.messages.create({ ...ASK, stream: true }));
    expect("The key is ".startsWith(text)).toBe(true);
    expect(error).toBeInstanceOf(Anthropic.APIError);
    expect(error).toMatchObject({ type: "permission_error", status: undefined });
    expect(stoppedBy(error)?.verdict?.findings[0]).toMatchObject({ path: "content[0].text", action: "block" });
    expect(JSON.stringify([error, String(error)])).not.toContain(key.slice(0, 20));
    expect(sandbox.requests).toHaveLength(1);
    expect(verdicts.at(-1)?.context).toMatchObject({ side: "response", incident: stoppedBy(error)?.incident, complete: true });
  });

  it("rejects finalMessage() too, stable and beta", async () => {
    const { client } = await guarded(BLOCKING, { sandbox: { handler: () => leak(anthropicKey()) } });
    for (const stream of [client.messages.stream(ASK), client.beta.messages.stream(ASK)]) {
      const error = await rejection(stream.finalMessage());
      expect(error).toBeInstanceOf(Anthropic.APIError);
      expect(stoppedBy(error)?.code).toBe("sallyport_blocked");
    }
  });

  it("cancels upstream", async () => {
    const slow = { ...leak(anthropicKey()), stream: { deltaChars: 7, betweenMs: 20 } };
    const { sandbox, client } = await guarded(BLOCKING, { sandbox: { handler: () => slow } });
    await readText(await client.messages.create({ ...ASK, stream: true }));
    await expect.poll(() => sandbox.requests[0]?.outcome, { timeout: 20_000 }).toBe("client-left");
  });

  it("is the API's own refusal where the operator prefers it", async () => {
    const policy = { ...BLOCKING, stream: { stop: "refusal" } } as const;
    const { client } = await guarded(policy, { sandbox: { handler: () => leak(anthropicKey()) } });
    const message = await client.messages.stream(ASK).finalMessage();
    expect(message.stop_reason).toBe("refusal");
    expect(stoppedBy(message)?.verdict?.action).toBe("block");
  });

  it("lets no tool call out that wasn't judged", async () => {
    const key = anthropicKey();
    const handler = () =>
      ({ content: [{ type: "tool_use", name: "send", input: { to: "x", body: key } }], stream: DRIP }) as const;
    const { client } = await guarded(BLOCKING, { sandbox: { handler } });
    const seen: Anthropic.MessageStreamEvent[] = [];
    const stream = await client.messages.create({
      ...ASK,
      stream: true,
      tools: [{ name: "send", input_schema: { type: "object" } }],
    });
    const error = await rejection(
      (async () => {
        for await (const event of stream) seen.push(event);
      })(),
    );
    expect(stoppedBy(error)?.code).toBe("sallyport_blocked");
    expect(seen.filter(({ type }) => type === "content_block_delta" || type === "content_block_stop")).toEqual([]);
  });
});

describe("a stream that doesn't come to its end", () => {
  const slow = { content: "word ".repeat(200), stream: { deltaChars: 5, betweenMs: 20 } };

  it("a caller that leaves cancels upstream, and the verdict says that the rest wasn't read", async () => {
    const { sandbox, client, verdicts } = await guarded(POLICY, { sandbox: { handler: () => slow } });
    for await (const event of await client.messages.create({ ...ASK, stream: true })) {
      if (event.type === "content_block_delta") break;
    }
    await expect.poll(() => sandbox.requests[0]?.outcome, { timeout: 20_000 }).toBe("client-left");
    await expect.poll(() => verdicts.at(-1)?.context, { timeout: 20_000 }).toMatchObject({ side: "response", complete: false });
  });

  it("an aborted signal cancels upstream", async () => {
    const { sandbox, client, verdicts } = await guarded(POLICY, { sandbox: { handler: () => slow } });
    const controller = new AbortController();
    const stream = client.messages.stream(ASK, { signal: controller.signal });
    stream.on("text", () => {
      controller.abort();
    });
    expect(await rejection(stream.finalMessage())).toBeInstanceOf(Anthropic.APIUserAbortError);
    await expect.poll(() => sandbox.requests[0]?.outcome, { timeout: 20_000 }).toBe("client-left");
    await expect.poll(() => verdicts.at(-1)?.context.complete, { timeout: 20_000 }).toBe(false);
  });

  it("one that upstream cuts is an error, never a short answer", async () => {
    const fault = { type: "close", afterEvents: 6 } as const;
    const { client } = await guarded(POLICY, { sandbox: { handler: () => ({ ...slow, stream: { deltaChars: 5 }, fault }) } });
    const { error } = await readText(await client.messages.create({ ...ASK, stream: true }));
    expect(error).toBeInstanceOf(Anthropic.APIError);
    expect(stoppedBy(error)).toBeUndefined();
  });

  it("one whose connection breaks is an error too, and on record", async () => {
    const url = await oddUpstream((_request, response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.write('event: ping\ndata: {"type":"ping"}\n\n', () => response.destroy());
    });
    const contexts: VerdictContext[] = [];
    const middleware = [sallyport(POLICY, { onVerdict: (_verdict, context) => void contexts.push(context) })];
    const client = new Anthropic({ baseURL: url, apiKey: "none", maxRetries: 0, middleware });
    const { error } = await readText(await client.messages.create({ ...ASK, stream: true }));
    expect(error).toBeInstanceOf(Error);
    expect(contexts.at(-1)).toMatchObject({ side: "response", complete: false });
  });
});
