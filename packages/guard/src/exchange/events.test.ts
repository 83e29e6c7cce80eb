import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { BLOCK } from "./blocks.js";
import { writeEdits } from "./edit.js";
import { readEvent, type StreamEvent } from "./events.js";
import {
  build,
  buildFields,
  isFields,
  listOf,
  plant,
  stringAt,
  type Builder,
  type Json,
  type JsonFields,
} from "./exchange.testkit.js";
import { EVENT, MESSAGE } from "./message.js";
import { readResponse } from "./response.js";
import type { Segment } from "./segment.js";
import { readToolInput } from "./tool-input.js";

const limits = { bodyBytes: 1e6, depth: 100 };

function read(event: object, facts = {}): StreamEvent {
  const reading = readEvent(JSON.stringify(event), limits, facts);
  if (!reading.ok) throw new Error(`${reading.error.code} at ${reading.error.place}: ${reading.error.problem}`);
  return reading.value;
}
const delta = (index: number, value: object, facts = {}) => read({ type: "content_block_delta", index, delta: value }, facts);
const start = (index: number, content_block: object) => read({ type: "content_block_start", index, content_block });
const lines = (event: StreamEvent) =>
  event.segments.map(({ path, text, origin, trust, editing }) => `${path} ${text} ${origin} ${trust} ${editing}`);

