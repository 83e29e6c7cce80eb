import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { placesOf } from "./place.js";

describe("line and column of an offset", () => {
  it("counts lines at \\n and columns in characters", () => {
    const text = "ab\n😀x\r\n\nz";
    const at = (needle: string) => placesOf(text, [text.indexOf(needle)]).get(text.indexOf(needle));
    expect(at("a")).toEqual({ line: 1, column: 1 });
    expect(at("b")).toEqual({ line: 1, column: 2 });
    expect(at("😀")).toEqual({ line: 2, column: 1 });
    expect(at("x")).toEqual({ line: 2, column: 2 });
    expect(at("z")).toEqual({ line: 4, column: 1 });
  });

  const lines = fc.array(fc.constantFrom("a", "\n", "😀", "\r"), { maxLength: 40 }).map((parts) => parts.join(""));
  test.prop([lines, fc.array(fc.nat(60), { maxLength: 8 })])("is what counting from the start gives", (text, numbers) => {
    const offsets = numbers
      .map((number) => Math.min(number, text.length))
      .filter((at) => !/^[\udc00-\udfff]/.test(text.slice(at)));
    for (const [offset, place] of placesOf(text, offsets)) {
      const before = text.slice(0, offset).split("\n");
      expect(place).toEqual({ line: before.length, column: Array.from(before.at(-1) ?? "").length + 1 });
    }
  });

  it("passes over a long line once, however many findings are on it", () => {
    const text = "x".repeat(4_000_000);
    const places = placesOf(
      text,
      Array.from({ length: 100_000 }, (_, index) => index * 40),
    );
    expect(places.get(3_999_960)).toEqual({ line: 1, column: 3_999_961 });
  });
});
