import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { ORIGINS, TRUSTS } from "../exchange/segment.js";
import { compileDecisions, stricter } from "./decide.js";
import {
  DETECTORS,
  parse,
  someAllowlist,
  someDay,
  someFinding,
  someFingerprint,
  someOrigin,
  someRules,
  someTrust,
} from "./policy.testkit.js";
import { ACTIONS, type PolicyInput } from "./schema.js";

const decisions = (policy: PolicyInput | string) => compileDecisions(parse(policy), DETECTORS);
const rules = (written: NonNullable<PolicyInput["rules"]>): PolicyInput => ({ version: 1, rules: written });
const key = { detector: "anthropic-api-key", family: "secrets", severity: "critical", confidence: 1 } as const;
const PRINT = "fp_0000000000000001";

describe("the strictest action wins", () => {
  const place = [someFinding, someOrigin, someTrust, someFingerprint, someDay] as const;

  test.prop([someRules, someAllowlist, ...place])(
    "the order of rules never changes a verdict",
    (written, allowlist, ...finding) => {
      const reversed = Object.fromEntries(Object.entries(written).reverse());
      const forth = decisions({ version: 1, rules: written, allowlist });
      const back = decisions({ version: 1, rules: reversed, allowlist: [...allowlist].reverse() });
      expect(forth.decide(...finding)).toEqual(back.decide(...finding));
      expect(parse({ version: 1, rules: written }).version).toBe(parse({ version: 1, rules: reversed }).version);
    },
  );

  test.prop([someRules, fc.nat(5), ...place])(
    "taking a rule away never makes a verdict stricter",
    (written, index, ...finding) => {
      const fewer = Object.fromEntries(Object.entries(written).filter((_, at) => at !== index));
      const before = decisions(rules(written)).decide(...finding).action;
      const after = decisions(rules(fewer)).decide(...finding).action;
      expect(stricter(before, after)).toBe(before);
    },
  );

  test.prop([someRules, ...place])(
    "a finding that leads to anything was searched for, and was held back if it may not pass",
    (written, ...finding) => {
      const compiled = decisions(rules(written));
      const [{ detector }, origin, trust] = finding;
      const at = DETECTORS.findIndex(({ id }) => id === detector);
      const { action } = compiled.decide(...finding);
      const plan = compiled.planFor(origin, trust);
      if (action !== "allow") expect(plan.run[at]).toBe(true);
      if (action === "redact" || action === "block") expect(plan.hold[at]).toBe(true);
    },
  );

  it("names the rules that led to the action and no others", () => {
    const compiled = decisions(
      rules({
        b: { detectors: ["secrets"], action: "block" },
        c: { detectors: ["*"], action: "flag" },
        a: { detectors: ["anthropic-api-key"], action: "block" },
      }),
    );
    expect(compiled.decide(key, "user", "user", PRINT, "2026-06-15")).toEqual({ action: "block", rules: ["a", "b"] });
    expect(ACTIONS.reduce(stricter)).toBe("block");
  });
});

describe("what runs where", () => {
  it("a rule that only allows searches for nothing", () => {
    const plan = decisions(
      rules({ a: { detectors: ["*"], action: "allow" }, b: { detectors: ["jwt"], action: "flag" } }),
    ).planFor("user", "user");
    expect(plan.run).toEqual([false, true, false, false, false, false, false]);
    expect(plan.hold).toEqual([false, false, false, false, false, false, false]);
  });

  it("a detector below the severity of a rule isn't run for it", () => {
    const plan = decisions(rules({ a: { detectors: ["secrets"], severity: "high", action: "block" } })).planFor("user", "user");
    expect(plan.run).toEqual([true, false, false, false, false, false, false]);
  });

  it("the plan of a place is always the same object", () => {
    const compiled = decisions("balanced");
    for (const origin of ORIGINS)
      for (const trust of TRUSTS) expect(compiled.planFor(origin, trust)).toBe(compiled.planFor(origin, trust));
  });

  it("mode `monitor` decides the same and holds nothing back", () => {
    for (const origin of ORIGINS) {
      expect(decisions("monitor").planFor(origin, "user").run).toEqual(decisions("balanced").planFor(origin, "user").run);
      expect(decisions("monitor").planFor(origin, "user").hold).not.toContain(true);
      expect(decisions("balanced").planFor(origin, "user").hold).toContain(true);
    }
  });
});

describe("the allowlist", () => {
  const entry = { detector: "anthropic-api-key", fingerprint: PRINT, reason: "the sample of the manual", until: "2026-06-15" };
  const compiled = decisions({ version: 1, extends: "balanced", allowlist: [entry] });

  it("lets a known false positive pass until the end of its last day", () => {
    expect(compiled.decide(key, "user", "user", PRINT, "2026-06-15")).toEqual({ action: "allow", rules: [], allowlisted: true });
    expect(compiled.decide(key, "user", "user", PRINT, "2026-06-16").action).toBe("redact");
  });

  it("lets nothing else pass: neither another value nor another detector", () => {
    expect(compiled.decide(key, "user", "user", "fp_0000000000000002", "2026-06-15").action).toBe("redact");
    expect(compiled.decide({ ...key, detector: "jwt" }, "user", "user", PRINT, "2026-06-15").action).toBe("redact");
  });

  it("of two entries for one finding the later day counts, in whatever order they stand", () => {
    for (const allowlist of [
      [entry, { ...entry, until: "2027-01-01" }],
      [{ ...entry, until: "2027-01-01" }, entry],
    ]) {
      const both = decisions({ version: 1, extends: "balanced", allowlist });
      expect(both.decide(key, "user", "user", PRINT, "2026-12-31").allowlisted).toBe(true);
    }
  });
});
