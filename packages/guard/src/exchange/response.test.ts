import { describe, expect, it } from "vitest";
import type { ResponseReading } from "./reading.js";
import { readResponse } from "./response.js";

const limits = { bodyBytes: 1e6, depth: 100 };
const head = {
  id: "msg_1",
  type: "message",
  role: "assistant",
  model: "claude-sonnet-5-5",
  stop_sequence: null,
  usage: { input_tokens: 1 },
};

function read(response: object): ResponseReading {
  const reading = readResponse(JSON.stringify({ ...head, stop_reason: "end_turn", ...response }), limits);
  if (!reading.ok) throw new Error(reading.error.problem);
  return reading.value;
}
const lines = (reading: ResponseReading) =>
  reading.segments.map(({ path, text, origin, trust, editing }) => `${path} ${text} ${origin} ${trust} ${editing}`);

describe("every channel: the response", () => {
  it("text, citations, thinking and calls, each at its path", () => {
    const citation = {
      type: "web_search_result_location",
      cited_text: "c",
      title: "t",
      url: "https://a.example",
      encrypted_index: "Eo8=",
    };
    const reading = read({
      content: [
        { type: "thinking", thinking: "hm", signature: "EqQB" },
        { type: "text", text: "hi", citations: [citation] },
        { type: "tool_use", id: "toolu_1", name: "send", input: { to: "bob" }, caller: { type: "direct" } },
        { type: "mcp_tool_use", id: "mcptoolu_1", name: "page", server_name: "wiki", input: {} },
      ],
      stop_reason: "tool_use",
    });
    expect(lines(reading)).toEqual([
      "id msg_1 parameter model never",
      "model claude-sonnet-5-5 parameter model never",
      "content[0].thinking hm thinking model never",
      "content[1].text hi assistant model free",
      "content[1].citations[0].cited_text c assistant model free",
      "content[1].citations[0].title t assistant model free",
      "content[1].citations[0].url https://a.example assistant model never",
      "content[2].id toolu_1 tool-input model never",
      "content[2].name send tool-input model never",
      "content[2].input{0} to tool-input model never",
      "content[2].input.to bob tool-input model free",
      "content[3].id mcptoolu_1 tool-input model never",
      "content[3].name page tool-input model never",
      "content[3].server_name wiki tool-input model never",
    ]);
    expect(reading).toMatchObject({
      blocks: ["thinking", "text", "tool_use", "mcp_tool_use"],
      toolCalls: [{ block: 2, name: "send" }],
      stopReason: "tool_use",
      unknown: [],
      unread: [],
    });
    expect(reading.segments.map(({ block }) => block)).toEqual([undefined, undefined, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3]);
  });

  it("the head: stop details, container, what was matched as a stop sequence, and new words", () => {
    const reading = read({
      content: [],
      stop_reason: "a_new_reason",
      stop_sequence: "END",
      stop_details: { type: "refusal", category: "cyber", explanation: "no" },
      container: { id: "container_1", expires_at: "2026-11-25T00:00:00Z", skills: null },
      novelty: { note: "x" },
    });
    const texts = reading.segments.map(({ path, text }) => `${path}=${text}`);
    for (const text of [
      "stop_reason=a_new_reason",
      "stop_sequence=END",
      "stop_details.explanation=no",
      "container.id=container_1",
      "novelty.note=x",
    ]) {
      expect(texts).toContain(text);
    }
    expect(reading.unknown).toEqual([{ path: "novelty", what: "field" }]);
  });

  it.for([
    ["[]", "not-an-object at body"],
    ['{"type":"error","error":{"type":"api_error","message":"x"}}', "wrong-shape at type"],
    ['{"type":"message"}', "wrong-shape at content"],
    ['{"type":"message","content":["x"]}', "wrong-shape at content[0]"],
    ['{"type":"message","content":[{"text":"x"}]}', "wrong-shape at content[0]"],
    ['{"type":"message","content":[],"content":[]}', "duplicate-key at line 1, column 32"],
  ] as const)("refuses %s", ([body, expected]) => {
    const reading = readResponse(body, limits);
    expect(reading.ok ? "ok" : `${reading.error.code} at ${reading.error.place}`).toBe(expected);
  });
});
