import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { decodeUtf8, MAX_DEPTH, MAX_VALUES, readJson, readText, type JsonValue } from "./json.js";
import { jsonText, spelledJson } from "./json.testkit.js";

const limits = { depth: 100 };

function toPlain(value: JsonValue): unknown {
  switch (value.kind) {
    case "string":
    case "boolean":
      return value.value;
    case "number":
      return Number(value.raw);
    case "null":
      return null;
    case "array":
      return value.items.map(toPlain);
    case "object":
      return Object.fromEntries(value.members.map((member) => [member.name.value, toPlain(member.value)]));
  }
}

function refusal(source: string, depth = 100): string {
  const reading = readJson(source, { depth });
  return reading.ok ? "none" : `${reading.error.code} at ${reading.error.place}`;
}

describe("the inspected text is the text that Claude reads: JSON", () => {
  test.prop([jsonText])("reads any JSON text as JSON.parse does, however it is spelled", (source) => {
    const reading = readJson(source, limits);
    expect(reading.ok && toPlain(reading.value)).toEqual(JSON.parse(source));
  });

  test.prop([jsonText])("positions of a string frame its literal", (source) => {
    const reading = readJson(source, limits);
    const check = (value: JsonValue): void => {
      if (value.kind === "string") expect(JSON.parse(source.slice(value.start, value.end))).toBe(value.value);
      if (value.kind === "array") value.items.forEach(check);
      if (value.kind === "object") {
        for (const member of value.members) {
          check(member.name);
          check(member.value);
        }
        expect([source[value.start], source[value.end - 1]]).toEqual(["{", "}"]);
      }
    };
    if (reading.ok) check(reading.value);
    expect(reading.ok).toBe(true);
  });

  it("keeps a number as it is written", () => {
    const reading = readJson("[12345678901234567890123, 1.50, -0e+1]", limits);
    expect(reading.ok && reading.value.kind === "array" && reading.value.items).toEqual([
      { kind: "number", raw: "12345678901234567890123" },
      { kind: "number", raw: "1.50" },
      { kind: "number", raw: "-0e+1" },
    ]);
  });

  it.for([
    ["a name that stands twice", '{"a":1,"b":2,"a":3}', "duplicate-key at line 1, column 14"],
    ["a name that stands twice, once escaped", '{"role":1,"\\u0072ole":2}', "duplicate-key at line 1, column 11"],
    [
      "a name that stands twice among many",
      `{${Array.from({ length: 40 }, (_, i) => `"n${i}":0`).join()},"n3":0}`,
      /^duplicate-key/,
    ],
    ["a late name that stands twice", `{${Array.from({ length: 40 }, (_, i) => `"n${i}":0`).join()},"n39":0}`, /^duplicate-key/],
    ["__proto__ as a name", '{"a":{"__proto__":{}}}', "forbidden-key at line 1, column 7"],
    ["__proto__ as a name, escaped", '{"__pr\\u006fto__":1}', /^forbidden-key/],
    ["half a pair, escaped", '["\\ud83d"]', "lone-surrogate at line 1, column 2"],
    ["halves in the wrong order", '["\\ude00\\ud83d"]', /^lone-surrogate/],
    ["half a pair, raw", '["\ud83d"]', "lone-surrogate at line 1, column 3"],
    ["half a pair in a name", '{"\\udc00":1}', /^lone-surrogate/],
    ["a control character in a string", '["a\u0001"]', "not-json at line 1, column 4"],
    ["a line feed in a string", '{\n"a": "b\nc"}', "not-json at line 2, column 8"],
    ["a byte order mark", "\ufeff{}", "not-json at line 1, column 1"],
    ["something behind the value", "{} {}", "trailing-garbage at line 1, column 4"],
    ["nothing", "  ", /^not-json/],
    ["a string without an end", '{"a', /^not-json/],
    ["an escaped quote without an end", '{"a\\"', /^not-json/],
    ["an unknown escape", '["\\x41"]', /^not-json/],
    ["a short \\u", '["\\u12"]', /^not-json/],
    ["a leading zero", "[01]", /^not-json/],
    ["a plus", "[+1]", /^not-json/],
    ["a bare point", "[1.]", /^not-json/],
    ["hexadecimal", "[0x1]", /^not-json/],
    ["NaN", "[NaN]", /^not-json/],
    ["Infinity", "[-Infinity]", /^not-json/],
    ["single quotes", "{'a':1}", /^not-json/],
    ["a name without quotes", "{a:1}", /^not-json/],
    ["a comma too many", "[1,]", /^not-json/],
    ["a comma too many in an object", '{"a":1,}', /^not-json/],
    ["a comment", "[1/*x*/]", /^not-json/],
    ["a no-break space", "[\u00a01]", /^not-json/],
    ["the wrong bracket", "[1}", /^not-json/],
    ["a word cut short", "[tru]", /^not-json/],
  ] as const)("refuses %s", ([, source, expected]) => {
    if (typeof expected === "string") expect(refusal(source)).toBe(expected);
    else expect(refusal(source)).toMatch(expected);
  });

  it("reads the levels it is allowed, and not one more", () => {
    const nested = (levels: number): string => `${"[".repeat(levels)}${"]".repeat(levels)}`;
    expect(refusal(nested(100))).toBe("none");
    expect(refusal(nested(101))).toBe("too-deep at line 1, column 101");
    expect(refusal(nested(MAX_DEPTH), 1e9)).toBe("none");
    expect(refusal(nested(MAX_DEPTH + 1), 1e9)).toMatch(/^too-deep/);
  });

  it("refuses a text of more values than memory should hold", () => {
    expect(refusal(`[${"[],".repeat(MAX_VALUES)}1]`)).toMatch(/^too-large/);
  });

  it("never puts what stands in the text into an error", () => {
    const secret = "Tr0ub4dor";
    for (const source of [
      `{"${secret}":1,"${secret}":2}`,
      `{"a":"${secret}\\ud800"}`,
      `["${secret}" "${secret}"]`,
      `[${secret}]`,
    ]) {
      expect(JSON.stringify(readJson(source, limits))).not.toContain(secret);
    }
  });
});

