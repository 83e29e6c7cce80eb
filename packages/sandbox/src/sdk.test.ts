/** The official SDK against the sandbox over HTTP: what it reads, parses, throws and sends back. */
import Anthropic, {
  APIError,
  AuthenticationError,
  BadRequestError,
  ConflictError,
  ContentTooLargeError,
  GatewayTimeoutError,
  InternalServerError,
  NotFoundError,
  OverloadedError,
  PaymentRequiredError,
  PermissionDeniedError,
  RateLimitError,
} from "@anthropic-ai/sdk";
import { betaTool } from "@anthropic-ai/sdk/helpers/beta/json-schema";
import { zodOutputFormat } from "@anthropic-ai/sdk/helpers/zod";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import type { Reply, Sandbox, SandboxOptions } from "./index.js";
import { useSandboxes } from "./sandbox.testkit.js";

const start = useSandboxes();
const clientOf = (sandbox: Sandbox, maxRetries = 0): Anthropic =>
  new Anthropic({ baseURL: sandbox.url, apiKey: sandbox.createKey(), maxRetries });
const replying = (reply: Reply, more: SandboxOptions = {}): Promise<Sandbox> => start({ handler: () => reply, ...more });
const hello = { model: "claude-opus-5-5", max_tokens: 2000, messages: [{ role: "user" as const, content: "hello" }] };

/** A reply with every block of the stable API. */
const EVERY_STABLE_BLOCK: Reply = {
  content: [
    { type: "thinking", thinking: "Let me see: 🙂 “quoted”." },
    { type: "redacted_thinking" },
    {
      type: "text",
      text: "According to the page, it is so.",
      citations: [
        { type: "char_location", cited_text: "it is so", document_index: 0, start_char_index: 3, end_char_index: 11 },
        { type: "page_location", cited_text: "p", document_index: 0, start_page_number: 1, end_page_number: 2 },
        { type: "content_block_location", cited_text: "c", document_index: 0, start_block_index: 0, end_block_index: 1 },
        { type: "web_search_result_location", cited_text: "w", url: "https://example.com", encrypted_index: "abc" },
        {
          type: "search_result_location",
          cited_text: "s",
          source: "kb",
          search_result_index: 0,
          start_block_index: 0,
          end_block_index: 1,
        },
      ],
    },
    { type: "server_tool_use", id: "srvtoolu_1", name: "web_search", input: { query: "so" } },
    {
      type: "web_search_tool_result",
      tool_use_id: "srvtoolu_1",
      content: [{ type: "web_search_result", title: "So", url: "https://example.com", page_age: null, encrypted_content: "xyz" }],
    },
    { type: "server_tool_use", id: "srvtoolu_2", name: "web_fetch", input: { url: "https://example.com" } },
    {
      type: "web_fetch_tool_result",
      tool_use_id: "srvtoolu_2",
      content: {
        type: "web_fetch_result",
        url: "https://example.com",
        retrieved_at: null,
        content: {
          type: "document",
          title: null,
          citations: null,
          source: { type: "text", media_type: "text/plain", data: "it is so" },
        },
      },
    },
    { type: "server_tool_use", id: "srvtoolu_3", name: "code_execution", input: { code: "1" } },
    {
      type: "code_execution_tool_result",
      tool_use_id: "srvtoolu_3",
      content: { type: "code_execution_result", stdout: "1", stderr: "", return_code: 0, content: [] },
    },
    {
      type: "bash_code_execution_tool_result",
      tool_use_id: "srvtoolu_3",
      content: { type: "bash_code_execution_result", stdout: "1", stderr: "", return_code: 0, content: [] },
    },
    {
      type: "text_editor_code_execution_tool_result",
      tool_use_id: "srvtoolu_3",
      content: { type: "text_editor_code_execution_create_result", is_file_update: false },
    },
    {
      type: "tool_search_tool_result",
      tool_use_id: "srvtoolu_3",
      content: { type: "tool_search_tool_search_result", tool_references: [{ type: "tool_reference", tool_name: "t" }] },
    },
    { type: "container_upload", file_id: "file_1" },
    { type: "tool_use", name: "get_weather", input: { city: 'Paris "x" \\ 🙂', nested: [1, { deep: null }] } },
  ],
  container: { id: "container_1", expires_at: "2026-11-30T00:00:00Z", skills: null },
  usage: { cache_read_input_tokens: 7 },
};

