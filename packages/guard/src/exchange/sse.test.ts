import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { createFrameReader, frameOf, type SseFrame } from "./sse.js";

const limits = { bodyBytes: 10_000 };

/** All frames of a stream, given in pieces. */
function framesOf(pieces: readonly (Uint8Array | string)[]): SseFrame[] {
  const reader = createFrameReader(limits);
  return [...pieces.flatMap((piece) => reader.push(piece)), ...reader.end()];
}
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
function cut(bytes: Uint8Array, places: readonly number[]): Uint8Array[] {
  const sorted = [0, ...places.map((place) => place % (bytes.length + 1)), bytes.length].sort((a, b) => a - b);
  return sorted.slice(1).map((end, i) => bytes.subarray(sorted[i], end));
}
const problem = (stream: string | Uint8Array): string => {
  const last = framesOf([stream]).at(-1);
  return last?.kind === "unreadable" ? last.error.code : "none";
};

const lineEnd = fc.constantFrom("\n", "\r\n", "\r");
const dataText = fc.string({ unit: fc.constantFrom("a", "{", '"', " ", ":", "é", "\u{1f600}", "\u2028"), maxLength: 12 });
const line = fc.oneof(
  dataText.map((text) => `data: ${text}`),
  dataText.map((text) => `data:${text}`),
  dataText.map((text) => `: ${text}`),
  fc.constantFrom("data", ":", "id: 1", "retry: 5"),
);
/** A well-formed frame in any spelling; each has its own line end throughout, as streams do. */
const frameText = fc.tuple(lineEnd, fc.array(line, { maxLength: 4 }), fc.boolean()).map(([end, lines, named]) => {
  const all = named ? ["event: ping", ...lines, "data: x"] : lines;
  return [...all, "", ""].join(end);
});

describe("a stream is as safe as a whole: frames", () => {
  test.prop([fc.array(frameText, { maxLength: 5 }), fc.array(fc.nat(), { maxLength: 30 })])(
    "however the bytes are cut, the frames are the same, and their raws are the stream",
    (texts, places) => {
      const stream = texts.join("");
      const whole = framesOf([stream]);
      const bytes = bytesOf(stream);
      expect(framesOf(cut(bytes, places))).toEqual(whole);
      expect(framesOf(Array.from(bytes, (_, i) => bytes.subarray(i, i + 1)))).toEqual(whole);
      expect(whole.map((frame) => (frame.kind === "unreadable" ? "?" : frame.raw)).join("")).toBe(stream);
    },
  );

  test.prop([dataText, lineEnd])("an event as the API writes it reads back, in every kind of line end", (data, end) => {
    const text = frameOf("ping", data).replaceAll("\n", end);
    expect(framesOf([text])).toEqual([{ kind: "event", raw: text, event: "ping", data, aside: "" }]);
  });

  it("joins data lines, takes off one space, and keeps what it doesn't need", () => {
    const raw = ": hello\nid: 7\nevent: a\ndata:  two\ndata:lines\nretry: 10\n\n";
    expect(framesOf([raw])).toEqual([{ kind: "event", raw, event: "a", data: " two\nlines", aside: "hello\n7\n10" }]);
    expect(framesOf([frameOf("a", "x\r\ny")])).toMatchObject([{ data: "x\ny" }]);
  });

  it("passes a ping and a comment at once", () => {
    const reader = createFrameReader(limits);
    expect(reader.push(": still here\n")).toEqual([]);
    expect(reader.push("\n")).toEqual([{ kind: "comment", raw: ": still here\n\n", aside: "still here" }]);
    expect(reader.push(frameOf("ping", "{}"))).toHaveLength(1);
  });

  it.for([
    ["a NUL", "data: a\0\n\n", "bad-frame"],
    ["a field that nobody knows", "note: x\n\n", "bad-frame"],
    ["a byte order mark", "\ufeffdata: x\n\n", "bad-frame"],
    ["two names", "event: a\nevent: b\ndata: x\n\n", "bad-frame"],
    ["a name without data", "event: a\n\n", "bad-frame"],
    ["an end inside of a frame", "event: a\ndata: x\n", "bad-frame"],
    ["an end inside of a line", "data: x", "bad-frame"],
    ["a frame over the limit", `data: ${"x".repeat(10_000)}\n\n`, "too-large"],
    ["a line without an end over the limit", "x".repeat(10_001), "too-large"],
    ["many short lines over the limit", "data: x\n".repeat(2000), "too-large"],
    ["a comment that ends with the stream", ": bye\n", "none"],
  ] as const)("%s", ([, stream, code]) => {
    expect(problem(stream)).toBe(code);
  });

  it("refuses ill-formed UTF-8, also where the stream ends in the middle of a character", () => {
    expect(problem(Uint8Array.from([0x64, 0x61, 0x74, 0x61, 0x3a, 0xff, 0x0a, 0x0a]))).toBe("not-utf8");
    expect(problem(bytesOf("data: x\n\n: é").subarray(0, -1))).toBe("not-utf8");
  });

  it("gives the frames before an unreadable one, and none after it", () => {
    const reader = createFrameReader(limits);
    const frames = reader.push(`${frameOf("a", "1")}bad\n\n${frameOf("b", "2")}`);
    expect(frames.map(({ kind }) => kind)).toEqual(["event", "unreadable"]);
    expect([...reader.push(frameOf("c", "3")), ...reader.end()]).toEqual([]);
  });
});

describe("bad input never throws, hangs or costs more than its length", () => {
  test.prop([fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 10 })])("any bytes", (chunks) => {
    for (const frame of framesOf(chunks)) if (frame.kind === "unreadable") expect(frame.error.problem).not.toBe("");
  });

  it.for(["\r", "\n", ":", "data: \n", "a", "\r\r\n"])("1 MB of %j, in one piece and byte by byte", (piece) => {
    const start = performance.now();
    for (const [length, size] of [
      [1e6, 1e6],
      [1e5, 1],
    ] as const) {
      const bytes = bytesOf(piece.repeat(Math.ceil(length / piece.length)));
      const reader = createFrameReader({ bodyBytes: 1e7 });
      for (let at = 0; at < bytes.length; at += size) reader.push(bytes.subarray(at, at + size));
      reader.end();
    }
    expect(performance.now() - start).toBeLessThan(40_000);
  });
});
