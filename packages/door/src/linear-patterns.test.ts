import { createGuard, PolicyError, type PolicyInput } from "@sallyport/guard";
import { describe, expect, it } from "vitest";
import { LinearPatternError, linearPatterns } from "./linear-patterns.js";

const withPattern = (pattern: string, action: "redact" | "block" = "redact"): PolicyInput => ({
  version: 1,
  rules: { own: { detectors: ["custom"], action } },
  patterns: { "our-id": { pattern } },
});
const guardWith = (pattern: string) => createGuard(withPattern(pattern), { patternEngine: linearPatterns });
const redacted = (pattern: string, text: string) => guardWith(pattern).text(text, { origin: "user", trust: "user" }).text;

function problemOf(pattern: string) {
  try {
    guardWith(pattern);
  } catch (error) {
    if (error instanceof PolicyError) return error.problems;
    throw error;
  }
  return [];
}

describe("an operator's own pattern", () => {
  it("finds what it describes, every time", () => {
    expect(redacted("PRJ-\\d{4}", "see PRJ-1234, PRJ-12 and PRJ-5678")).toBe("see [OUR ID], PRJ-12 and [OUR ID]");
  });

  it("hides only the group named `value`, where it has one", () => {
    expect(redacted("badge (?<value>\\d{5})", "badge 12345 of 12345")).toBe("badge [OUR ID] of 12345");
  });

  it("counts positions in UTF-16 units, as everything here does", () => {
    expect(redacted("🔑\\w{4}", "😀 🔑abcd 😀")).toBe("😀 [OUR ID] 😀");
  });

  it("sees what stands before the place where it goes on", () => {
    expect(redacted("\\bID\\d{2}\\b", "ID11 xID22 ID33")).toBe("[OUR ID] xID22 [OUR ID]");
  });

  it("without the engine there is no guard, and the error says what to do", () => {
    expect(() => createGuard(withPattern("x{3}"))).toThrow(/at `patterns\.our-id`: give createGuard the `patternEngine`/);
  });
});

describe("a pattern that can't be run in linear time, or has no bound, is refused with its place", () => {
  it.for([
    ["nested stars", "(a*)*b"],
    ["a star over a choice", "(a|a)*b"],
    ["a plus", "\\d+"],
    ["an open count", "x{3,}"],
    ["a backreference", "(a)\\1"],
    ["a lookahead", "a(?=b)"],
    ["a lookbehind", "(?<=a)b"],
    ["a count over RE2's limit", "a{1001}"],
    ["counts that multiply", "((a{100}){100}){100}"],
    ["the empty text", "a?"],
    ["no expression", "("],
    ["an inline flag", "(?i)abc"],
  ])("%s", ([, pattern = ""]) => {
    expect(problemOf(pattern)).toEqual([expect.objectContaining({ path: "patterns.our-id.pattern" })]);
    expect(JSON.stringify(problemOf(pattern))).not.toContain(JSON.stringify(pattern));
  });

  it("the engine says so itself", () => {
    expect(() => linearPatterns("a(?=b)", "g")).toThrow(LinearPatternError);
    expect(() => linearPatterns("a", "y")).toThrow(LinearPatternError);
  });
});

describe("linear time, on what makes backtracking engines hang", () => {
  it.for([
    ["(a|a){1,100}b", "a"],
    ["(?:a{0,20}){0,20}b", "a"],
    ["(?:\\w{1,30}\\.){1,10}com!", "a."],
    ["(?:x{1,10}x{1,10}){1,10}y", "x"],
  ])("%s", ([pattern = "", unit = ""]) => {
    const time = (length: number) => {
      const searcher = linearPatterns(pattern, "gu");
      const text = unit.repeat(length / unit.length);
      const start = performance.now();
      expect(searcher.exec(text, 0)).toBeNull();
      return performance.now() - start;
    };
    time(10_000);
    // Ten times the text; a quadratic engine needs a hundred times the time, an exponential one never ends.
    expect(time(100_000)).toBeLessThan(40 * Math.max(time(10_000), 5));
  });

  it("100 KB of hostile text pass a guard with a hostile pattern", () => {
    const decision = guardWith("(a|a){1,50}b").text("a".repeat(100_000), { origin: "user", trust: "user" });
    expect(decision.verdict.findings).toEqual([]);
  });
});