describe("messages", () => {
  it("a stream ends with the same message as the whole answer, for every block", async () => {
    const options = { seed: "same", stream: { deltaChars: 3, pingEvery: 2, commentEvery: 3 } };
    const whole = await clientOf(await replying(EVERY_STABLE_BLOCK, options)).messages.create(hello);
    const streaming = clientOf(await replying(EVERY_STABLE_BLOCK, options));
    const stream = await streaming.messages.stream(hello).finalMessage();
    expect(whole.content).toHaveLength(14);
    expect(whole.stop_reason).toBe("tool_use");
    expect(JSON.parse(JSON.stringify({ ...stream, parsed_output: undefined }))).toEqual(JSON.parse(JSON.stringify(whole)));
  });

  it("raw events come in the API's order, with indices without gaps", async () => {
    const events: string[] = [];
    const indices = new Set<number>();
    for await (const event of await clientOf(await replying(EVERY_STABLE_BLOCK)).messages.create({ ...hello, stream: true })) {
      if (events.at(-1) !== event.type) events.push(event.type);
      if ("index" in event) indices.add(event.index);
    }
    expect(events[0]).toBe("message_start");
    expect(events.slice(-2)).toEqual(["message_delta", "message_stop"]);
    expect([...indices]).toEqual(Array.from({ length: 14 }, (_, index) => index));
  });

  it("nullable fields are there as null, and beta fields only with a beta header", async () => {
    const client = clientOf(await start());
    const stable = await client.messages.create({ ...hello, model: "echo" });
    expect(stable).toMatchObject({ stop_sequence: null, stop_details: null, container: null, diagnostics: null });
    expect(stable).not.toHaveProperty("context_management");
    expect(stable.usage).not.toHaveProperty("iterations");
    const beta = await client.beta.messages.create({ ...hello, model: "echo", betas: ["compact-2026-01-12"] });
    expect(beta).toMatchObject({ context_management: null, usage: { iterations: null } });
  });

  it("parses structured output, whole and streamed", async () => {
    const client = clientOf(await start());
    const format = zodOutputFormat(z.object({ answer: z.string(), score: z.number(), tags: z.array(z.string()) }));
    const request = { ...hello, model: "echo", output_config: { format } };
    const whole = await client.messages.parse(request);
    expect(whole.parsed_output).toEqual({ answer: "hello", score: 0, tags: [] });
    const streamed = await client.messages.stream(request).finalMessage();
    expect(streamed.parsed_output).toEqual({ answer: "hello", score: 0, tags: [] });
  });

  it("keeps to stop sequences and max_tokens, and says so", async () => {
    const client = clientOf(await start());
    const ask = (more: object) =>
      client.messages.create({ ...hello, model: "echo", messages: [{ role: "user", content: "one two three four" }], ...more });
    expect(await ask({ stop_sequences: ["three"] })).toMatchObject({
      content: [{ text: "one two " }],
      stop_reason: "stop_sequence",
      stop_sequence: "three",
    });
    expect(await ask({ max_tokens: 2 })).toMatchObject({ content: [{ text: "one tw" }], stop_reason: "max_tokens" });
    expect(await ask({ max_tokens: 0 })).toMatchObject({ content: [], stop_reason: "max_tokens" });
  });

  it("reports a refusal with its details, whole and streamed", async () => {
    const reply: Reply = { content: [], stopReason: "refusal", stopDetails: { category: "cyber", explanation: "no" } };
    const client = clientOf(await replying(reply));
    const details = { type: "refusal", category: "cyber", explanation: "no" };
    expect(await client.messages.create(hello)).toMatchObject({ content: [], stop_reason: "refusal", stop_details: details });
    expect(await client.messages.stream(hello).finalMessage()).toMatchObject({ stop_reason: "refusal", stop_details: details });
  });
});

