import { describe, expect, it } from "vitest";
import { repeatsBeyond } from "./repetition.js";

describe("repetition", () => {
  it.each(["a ", "x", "ha ha! ", "🙂", "0123456789abcdef0123456789abcdez"])(
    "of %j is seen past the limit, and not before",
    (unit) => {
      const text = `Say this: ${unit.repeat(3_000)} and stop.`;
      expect(repeatsBeyond(text, unit.length * 3_000 - 40)).toBe(true);
      expect(repeatsBeyond(text, unit.length * 3_000 + 40)).toBe(false);
    },
  );
  it("is none where the words differ", () => {
    expect(repeatsBeyond(Array.from({ length: 5_000 }, (_, index) => `line ${index}`).join("\n"), 1_000)).toBe(false);
  });
  it("is looked for in linear time", () => {
    const text = `${"a".repeat(31)}b`.repeat(31_250);
    const before = process.cpuUsage();
    expect(repeatsBeyond(`${text.slice(0, 500_000)}c${text.slice(0, 499_999)}`, 600_000)).toBe(false);
    expect(process.cpuUsage(before).user / 1000).toBeLessThan(1_000);
  });
});
