import { describe, expect, it } from "vitest";
import { flagsOf, parsePattern } from "./pattern.js";
import { requiredBy } from "./required.js";

const requiredIn = (pattern: RegExp): string | undefined => requiredBy(parsePattern(pattern), flagsOf(pattern))?.members[0];

describe("what every match holds", () => {
  it.each<[RegExp, string | undefined]>([
    [/a\d/, "0"],
    [/[0-5]{1,3}x/, "0"],
    [/a(?=b{0,9}\d)/, "0"],
    [/a\d|b[12]/, "0"],
    [/\w{1,9}@\w{1,9}\.\w{2,4}/, "@"],
    [/a\d|b/, undefined],
    [/a\d{0,3}/, undefined],
    [/(?<=\d)a/, undefined],
    [/(?<!\d)a(?!\d)/, undefined],
    [/[\da-f]{8}/, undefined],
    [/[^a]/, undefined],
    [/[\u0660-\u0669]/, undefined],
  ])("%s", (pattern, expected) => {
    expect(requiredIn(pattern)).toBe(expected);
  });
});
