/** The API's refusals, each with its words. The words are those that clients see, so a change here is a change of the product. */
import { describe, expect, it } from "vitest";
import { ask, messageOfError, post, useSandboxes } from "../sandbox.testkit.js";

const start = useSandboxes();
const turn = (role: string, content: unknown) => ({ role, content });
const call = (id: string) => ({ type: "tool_use", id, name: "t", input: {} });
const result = (id: string) => ({ type: "tool_result", tool_use_id: id, content: "r" });
const text = { type: "text", text: "x" };
const tool = { name: "t", input_schema: { type: "object" } };
const document = { type: "document", source: { type: "text", media_type: "text/plain", data: "d" } };
const cited = {
  ...text,
  citations: [{ type: "char_location", cited_text: "c", document_index: 0, start_char_index: 0, end_char_index: 1 }],
};
const history = (...messages: unknown[]) => ask("", { messages });

describe("the shape of a request", () => {
  it.for<[string, unknown, string]>([
    ["a parameter that nobody knows", ask("x", { temprature: 1 }), "temprature: Extra inputs are not permitted"],
    ["no model", { max_tokens: 1, messages: [turn("user", "x")] }, "model: Field required"],
    ["no max_tokens", { model: "echo", messages: [turn("user", "x")] }, "max_tokens: Field required"],
    ["no messages", { model: "echo", max_tokens: 1 }, "messages: Field required"],
    ["empty messages", history(), "messages: List should have at least 1 item after validation, not 0"],
    ["max_tokens below zero", ask("x", { max_tokens: -1 }), "max_tokens: Input should be greater than or equal to 0"],
    ["max_tokens as text", ask("x", { max_tokens: "5" }), "max_tokens: Input should be a valid integer"],
    ["a broken max_tokens", ask("x", { max_tokens: 1.5 }), "max_tokens: Input should be a valid integer"],
    ["an unknown role", history(turn("tool", "x")), "messages.0.role: Input should be 'user', 'assistant' or 'system'"],
    ["a message without content", history({ role: "user" }), "messages.0.content: Field required"],
    ["content that is a number", history(turn("user", 5)), "messages.0.content: Input should be a valid list"],
    ["a block that is text", history(turn("user", ["x"])), "messages.0.content.0: Input should be an object"],
    ["a block without text", history(turn("user", [{ type: "text" }])), "messages.0.content.0.text.text: Field required"],
    [
      "a field that a block doesn't have",
      history(turn("user", [{ ...text, id: "1" }])),
      "messages.0.content.0.text.id: Extra inputs are not permitted",
    ],
    ["stream as text", ask("x", { stream: "yes" }), "stream: Input should be a valid boolean"],
    ["a tool without a schema", ask("x", { tools: [{ name: "t" }] }), "tools.0.custom.input_schema: Field required"],
    [
      "a tool with a wrong name",
      ask("x", { tools: [{ ...tool, name: "a b" }] }),
      "tools.0.custom.name: String should match pattern '^[a-zA-Z0-9_-]{1,128}$'",
    ],
    [
      "a budget too small",
      ask("x", { thinking: { type: "enabled", budget_tokens: 5 } }),
      "thinking.enabled.budget_tokens: Input should be greater than or equal to 1024",
    ],
    [
      "an unknown ttl",
      ask([{ ...text, cache_control: { type: "ephemeral", ttl: "2h" } }]),
      "messages.0.content.0.text.cache_control.ephemeral.ttl: Input should be '5m' or '1h'",
    ],
    [
      "an image of no kind",
      ask([{ type: "image", source: { type: "base64", media_type: "image/bmp", data: "" } }]),
      "messages.0.content.0.image.source.base64.media_type: Input should be 'image/jpeg', 'image/png', 'image/gif' or 'image/webp'",
    ],
    ["a body that is a list", [], "Input should be an object"],
    ["a body that is null", null, "Input should be an object"],
  ])("%s", async ([, body, message]) => {
    const refused = await post(await start(), body);
    expect(refused.status).toBe(400);
    expect(refused.json).toMatchObject({ type: "error", error: { type: "invalid_request_error", message } });
  });

  it("an unknown block type is named, with the known ones", async () => {
    const refused = await post(await start(), ask([{ type: "telepathy" }]));
    expect(messageOfError(refused)).toMatch(
      /^messages\.0\.content\.0: Input tag 'telepathy' found using 'type' does not match any of the expected tags: 'text', 'image'/,
    );
  });
});

