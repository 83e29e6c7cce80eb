import { describe, expect, it } from "vitest";
import { fill, seeded } from "./examples.testkit.js";
import { DETECTORS } from "./index.js";
import type { Scanner } from "../scan/scan.js";
import { createScanner } from "../scan/scanner.js";
import { cut, findAll } from "../scan/scan.testkit.js";

const scanner = createScanner(DETECTORS);

/** Places in which a value is found as well as by itself. */
const CONTEXTS: readonly (readonly [name: string, around: (text: string) => string])[] = [
  ["a JSON string", (text) => JSON.stringify({ value: text })],
  ["JSON in JSON", (text) => JSON.stringify(JSON.stringify({ line: `first\n${text}\n` }))],
  ["parentheses", (text) => `(${text})`],
  ["braces", (text) => `{${text}}`],
  ["an element", (text) => `<key>${text}</key>`],
  ["a query", (text) => `https://host.example/?key=${text}&next=1`],
  ["a list", (text) => `one, ${text}, two`],
];

/** Where what stands around is part of the evidence, the examples say so themselves. */
const inContext = (family: string): boolean => family === "secrets" || family === "personal";

/** By the id: a new detector changes no other's examples. */
const seedOf = (id: string): number => Array.from(id).reduce((seed, letter) => Math.imul(seed, 31) + letter.charCodeAt(0), 0);

describe.each(DETECTORS.map((detector) => ({ detector, id: detector.id })))("$id", ({ detector, id }) => {
  const { family, examples } = detector;
  const alone = createScanner([detector]);
  const spans = (one: Scanner, pieces: readonly string[]): readonly string[] =>
    findAll(one, pieces)
      .filter((finding) => finding.detector === id)
      .map(({ start, end }) => `${start}-${end}`);
  const found = (pieces: readonly string[]): readonly string[] => spans(scanner, pieces);

  it.each(examples.hit)("finds %j, whole and cut anywhere", (example) => {
    const text = fill(example, seeded(seedOf(id)));
    const whole = found([text]);
    expect(whole).not.toEqual([]);
    for (let at = 1; at < text.length; at++) expect(spans(alone, [text.slice(0, at), text.slice(at)])).toEqual(whole);
    expect(found(cut(text, [1]))).toEqual(whole);
  });

  it.each(examples.miss)("leaves %j alone", (example) => {
    for (let seed = 0; seed < 5; seed++) {
      const text = fill(example, seeded(seed));
      expect(found([text])).toEqual([]);
      expect(found(cut(text, [1]))).toEqual([]);
    }
  });

  it.each(inContext(family) ? CONTEXTS : [])("finds its examples in %s", (_name, around) => {
    for (const example of examples.hit) {
      const text = around(fill(example, seeded(seedOf(id))));
      const whole = found([text]);
      expect(whole).not.toEqual([]);
      expect(found(cut(text, [7, 1, 3]))).toEqual(whole);
    }
  });
});

describe("detectors together", () => {
  it("have ids of their own, in alphabetical order in each family", () => {
    const names = DETECTORS.map(({ family, id }) => `${family} ${id}`);
    expect(names).toEqual([...new Set(names)].sort());
  });

  it("name an example and a near miss each", () => {
    for (const { examples } of DETECTORS) {
      expect(examples.hit.length).toBeGreaterThan(0);
      expect(examples.miss.length).toBeGreaterThan(0);
    }
  });
});
