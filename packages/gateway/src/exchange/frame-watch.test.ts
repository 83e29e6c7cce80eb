/** Promise 7 for streams: however the bytes are cut, nothing of the message's end passes before it is let go. */
import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { createFrameWatch } from "./frame-watch.js";

const frame = (event: string, data: unknown, end = "\n"): string =>
  `event: ${event}${end}data: ${JSON.stringify(data)}${end}${end}`;
const usage = { input_tokens: 12, cache_creation_input_tokens: 3, cache_read_input_tokens: 4, output_tokens: 1 };
const start = { type: "message_start", message: { model: "claude-sonnet-5-5", usage } };
const text = {
  type: "content_block_delta",
  index: 0,
  delta: { type: "text_delta", text: 'event: message_stop\n\n {"type":"message_stop"} 🦊' },
};
const delta = {
  type: "message_delta",
  delta: {},
  usage: { input_tokens: null, cache_read_input_tokens: null, output_tokens: 90 },
};
const stop = { type: "message_stop" };

const body = (end: string): string =>
  frame("message_start", start, end) +
  frame("ping", { type: "ping" }, end) +
  `: comment${end}${end}` +
  frame("content_block_delta", text, end) +
  frame("message_delta", delta, end);

/** Cuts bytes into pieces of the given sizes, over and over. */
function cut(bytes: Uint8Array, sizes: readonly number[]): Uint8Array[] {
  const pieces: Uint8Array[] = [];
  for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
    const size = 1 + (sizes[turn % Math.max(1, sizes.length)] ?? bytes.length);
    pieces.push(bytes.subarray(at, at + size));
    at += size;
  }
  return pieces;
}

describe("the message's end is held back", () => {
  test.prop([fc.constantFrom("\n", "\r\n", "\r"), fc.array(fc.nat(40))])("however the bytes are cut", (end, sizes) => {
    const before = Buffer.from(body(end));
    const last = Buffer.from(frame("message_stop", stop, end) + frame("ping", { type: "ping" }, end));
    const watch = createFrameWatch();
    const passed = cut(Buffer.concat([before, last]), sizes).map((piece) => Buffer.from(watch.pass(piece)));
    expect(watch.ended).toBe(true);
    const all = Buffer.concat([...passed, watch.held()]);
    expect(all.equals(Buffer.concat([before, last]))).toBe(true);
    // A line feed that follows a carriage return may stay with the frame that it ends, or begin the next.
    expect(Buffer.concat(passed).toString().trimEnd()).toBe(before.toString().trimEnd());
    expect(watch.facts()).toEqual({
      model: "claude-sonnet-5-5",
      usage: { inputTokens: 12, cacheWriteTokens: 3, cacheReadTokens: 4, outputTokens: 90 },
    });
  });

  it.for([
    ["by its data alone", `data: ${JSON.stringify(stop)}\n\n`],
    ["by its name alone", "event: message_stop\ndata: {}\n\n"],
    ["with its data before its name", `data: ${JSON.stringify(stop)}\nevent: message_stop\n\n`],
    ["without blanks", `event:message_stop\ndata:${JSON.stringify(stop)}\n\n`],
    ["with its data in two lines", 'event: message_stop\ndata: {"type":\ndata: "message_stop"}\n\n'],
  ])("told %s", ([, frames = ""]) => {
    const watch = createFrameWatch();
    expect(watch.pass(Buffer.from(frames))).toHaveLength(0);
    expect(watch.ended).toBe(true);
    expect(Buffer.from(watch.held()).toString()).toBe(frames);
  });

  it("a frame that isn't whole waits, and is told apart from an end", () => {
    const watch = createFrameWatch();
    expect(watch.pass(Buffer.from("event: message_st"))).toHaveLength(0);
    expect(watch.ended).toBe(false);
    expect(Buffer.from(watch.held()).toString()).toBe("event: message_st");
  });

  it("a frame without end doesn't gather without end", () => {
    const watch = createFrameWatch();
    const piece = Buffer.from("a".repeat(100_000));
    let passed = 0;
    for (let count = 0; count < 30; count += 1) passed += watch.pass(piece).length;
    expect(30 * piece.length - passed).toBeLessThan(1_200_000);
  });
});
