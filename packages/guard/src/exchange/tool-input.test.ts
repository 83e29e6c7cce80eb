import { describe, expect, it } from "vitest";
import { writeEdits } from "./edit.js";
import { readToolInput } from "./tool-input.js";

const limits = { bodyBytes: 1000, depth: 100 };

describe("a streamed tool input", () => {
  it("is read after unescaping, and edited in its own JSON text", () => {
    const reading = readToolInput('{"to": "b\\u006fb", "list": ["x", {"4111 1111": "y"}], "n": 10000000000000000001}', 2, limits);
    if (!reading.ok) throw new Error(reading.error.problem);
    const { source, segments } = reading.value;
    expect(segments.map(({ path, text }) => `${path}=${text}`)).toEqual([
      "content[2].input{0}=to",
      "content[2].input.to=bob",
      "content[2].input{1}=list",
      "content[2].input.list[0]=x",
      "content[2].input.list[1]{0}=4111 1111",
      "content[2].input.list[1].{0}=y",
      "content[2].input{2}=n",
    ]);
    const segment = segments.find(({ text }) => text === "bob");
    if (segment === undefined) throw new Error("no segment");
    expect(segment).toMatchObject({ origin: "tool-input", trust: "model", editing: "free", block: 2 });
    expect(writeEdits(source, [{ segment, start: 1, end: 3, replacement: "**" }])).toBe(
      '{"to": "b**", "list": ["x", {"4111 1111": "y"}], "n": 10000000000000000001}',
    );
  });

  it("no piece at all means no input", () => {
    expect(readToolInput("", 0, limits)).toMatchObject({ ok: true, value: { source: "{}", segments: [] } });
  });

  it.for([
    ['{"a": "b', "not-json"],
    ['{"a":1,"a":2}', "duplicate-key"],
    ['{"__proto__":1}', "forbidden-key"],
    ["{} {}", "trailing-garbage"],
    [`"${"x".repeat(1000)}"`, "too-large"],
  ] as const)("refuses %s", ([pieces, code]) => {
    const reading = readToolInput(pieces, 0, limits);
    expect(reading.ok ? "ok" : reading.error.code).toBe(code);
  });
});
