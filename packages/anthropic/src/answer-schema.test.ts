/** Output validation inside the official SDK: structured answers and tool inputs that don't fit their schemas. */
import type Anthropic from "@anthropic-ai/sdk";
import { expect, it } from "vitest";
import { stoppedBy } from "./index.js";
import { guarded, rejection } from "./sdk.testkit.js";

const schema = { type: "object" as const, properties: { city: { type: "string" } }, required: ["city"] };
const request: Anthropic.MessageCreateParamsNonStreaming = {
  model: "claude-sonnet-5-5",
  max_tokens: 64,
  output_config: { format: { type: "json_schema", schema } },
  tools: [{ name: "lookup", input_schema: schema }],
  messages: [{ role: "user", content: "Where?" }],
};

it("stops a structured answer and a tool's input that don't fit, whole and streamed (promises 1 and 5)", async () => {
  let content: object = { type: "text", text: '{"city":"Ulm"}' };
  const { client, verdicts } = await guarded(
    { version: 1, extends: "strict", tools: { lookup: { effect: "read" } } },
    { sandbox: { handler: () => ({ content: [content as never] }) } },
  );
  const streamed = () => client.messages.stream(request).finalMessage();
  for (const send of [() => client.messages.create(request), streamed]) {
    content = { type: "text", text: '{"city":"Ulm"}' };
    expect((await send()).content).toMatchObject([{ text: '{"city":"Ulm"}' }]);
    for (const [misfit, detector] of [
      [{ type: "text", text: '{"town":"Ulm"}' }, "answer-schema"],
      [{ type: "tool_use", name: "lookup", input: { town: "Ulm" } }, "tool-input-schema"],
    ] as const) {
      content = misfit;
      expect(stoppedBy(await rejection(send()))?.detectors).toEqual([detector]);
      expect(verdicts.at(-1)?.verdict.findings).toMatchObject([{ kind: `${detector}:required`, action: "block" }]);
    }
  }
});
