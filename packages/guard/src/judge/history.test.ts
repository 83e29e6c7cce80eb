import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createHistory } from "./history.js";

const finding = (start: number) => ({
  detector: "d",
  family: "custom" as const,
  severity: "low" as const,
  confidence: 1,
  start,
  end: start + 1,
  fingerprint: "fp",
});

describe("the history of judged texts", () => {
  it("remembers a text for its place alone", () => {
    const history = createHistory();
    const text = "a".repeat(100);
    history.set("user", "user", text, [finding(3)]);
    expect(history.get("user", "user", text)).toEqual([finding(3)]);
    expect(history.get("document", "third-party", text)).toBeUndefined();
    expect(history.get("user", "user", `${text}a`)).toBeUndefined();
  });
  it("stays within its bound, forgets the least recently used first, and never mixes texts up", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.boolean(), fc.nat(30)), { maxLength: 100 }), (steps) => {
        const history = createHistory(10_000);
        const textOf = (n: number): string => `${n} `.padEnd(100 + n, "x");
        const newest: number[] = [];
        for (const [write, n] of steps) {
          if (write) history.set("user", "user", textOf(n), [finding(n)]);
          const known = history.get("user", "user", textOf(n));
          if (known !== undefined) {
            expect(known).toEqual([finding(n)]);
            newest.unshift(n);
          }
        }
        // 33 entries of 300 fill the bound: what was used last is there.
        for (const n of new Set(newest.slice(0, 5))) expect(history.get("user", "user", textOf(n))).toBeDefined();
      }),
    );
  });
  it("forgets in order of use", () => {
    const history = createHistory(3_000);
    const textOf = (n: number): string => `${n}`.padEnd(100, "x");
    for (let n = 0; n < 10; n += 1) history.set("user", "user", textOf(n), []);
    expect(history.get("user", "user", textOf(0))).toBeDefined();
    history.set("user", "user", textOf(10), []);
    expect(history.get("user", "user", textOf(1))).toBeUndefined();
    expect(history.get("user", "user", textOf(0))).toBeDefined();
  });
});
