import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { writeEdits } from "./edit.js";
import { readJson, type JsonString, type JsonValue } from "./json.js";
import { anyText, jsonText } from "./json.testkit.js";

function stringsOf(value: JsonValue): JsonString[] {
  if (value.kind === "string") return [value];
  if (value.kind === "array") return value.items.flatMap(stringsOf);
  return value.kind === "object" ? value.members.flatMap((member) => stringsOf(member.value)) : [];
}

function literalsIn(source: string): JsonString[] {
  const reading = readJson(source, { depth: 100 });
  return reading.ok ? stringsOf(reading.value) : [];
}

const segmentOf = (literal: JsonString) => ({ text: literal.value, literal });
/** Boundaries between code points: an edit can't end between the halves of a pair. */
const boundaries = (text: string): number[] =>
  Array.from(text).reduce<number[]>((all, char) => [...all, (all.at(-1) ?? 0) + char.length], [0]);

describe("lossless: what isn't edited stays byte for byte", () => {
  test.prop([jsonText])("without edits the source comes back", (source) => {
    expect(writeEdits(source, [])).toBe(source);
  });

  test.prop([jsonText, fc.nat(), fc.nat(), fc.nat(), anyText])(
    "an edit changes only its own span",
    (source, which, from, to, replacement) => {
      const literals = literalsIn(source);
      const literal = literals[which % Math.max(1, literals.length)];
      if (literal === undefined) return;
      const places = boundaries(literal.value);
      const [start = 0, end = 0] = [places[from % places.length] ?? 0, places[to % places.length] ?? 0].sort((a, b) => a - b);

      const edited = writeEdits(source, [{ segment: segmentOf(literal), start, end, replacement }]);
      const after = literalsIn(edited);
      const expected = literal.value.slice(0, start) + replacement + literal.value.slice(end);
      expect(after.map((one) => one.value)).toEqual(literals.map((one) => (one === literal ? expected : one.value)));
      // All that stands before the literal's changed characters and behind them is as it was.
      expect(edited.startsWith(source.slice(0, literal.start + 1))).toBe(true);
      expect(edited.endsWith(source.slice(literal.end - 1))).toBe(true);
    },
  );

  test.prop([jsonText, anyText])("replacing each string's text by parts is replacing it whole", (source, replacement) => {
    const edits = literalsIn(source).flatMap((literal) => {
      const places = boundaries(literal.value);
      return places.slice(1).map((end, i) => ({ segment: segmentOf(literal), start: places[i] ?? 0, end, replacement }));
    });
    const after = literalsIn(writeEdits(source, edits));
    expect(after.map((one) => one.value)).toEqual(
      literalsIn(source).map((one) => Array.from(one.value, () => replacement).join("")),
    );
  });

  it("keeps the spelling of the rest of the same string", () => {
    const source = '{"a":"\\u0041\\/key=abc\\n\\ud83d\\ude00\\tz"}';
    const [literal] = literalsIn(source);
    if (literal === undefined) throw new Error("no string");
    const start = literal.value.indexOf("abc");
    expect(writeEdits(source, [{ segment: segmentOf(literal), start, end: start + 3, replacement: '"\n' }])).toBe(
      '{"a":"\\u0041\\/key=\\"\\n\\n\\ud83d\\ude00\\tz"}',
    );
  });

  it("puts an insertion in as source text, beside edits in any order", () => {
    const source = '{"thinking":{"type":"enabled"},"x":"secret"}';
    const literal = literalsIn(source)[1];
    if (literal === undefined) throw new Error("no string");
    const edits = [
      { segment: segmentOf(literal), start: 0, end: 6, replacement: "****" },
      { at: source.indexOf('"type"'), text: '"block_binding":{},' },
    ];
    const expected = '{"thinking":{"block_binding":{},"type":"enabled"},"x":"****"}';
    expect(writeEdits(source, edits)).toBe(expected);
    expect(writeEdits(source, edits.toReversed())).toBe(expected);
  });
});

describe("an edit that can't be meant is a fault of the caller", () => {
  const source = '["\\ud83d\\ude00abc"]';
  const [literal] = literalsIn(source);
  const edit = (start: number, end: number) => ({ segment: segmentOf(literal ?? fail()), start, end, replacement: "x" });
  const fail = (): never => {
    throw new Error("no string");
  };

  it("throws on overlap, on a reach beyond the text and on half a pair", () => {
    expect(() => writeEdits(source, [edit(2, 4), edit(3, 5)])).toThrow("overlap");
    expect(() => writeEdits(source, [edit(4, 3)])).toThrow("overlap");
    expect(() => writeEdits(source, [edit(2, 6)])).toThrow("reaches out");
    expect(() => writeEdits(source, [edit(1, 3)])).toThrow("surrogate pair");
    expect(() => writeEdits(source, [edit(0, 1)])).toThrow("surrogate pair");
    expect(() => writeEdits(source, [{ at: 99, text: "x" }])).toThrow("outside");
    expect(writeEdits(source, [edit(0, 2), edit(2, 3), edit(3, 5)])).toBe('["xxx"]');
  });

  it("costs no more than the text is long, with 10,000 edits in it", () => {
    const long = JSON.stringify(["\n\u0001a".repeat(100_000)]);
    const [text] = literalsIn(long);
    if (text === undefined) throw new Error("no string");
    const edits = Array.from({ length: 10_000 }, (_, i) => ({
      segment: segmentOf(text),
      start: i * 30,
      end: i * 30 + 2,
      replacement: "",
    }));
    const start = performance.now();
    writeEdits(long, edits);
    expect(performance.now() - start).toBeLessThan(40_000);
  });
});
