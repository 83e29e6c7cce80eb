import { describe, expect, it } from "vitest";
import { readRow } from "./row.js";

const read = (value: unknown, kind = "kind") => readRow(JSON.stringify(value), kind);

describe("a row is read strictly", () => {
  it("takes what it knows and leaves the rest", () => {
    expect(read({ id: 7, text: "x", label: 1, kind: "leak", source: "s", channel: "tool_result", more: {} })).toEqual({
      ok: true,
      row: { id: "7", text: "x", bad: true, kind: "leak", source: "s", channel: "tool_result" },
    });
  });

  it("says user, and - for the groups, where a row doesn't tell", () => {
    expect(read({ id: "a", text: "", label: 0 })).toEqual({
      ok: true,
      row: { id: "a", text: "", bad: false, kind: "-", source: "-", channel: "user" },
    });
  });

  it("takes rows that have spans in place of a label", () => {
    expect(read({ id: "a", text: "x", spans: [] })).toMatchObject({ ok: true, row: { bad: false } });
    expect(read({ id: "a", text: "x", spans: [{ start: 0, end: 1 }] })).toMatchObject({ ok: true, row: { bad: true } });
  });

  it("groups by another field where asked to", () => {
    expect(read({ id: "a", text: "x", label: 1, provider: "aws" }, "provider")).toMatchObject({ ok: true, row: { kind: "aws" } });
  });

  it.for([
    ["no JSON", "{", "JSON object"],
    ["a list", "[]", "JSON object"],
    ["no id", '{"text":"x","label":1}', "`id`"],
    ["no text", '{"id":"a","label":1}', "`text`"],
    ["no label", '{"id":"a","text":"x"}', "`label`"],
    ["another label", '{"id":"a","text":"x","label":2}', "`label`"],
    ["an unknown channel", '{"id":"a","text":"x","label":1,"channel":"mail"}', "`channel`"],
    ["a kind that is no name", '{"id":"a","text":"x","label":1,"kind":4}', "`kind`"],
  ] as const)("refuses %s", ([, line, problem]) => {
    const reading = readRow(line, "kind");
    expect(reading.ok ? "" : reading.problem).toContain(problem);
  });
});