describe("beta messages", () => {
  const reply: Reply = {
    content: [
      { type: "fallback", from: { model: "a" }, to: { model: "b" }, trigger: { type: "refusal", category: null } },
      { type: "compaction", content: "What was said.", encrypted_content: "abc" },
      { type: "mcp_tool_listing", mcp_server_name: "s", tools: [{ name: "t", input_schema: { type: "object" } }] },
      { type: "mcp_tool_use", id: "mcptoolu_1", name: "t", server_name: "s", input: { a: "b" } },
      { type: "mcp_tool_result", tool_use_id: "mcptoolu_1", content: [{ type: "text", text: "r", citations: null }] },
      { type: "server_tool_use", id: "srvtoolu_1", name: "advisor", input: {} },
      {
        type: "advisor_tool_result",
        tool_use_id: "srvtoolu_1",
        content: { type: "advisor_result", text: "x", stop_reason: null },
      },
      { type: "text", text: "done" },
    ],
    stopReason: "pause_turn",
  };

  it("every beta block comes whole and streamed the same, and is taken back", async () => {
    const betas = ["mcp-client-2025-11-20"];
    const whole = await clientOf(await replying(reply, { seed: "s" })).beta.messages.create({ ...hello, betas });
    const sandbox = await replying(reply, { seed: "s" });
    const client = clientOf(sandbox);
    const streamed = await client.beta.messages.stream({ ...hello, betas }).finalMessage();
    expect(JSON.parse(JSON.stringify({ ...streamed, parsed_output: undefined }))).toEqual(JSON.parse(JSON.stringify(whole)));
    await client.beta.messages.create({
      ...hello,
      betas,
      messages: [...hello.messages, { role: "assistant", content: whole.content }, { role: "user", content: "go on" }],
    });
    expect(sandbox.requests.at(-1)?.status).toBe(200);
  });

  it("refuses beta blocks and parameters without the header", async () => {
    const client = clientOf(await start());
    const messages = [{ role: "user" as const, content: [{ type: "mcp_tool_listing", mcp_server_name: "s", tools: [] }] }];
    await expect(client.messages.create({ ...hello, messages } as never)).rejects.toThrow(/Input tag 'mcp_tool_listing'/);
    await expect(client.messages.create({ ...hello, mcp_servers: [] } as never)).rejects.toThrow(
      /mcp_servers: Extra inputs are not permitted/,
    );
  });
});

describe("thinking", () => {
  const thinking = { type: "adaptive" as const };

  it("is taken back with the history, with tools between, and refused when the history changed", async () => {
    const client = clientOf(
      await start({
        handler: ({ messages }) =>
          messages.length > 2
            ? undefined
            : {
                content: [
                  { type: "thinking", thinking: "first" },
                  { type: "text", text: "I'll look." },
                  { type: "thinking", thinking: "second" },
                  { type: "tool_use", name: "look", input: { at: "it" } },
                ],
              },
      }),
    );
    const tools = [{ name: "look", input_schema: { type: "object" as const } }];
    const request = { ...hello, thinking, tools };
    const { content } = await client.messages.stream(request).finalMessage();
    const call = content.find((block) => block.type === "tool_use");
    const history = (say: string, middle: Anthropic.ContentBlockParam[] = content): Anthropic.MessageParam[] => [
      { role: "user", content: say },
      { role: "assistant", content: middle },
      { role: "user", content: [{ type: "tool_result", tool_use_id: call?.id ?? "", content: "seen" }] },
    ];
    const next = await client.messages.create({ ...request, messages: history("hello") });
    expect(next.content.map(({ type }) => type)).toEqual(["thinking", "text"]);
    await expect(client.messages.create({ ...request, messages: history("Hello") })).rejects.toThrow(
      /messages\.1\.content\.0: Invalid `signature` in `thinking` block\. The block is bound to a different conversation/,
    );
    const edited = content.map((block) => (block.type === "text" ? { ...block, text: "I'll look!" } : block));
    await expect(client.messages.create({ ...request, messages: history("hello", edited) })).rejects.toThrow(
      /messages\.1\.content\.2/,
    );
  });

  it("is dropped and listed where the request says drop_block", async () => {
    const client = clientOf(await start());
    const first = await client.messages.create({ ...hello, thinking });
    const changed = {
      ...hello,
      betas: ["thinking-binding-controls-2026-08-01"],
      thinking: { ...thinking, block_binding: { prefix_mismatch_behavior: "drop_block" as const } },
      messages: [
        { role: "user" as const, content: "something else" },
        { role: "assistant" as const, content: first.content },
        { role: "user" as const, content: "and now?" },
      ],
    };
    const dropped = [{ type: "thinking_dropped", path: "messages.1.content.0", reason: "prefix_binding_mismatch" }];
    expect((await client.beta.messages.create(changed)).input_transformations).toEqual(dropped);
    expect((await client.beta.messages.stream(changed).finalMessage()).input_transformations).toEqual(dropped);
    await expect(client.messages.countTokens({ model: hello.model, messages: changed.messages })).rejects.toThrow(
      /bound to a different/,
    );
  });
});

