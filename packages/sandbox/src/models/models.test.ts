/** What both built-in models do around their answers: thinking, tool choice, structured output. */
import fc from "fast-check";
import { test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { ask, post, useSandboxes } from "../sandbox.testkit.js";
import { sampleOf } from "./sample.js";

const start = useSandboxes();
const call = { type: "tool_use", id: "toolu_1", name: "look", input: {} };
const result = { type: "tool_result", tool_use_id: "toolu_1", content: [{ type: "text", text: "seen" }] };
const tools = [{ name: "look", input_schema: { type: "object" } }];
const loop = [
  { role: "user", content: "look" },
  { role: "assistant", content: [call] },
  { role: "user", content: [result] },
];
const contentOf = async (body: unknown) => (await post(await start(), body)).json["content"];

describe("echo", () => {
  it("answers with all text of the user's last message", async () => {
    const content = [
      { type: "text", text: "one" },
      { type: "document", source: { type: "text", media_type: "text/plain", data: "d" } },
      { type: "text", text: "two" },
    ];
    expect(await contentOf(ask(content))).toMatchObject([{ text: "one\ntwo" }]);
  });

  it("answers with a tool's result", async () => {
    expect(await contentOf(ask("", { messages: loop, tools }))).toMatchObject([{ text: "seen" }]);
  });

  it("passes over a system message", async () => {
    expect(
      await contentOf(
        ask("", {
          messages: [
            { role: "user", content: "hi" },
            { role: "system", content: "Be kind." },
          ],
        }),
      ),
    ).toMatchObject([{ text: "hi" }]);
  });
});

describe("thinking", () => {
  it.for([
    [{ type: "adaptive" }, ["thinking", "text"]],
    [{ type: "enabled", budget_tokens: 1024 }, ["thinking", "text"]],
    [{ type: "disabled" }, ["text"]],
    [{ type: "between_tools" }, ["text"]],
  ] as const)("%o gives %o", async ([thinking, types]) => {
    expect(await contentOf(ask("x", { thinking, max_tokens: 2000 }))).toMatchObject(types.map((type) => ({ type })));
  });

  it("between tools it thinks after a result", async () => {
    const body = ask("", { messages: loop, tools, thinking: { type: "between_tools" } });
    expect(await contentOf(body)).toMatchObject([{ type: "thinking" }, { type: "text" }]);
  });
});

describe("a forced call", () => {
  it("of any tool is the first, with the input that its schema requires", async () => {
    const schema = {
      type: "object",
      properties: { q: { type: "string" }, n: { type: "integer", minimum: 1 }, o: { type: "string" } },
      required: ["q", "n"],
    };
    const body = ask("find it", { tools: [{ name: "find", input_schema: schema }], tool_choice: { type: "any" } });
    expect(await contentOf(body)).toMatchObject([{ type: "tool_use", name: "find", input: { q: "find it", n: 1 } }]);
  });
});

describe("structured output", () => {
  it.for<[unknown, unknown]>([
    [
      {
        type: "object",
        properties: { a: { type: "string" }, b: { $ref: "#/$defs/b" } },
        required: ["a", "b"],
        $defs: { b: { enum: [3, 4] } },
      },
      { a: "t", b: 3 },
    ],
    [{ anyOf: [{ type: "null" }, { type: "string" }] }, null],
    [{ type: "array", items: { type: "boolean" }, minItems: 1 }, [false]],
    [{ const: "c" }, "c"],
    [{ $ref: "#/$defs/loop", $defs: { loop: { $ref: "#/$defs/loop" } } }, null],
  ])("%o", ([schema, sample]) => {
    expect(sampleOf(schema, "t")).toEqual(sample);
  });

  test.prop([fc.jsonValue()])("any schema whatever gives some JSON", (schema) => {
    expect(() => JSON.stringify(sampleOf(schema, "t"))).not.toThrow();
  });
});
