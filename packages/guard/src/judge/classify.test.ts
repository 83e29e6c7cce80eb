import { describe, expect, it } from "vitest";
import { CLASSIFIERS } from "../detectors/index.js";
import { createGuard } from "../guard.js";

const guard = createGuard({ version: 1, rules: { injection: { detectors: ["injection-model"], fpr: "1%", action: "block" } } });
const [attack = ""] = CLASSIFIERS[0]?.examples.hit ?? [];
const [harmless = ""] = CLASSIFIERS[0]?.examples.miss ?? [];
const request = (content: string): string => JSON.stringify({ model: "m", max_tokens: 9, messages: [{ role: "user", content }] });
const response = (text: string): string =>
  JSON.stringify({ id: "msg_1", type: "message", role: "assistant", model: "m", content: [{ type: "text", text }], usage: {} });

describe("classifiers", () => {
  it.each(CLASSIFIERS)("$id finds its examples, and leaves its near misses alone", ({ id, classify, confidenceAt, examples }) => {
    for (const text of examples.hit) expect(classify(text).confidence, id).toBeGreaterThan(confidenceAt(0.01));
    for (const text of examples.miss) expect(classify(text).confidence, id).toBeLessThan(confidenceAt(0.01));
  });

  it("stop a request at the rate that the policy states", () => {
    const stopped = guard.request(request(attack));
    expect(stopped.kind).toBe("stop");
    const passed = guard.request(request(harmless));
    expect(passed.kind).toBe("pass");
    if (passed.kind === "pass") expect(passed.verdict.coverage.detectors.ran).toContain("injection-model");
  });

  it("don't run on what a model writes, and the verdict says so (promise 8)", () => {
    const passed = guard.response(response(attack));
    expect(passed.kind).toBe("pass");
    expect(passed.verdict.coverage.detectors.notApplicable).toContain("injection-model");
  });

  it("give the same answer from memory", () => {
    const place = { origin: "document", trust: "third-party" } as const;
    const first = guard.text(attack, place);
    expect(guard.text(attack, place)).toMatchObject({ score: first.score, verdict: { findings: first.verdict.findings } });
  });

  it("score texts that are no finding, so that harmless ones have an order", () => {
    const { verdict, score } = guard.text(harmless, { origin: "user", trust: "user" });
    expect(verdict.findings).toEqual([]);
    expect(score).toBeGreaterThan(0);
  });

  it("refuse a rule whose rate means nothing", () => {
    const rule = (fpr: string) => () =>
      createGuard({ version: 1, rules: { a: { detectors: ["injection"], fpr, action: "flag" } } });
    for (const fpr of ["0.1", "5%", "0%", "-1%", "0.001%"]) expect(rule(fpr), fpr).toThrow();
    expect(rule("0.05%")).not.toThrow();
  });
});
