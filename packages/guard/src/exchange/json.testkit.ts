/** JSON texts in every spelling: the same value can be written in many ways, and each must be read alike and given back byte for byte. */
import { fc } from "@fast-check/vitest";

const space = fc.constantFrom("", "", "", " ", "\n", "\t", "\r\n", "  \n");
/** Text of all planes, quotes and control characters included; well-formed, as JSON texts of the API are. */
export const anyText = fc.oneof(
  fc.string({ unit: "grapheme", maxLength: 12 }),
  fc.string({
    unit: fc.constantFrom("a", '"', "\\", "/", "\n", "\u0000", "\u2028", "é", "\u{1f600}", "\u{e0041}", "{"),
    maxLength: 12,
  }),
);
const numberText = fc.oneof(
  fc.integer().map(String),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => JSON.stringify(number)),
  fc.constantFrom("12345678901234567890", "-0", "1E5", "0.10", "1e-7", "1.0e+2"),
);

/** Each character as itself, as a short escape or as `\\u`, by turns. */
const literalOf = (text: string): fc.Arbitrary<string> => {
  const chars = Array.from(text);
  const escape = (char: string): string =>
    char.replaceAll(/[^]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
  return fc.array(fc.nat(3), { minLength: chars.length, maxLength: chars.length }).map((choices) => {
    const spelled = chars.map((char, i) => {
      if (choices[i] === 0) return escape(char);
      return char === "/" && choices[i] === 1 ? "\\/" : JSON.stringify(char).slice(1, -1);
    });
    return `"${spelled.join("")}"`;
  });
};

const stringText = anyText.chain(literalOf);

function distinct(names: readonly string[]): boolean {
  const values = names.map((name): unknown => JSON.parse(name));
  return new Set(values).size === values.length && !values.includes("__proto__");
}

/** Any JSON value in any spelling. */
export const spelledJson: fc.Arbitrary<string> = fc.letrec<{ value: string }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.constantFrom("true", "false", "null"),
    numberText,
    stringText,
    fc
      .tuple(space, fc.array(fc.tuple(space, tie("value"), space), { maxLength: 4 }))
      .map(([inside, items]) => `[${items.length === 0 ? inside : items.map((parts) => parts.join("")).join(",")}]`),
    fc
      .tuple(space, fc.array(fc.tuple(space, stringText, space, tie("value"), space), { maxLength: 4 }))
      .filter(([, members]) => distinct(members.map(([, name]) => name)))
      .map(
        ([inside, members]) =>
          `{${members.length === 0 ? inside : members.map(([a, name, b, value, c]) => `${a}${name}${b}:${value}${c}`).join(",")}}`,
      ),
  ),
})).value;

/** A whole JSON text. */
export const jsonText = fc.tuple(space, spelledJson, space).map((parts) => parts.join(""));
