import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { BLOCK } from "./blocks.js";
import { build, buildFields, plant, type Builder, type JsonFields } from "./exchange.testkit.js";
import { readJson, type JsonString, type JsonValue } from "./json.js";
import { MESSAGE } from "./message.js";
import { PARAMETERS } from "./parameters.js";
import type { Segment } from "./segment.js";
import { readRequest } from "./request.js";
import { readResponse } from "./response.js";

const limits = { bodyBytes: 1e7, depth: 100 };

/** Every text is another, and none looks like base64 or a token, so that no field's name can explain it away. */
function marker(pick: Builder["pick"]): Builder {
  let count = 0;
  const text = (): string => `mark no. ${(count += 1)}`;
  return { pick, text, formed: (place) => (place === "token" ? text() : "no base64, and not read") };
}
function valid(pick: Builder["pick"]): Builder {
  return { ...marker(pick), formed: (place) => (place === "token" ? "EqQBCgIYAhIM" : "iVBORw0KGgo=") };
}

const pickOf =
  (gen: fc.GeneratorValue): Builder["pick"] =>
  (below) =>
    below <= 1 ? 0 : gen(fc.nat, { max: below - 1 });

function requestOf(builder: Builder): JsonFields {
  return { ...buildFields(PARAMETERS, builder, 6), messages: build(PARAMETERS.messages, builder, 6) };
}
function responseOf(builder: Builder): JsonFields {
  const content = Array.from({ length: builder.pick(4) }, () => build(BLOCK, builder, 5));
  return { ...buildFields(MESSAGE, builder, 5), type: "message", content };
}

function stringsOf(value: JsonValue): JsonString[] {
  if (value.kind === "string") return [value];
  if (value.kind === "array") return value.items.flatMap(stringsOf);
  return value.kind === "object" ? value.members.flatMap((member) => [member.name, ...stringsOf(member.value)]) : [];
}

/** Marked strings of the body that are in no segment. */
function missed(source: string, segments: readonly Segment[]): string[] {
  const json = readJson(source, limits);
  const seen = new Set(segments.map((segment) => segment.literal.start));
  const strings = json.ok ? stringsOf(json.value) : [];
  return strings.filter(({ start, value }) => value.startsWith("mark no.") && !seen.has(start)).map(({ value }) => value);
}

describe("every channel: a text anywhere in an exchange is read, or reported as unread", () => {
  test.prop([fc.gen()], { numRuns: 300 })("in a request with every block and parameter of the table", (gen) => {
    const source = JSON.stringify(requestOf(marker(pickOf(gen))));
    const reading = readRequest(source, limits);
    expect(reading.ok && missed(source, reading.value.segments)).toEqual([]);
    const data = source.split('"no base64, and not read"').length - 1;
    const readAnyhow = new Set(reading.ok ? reading.value.segments.map(({ path }) => path) : []);
    const unread = reading.ok
      ? reading.value.unread.filter(({ kind, path }) => kind === "mislabeled" && !readAnyhow.has(path))
      : [];
    expect(unread).toHaveLength(data);
  });

  test.prop([fc.gen()], { numRuns: 300 })("in a response", (gen) => {
    const source = JSON.stringify(responseOf(marker(pickOf(gen))));
    const reading = readResponse(source, limits);
    expect(reading.ok && missed(source, reading.value.segments)).toEqual([]);
  });

  test.prop([fc.gen()], { numRuns: 500 })("in a request with something planted where nothing of the kind belongs", (gen) => {
    const pick = pickOf(gen);
    const builder = marker(pick);
    const strange = [
      builder.text(),
      [builder.text()],
      { [builder.text()]: true },
      { type: builder.text(), a: [{ b: builder.text() }] },
    ];
    const planted = plant(
      requestOf(builder),
      strange[pick(strange.length)] ?? null,
      pick(2) === 0 ? "novelty" : builder.text(),
      pick,
    );
    const source = JSON.stringify(planted);
    const reading = readRequest(source, limits);
    if (reading.ok) expect(missed(source, reading.value.segments)).toEqual([]);
    else expect(reading.error.code).toBe("wrong-shape");
  });

  test.prop([fc.gen()], { numRuns: 200 })("and what the table allows is never called unknown", (gen) => {
    const builder = valid(pickOf(gen));
    const request = readRequest(JSON.stringify(requestOf(builder)), limits);
    expect(request.ok && request.value.unknown).toEqual([]);
    const response = readResponse(JSON.stringify(responseOf(builder)), limits);
    expect(response.ok && response.value.unknown).toEqual([]);
  });

  test.prop([fc.gen()], { numRuns: 200 })("a segment's literal is its text, and no path shows a text", (gen) => {
    const source = JSON.stringify(requestOf(marker(pickOf(gen))));
    const reading = readRequest(source, limits);
    if (!reading.ok) throw new Error(reading.error.problem);
    for (const { text, literal, path } of reading.value.segments) {
      expect(JSON.parse(source.slice(literal.start, literal.end))).toBe(text);
      expect(path).not.toContain("mark");
    }
  });
});

describe("no secret anywhere: names in paths", () => {
  const ALPHANUMERIC = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  const random = (alphabet: string, length: number) =>
    fc
      .array(fc.nat(alphabet.length - 1), { minLength: length, maxLength: length })
      .map((at) => at.map((i) => alphabet.charAt(i)).join(""));
  const token = fc.oneof(
    random("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 16).map((rest) => `AKIA${rest}`),
    random("ABCDEFGHIJKLMNOPQRSTUVWXYZ", 16).map((rest) => `AKIA${rest}`),
    random(ALPHANUMERIC, 36).map((rest) => `ghp_${rest}`),
    random(ALPHANUMERIC.slice(0, 52), 36).map((rest) => `ghp_${rest}`),
    random(ALPHANUMERIC, 35).map((rest) => `AIza${rest}`),
    random("abcdefghijklmnopqrstuvwxyz", 24),
  );
  test.prop([token], { numRuns: 500 })("a token that is used as a name stays out of every path", (name) => {
    const body = JSON.stringify({
      model: "m",
      max_tokens: 1,
      [name]: { x: "y" },
      tools: [{ name: "a", input_schema: { properties: { [name]: { description: "d" } } } }],
      messages: [{ role: "assistant", content: [{ type: "tool_use", id: "toolu_1", name: "a", input: { [name]: "v" } }] }],
    });
    const reading = readRequest(body, { bodyBytes: 1_000_000, depth: 100 });
    const places = reading.ok ? [...reading.value.segments, ...reading.value.unknown, ...reading.value.unread] : [];
    expect(places.length).toBeGreaterThan(5);
    for (const { path } of places) expect(path).not.toContain(name);
  });
  it.each(["note", "input_schema", "maxTokens", "x", "$ref", "_meta", "URL", "additionalProperties", "line2"])(
    "`%s` is shown",
    (name) => {
      const input = { [name]: "v" };
      const body = JSON.stringify({
        messages: [{ role: "assistant", content: [{ type: "tool_use", id: "t", name: "a", input }] }],
      });
      const reading = readRequest(body, { bodyBytes: 1_000_000, depth: 100 });
      expect(reading.ok && reading.value.segments.map(({ path }) => path)).toContain(`messages[0].content[0].input.${name}`);
    },
  );
});
