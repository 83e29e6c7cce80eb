import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ScanPlan } from "../scan/scan.js";
import { createHistory, type Searched } from "./history.js";

const PLAN: ScanPlan = { run: [true], hold: [false] };
const searched = (start: number): Searched => ({
  findings: [{ detector: "d", family: "custom", severity: "low", confidence: 1, start, end: start + 1, fingerprint: "fp" }],
  decoded: true,
});

describe("the history of judged texts", () => {
  it("remembers a text for those detectors alone that searched it", () => {
    const history = createHistory();
    const text = "a".repeat(100);
    history.set(PLAN, text, searched(3));
    expect(history.get(PLAN, text)).toEqual(searched(3));
    expect(history.get({ ...PLAN }, text)).toBeUndefined();
    expect(history.get(PLAN, `${text}a`)).toBeUndefined();
  });
  it("stays within its bound, keeps what was used last, and never mixes texts up", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.boolean(), fc.nat(30)), { maxLength: 100 }), (steps) => {
        const history = createHistory(10_000);
        const textOf = (n: number): string => `${n} `.padEnd(100 + n, "x");
        const newest: number[] = [];
        for (const [write, n] of steps) {
          if (write) history.set(PLAN, textOf(n), searched(n));
          const known = history.get(PLAN, textOf(n));
          if (known !== undefined) {
            expect(known).toEqual(searched(n));
            newest.unshift(n);
          }
        }
        // 16 entries of 300 fill a generation: what was used last is there.
        for (const n of new Set(newest.slice(0, 5))) expect(history.get(PLAN, textOf(n))).toBeDefined();
      }),
    );
  });
  it("forgets what isn't asked for, and keeps what is asked for again and again", () => {
    const history = createHistory(3_000);
    const textOf = (n: number): string => `${n}`.padEnd(100, "x");
    for (let n = 0; n < 100; n += 1) {
      history.set(PLAN, textOf(n), { findings: [], decoded: true });
      expect(history.get(PLAN, textOf(0))).toBeDefined();
    }
    expect(history.get(PLAN, textOf(1))).toBeUndefined();
    expect(history.get(PLAN, textOf(99))).toBeDefined();
  });
});
