import { describe, expect, it } from "vitest";
import { figuresOf, rateOf, type Judged } from "./figures.js";

function row(bad: boolean, action: Judged["action"], score: number, kind = "k", source = "s"): Judged {
  return { bad, kind, source, action, score };
}

describe("the figures of an evaluation, worked out by hand", () => {
  // Four bad rows: two found, one flagged, one missed. Five good rows: one found by mistake, one flagged.
  const rows = [
    row(true, "block", 0.9, "direct", "a"),
    row(true, "redact", 0.8, "direct", "b"),
    row(true, "flag", 0.5, "leak", "a"),
    row(true, "allow", 0, "leak", "b"),
    row(false, "block", 0.7, "benign", "a"),
    row(false, "flag", 0.4, "benign", "a"),
    row(false, "allow", 0, "benign", "b"),
    row(false, "allow", 0, "benign", "b"),
    row(false, "allow", 0, "benign", "b"),
  ];
  const figures = figuresOf(rows);

  it("counts redact and block as found, flag apart, allow as nothing", () => {
    expect(figures.all.bad).toEqual({ rows: 4, detected: 2, flagged: 1 });
    expect(figures.all.good).toEqual({ rows: 5, detected: 1, flagged: 1 });
    expect(rateOf(figures.all.bad)).toBe(0.5);
    expect(rateOf(figures.all.good)).toBe(0.2);
  });

  it("groups by kind and by source, in the order of their names", () => {
    expect(figures.kinds.map(({ name, bad, good }) => [name, bad.detected, bad.rows, good.detected, good.rows])).toEqual([
      ["benign", 0, 0, 1, 5],
      ["direct", 2, 2, 0, 0],
      ["leak", 0, 2, 0, 0],
    ]);
    expect(figures.sources.map(({ name, bad, good }) => [name, bad.detected, bad.rows, good.detected, good.rows])).toEqual([
      ["a", 1, 2, 1, 2],
      ["b", 1, 2, 0, 3],
    ]);
  });

  it("sets the threshold so that no more good rows are above it than the rate allows", () => {
    // 1% of five rows is none: the threshold is the highest good score, 0.7, and two of four bad rows lie above.
    expect(figures.atRates[0]).toEqual({ rate: 0.01, threshold: 0.7, recall: 0.5, falsePositiveRate: 0 });
  });

  it("lets exactly 1% of 200 good rows through, and counts ties as found", () => {
    const good = Array.from({ length: 200 }, (_, index) => row(false, "allow", index / 1_000)); // 0 … 0.199
    const bad = [0.1975, 0.198, 0.1, 0.5].map((score) => row(true, "allow", score));
    // Two may be above: 0.199 and 0.198. So the threshold is 0.197, and 0.1975, 0.198 and 0.5 are found.
    expect(figuresOf([...good, ...bad]).atRates[0]).toEqual({
      rate: 0.01,
      threshold: 0.197,
      recall: 0.75,
      falsePositiveRate: 0.01,
    });
    const tied = [...good, row(false, "allow", 0.197), ...bad];
    expect(figuresOf(tied).atRates[0]?.falsePositiveRate).toBeLessThanOrEqual(0.01);
  });

  it("a row that could not be checked is neither found nor clean", () => {
    const with1 = figuresOf([...rows, row(true, undefined, 1), row(false, undefined, 0)]);
    expect(with1.unchecked).toBe(2);
    expect(with1.all).toEqual(figures.all);
  });

  it("nothing out of nothing is no figure", () => {
    const none = figuresOf([row(true, "block", 1)]);
    expect(rateOf(none.all.good)).toBeNull();
    expect(none.atRates[0]).toEqual({ rate: 0.01, threshold: null, recall: null, falsePositiveRate: null });
  });
});