describe("who may say what", () => {
  it.for<[string, unknown, string]>([
    ["a first message of the assistant's", history(turn("assistant", "x")), 'messages: first message must use the "user" role'],
    [
      "a first message of the system's",
      history(turn("system", "x")),
      "messages.0: use the top-level 'system' parameter for the initial system prompt",
    ],
    [
      "a system message right after the assistant",
      history(turn("user", "x"), turn("assistant", "y"), turn("system", "z")),
      "messages.2: a `system` message can't directly follow an `assistant` message",
    ],
    [
      "a system message right before the user",
      history(turn("user", "x"), turn("system", "y"), turn("user", "z")),
      "messages.1: a `system` message can't directly precede a `user` message",
    ],
    [
      "a tool's call by the user",
      history(turn("user", [call("toolu_1")])),
      "messages.0.content.0: `tool_use` blocks are only permitted in `assistant` messages",
    ],
    [
      "a tool's result by the assistant",
      history(turn("user", "x"), turn("assistant", [result("toolu_1")])),
      "messages.1.content.0: `tool_result` blocks are only permitted in `user` messages",
    ],
    [
      "thinking by the user",
      history(turn("user", [{ type: "thinking", thinking: "t", signature: "s" }])),
      "messages.0.content.0: `thinking` blocks are only permitted in `assistant` messages",
    ],
    ["empty text", ask([{ type: "text", text: "" }]), "messages: text content blocks must be non-empty"],
    [
      "no content",
      history(turn("user", []), turn("assistant", "x")),
      "messages.0: all messages must have non-empty content except for the optional final assistant message",
    ],
    [
      "a prefill that ends in a space",
      history(turn("user", "x"), turn("assistant", "y ")),
      "messages: final assistant content cannot end with trailing whitespace",
    ],
  ])("%s is refused", async ([, body, message]) => {
    expect(messageOfError(await post(await start(), body))).toBe(message);
  });

  it("a system message after the user's is taken, also as the last one", async () => {
    const sandbox = await start();
    const messages = [
      turn("user", "x"),
      turn("system", "Be brief."),
      turn("assistant", "y"),
      turn("user", "z"),
      turn("system", [text]),
    ];
    expect((await post(sandbox, ask("", { messages }))).status).toBe(200);
  });

  it("neighbors of the same role are taken, and a prefill is", async () => {
    const sandbox = await start();
    expect(
      (await post(sandbox, history(turn("user", "x"), turn("user", "y"), turn("assistant", "z"), turn("assistant", "z")))).status,
    ).toBe(200);
  });
});

describe("calls and results of tools", () => {
  const missing = (place: string, ids: string) =>
    `${place}: \`tool_use\` ids were found without \`tool_result\` blocks immediately after: ${ids}. Each \`tool_use\` block must have a corresponding \`tool_result\` block in the next message.`;
  const unexpected = (place: string, id: string) =>
    `${place}: unexpected \`tool_use_id\` found in \`tool_result\` blocks: ${id}. Each \`tool_result\` block must have a corresponding \`tool_use\` block in the previous message.`;

  it.for<[string, unknown[], string]>([
    ["a call without a result", [turn("assistant", [call("a")]), turn("user", "y")], missing("messages.1", "a")],
    ["a call at the end", [turn("assistant", [call("a")])], missing("messages.1", "a")],
    [
      "one result for two calls",
      [turn("assistant", [call("a"), call("b")]), turn("user", [result("a")])],
      missing("messages.1", "b"),
    ],
    ["a result after text", [turn("assistant", [call("a")]), turn("user", [text, result("a")])], missing("messages.1", "a")],
    ["a result without a call", [turn("assistant", "y"), turn("user", [result("a")])], unexpected("messages.2.content.0", "a")],
    [
      "a result of an earlier call",
      [turn("assistant", [call("a")]), turn("user", [result("a")]), turn("assistant", "y"), turn("user", [result("a")])],
      unexpected("messages.4.content.0", "a"),
    ],
    [
      "two results for one call",
      [turn("assistant", [call("a")]), turn("user", [result("a"), result("a")])],
      "messages.2.content.1: each tool_use must have a single result. Found multiple `tool_result` blocks with id: a",
    ],
    [
      "an id twice",
      [turn("assistant", [call("a"), call("a")]), turn("user", [result("a")])],
      "messages: `tool_use` ids must be unique",
    ],
  ])("%s is refused", async ([, messages, message]) => {
    expect(messageOfError(await post(await start(), history(turn("user", "x"), ...messages)))).toBe(message);
  });

  it("results may come in messages of their own, and text after them", async () => {
    const messages = [
      turn("user", "x"),
      turn("assistant", [text, call("a")]),
      turn("assistant", [call("b")]),
      turn("user", [result("b")]),
      turn("user", [result("a"), text]),
    ];
    expect((await post(await start(), ask("", { messages }))).status).toBe(200);
  });
});