describe("stream events say what the whole response says, at the same paths", () => {
  it("pieces of text, thinking and tool input", () => {
    const text = delta(2, { type: "text_delta", text: 'a"b' });
    expect(lines(text)).toEqual(['content[2].text a"b assistant model free']);
    expect(text.type === "text_delta" && text.index).toBe(2);
    if (text.type !== "text_delta") throw new Error("no text delta");
    const segment = { text: text.literal.value, literal: text.literal };
    expect(writeEdits(text.source, [{ segment, start: 1, end: 2, replacement: "*" }])).toContain('"text":"a*b"');

    expect(lines(delta(0, { type: "thinking_delta", thinking: "hm", estimated_tokens: 3 }))).toEqual([
      "content[0].thinking hm thinking model never",
    ]);
    const input = delta(1, { type: "input_json_delta", partial_json: '{"a": "\\u00' });
    expect(input).toMatchObject({ type: "input_json_delta", index: 1, literal: { value: '{"a": "\\u00' }, segments: [] });
  });

  it("deltas that bring something whole", () => {
    const citation = { type: "char_location", cited_text: "c", document_title: "t", document_index: 0 };
    expect(lines(delta(1, { type: "citations_delta", citation }, { citations: 2 }))).toEqual([
      "content[1].citations[2].cited_text c assistant model free",
      "content[1].citations[2].document_title t assistant model free",
    ]);
    expect(delta(0, { type: "signature_delta", signature: "EqQB" })).toMatchObject({
      type: "signature_delta",
      segments: [],
      unread: [],
    });
    const compaction = delta(0, { type: "compaction_delta", content: "so far", encrypted_content: "Eo8=" });
    expect(lines(compaction)).toEqual(["content[0].content so far assistant model never"]);
    expect(compaction.unread).toEqual([{ path: "content[0].encrypted_content", kind: "encrypted" }]);
  });

  it("the start of a block", () => {
    expect(start(0, { type: "text", text: "", citations: null })).toMatchObject({
      blockType: "text",
      toolName: undefined,
      initialText: { value: "" },
    });
    expect(start(1, { type: "tool_use", id: "toolu_1", name: "send", input: {} })).toMatchObject({
      blockType: "tool_use",
      toolName: "send",
      initialText: undefined,
    });
    const result = {
      type: "web_search_tool_result",
      tool_use_id: "srvtoolu_1",
      content: [{ type: "web_search_result", title: "T", url: "u", encrypted_content: "Eo8=" }],
    };
    expect(lines(start(2, result))).toContain("content[2].content[0].title T server-tool third-party free");
    expect(start(3, { type: "hologram", glow: "x" })).toMatchObject({
      blockType: "hologram",
      unknown: [{ path: "content[3]", what: "block" }],
    });
    expect(start(3, { type: "hasOwnProperty" })).toMatchObject({ blockType: "hasOwnProperty", initialText: undefined });
  });

  it("the message's head and end", () => {
    expect(
      lines(
        read({ type: "message_start", message: { id: "msg_1", type: "message", role: "assistant", model: "m", content: [] } }),
      ),
    ).toEqual(["id msg_1 parameter model never", "model m parameter model never"]);
    const end = read({
      type: "message_delta",
      delta: { stop_reason: "stop_sequence", stop_sequence: "END" },
      usage: { output_tokens: 7 },
    });
    expect(end).toMatchObject({ stopReason: "stop_sequence", outputTokens: 7, unknown: [] });
    expect(lines(end)).toEqual(["stop_sequence END parameter model never"]);
    expect(lines(read({ type: "error", error: { type: "overloaded_error", message: "busy" } }))).toContain(
      "error.message busy parameter model free",
    );
    expect(read({ type: "ping" })).toMatchObject({ type: "ping", segments: [] });
    expect(read({ type: "message_stop" })).toMatchObject({ type: "message_stop" });
  });

  it("fail closed: unknown events and deltas are reported, and read all the same", () => {
    expect(read({ type: "novelty", note: "x" })).toMatchObject({ type: "unknown", unknown: [{ path: "", what: "event" }] });
    expect(delta(4, { type: "glow_delta", glow: "x" })).toMatchObject({
      type: "unknown",
      index: 4,
      unknown: [{ path: "content[4]", what: "delta" }],
    });
    expect(delta(4, { type: "glow_delta", glow: "x" }).segments).toContainEqual(
      expect.objectContaining({ text: "x", trust: "third-party" }),
    );
    expect(delta(4, { type: "text_delta", text: { t: "x" } })).toMatchObject({ type: "unknown", unknown: [{ what: "field" }] });
    expect(delta(4, { type: "text_delta", text: "a", aside: "x" })).toMatchObject({
      unknown: [{ path: "content[4].aside", what: "field" }],
    });
  });

  it.for([
    ["[]", {}, "not-an-object"],
    ["{}", {}, "wrong-shape"],
    ['{"type":"content_block_stop"}', {}, "wrong-shape"],
    ['{"type":"content_block_stop","index":-1}', {}, "wrong-shape"],
    ['{"type":"content_block_stop","index":1.5}', {}, "wrong-shape"],
    ['{"type":"content_block_delta","index":0}', {}, "wrong-shape"],
    ['{"type":"content_block_start","index":0,"content_block":"x"}', {}, "wrong-shape"],
    ['{"type":"message_start"}', {}, "wrong-shape"],
    ['{"type":"ping","type":"error"}', {}, "duplicate-key"],
    ['{"type":"ping"}', { event: "content_block_delta" }, "bad-frame"],
    ['{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"\\ud83d"}}', {}, "lone-surrogate"],
    ["{", {}, "not-json"],
  ] as const)("refuses %s %j", ([data, facts, code]) => {
    const reading = readEvent(data, limits, facts);
    expect(reading.ok ? "ok" : reading.error.code).toBe(code);
  });
});

/** What a segment says, whichever literal it came from. */
type Said = Pick<Segment, "path" | "origin" | "trust" | "editing" | "block" | "text">;
const said = ({ path, origin, trust, editing, block, text }: Segment): Said => ({
  path,
  origin,
  trust,
  editing,
  ...(block === undefined ? {} : { block }),
  text,
});

/** Pieces of the same text joined, as a client joins them. */
function joined(segments: readonly Said[]): Said[] {
  const byPath = new Map<string, Said>();
  for (const segment of segments) {
    const before = byPath.get(segment.path);
    byPath.set(segment.path, before === undefined ? segment : { ...segment, text: before.text + segment.text });
  }
  return Array.from(byPath.values()).sort((a, b) => (a.path < b.path ? -1 : 1));
}

const PIECES: Readonly<Record<string, readonly [field: string, delta: string]>> = {
  text: ["text", "text_delta"],
  thinking: ["thinking", "thinking_delta"],
};

