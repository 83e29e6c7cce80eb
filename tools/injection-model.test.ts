/** The injection model, its card and its figures belong together. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { WEIGHTS } from "../packages/guard/src/classifier/weights.js";

const file = (path: string): string => readFileSync(fileURLToPath(new URL(`../${path}`, import.meta.url)), "utf8");

interface Results {
  readonly model: string;
  readonly shippedThresholds: readonly { readonly stated: number; readonly measured: number; readonly worstFold: number }[];
}
const results = JSON.parse(file("bench/results/injection-model.json")) as Results;

describe("the injection model", () => {
  it("is the one that its hash names, in the results and on its card", () => {
    const { hash, calibration, words, frames } = WEIGHTS;
    const content = JSON.stringify([[["words", words], ["frames", frames]], calibration]); // prettier-ignore
    expect(createHash("sha256").update(content).digest("hex").slice(0, 16)).toBe(hash);
    expect(results.model).toBe(hash);
    expect(file("docs/injection-model.md")).toContain(hash);
  });

  it("takes less than 3 MB", () => {
    expect(file("packages/guard/src/classifier/weights.ts").length).toBeLessThan(3_000_000);
  });

  it.each(results.shippedThresholds)("false positives stay at or below the stated $stated", ({ stated, measured, worstFold }) => {
    expect(measured).toBeLessThanOrEqual(stated);
    expect(worstFold).toBeLessThanOrEqual(stated);
  });
});