describe("tools", () => {
  const tool = betaTool({
    name: "add",
    description: "Adds two numbers.",
    inputSchema: { type: "object", properties: { a: { type: "number" }, b: { type: "number" } }, required: ["a", "b"] },
    run: ({ a, b }) => `The sum is ${a + b}.`,
  });

  it.for([false, true])("the tool runner goes through the loop (streamed: %s)", async (stream) => {
    const client = clientOf(await start({ defaultBehavior: "obedient" }));
    const runner = client.beta.messages.toolRunner({
      model: "obedient",
      max_tokens: 1000,
      tools: [tool],
      stream,
      messages: [{ role: "user", content: 'Please call the tool add with {"a": 2, "b": 40}. What is the sum?' }],
    });
    const message = await runner.runUntilDone();
    expect(message).toMatchObject({ stop_reason: "end_turn", content: [{ type: "text", text: "The sum is 42." }] });
  });

  it("a forced choice is called", async () => {
    const client = clientOf(await start());
    const message = await client.messages.create({
      ...hello,
      model: "claude-opus-4-8",
      tools: [{ name: "note", input_schema: { type: "object", properties: { text: { type: "string" } }, required: ["text"] } }],
      tool_choice: { type: "tool", name: "note" },
    });
    expect(message.content).toMatchObject([{ type: "tool_use", name: "note", input: { text: "hello" } }]);
  });
});

describe("the other endpoints", () => {
  it("counts tokens, the same for the same prompt and more for a longer one", async () => {
    const client = clientOf(await start());
    const count = async (content: string) =>
      (await client.messages.countTokens({ model: "echo", messages: [{ role: "user", content }] })).input_tokens;
    expect(await count("hello")).toBe(await count("hello"));
    expect(await count("hello hello hello hello")).toBeGreaterThan(await count("hello"));
    const { usage } = await client.messages.create({ ...hello, model: "echo" });
    expect(usage.input_tokens).toBe(await count("hello"));
  });

  it("lists all models over pages, and finds one by its alias", async () => {
    const client = clientOf(await start());
    const ids: string[] = [];
    for await (const model of client.models.list({ limit: 4 })) ids.push(model.id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toEqual(expect.arrayContaining(["claude-opus-5-5", "claude-haiku-5-5", "echo", "obedient"]));
    expect(await client.models.retrieve("claude-haiku-4-5")).toMatchObject({ id: "claude-haiku-4-5-20251001", type: "model" });
    await expect(client.models.retrieve("claude-none")).rejects.toBeInstanceOf(NotFoundError);
    const page = await client.models.list({ limit: 3 });
    const [, second] = page.data;
    expect((await client.models.list({ before_id: second?.id ?? "" })).data.map(({ id }) => id)).toEqual([ids[0]]);
  });
});

describe("errors", () => {
  it.for([
    [400, BadRequestError, "invalid_request_error"],
    [401, AuthenticationError, "authentication_error"],
    [402, PaymentRequiredError, "billing_error"],
    [403, PermissionDeniedError, "permission_error"],
    [404, NotFoundError, "not_found_error"],
    [409, ConflictError, "conflict_error"],
    [413, ContentTooLargeError, "request_too_large"],
    [429, RateLimitError, "rate_limit_error"],
    [500, InternalServerError, "api_error"],
    [504, GatewayTimeoutError, "timeout_error"],
    [529, OverloadedError, "overloaded_error"],
  ] as const)("%i becomes the SDK's class", async ([status, errorClass, type]) => {
    const sandbox = await start({ fault: { type: "status", status } });
    const error: unknown = await clientOf(sandbox)
      .messages.create(hello)
      .catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(errorClass);
    expect(error).toMatchObject({ status, type, requestID: sandbox.requests[0]?.requestId });
    if (error instanceof APIError)
      expect(error.error).toMatchObject({ type: "error", request_id: sandbox.requests[0]?.requestId });
  });

  it("is retried after a 529, and not where x-should-retry says no", async () => {
    const sandbox = await start();
    sandbox.failNext({ type: "status", status: 529, retryAfterSeconds: 0 });
    expect(await clientOf(sandbox, 1).messages.create({ ...hello, model: "echo" })).toMatchObject({ stop_reason: "end_turn" });
    expect(sandbox.requests.map(({ status }) => status)).toEqual([529, 200]);
    sandbox.failNext({ type: "status", status: 529, shouldRetry: false });
    await expect(clientOf(sandbox, 1).messages.create(hello)).rejects.toBeInstanceOf(OverloadedError);
    expect(sandbox.requests).toHaveLength(3);
  });

  it("an error in mid-stream reaches the caller", async () => {
    const sandbox = await start({ fault: { type: "error-event", afterEvents: 3 } });
    await expect(clientOf(sandbox).messages.stream(hello).finalMessage()).rejects.toMatchObject({ type: "overloaded_error" });
    await expect(clientOf(sandbox).messages.create(hello)).rejects.toBeInstanceOf(OverloadedError);
  });

  it("a code in the details reaches the caller", async () => {
    const sandbox = await replying({ error: { status: 400, errorCode: "tool_name_conflict", message: "twice" } });
    await expect(clientOf(sandbox).messages.create(hello)).rejects.toMatchObject({ errorCode: "tool_name_conflict" });
  });
});
