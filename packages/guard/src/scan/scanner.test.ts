import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { defineDetector, type DetectorSpec } from "../detectors/define.js";
import type { Detector, Finding } from "../detectors/detector.js";
import { fill, seeded } from "../detectors/examples.testkit.js";
import { DETECTORS } from "../detectors/index.js";
import { createScanner } from "./scanner.js";
import type { Compile } from "../pattern/searcher.js";
import { cut, findAll, planOf, sorted } from "./scan.testkit.js";

const scanner = createScanner(DETECTORS.filter(({ id }) => id !== "invisible-characters"));
const HITS = DETECTORS.flatMap(({ examples }) => examples.hit);
const MISSES = DETECTORS.flatMap(({ examples }) => examples.miss);

/** What a hidden or broken value is made of, and what stands around it. */
const PIECES = [
  "​",
  "­",
  "‮",
  "\u{e0041}",
  "\u{1d400}",
  "ﬀ",
  "—",
  "“",
  " ",
  "é",
  "漢",
  "😀",
  "👩‍💻",
  "\ud83d",
  "\ude00",
  "\\n",
  '"',
  "-",
  "_",
  ".",
  " ",
  "\n",
  "0",
  "sk-",
  "-----",
  "eyJ",
];

const seed = fc.nat(1_000_000);
const example = fc.tuple(fc.constantFrom(...HITS, ...MISSES), seed).map(([text, number]) => fill(text, seeded(number)));
/** A value with something unseen in the middle of it. */
const disguised = fc
  .tuple(example, fc.nat(), fc.constantFrom(...PIECES))
  .map(([text, at, piece]) => text.slice(0, at % (text.length + 1)) + piece + text.slice(at % (text.length + 1)));
const text = fc
  .array(fc.oneof(example, disguised, fc.constantFrom(...PIECES), fc.lorem({ maxCount: 4 })), { maxLength: 8 })
  .map((parts) => parts.join(""));
const sizes = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 6 });

describe("a stream is as safe as a whole", () => {
  test.prop([text, sizes], { numRuns: 400 })("a text has the same findings however it is cut", (whole, pieces) => {
    expect(findAll(scanner, cut(whole, pieces))).toEqual(findAll(scanner, [whole]));
  });

  test.prop([text, sizes], { numRuns: 400 })("no finding begins before a place that was called settled", (whole, pieces) => {
    const scan = scanner.start(planOf(scanner));
    let pushed = 0;
    let settled = 0;
    for (const piece of cut(whole, pieces)) {
      for (const { start } of scan.push(piece)) expect(start).toBeGreaterThanOrEqual(settled);
      pushed += piece.length;
      expect(scan.settled).toBeGreaterThanOrEqual(settled);
      expect(scan.settled).toBeLessThanOrEqual(pushed);
      settled = scan.settled;
    }
    for (const { start } of scan.finish()) expect(start).toBeGreaterThanOrEqual(settled);
    expect(scan.settled).toBe(pushed);
  });

  test.prop([text, text, sizes])(
    "a seed is read as the beginning of the text, and what lies in it alone is not reported",
    (before, after, pieces) => {
      const seeds = before.slice(-scanner.reach);
      const whole = findAll(scanner, [seeds + after])
        .map((finding) => ({ ...finding, start: finding.start - seeds.length, end: finding.end - seeds.length }))
        .filter(({ end }) => end > 0);
      expect(findAll(scanner, cut(after, pieces), seeds)).toEqual(whole);
    },
  );

  it("text that can't become a match is let go at once", () => {
    const prose =
      "The quick brown fox jumps over the lazy dog. Numbers like 42 or 3.14 are fine; so are names (and (nested) lists), e.g. x_y. ";
    // A word may go on as an attack, or as somebody's address.
    const secrets = new Set(DETECTORS.filter(({ family }) => family === "secrets").map(({ id }) => id));
    const scan = scanner.start(planOf(scanner, (id) => secrets.has(id)));
    let pushed = 0;
    const held: number[] = [];
    for (const character of prose.repeat(5)) {
      scan.push(character);
      pushed += 1;
      held.push(pushed - scan.settled);
    }
    expect(Math.max(...held)).toBeLessThan(6);
    // With a thousand words to look for, most words begin one of them: their first letters wait for the next.
    expect(held.reduce((sum, count) => sum + count, 0) / held.length).toBeLessThan(2);
  });

  it("only detectors that hold text hold it", () => {
    const key = fill("sk-ant-api03-{93 base64url}AA", seeded(1));
    const free = scanner.start(planOf(scanner, () => false));
    const held = scanner.start(planOf(scanner, (id) => id === "anthropic-api-key"));
    for (const scan of [free, held]) expect(scan.push(`key ${key.slice(0, 40)}`)).toEqual([]);
    expect(free.settled).toBe(44);
    expect(held.settled).toBe(4);
    expect(free.push(`${key.slice(40)} `)).toHaveLength(1);
  });

  it("a detector that isn't in the plan doesn't run", () => {
    const run = scanner.detectors.map(({ id }) => id !== "anthropic-api-key");
    const scan = scanner.start({ run, hold: run });
    expect([...scan.push(fill("sk-ant-api03-{93 base64url}AA", seeded(1))), ...scan.finish()]).toEqual([]);
  });
});

