import { linearPatterns } from "@sallyport/door";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createGuard, type Guard } from "../guard.js";
import type { PolicyInput } from "../policy/schema.js";
import { bytesOf, framesOf, messageOf, receive, type Block } from "../stream/stream.testkit.js";
import type { RequestFacts } from "./decision.js";

const PERSON = {
  type: "object",
  properties: { name: { type: "string", maxLength: 5, pattern: "^[A-Z]" }, age: { type: "integer" } },
  required: ["name"],
  additionalProperties: false,
};

const guardOf = (policy: PolicyInput): Guard => createGuard(policy, { patternEngine: linearPatterns });
const flags = guardOf({ version: 1, extends: "balanced" });
const blocks = guardOf({ version: 1, extends: "strict", tools: { default: "flag" } });
const passes = guardOf({ version: 1, extends: "strict", stream: { schema: "pass" } });

function factsOf(guard: Guard, request: object): RequestFacts {
  const decision = guard.request(
    JSON.stringify({ model: "m", max_tokens: 1, messages: [{ role: "user", content: "Who?" }], ...request }),
  );
  if (decision.kind !== "pass") throw new Error(`the request didn't pass: ${decision.kind}`);
  return decision.facts;
}
const asksFor = (schema: object) => ({ output_config: { format: { type: "json_schema", schema } } });

const say = (text: string): Block[] => [{ type: "text", text }];
const call = (input: unknown): Block[] => [
  { type: "tool_use", id: "toolu_1", name: "lookup", input: input as Record<string, unknown> },
];

function whole(guard: Guard, content: Block[], facts?: RequestFacts) {
  const decision = guard.response(JSON.stringify(messageOf(content)), facts);
  return { decision, misfits: decision.verdict.findings.filter(({ family }) => family === "output") };
}

function streamed(guard: Guard, content: Block[], facts?: RequestFacts, sizes: readonly number[] = [7]) {
  const stream = guard.stream(facts);
  const steps: string[] = [];
  for (const chunk of bytesOf(framesOf(content, sizes).join(""), sizes)) steps.push(new TextDecoder().decode(stream.push(chunk)));
  steps.push(new TextDecoder().decode(stream.end()));
  return {
    stream,
    steps,
    received: receive(steps.join("")),
    misfits: stream.verdict().findings.filter(({ family }) => family === "output"),
  };
}

const told = (misfits: readonly { readonly kind?: string; readonly path: string; readonly action: string }[]) =>
  misfits.map(({ kind, path, action }) => `${action} ${String(kind)} at ${path}`);

describe("a structured answer is checked against the schema that the request asks for", () => {
  const facts = factsOf(flags, asksFor(PERSON));

  it("whole and streamed, and says where it doesn't fit", () => {
    for (const check of [whole, streamed]) {
      expect(told(check(flags, say('{"name":"Ada","age":36}'), facts).misfits)).toEqual([]);
      expect(told(check(flags, say('{"name":"ada lovelace","age":"36"}'), facts).misfits)).toEqual([
        "flag answer-schema:maxLength at content[0].text.name",
        "flag answer-schema:pattern at content[0].text.name",
        "flag answer-schema:type at content[0].text.age",
      ]);
      expect(told(check(flags, say("I would rather not."), facts).misfits)).toEqual([
        "flag answer-schema:json at content[0].text",
      ]);
      expect(told(check(flags, say('{"name":"Ada"'), facts).misfits)).toEqual(["flag answer-schema:json at content[0].text"]);
    }
  });

  it("in the older `output_format`, and after a prefill", () => {
    const older = factsOf(flags, { output_format: { type: "json_schema", schema: PERSON } });
    expect(told(whole(flags, say("{}"), older).misfits)).toEqual(["flag answer-schema:required at content[0].text"]);
    const prefilled = factsOf(flags, {
      ...asksFor(PERSON),
      messages: [
        { role: "user", content: "Who?" },
        { role: "assistant", content: "{" },
      ],
    });
    for (const check of [whole, streamed]) expect(told(check(flags, say('"name":"Ada"}'), prefilled).misfits)).toEqual([]);
  });

  it("not where nobody asked for a schema, and then the check is not applicable (promise 8)", () => {
    const { decision, misfits } = whole(flags, say("plain"), factsOf(flags, {}));
    expect(misfits).toEqual([]);
    expect(decision.verdict.coverage.detectors.notApplicable).toContain("answer-schema");
    expect(whole(flags, say("{}"), facts).decision.verdict.coverage.detectors.ran).toContain("answer-schema");
  });

  it("says which part of the schema it can't check, so that the verdict doesn't read as passed (promise 8)", () => {
    const odd = factsOf(flags, asksFor({ ...PERSON, unevaluatedProperties: false }));
    const { verdict } = whole(flags, say('{"name":"Ada"}'), odd).decision;
    expect(verdict.coverage.unchecked).toEqual([{ path: "content[0].text", keyword: "unevaluatedProperties" }]);
    expect(verdict.outcome).toBe("allowed with unread parts");
  });

  it("by the policy's own schema, too", () => {
    const own = guardOf({ version: 1, extends: "balanced", answers: { schema: PERSON } });
    for (const check of [whole, streamed])
      expect(told(check(own, say('{"age":1}')).misfits)).toEqual(["flag answer-schema:required at content[0].text"]);
  });
});

