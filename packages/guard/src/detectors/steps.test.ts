/**
 * Every shipped pattern at its worst. A quantifier inside of another, or two that take the same characters, let a backtracking engine try their
 * combinations: without bounds that never ends, with them it may still be millions of steps. Measured: private-key takes 800 for each character (in
 * its header), authorization-header 240, all others fewer than 150.
 */
import { describe, expect, it } from "vitest";
import { extentOf, flagsOf, parsePattern } from "../pattern/pattern.js";
import { misleading, stepsOf } from "../pattern/steps.testkit.js";
import { DETECTORS } from "./index.js";

const PER_CHARACTER = 1_000;
/** Texts that are shorter tell nothing about growth. */
const SHORT = 50;

describe("no text that a pattern leads into costs it over a thousand steps for each character", () => {
  it.each(DETECTORS)("$id", ({ pattern }) => {
    const parsed = parsePattern(pattern);
    const { ahead } = extentOf(parsed);
    for (const text of misleading(parsed, flagsOf(pattern))) {
      const most = PER_CHARACTER * Math.min(Math.max(text.length, SHORT), ahead);
      expect(stepsOf(parsed, flagsOf(pattern), text, most)).toBeLessThan(most);
    }
  });

  it.each([
    ["a repeat in a repeat", /(?:a{1,40}){1,40}b/],
    ["two repeats of the same", /a{0,400}a{0,400}a{0,400}b/],
    ["options that begin alike", /(?:a|aa|aaa){1,60}b/],
  ])("%s is caught", (_name, pattern) => {
    const parsed = parsePattern(pattern);
    const most = PER_CHARACTER * extentOf(parsed).ahead;
    expect(misleading(parsed, "").some((text) => stepsOf(parsed, "", text, most) >= most)).toBe(true);
  });
});
