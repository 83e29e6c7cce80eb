import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { styled, widthOf } from "./style.js";
import { sideBySide, wrap } from "./wrap.js";

describe("wrapped text", () => {
  const texts = fc
    .array(fc.constantFrom("a", "word", " ", "\n", "😀", "a-very-long-word-indeed"), { maxLength: 30 })
    .map((parts) => parts.join(""));
  test.prop([texts, fc.integer({ min: 4, max: 30 })])("fits the width and loses nothing but spaces", (text, width) => {
    const lines = wrap(text, width);
    for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(width);
    expect(lines.join("").replaceAll(" ", "")).toBe(text.replace(/[ \n]/g, ""));
  });

  it("stands side by side, whatever its colors", () => {
    expect(sideBySide(["a", styled.red("bb")], ["c"], 4, " | ")).toEqual(["a    | c", `${styled.red("bb")}   |`]);
  });
});