describe("bad input never throws, hangs or costs more than its length", () => {
  test.prop([fc.string({ unit: "binary", maxLength: 200 })])("any string", (source) => {
    const reading = readJson(source, limits);
    if (reading.ok) expect(toPlain(reading.value)).toEqual(JSON.parse(source));
  });

  test.prop([
    spelledJson,
    fc.array(fc.tuple(fc.nat(), fc.constantFrom(...Array.from('{}[],:"\\u0d8e-1\n\t '))), { maxLength: 4 }),
  ])("JSON with a few characters changed: what is read, JSON.parse reads too", (json, changes) => {
    const chars = Array.from(json);
    for (const [at, char] of changes) chars[at % (chars.length + 1)] = char;
    const source = chars.join("");
    const reading = readJson(source, limits);
    if (reading.ok) expect(toPlain(reading.value)).toEqual(JSON.parse(source));
  });

  it.for(["[", "{", '{"a":', '"\\', "\\", '"', '\\"', '"",', "1", "-", " ", "\n", '"\n', "a", ",", "\\u0061", "[[],"])(
    "1 MB of %j",
    (piece) => {
      const hostile = piece.repeat(Math.ceil(1e6 / piece.length));
      const start = performance.now();
      for (const source of [hostile, `["${hostile}"]`, `[${hostile}]`, `{"a":"\\n${hostile}"}`]) readJson(source, limits);
      expect(performance.now() - start).toBeLessThan(40_000);
    },
  );

  it("100,000 names in one object", () => {
    const source = `{${Array.from({ length: 100_000 }, (_, i) => `"name ${i}":0`).join()}}`;
    const start = performance.now();
    expect(readJson(source, limits).ok).toBe(true);
    expect(performance.now() - start).toBeLessThan(40_000);
  });
});

describe("bytes of a body", () => {
  it("refuses ill-formed UTF-8, and keeps a byte order mark for the JSON reader to refuse", () => {
    const code = (bytes: readonly number[]): string => {
      const text = decodeUtf8(Uint8Array.from(bytes), 100);
      return text.ok ? refusal(text.value) : text.error.code;
    };
    expect(code([0x22, 0xc3, 0x28, 0x22])).toBe("not-utf8");
    expect(code([0x22, 0xed, 0xa0, 0x80, 0x22])).toBe("not-utf8"); // a surrogate
    expect(code([0x22, 0xc0, 0x80, 0x22])).toBe("not-utf8"); // an overlong NUL
    expect(code([0xef, 0xbb, 0xbf, 0x7b, 0x7d])).toBe("not-json at line 1, column 1");
    expect(code([0x22, 0xc3, 0xa4, 0x22])).toBe("none");
  });

  it("counts the limit in bytes, for strings too", () => {
    expect(readText("ä".repeat(5), 10).ok).toBe(true);
    expect(readText("ä".repeat(5), 9)).toMatchObject({ ok: false, error: { code: "too-large" } });
    expect(readText(new Uint8Array(11), 10)).toMatchObject({ ok: false, error: { code: "too-large" } });
  });

  test.prop([fc.uint8Array({ maxLength: 100 })])("any bytes", (bytes) => {
    const text = decodeUtf8(bytes, 1000);
    if (text.ok) expect(new TextEncoder().encode(text.value)).toEqual(bytes);
  });
});