describe("where a misfit is a block, a stream is as safe as a whole (promise 5)", () => {
  const facts = factsOf(blocks, asksFor(PERSON));
  const misfit = say(`{"name":"Ada","age":"${"x".repeat(200)}"}`);

  it("holds the text until all of it is checked", () => {
    expect(whole(blocks, misfit, facts).decision.kind).toBe("stop");
    const { stream, received } = streamed(blocks, misfit, facts);
    expect(stream.stopped).toBe(true);
    expect(received.content[0]?.text ?? "").toBe("");
    expect(received.error?.type).toBe("permission_error");
    const fitting = streamed(blocks, say('{"name":"Ada"}'), facts);
    expect(fitting.received).toMatchObject({ complete: true, content: [{ text: '{"name":"Ada"}' }] });
  });

  it("or lets it pass and stops at its end, as the policy says", () => {
    const { stream, received } = streamed(passes, misfit, factsOf(passes, asksFor(PERSON)));
    expect(stream.stopped).toBe(true);
    expect(received.content[0]?.text).toContain('"age":"xxx');
    expect(received.error?.type).toBe("permission_error");
  });

  it("stops at the first character where that tells", () => {
    const { steps, stream } = streamed(passes, say(`  Well, ${"let me think. ".repeat(50)}`), factsOf(passes, asksFor(PERSON)));
    expect(stream.stopped).toBe(true);
    expect(steps.join("")).not.toContain("let me");
  });

  const pieces = fc.array(fc.constantFrom('{"name":', '"Ada"', '"ada"', ',"age":', "7", "}", "[", " ", "x"), { maxLength: 6 });
  it("comes to the same however the answer is cut", () => {
    fc.assert(
      fc.property(pieces, fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 4 }), (parts, sizes) => {
        const answer = say(parts.join("") || "0");
        for (const guard of [flags, blocks]) {
          const one = whole(guard, answer, facts);
          const other = streamed(guard, answer, facts, sizes);
          expect(other.stream.stopped).toBe(one.decision.kind === "stop");
          expect(told(other.misfits)).toEqual(told(one.misfits));
          if (one.decision.kind === "pass")
            expect(other.received.content[0]?.text).toBe(answer[0]?.type === "text" ? answer[0].text : "");
          else expect(other.received.content[0]?.text ?? "").toBe("");
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe("a tool's input is checked against the tool's own schema before anybody runs it", () => {
  const tools = [{ name: "lookup", input_schema: PERSON }];

  it("whole and streamed", () => {
    const facts = factsOf(flags, { tools });
    const watching = guardOf({ version: 1, extends: "balanced", tools: { default: "flag" } });
    for (const check of [whole, streamed]) {
      expect(told(check(watching, call({ name: "Ada" }), facts).misfits)).toEqual([]);
      expect(told(check(watching, call({ name: 7, "d8f3-41a9": 1 }), facts).misfits)).toEqual([
        "flag tool-input-schema:type at content[0].input.name",
        "flag tool-input-schema:additionalProperties at content[0].input{1}",
      ]);
    }
  });

  it("and no such call leaves where the policy blocks (promise 5)", () => {
    const facts = factsOf(blocks, { tools });
    expect(whole(blocks, call({}), facts).decision.kind).toBe("stop");
    const { received, stream } = streamed(blocks, call({}), facts);
    expect(stream.stopped).toBe(true);
    expect(received.content).toEqual([]);
    expect(streamed(blocks, call({ name: "Ada" }), facts).received.complete).toBe(true);
  });

  it("also one that the operator adds in mid-conversation", () => {
    const facts = factsOf(flags, {
      messages: [
        { role: "user", content: "Who?" },
        { role: "system", content: [{ type: "tool_addition", tool: { type: "tool_definition", definition: tools[0] } }] },
      ],
    });
    expect(told(whole(flags, call({}), facts).misfits)).toEqual(["flag tool-input-schema:required at content[0].input"]);
  });

  it("tells no value, only places and rules (promise 6)", () => {
    const { decision } = whole(blocks, call({ name: "Wilhelmina", zip: "Rumpelstilz" }), factsOf(blocks, { tools }));
    const out = JSON.stringify(decision);
    expect(out).toContain("tool-input-schema:maxLength");
    expect(out).not.toContain("Wilhelmina");
    expect(out).not.toContain("Rumpelstilz");
  });
});
