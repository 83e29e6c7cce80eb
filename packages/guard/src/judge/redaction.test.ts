import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { joinOverlapping, replacementOf, type Redaction } from "./redaction.js";

const redaction: fc.Arbitrary<Redaction> = fc
  .tuple(fc.nat(30), fc.integer({ min: 1, max: 12 }), fc.constantFrom("a", "b", "c"))
  .map(([start, length, detector]) => ({ start, end: start + length, detector, mask: `[${detector}]`, style: "mask" }));

describe("joining redactions", () => {
  it("hides exactly what any of them hides, in any order, without overlaps", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(redaction, fc.nat()), { maxLength: 12 }), (placed) => {
        const redactions = placed.map(([one]) => one);
        const joined = joinOverlapping(redactions);
        const hidden = (spans: readonly Redaction[]): number[] =>
          Array.from({ length: 50 }, (_, at) => at).filter((at) => spans.some(({ start, end }) => start <= at && at < end));
        expect(hidden(joined)).toEqual(hidden(redactions));
        joined.slice(1).forEach((span, index) => {
          expect(span.start).toBeGreaterThanOrEqual(joined[index]?.end ?? 0);
        });
        const shuffled = placed.toSorted(([, a], [, b]) => a - b).map(([one]) => one);
        expect(joinOverlapping(shuffled)).toEqual(joined);
      }),
    );
  });
  it("takes the mask of the one that begins first, the longest of those", () => {
    const spans = [
      { start: 0, end: 5, detector: "short", mask: "[SHORT]", style: "mask" as const },
      { start: 3, end: 30, detector: "late", mask: "[LATE]", style: "mask" as const },
      { start: 0, end: 20, detector: "long", mask: "[LONG]", style: "mask" as const },
    ];
    expect(joinOverlapping(spans)).toEqual([{ start: 0, end: 30, detector: "long", mask: "[LONG]", style: "mask" }]);
  });
  it("keeps the number of characters where citations count them, astral ones as one", () => {
    expect(replacementOf("a🦀b", { style: "mask", mask: "[X]" }, "same-length", () => "")).toBe("***");
    expect(replacementOf("a🦀b", { style: "mask", mask: "[X]" }, "free", () => "")).toBe("[X]");
  });
});
