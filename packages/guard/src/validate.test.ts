import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as valibot from "valibot";
import { z } from "zod";
import {
  AnswerSchemaError,
  EmptyInputError,
  InputTooLongError,
  RESPONSE_NOTICE,
  validateInput,
  validateOutput,
} from "./validate.js";

describe("validateInput", () => {
  it("strips control characters but newline, carriage return and tab, and trims", () => {
    const controls = Array.from({ length: 32 }, (_, code) => String.fromCharCode(code)).join("") + "\u007f";
    expect(validateInput(`  a${controls}b \n`)).toBe("a\t\n\rb");
  });
  it.each(["", "   ", "\n\t", "\u0000\u0007", " \u0001 "])("refuses nothing: %j", (text) => {
    expect(() => validateInput(text)).toThrow(new EmptyInputError());
    expect(() => validateInput(text)).toThrow("Input cannot be empty");
  });
  it("counts code points, before stripping, and names the limit", () => {
    expect(validateInput("🦀".repeat(10_000))).toHaveLength(20_000);
    expect(() => validateInput("a".repeat(10_001))).toThrow(InputTooLongError);
    expect(() => validateInput("\u0000".repeat(10_001))).toThrow("10000");
    expect(validateInput("abc", { maxChars: 3 })).toBe("abc");
    expect(() => validateInput("abcd", { maxChars: 3 })).toThrow("input has 4 characters, the limit is 3: shorten it");
  });
  it("refuses what is no text and what is no limit", () => {
    expect(() => validateInput(undefined as unknown as string)).toThrow(TypeError);
    for (const maxChars of [0, -1, 1.5, Number.NaN]) expect(() => validateInput("a", { maxChars })).toThrow(TypeError);
  });
  it("changes nothing when done twice, and never quotes the input in an error", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        try {
          const once = validateInput(text);
          expect(validateInput(once)).toBe(once);
          expect(once).not.toMatch(/[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]/);
        } catch (error) {
          expect(error).toBeInstanceOf(EmptyInputError);
        }
      }),
    );
  });
});

describe("validateOutput", () => {
  const key = (length: number): string => ["sk-ant-api03-", "Ab3_".repeat(24).slice(0, length)].join("");
  it.each([
    ["an API key", key(93) + "AA"],
    ["an API key cut short", key(20)],
    ["a social security number", ["078", "05", "1120"].join("-")],
    ["a private key", ["-----BEGIN RSA", "PRIVATE KEY-----\nMIIE"].join(" ")],
  ])("replaces an answer that holds %s by the notice", (_, secret) => {
    expect(validateOutput(`Here: ${secret}.`)).toBe(RESPONSE_NOTICE);
    expect(RESPONSE_NOTICE).toBe("[Response redacted — contained sensitive pattern]");
  });
  it.each(["All good.", "", "Set ANTHROPIC_API_KEY=sk-ant-api03-your-key-here", "2026-11-25", "call 555-123-4567", "a\u0000b"])(
    "leaves %j as it is",
    (text) => {
      expect(validateOutput(text)).toBe(text);
    },
  );
});

describe("validateOutput with a schema", () => {
  const json = {
    type: "object",
    properties: { mood: { enum: ["good", "bad"] }, notes: { items: { type: "string" } } },
    required: ["mood"],
  };
  const schemas = {
    "a JSON Schema": json,
    zod: z.object({ mood: z.enum(["good", "bad"]), notes: z.array(z.string()).optional() }),
    valibot: valibot.object({
      mood: valibot.picklist(["good", "bad"]),
      notes: valibot.optional(valibot.array(valibot.string())),
    }),
  };
  const misfitsOf = (text: string, schema: object) => {
    try {
      return validateOutput(text, { schema });
    } catch (error) {
      if (!(error instanceof AnswerSchemaError)) throw error;
      expect(error.message).not.toContain("Rumpelstilz");
      return error.misfits.map(({ path }) => path);
    }
  };
  it.each(Object.entries(schemas))(
    "of %s gives an answer that fits, and says where another doesn't, never what it is",
    (_, schema) => {
      expect(misfitsOf('{"mood":"good"}', schema)).toBe('{"mood":"good"}');
      expect(misfitsOf('{"mood":"Rumpelstilz","notes":["a",1]}', schema)).toEqual(["answer.mood", "answer.notes[1]"]);
      expect(misfitsOf("Rumpelstilz", schema)).toEqual(["answer"]);
      expect(misfitsOf('{"mood":"good","mood":"bad"}', schema)).toEqual(["answer"]);
    },
  );
  it("shows no value that a schema's library would quote in its message or its path", () => {
    const quoting = z.record(z.string(), z.number().or(z.string().refine(() => false, { error: ({ input }) => String(input) })));
    expect(misfitsOf('{"Rumpelstilz-7":"Rumpelstilz"}', quoting)).toEqual(["answer.{0}"]);
  });
  it("gives the notice for what must not be shown, whatever the schema", () => {
    expect(validateOutput("-----BEGIN PRIVATE KEY-----", { schema: json })).toBe(RESPONSE_NOTICE);
  });
  it("refuses what can't be checked: a keyword, an asynchronous schema", () => {
    expect(() => validateOutput('"a"', { schema: { pattern: "^a$" } })).toThrow(new AnswerSchemaError([], ["pattern"]));
    expect(() => validateOutput('"a"', { schema: z.string().refine(async () => Promise.resolve(true)) })).toThrow();
  });
});
