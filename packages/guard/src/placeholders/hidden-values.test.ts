import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createHiddenValues } from "./hidden-values.js";
import { isWhole } from "./placeholder.js";

const unit = fc.constantFrom("a", "b", " ", "-", "\n", '"', "é");
const few = fc.string({ unit, minLength: 1, maxLength: 6 });

/** The plain way: at each place the longest of all values that stands there as words of its own. */
function plainly(values: readonly string[], text: string): readonly string[] {
  const found: string[] = [];
  for (let at = 0; at < text.length;) {
    const here = values
      .filter((value) => text.startsWith(value, at) && isWhole(text, at, at + value.length))
      .toSorted((a, b) => b.length - a.length);
    if (here[0] !== undefined) found.push(`${at} ${here[0]}`);
    at += here[0]?.length ?? 1;
  }
  return found;
}

describe("hidden values", () => {
  it("are found where they stand again as words of their own, the longest first", () => {
    fc.assert(
      fc.property(fc.array(few, { maxLength: 12 }), fc.string({ unit, maxLength: 40 }), (values, text) => {
        const hidden = createHiddenValues();
        values.forEach((value, index) => hidden.add(value, "[X]", () => `P${index}`));
        expect(hidden.repeatsIn(text, false).map(({ start, value }) => `${start} ${value}`)).toEqual(plainly(values, text));
      }),
      { numRuns: 2_000 },
    );
  });

  it("keep the placeholder that they had first, and never share one", () => {
    const hidden = createHiddenValues();
    expect(hidden.add("one", "[X]", () => "P")).toBe("P");
    expect(hidden.add("one", "[Y]", () => "Q")).toBe("P");
    expect(hidden.add("two", "[X]", () => "P")).toBeUndefined();
    expect(hidden.valueOf("P")).toBe("one");
  });

  it("are known as a string of JSON writes them only where that is asked for", () => {
    const hidden = createHiddenValues();
    hidden.add("a\nb", "[X]", () => "P");
    const text = JSON.stringify({ key: "a\nb" });
    expect(hidden.repeatsIn(text, false)).toEqual([]);
    expect(hidden.repeatsIn(text, true)).toMatchObject([{ start: 8, end: 12, value: "a\nb" }]);
  });

  it("cost no more than the text is long, however many they are and however alike", () => {
    const hidden = createHiddenValues();
    const before = process.cpuUsage();
    for (let index = 0; index < 50_000; index += 1)
      hidden.add(`sk-ant-api03-${"A".repeat(60)}${index}`, "[X]", () => `P${index}`);
    expect(hidden.repeatsIn(`sk-ant-api03-${"A".repeat(60)}49999 `.repeat(13_000), true)).toHaveLength(13_000);
    hidden.repeatsIn("sk-ant-api03-".repeat(80_000), true);
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1e6).toBeLessThan(3);
  });
});
