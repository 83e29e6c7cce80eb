import { Validator, type Schema } from "@cfworker/json-schema";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { linearPatterns } from "@sallyport/door";
import { readJson, type JsonValue } from "../exchange/json.js";
import { checkSchema } from "./check.js";

/** JSON as it is written, where that says more than the data. */
class Written {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

function json(data: unknown): JsonValue {
  const reading = readJson(data instanceof Written ? data.text : JSON.stringify(data), { depth: 500 });
  if (!reading.ok) throw new Error(reading.error.problem);
  return reading.value;
}

/** Path and rule of each violation, and what was not checked. */
function check(schema: unknown, value: unknown, compile = linearPatterns) {
  const { violations, unchecked } = checkSchema(json(schema), json(value), "input", compile);
  return { violations: violations.map(({ path, rule }) => `${path} ${rule}`), unchecked };
}
const violations = (schema: unknown, value: unknown) => check(schema, value).violations;

describe("a value is checked against a JSON Schema", () => {
  const mail = {
    type: "object",
    properties: {
      to: { type: "array", items: { type: "string", pattern: "^[^@]+@[^@]+$" }, minItems: 1, maxItems: 2 },
      priority: { enum: ["low", "high"] },
      size: { type: "integer", minimum: 1, exclusiveMaximum: 10 },
      part: { $ref: "#/$defs/part" },
    },
    required: ["to"],
    additionalProperties: false,
    $defs: {
      part: { anyOf: [{ type: "null" }, { type: "object", properties: { parts: { items: { $ref: "#/$defs/part" } } } }] },
    },
  };

  it("says where it doesn't fit, and by which rule", () => {
    expect(violations(mail, { to: ["ada@corp.example"], priority: "low", size: 9, part: { parts: [null, {}] } })).toEqual([]);
    expect(violations(mail, { priority: "now", size: 10 })).toEqual([
      "input.priority enum",
      "input.size exclusiveMaximum",
      "input required",
    ]);
    expect(violations(mail, { to: ["ada", 7], bcc: "x@y.example", part: { parts: [1] } })).toEqual([
      "input.to[0] pattern",
      "input.to[1] type",
      "input.part anyOf",
      "input{1} additionalProperties",
    ]);
    expect(violations(mail, "to ada")).toEqual(["input type"]);
  });

  it("shows a member's odd name by its position, for it may be a value", () => {
    expect(violations({ additionalProperties: { type: "string" } }, { "d8f3-41a9-secret": 1 })).toEqual(["input.{0} type"]);
  });

  it("counts characters as the standard does, and takes numbers for what they stand for", () => {
    expect(violations({ maxLength: 2 }, "🙂🙂")).toEqual([]);
    expect(violations({ type: "integer", const: 1 }, new Written("1.0"))).toEqual([]);
    expect(violations(new Written('{"const":9007199254740993}'), new Written("9007199254740992"))).toEqual(["input const"]);
    expect(violations({ multipleOf: 0.1 }, 0.3)).toEqual([]);
    expect(violations({ uniqueItems: true }, new Written('[{"a":1,"b":2},{"b":2,"a":1.0}]'))).toEqual(["input uniqueItems"]);
  });

  it("knows what earlier drafts wrote otherwise", () => {
    const old = {
      definitions: { id: { type: "integer", minimum: 0, exclusiveMinimum: true } },
      items: [{ $ref: "#/definitions/id" }],
      additionalItems: false,
    };
    expect(violations(old, [1])).toEqual([]);
    expect(violations(old, [0, 1])).toEqual(["input[0] minimum", "input[1] false"]);
    expect(violations({ dependencies: { card: ["address"], gift: { required: ["note"] } } }, { card: 1, gift: 1 })).toEqual([
      "input dependencies",
      "input required",
    ]);
  });
});

describe("what can't be checked is said, and neither passes nor fails (promise 8)", () => {
  it.each([
    ["an unheard-of type", { type: "date" }, "type"],
    ["an address of another document", { $ref: "https://schemas.example/a.json" }, "$ref"],
    ["a reference to nowhere", { $ref: "#/$defs/none" }, "$ref"],
    ["what others have looked at", { unevaluatedProperties: false }, "unevaluatedProperties"],
    ["a pattern beyond linear time", { pattern: "(a)\\1" }, "pattern"],
    ["no schema", "yes", "schema"],
  ])("%s", (_, schema, keyword) => {
    const value = keyword === "pattern" ? "aa" : {};
    for (const one of [
      schema,
      { not: schema },
      { anyOf: [schema, false] },
      { oneOf: [schema, false] },
      { if: schema, then: false },
    ])
      expect(check(one, value)).toEqual({ violations: [], unchecked: [keyword] });
  });

  it("runs no pattern without an engine for it", () => {
    const report = checkSchema(json({ pattern: "^a$" }), json("b"), "input", undefined);
    expect(report).toEqual({ violations: [], unchecked: ["pattern"] });
  });
});

describe("a hostile schema costs no more than its budget", () => {
  const doubling = (width: number) =>
    Object.fromEntries(
      Array.from({ length: 60 }, (_, index) => [
        `d${index}`,
        { allOf: Array.from({ length: width }, () => ({ $ref: `#/$defs/d${index + 1}` })) },
      ]),
    );
  const long = "a".repeat(1_000_000);
  it.each<[string, unknown, unknown]>([
    ["references that double", { $defs: { ...doubling(2), d60: true }, $ref: "#/$defs/d0" }, {}],
    ["alternatives of themselves", { anyOf: [{ $ref: "#" }, { $ref: "#" }], not: { $ref: "#" } }, {}],
    ["a pattern that backtracks", { pattern: "^(a+)+$" }, `${long}b`],
    ["a pattern that repeats", { pattern: "^([a-z]{1,900}){1,900}$" }, long],
    [
      "long texts compared again and again",
      { $defs: { ...doubling(3), d60: { const: long, maxLength: 3 } }, $ref: "#/$defs/d50" },
      long,
    ],
    ["many items that must differ", { uniqueItems: true }, Array.from({ length: 200_000 }, (_, index) => index)],
    [
      "many names for many members",
      { patternProperties: Object.fromEntries(Array.from({ length: 900 }, (_, index) => [`^a${index}`, true])) },
      Object.fromEntries(Array.from({ length: 900 }, (_, index) => [`b${index}`, 1])),
    ],
  ])("%s", (_, schema, value) => {
    const parsed = [json(schema), json(value)] as const;
    const before = process.cpuUsage();
    checkSchema(...parsed, "input", linearPatterns);
    const { user } = process.cpuUsage(before);
    expect(user / 1000).toBeLessThan(1_000);
  });
});

describe("agrees with another interpreter of JSON Schema", () => {
  const name = fc.constantFrom("a", "b", "c");
  const { value } = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { depthSize: "small" },
      fc.constantFrom(null, true, false, 0, 1, 2, 2.5, -3, "", "a", "b", "abc"),
      fc.array(tie("value"), { maxLength: 3 }),
      fc.dictionary(name, tie("value"), { maxKeys: 3 }),
    ),
  }));
  const { schema } = fc.letrec<{ schema: Schema | boolean; list: (Schema | boolean)[] }>((tie) => {
    const keywords: Record<string, fc.Arbitrary<unknown>> = {
      type: fc.constantFrom("string", "number", "integer", "object", "array", "boolean", "null"),
      enum: fc.array(value, { minLength: 1, maxLength: 3 }),
      const: value,
      minimum: fc.integer({ min: -3, max: 3 }),
      exclusiveMaximum: fc.integer({ min: -3, max: 3 }),
      maxLength: fc.nat(3),
      minLength: fc.nat(3),
      pattern: fc.constantFrom("^a", "b", "[^a]$"),
      maxItems: fc.nat(3),
      uniqueItems: fc.boolean(),
      required: fc.uniqueArray(name, { maxLength: 2 }),
      minProperties: fc.nat(2),
      properties: fc.dictionary(name, tie("schema"), { maxKeys: 2 }),
      patternProperties: fc.dictionary(fc.constantFrom("^a", "[bc]"), tie("schema"), { maxKeys: 2 }),
      additionalProperties: tie("schema"),
      propertyNames: tie("schema"),
      dependentRequired: fc.dictionary(name, fc.array(name, { maxLength: 2 }), { maxKeys: 1 }),
      prefixItems: tie("list"),
      items: tie("schema"),
      contains: tie("schema"),
      allOf: tie("list"),
      anyOf: tie("list"),
      oneOf: tie("list"),
      not: tie("schema"),
      if: tie("schema"),
      then: tie("schema"),
      else: tie("schema"),
    };
    const member = fc
      .constantFrom(...Object.keys(keywords))
      .chain((keyword) => fc.tuple(fc.constant(keyword), keywords[keyword] ?? value));
    return {
      list: fc.array(tie("schema"), { minLength: 1, maxLength: 2 }),
      schema: fc.oneof(
        { depthSize: "small", withCrossShrink: true },
        fc.boolean(),
        fc.array(member, { maxLength: 4 }).map((members) => Object.fromEntries(members)),
      ),
    };
  });

  it("on schemas and values at random", () => {
    let fitting = 0;
    fc.assert(
      fc.property(schema, value, (one, instance) => {
        const expected = new Validator(one, "2020-12", false).validate(instance).valid;
        const { violations: found, unchecked } = check(one, instance);
        expect(unchecked).toEqual([]);
        expect(found.length === 0).toBe(expected);
        if (expected) fitting += 1;
      }),
      { numRuns: 2_000 },
    );
    expect(fitting).toBeGreaterThan(300);
  });
});
