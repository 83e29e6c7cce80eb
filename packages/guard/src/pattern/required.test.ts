import { describe, expect, it } from "vitest";
import { flagsOf, parsePattern } from "./pattern.js";
import { requiredBy } from "./required.js";

const requiredIn = (pattern: RegExp): string | undefined => {
  const required = requiredBy(parsePattern(pattern), flagsOf(pattern));
  return required === undefined ? undefined : `${required.kind.members[0] ?? ""} ${required.lead}`;
};

describe("what every match holds, and how far from its beginning", () => {
  it.each<[RegExp, string | undefined]>([
    [/a\d/, "0 1"],
    [/[0-5]{1,3}x/, "0 0"],
    [/a(?=b{0,9}\d)/, "0 10"],
    [/a\d|bcd[12]/, "0 3"],
    [/(?:ab?){1,3}\d(?=x)/, "0 6"],
    [/\w{1,9}@\w{1,9}\.\w{2,4}/, "@ 9"],
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
