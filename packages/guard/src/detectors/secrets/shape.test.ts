import { describe, expect, it } from "vitest";
import { fill, seeded } from "../examples.testkit.js";
import { exampleOf, headOf, nearMissesOf, patternOf } from "./shape.js";

const SHAPES = [
  "sk_{live|test}_{24-40 alphanumeric}",
  "{uuid}",
  "a.b|c{2 digits}",
  "{|v2-}{32 hex}={8 upper}",
  "glpat-{20 base64url}",
];

describe("a shape", () => {
  it.each(SHAPES)("%s gives a pattern that its example matches, whole, and its near misses don't", (shape) => {
    const pattern = new RegExp(`^(?:${patternOf(shape)})$`);
    for (let seed = 0; seed < 50; seed++) {
      expect(fill(exampleOf(shape), seeded(seed))).toMatch(pattern);
      for (const miss of nearMissesOf(shape)) expect(fill(miss, seeded(seed))).not.toMatch(pattern);
    }
  });

  it("begins with what its kind is told by", () => {
    expect(headOf("lin_api_{40 alphanumeric}")).toBe("lin_api_");
    expect(headOf("{live|test}_{24 hex}")).toBe("live_");
    expect(headOf("{32 hex}")).toBe("");
  });

  it.each(["{32 hexadecimal}", "{hex}", "{x hex}", "{-1 hex}"])("%s is no shape", (shape) => {
    expect(() => patternOf(shape)).toThrow(RangeError);
  });
});
