import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { defineDetector, DetectorDefinitionError } from "../detectors/define.js";
import { beginningsOf, holdsKeyword } from "./heads.js";
import { extentOf, flagsOf, parsePattern, PatternError, sourceOf } from "./pattern.js";
import { createUndecided } from "./undecided.js";

describe("a pattern's reach can't lie", () => {
  it.each([
    [/abc/, { min: 3, max: 3, ahead: 3, behind: 0 }],
    [/a{2,5}b?/, { min: 2, max: 6, ahead: 6, behind: 0 }],
    [/(?<![\w-])sk-\d{2}(?![\w-])/, { min: 5, max: 5, ahead: 6, behind: 1 }],
    [/a|bcd|(?=xyzw)e/, { min: 1, max: 3, ahead: 4, behind: 0 }],
    [/(?:ab{0,2}){1,3}/, { min: 1, max: 9, ahead: 9, behind: 0 }],
    [/(?<=(?<!x)y{0,4})a\b/, { min: 1, max: 1, ahead: 2, behind: 5 }],
    [/^a$/, { min: 1, max: 1, ahead: 2, behind: 1 }],
    [/[\u{1f600}-\u{1f64f}]/u, { min: 1, max: 2, ahead: 2, behind: 0 }],
  ])("%s", (pattern, extent) => {
    expect(extentOf(parsePattern(pattern))).toEqual(extent);
  });

  it.each([/a+/, /a*/, /a{3,}/, /(?:ab)+/, /(?<=a+)b/])("%s has no bound and is refused", (pattern) => {
    expect(() => parsePattern(pattern)).toThrow(PatternError);
  });

  it.each([/(a)\1/, /(?<x>a)\k<x>/, /a/m, /a/y, /(?<=a(?=b))c/, /(?=a)?b/])("%s is refused", (pattern) => {
    expect(() => parsePattern(pattern)).toThrow(PatternError);
  });

  it.each([/a\/b[\]/](?:c|d){2}(?<n>e)?/i, /[^\n]{1,3}?x/, /\u0041\x42\d\W/, /\p{Lu}{1,2}/u, /a{b}/])(
    "%s is written back as it means",
    (pattern) => {
      const again = new RegExp(sourceOf(parsePattern(pattern), true), pattern.flags);
      for (const text of ["a/b]cde", "a/b/ddx", "\nabx", "AB1-", "ÄÖ", "a{b}"])
        expect(again.exec(text)?.[0]).toBe(pattern.exec(text)?.[0]);
    },
  );
});

/** Patterns of all kinds of parts over a small alphabet, and texts to try them on. */
const { pattern: patternSource } = fc.letrec<{ pattern: string; part: string }>((tie) => ({
  pattern: fc.oneof(
    { maxDepth: 3 },
    fc.array(tie("part"), { minLength: 1, maxLength: 4 }).map((parts) => parts.join("")),
    fc.tuple(tie("pattern"), tie("pattern")).map(([a, b]) => `(?:${a}|${b})`),
  ),
  part: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom("a", "b", "[ab]", ".", "c{0,3}", "a{1,2}", "b?", "\\b", "$", "(?!b)", "(?=a|cb)", "(?<!a)", "(?<=b|^)"),
    tie("pattern").map((inner) => `(?:${inner}){0,2}`),
    tie("pattern").map((inner) => `(?!${inner})`),
  ),
}));
const texts = fc.string({ unit: fc.constantFrom("a", "b", "c", " "), maxLength: 8 });