describe("the two API versions", () => {
  const old = { headers: { "anthropic-version": "2023-06-01" } };

  it.for(["temperature", "top_p", "top_k"])("%s is gone with 2026-10-21", async (parameter) => {
    const sandbox = await start();
    expect(messageOfError(await post(sandbox, ask("x", { [parameter]: 1 })))).toBe(
      `${parameter}: Extra inputs are not permitted`,
    );
    expect((await post(sandbox, ask("x", { [parameter]: 1 }), old)).status).toBe(200);
  });

  it.for<[string, unknown, string]>([
    [
      "a document of the assistant's",
      history(turn("user", "x"), turn("assistant", [document]), turn("user", "y")),
      "messages.1.content.0: `document` blocks are not permitted in `assistant` messages",
    ],
    [
      "citations in a user's text",
      ask([cited]),
      "messages.0.content.0.citations: citations are not permitted in `user` messages",
    ],
    [
      "citations in a search result",
      ask([{ type: "search_result", title: "t", source: "s", content: [cited] }]),
      "messages.0.content.0.content.0.citations: citations are not permitted in `user` messages",
    ],
  ])("%s: refused now, taken before", async ([, body, message]) => {
    const sandbox = await start();
    expect(messageOfError(await post(sandbox, body))).toBe(message);
    expect((await post(sandbox, body, old)).status).toBe(200);
  });

  it("the header is required and known", async () => {
    const sandbox = await start();
    expect(messageOfError(await post(sandbox, ask("x"), { headers: { "anthropic-version": "" } }))).toBe(
      "anthropic-version: header is required",
    );
    expect((await post(sandbox, ask("x"), { headers: { "anthropic-version": "2024-01-01" } })).status).toBe(400);
  });

  it("text without citations has null for them now, and no field before", async () => {
    const sandbox = await start();
    expect((await post(sandbox, ask("x"))).json["content"]).toEqual([{ type: "text", text: "x", citations: null }]);
    expect((await post(sandbox, ask("x"), old)).json["content"]).toEqual([{ type: "text", text: "x" }]);
  });
});

describe("what each model takes", () => {
  it.for<[string, Record<string, unknown>]>([
    ["claude-opus-5-5", { thinking: { type: "disabled" } }],
    ["claude-sonnet-5-5", { thinking: { type: "disabled" } }],
    ["claude-fable-5-2", { thinking: { type: "disabled" } }],
    ["claude-opus-5-5", { thinking: { type: "between_tools" }, output_config: { effort: "max" } }],
    ["claude-haiku-5-5", { thinking: { type: "enabled", budget_tokens: 1024 }, max_tokens: 2000 }],
    ["claude-haiku-5-5", { messages: [turn("user", "x"), turn("assistant", "y")] }],
    ["claude-opus-5-5", { tools: [tool], tool_choice: { type: "any" } }],
    ["claude-fable-5-1", { tools: [tool], tool_choice: { type: "tool", name: "t" } }],
    ["claude-opus-4-6", { speed: "fast" }],
    ["claude-opus-4-8", { speed: "fast" }],
    ["claude-opus-4-8", { max_tokens: 1_000_000 }],
    ["claude-opus-4-8", { thinking: { type: "enabled", budget_tokens: 2000 }, max_tokens: 2000 }],
    ["claude-opus-4-8", { tool_choice: { type: "auto" } }],
    ["claude-opus-4-8", { tools: [tool], tool_choice: { type: "tool", name: "other" } }],
    ["claude-opus-4-8", { tools: [tool, tool] }],
  ])("%s refuses %o", async ([model, more]) => {
    expect((await post(await start(), ask("x", { model, ...more }))).status).toBe(400);
  });

  it.for<[string, Record<string, unknown>]>([
    ["claude-opus-5-5", { thinking: { type: "between_tools" } }],
    ["claude-opus-4-8", { thinking: { type: "disabled" } }],
    ["claude-opus-4-8", { messages: [turn("user", "x"), turn("assistant", "y")] }],
    ["claude-haiku-5-5", { tools: [tool], tool_choice: { type: "any" } }],
    ["claude-opus-5-5", { speed: "fast" }],
  ])("%s takes %o", async ([model, more]) => {
    expect((await post(await start(), ask("x", { model, ...more }))).status).toBe(200);
  });

  it("sampling other than the default is refused by Haiku 5.5 in the old version too", async () => {
    const headers = { "anthropic-version": "2023-06-01" };
    const sandbox = await start();
    expect((await post(sandbox, ask("x", { model: "claude-haiku-5-5", temperature: 0.5 }), { headers })).status).toBe(400);
    expect((await post(sandbox, ask("x", { model: "claude-haiku-5-5", temperature: 1 }), { headers })).status).toBe(200);
  });

  it("an unknown model is a 404", async () => {
    const refused = await post(await start({ models: ["house-model"] }), ask("x", { model: "gpt-4" }));
    expect(refused).toMatchObject({ status: 404, json: { error: { type: "not_found_error", message: "model: gpt-4" } } });
  });

  it("a model that the options name is known", async () => {
    expect((await post(await start({ models: ["house-model"] }), ask("x", { model: "house-model" }))).status).toBe(200);
  });
});
