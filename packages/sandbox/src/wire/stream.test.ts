import { test } from "@fast-check/vitest";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Citation, ContentBlock } from "./blocks.js";
import { eventFor, messageFor } from "./dialect.js";
import type { Message } from "./message.js";
import { messageOf, streamOf } from "./stream.js";

const citation: Citation = {
  type: "char_location",
  cited_text: "c",
  document_index: 0,
  document_title: null,
  file_id: null,
  start_char_index: 0,
  end_char_index: 1,
};
const caller = { type: "direct" } as const;
const text = fc.string({ unit: "binary" });
const input = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 2 })).filter((value) => !("__proto__" in value));
const block = fc.oneof(
  fc.record({
    type: fc.constant("text" as const),
    text,
    citations: fc.constantFrom<Citation[] | null>(null, [citation], [citation, citation]),
  }),
  fc.record({ type: fc.constant("thinking" as const), thinking: text, signature: text }),
  fc.record({ type: fc.constant("tool_use" as const), id: text, name: text, input, caller: fc.constant(caller) }),
  fc.record({ type: fc.constant("mcp_tool_use" as const), id: text, name: text, server_name: text, input }),
  fc.record({ type: fc.constant("compaction" as const), content: fc.option(text), encrypted_content: fc.option(text) }),
  fc.record({ type: fc.constant("redacted_thinking" as const), data: text }),
);
const messageWith = (content: ContentBlock[]): Message => ({
  id: "msg_1",
  type: "message",
  role: "assistant",
  model: "echo",
  content,
  stop_reason: "stop_sequence",
  stop_sequence: "x",
  stop_details: null,
  container: { id: "c", expires_at: "2026-11-25T00:00:00Z", skills: null },
  context_management: null,
  diagnostics: null,
  usage: {
    input_tokens: 5,
    output_tokens: 7,
    cache_creation: null,
    cache_creation_input_tokens: 1,
    cache_read_input_tokens: 2,
    output_tokens_details: { thinking_tokens: 3 },
    server_tool_use: { web_search_requests: 1, web_fetch_requests: 0 },
    service_tier: "standard",
    speed: null,
    inference_geo: null,
    iterations: null,
    fallback_credit: null,
  },
});

describe("a stream and the whole message are the same", () => {
  test.prop([fc.array(block, { maxLength: 5 }), fc.integer({ min: 1, max: 40 })])(
    "for any blocks and any length of deltas",
    (content, deltaChars) => {
      const message = messageWith(content);
      const events = streamOf(message, deltaChars);
      expect(JSON.parse(JSON.stringify(messageOf(events)))).toEqual(JSON.parse(JSON.stringify(message)));
    },
  );

  test.prop([text, fc.integer({ min: 1, max: 3 })])(
    "no delta ends within a surrogate pair that the text holds whole",
    (whole, deltaChars) => {
      const events = streamOf(messageWith([{ type: "text", text: whole, citations: null }]), deltaChars);
      for (const event of events) {
        if (event.type !== "content_block_delta" || event.delta.type !== "text_delta") continue;
        expect(event.delta.text).not.toMatch(/[\uD800-\uDBFF]$/);
      }
    },
  );

  it("a request without beta or of the old version sees the same through either", () => {
    const message = messageWith([{ type: "text", text: "t", citations: null }]);
    for (const version of ["2026-10-21", "2023-06-01"] as const) {
      for (const beta of [false, true]) {
        const dialect = { version, beta };
        const events = streamOf(message, 1).map((event) => eventFor(dialect, event));
        expect(messageOf(events)).toEqual(messageFor(dialect, message));
      }
    }
  });

  it("unknown blocks, deltas and events of a script are kept or passed over", () => {
    const events = [
      { type: "message_start", message: { id: "m", content: [] } },
      { type: "tomorrow" },
      { type: "content_block_start", index: 0, content_block: { type: "hologram", beam: 1 } },
      { type: "content_block_delta", index: 0, delta: { type: "beam_delta", beam: 2 } },
      { type: "content_block_start", index: 1, content_block: { type: "tool_use", input: {} } },
      { type: "content_block_delta", index: 1, delta: { type: "input_json_delta", partial_json: '{"a":' } },
    ];
    expect(messageOf(events)).toEqual({
      id: "m",
      content: [
        { type: "hologram", beam: 1 },
        { type: "tool_use", input: '{"a":' },
      ],
    });
  });
});