/** The events of a message, its texts cut in two, its citations and inputs sent by delta, as the API does. */
function eventsOf(message: JsonFields, cut: (length: number) => number): object[] {
  const halves = (text: string): string[] => {
    const at = cut(text.length);
    return [text.slice(0, at), text.slice(at)];
  };
  const events: object[] = [{ type: "message_start", message: { ...message, content: [] } }];
  for (const [index, block] of listOf(message["content"]).filter(isFields).entries()) {
    const type = stringAt(block, "type") ?? "";
    const begin: Record<string, Json> = { ...block };
    const deltas: object[] = [];
    const citations = listOf(block["citations"]);
    if (citations.length > 0) begin["citations"] = [];
    deltas.push(...citations.map((citation) => ({ type: "citations_delta", citation })));
    const [field = "", delta = ""] = PIECES[type] ?? [];
    const text = stringAt(block, field);
    if (text !== undefined) {
      begin[field] = "";
      deltas.push(...halves(text).map((half) => ({ type: delta, [field]: half })));
    }
    if (type.endsWith("tool_use") && "input" in block) {
      begin["input"] = {};
      deltas.push(...halves(JSON.stringify(block["input"])).map((half) => ({ type: "input_json_delta", partial_json: half })));
    }
    events.push({ type: "content_block_start", index, content_block: begin });
    events.push(...deltas.map((one) => ({ type: "content_block_delta", index, delta: one })));
    events.push({ type: "content_block_stop", index });
  }
  return [...events, { type: "message_stop" }];
}

describe("a stream is as safe as a whole: reading", () => {
  test.prop([fc.gen()], { numRuns: 200 })(
    "the events of a message hold the message's texts, origins, editing and paths",
    (gen) => {
      const pick: Builder["pick"] = (below) => (below <= 1 ? 0 : gen(fc.nat, { max: below - 1 }));
      let count = 0;
      const builder: Builder = { pick, text: () => `text ${(count += 1)}`, formed: () => "Eo8QCg" };
      const content = Array.from({ length: pick(4) }, () => build(BLOCK, builder, 4));
      const message = { ...buildFields(MESSAGE, builder, 4), type: "message", content };
      const whole = readResponse(JSON.stringify(message), limits);
      if (!whole.ok) throw new Error(whole.error.problem);

      const segments: Said[] = [];
      const inputs = new Map<number, string>();
      const citations = new Map<number, number>();
      for (const event of eventsOf(message, (length) => pick(length + 1))) {
        const block = "index" in event ? Number(event.index) : -1;
        const reading = read(event, { citations: citations.get(block) ?? 0 });
        expect(reading.unknown).toEqual([]);
        segments.push(...reading.segments.map(said));
        if (reading.type === "citations_delta") citations.set(block, (citations.get(block) ?? 0) + 1);
        if (reading.type === "input_json_delta") inputs.set(block, (inputs.get(block) ?? "") + reading.literal.value);
      }
      for (const [block, pieces] of inputs) {
        const input = readToolInput(pieces, block, limits);
        if (input.ok) segments.push(...input.value.segments.map(said));
      }
      expect(joined(segments)).toEqual(joined(whole.value.segments.map(said)));
    },
  );

  test.prop([fc.gen()], { numRuns: 500 })(
    "mutated events never throw, and what they hold is read or the event refused",
    (gen) => {
      const pick: Builder["pick"] = (below) => (below <= 1 ? 0 : gen(fc.nat, { max: below - 1 }));
      let count = 0;
      const builder: Builder = { pick, text: () => `mark ${(count += 1)}`, formed: () => "Eo8QCg" };
      const planted = plant(build(EVENT, builder, 5), { note: "planted" }, "novelty", pick);
      const reading = readEvent(JSON.stringify(planted), limits);
      if (reading.ok) expect(reading.value.segments.map(({ text }) => text)).toContain("planted");
      else expect(["wrong-shape", "not-an-object"]).toContain(reading.error.code);
    },
  );
});