describe("a text that doesn't leave a pattern undecided", () => {
  test.prop([patternSource, texts, texts, fc.nat(8)], { numRuns: 3_000 })(
    "decides it, whatever follows",
    (source, before, after, place) => {
      const at = Math.min(place, before.length);
      const undecided = createUndecided(parsePattern(new RegExp(source)), "");
      if (undecided.at(before, at)) return;
      const match = (text: string): string | undefined => {
        const expression = new RegExp(source, "y");
        expression.lastIndex = at;
        return expression.exec(text)?.[0];
      };
      expect(match(before + after)).toBe(match(before));
    },
  );

  it.each([
    [/abc/, "ab", true],
    [/abc/, "abd", false],
    [/abc/, "abc", false],
    [/abc(?!d)/, "abc", true],
    [/a{2,4}/, "aaa", true],
    [/a{2,4}/, "aaaa", false],
    [/(?:ab){1,2}c/, "abab", true],
    [/(?:ab){1,2}c/, "ababa", false],
    [/a$/, "a", true],
  ])("%s on %j: %j", (pattern, text, expected) => {
    expect(createUndecided(parsePattern(pattern), flagsOf(pattern)).at(text, 0)).toBe(expected);
  });

  it("counts as undecided where finding out would take more calls than the stack has", () => {
    const undecided = createUndecided(parsePattern(/(?:ab|cd){1,20000}x/), "");
    expect(undecided.at("ab".repeat(100), 0)).toBe(true);
    expect(undecided.at(`${"ab".repeat(15_000)}y`, 0)).toBe(true);
    expect(undecided.at(`${"ab".repeat(100)}y`, 0)).toBe(false);
  });

  it("is found out in bounded time for a pattern that would make an expression run away", () => {
    const undecided = createUndecided(parsePattern(/(?:(?:a{1,20}){1,20} ?){1,20}b/), "");
    expect(undecided.at(`${"a".repeat(400)}c`, 0)).toBe(false);
  });
});

describe("keywords are proved to be in every match", () => {
  it.each([
    [/sk-ant-\d/, ["sk-ant-"], 0, true],
    [/(?:sk|rk)_live/, ["sk_live", "rk_live"], 0, true],
    [/(?:sk|rk)_live/, ["sk_live"], 0, false],
    [/AKIA\d/i, ["akia"], 0, true],
    [/x?sk-ant/, ["sk-ant"], 0, false],
    [/x?sk-ant/, ["sk-ant"], 1, true],
    [/\w{1,5}@corp/, ["@corp"], 5, true],
    [/\w{1,5}@corp/, ["@corp"], 4, false],
    [/\w{1,5}(?:@corp|@home)/, ["@corp"], 5, false],
    [/[cç]ad/, ["cad"], 0, false],
  ])("%s with %j within %d: %j", (pattern, keywords, offset, expected) => {
    expect(holdsKeyword(pattern, keywords, offset)).toBe(expected);
  });

  it("and can be derived where there are many", () => {
    expect(beginningsOf(/(?<!\w)(?:ignore|disregard|do not follow)\s{1,3}rules/i)).toEqual([
      "disregard",
      "do not follow",
      "ignore",
    ]);
  });
});

describe("a detector that can't work is refused when it is defined", () => {
  const good = { id: "good", family: "custom", severity: "low", pattern: /good\d/, confidence: 0.5 } as const;
  it.each([
    ["an id with capitals", { id: "Good" }],
    ["a mask with a quote", { mask: 'x"' }],
    ["a mask with a backslash", { mask: "\\" }],
    ["no confidence", { confidence: 0 }],
    ["a keyword that a match may lack", { keywords: ["gold"] }],
    ["a keyword that isn't ASCII", { keywords: ["göod"] }],
    ["a pattern without a bound", { pattern: /good\d+/ }],
    ["a pattern that matches nothing", { pattern: /(?:good)?/ }],
    ["a pattern that reaches too far", { pattern: /good[^]{0,40000}/ }],
    ["a group of the scanner's own", { pattern: /(?<_x>good)/ }],
    ["an engine beside keywords", { keywords: ["good"], compile: () => ({ exec: () => null }) }],
  ])("%s", (_name, wrong) => {
    expect(() => defineDetector(good)).not.toThrow();
    expect(() => defineDetector({ ...good, ...wrong })).toThrow(DetectorDefinitionError);
  });
});