describe("what a detector finds", () => {
  const key = (number: number): string => fill("sk-ant-api03-{93 base64url}AA", seeded(number));
  const spansOf = (findings: readonly Finding[], source: string): readonly string[] =>
    findings.map(({ start, end }) => source.slice(start, end));

  it("every occurrence is reported, behind any number of decoys", () => {
    const tokens = Array.from({ length: 60 }, (_, number) => fill("ghp_{30 alphanumeric}{checksum of 30}", seeded(number)));
    const source = `${tokens.join("\n")}\nprod ${key(1)}\nagain ${key(1)}`;
    expect(spansOf(findAll(scanner, [source]), source)).toEqual([...tokens, key(1), key(1)]);
  });

  it.each([
    ["zero-width characters", (value: string) => `${value.slice(0, 9)}\u200b${value.slice(9, 20)}\u2060${value.slice(20)}`],
    [
      "soft hyphens and variation selectors",
      (value: string) => `${value.slice(0, 3)}\u00ad${value.slice(3, 50)}\ufe0f${value.slice(50)}`,
    ],
    [
      "full width",
      (value: string) => value.replaceAll(/[!-~]/g, (character) => String.fromCharCode(character.charCodeAt(0) + 0xfee0)),
    ],
    [
      "tag characters",
      (value: string) => value.replaceAll(/[!-~]/g, (character) => String.fromCodePoint(character.charCodeAt(0) + 0xe0000)),
    ],
    ["typographic hyphens", (value: string) => value.replaceAll("-", "\u2011")],
  ])("a value in %s is found, and its span in the original is exact", (_name, disguise) => {
    const before = "o\ufb00ice café \u2460 \u00bd \u2167 ";
    const after = "\u00a0👩\u200d💻 end";
    const value = disguise(key(2));
    const source = before + value + after;
    for (const pieces of [[source], cut(source, [1]), cut(source, [5, 2])]) {
      const secrets = findAll(scanner, pieces).filter(({ family }) => family === "secrets");
      expect(spansOf(secrets, source)).toEqual([value]);
    }
  });

  it("a value that only the original shows whole is found too", () => {
    const source = `x\u200b${key(3)}`;
    expect(spansOf(findAll(scanner, [source]), source)).toEqual([key(3)]);
  });

  it("a group named value is the span", () => {
    const password = defineDetector({
      id: "password",
      family: "custom",
      severity: "high",
      keywords: ["password"],
      pattern: /password[:=] {0,2}(?<value>\w{4,20})/i,
      confidence: 0.5,
    });
    const source = "the PASSWORD: hunter22 and password=ﬁsh1";
    for (const pieces of [[source], cut(source, [1])])
      expect(spansOf(findAll(createScanner([password]), pieces), source)).toEqual(["hunter22", "ﬁsh1"]);
  });

  it("a keyword inside of a match finds what begins before it", () => {
    const address = defineDetector({
      id: "address",
      family: "custom",
      severity: "high",
      keywords: ["@corp"],
      keywordOffset: 20,
      pattern: /(?<!\w)\w{1,20}@corp\.example/,
      confidence: 0.5,
    });
    const source = "ask anna@corp.example or anna@corp.org, bob@corp.example";
    const one = createScanner([address]);
    for (const pieces of [[source], cut(source, [1]), cut(source, [4])])
      expect(spansOf(findAll(one, pieces), source)).toEqual(["anna@corp.example", "bob@corp.example"]);
    const scan = one.start(planOf(one));
    scan.push("ask anna");
    expect(scan.settled).toBe(4);
  });

  it.each([
    [[], /a{1,3}b?(?=c{0,2}d|a)|\d{2,4}(?!x)/],
    [["ab", "12"], /ab{1,3}c?(?=d{0,2}c|b|x)|12\d{0,2}(?!x)/],
    // The farthest character that is looked at decides often.
    [[], /\d{2,4}(?!x)/],
    [["12"], /12\d{0,2}(?!x)/],
  ])("matches of one detector with keywords %j are those of a global expression", (keywords, pattern) => {
    const one = createScanner([custom({ pattern, keywords })]);
    const unit = fc.constantFrom("a", "ab", "b", "c", "d", "1", "12", "2", "x", " ");
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 60 }), sizes, (source, pieces) => {
        const expected = [...source.matchAll(new RegExp(pattern.source, "g"))].map((match) => [
          match.index,
          match.index + match[0].length,
        ]);
        expect(findAll(one, cut(source, pieces)).map(({ start, end }) => [start, end])).toEqual(expected);
      }),
      { numRuns: 1_000 },
    );
  });

  it("a pattern is run by the engine that its detector brings along", () => {
    const asked: string[] = [];
    const compile: Compile = (source, flags) => {
      const expression = new RegExp(source, flags);
      return {
        exec(text, from) {
          asked.push(text.slice(from));
          expression.lastIndex = from;
          return expression.exec(text);
        },
      };
    };
    const own = createScanner([custom({ pattern: /PRJ-\d{4,6}/iu, compile })]);
    const source = "see prj-12345, not PRJ-12";
    for (const pieces of [[source], cut(source, [1])]) expect(spansOf(findAll(own, pieces), source)).toEqual(["prj-12345"]);
    expect(asked).not.toEqual([]);
  });

  it("a match that isn't confirmed doesn't hide one inside of it", () => {
    const even = custom({ pattern: /[\u{1f600}-\u{1f610}\d]{2,6}/u, confirm: (match) => (match.length === 4 ? 1 : null) });
    const source = "123456 \u{1f600}\u{1f601}1234 1234";
    for (const pieces of [[source], cut(source, [1])])
      expect(spansOf(findAll(createScanner([even]), pieces), source)).toEqual(["3456", "1234", "1234"]);
  });
});

describe("a detector that fails", () => {
  const failing = custom({
    pattern: /bad\d/,
    confirm: (match) => {
      throw new Error(`secret ${match}`);
    },
  });
  it("is named, runs no further, holds nothing, and doesn't stop the others", () => {
    const both = createScanner([failing, ...DETECTORS]);
    const scan = both.start(planOf(both));
    const text = `bad1 ${fill("sk-ant-api03-{93 base64url}AA", seeded(1))} bad2; `;
    const findings = scan.push(text);
    expect([...scan.failed]).toEqual(["custom"]);
    expect(sorted(findings).map(({ detector }) => detector)).toEqual(["anthropic-api-key"]);
    expect(scan.settled).toBe(text.length);
    expect(scan.finish()).toEqual([]);
  });
});

function custom(parts: Pick<DetectorSpec, "pattern" | "confirm" | "compile" | "keywords">): Detector {
  return defineDetector({ id: "custom", family: "custom", severity: "low", confidence: 0.5, ...parts });
}
