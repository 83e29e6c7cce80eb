import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { parse, someOrigin, someTrust } from "./policy.testkit.js";
import {
  createVerdict,
  isCertain,
  jointOutcome,
  type CheckRun,
  type Coverage,
  type DetectorCoverage,
  type JudgedFinding,
  type Stop,
} from "./verdict.js";
import { RULE_ACTIONS, type Action } from "./schema.js";

const detectors = (parts: Partial<DetectorCoverage> = {}): DetectorCoverage => ({
  ran: ["jwt"],
  notApplicable: ["x"],
  failed: [],
  opened: [],
  ...parts,
});
const coverage = (parts: Partial<Coverage> = {}): Coverage => ({
  read: [],
  unread: [],
  unknown: [],
  detectors: detectors(),
  checks: {},
  ...parts,
});
const finding = (action: Action): JudgedFinding => ({
  detector: "jwt",
  family: "secrets",
  severity: "medium",
  confidence: 1,
  path: "messages[0].content",
  origin: "user",
  trust: "user",
  start: 0,
  end: 9,
  fingerprint: "fp_0000000000000001",
  action,
  rules: ["secrets"],
});
const blocked: Stop = { kind: "finding", detector: "jwt", path: "messages[0].content", why: "blocked" };
const failed: Stop = { kind: "detector-failed", detector: "us-ssn" };
const ran: CheckRun = { status: "ran", segments: 1, bad: [] };
const opened: CheckRun = { status: "opened", segments: 1, reason: "timeout" };
const idle: CheckRun = { status: "not-applicable" };
const image = { path: "messages[0].content[0]", kind: "image" } as const;

describe("a failed check is no pass", () => {
  const policy = parse({ version: 1, extends: "balanced", failures: { detectors: { "us-ssn": "allow" } } });

  it("reads `allowed with a failed check`, however many others ran", () => {
    for (const parts of [
      { detectors: detectors({ opened: ["us-ssn"] }) },
      { checks: { first: ran, screen: opened, x: idle } },
      { checks: { x: idle, screen: opened, first: ran } },
    ]) {
      const verdict = createVerdict({ policy, findings: [], stops: [], coverage: coverage(parts) });
      expect(verdict).toMatchObject({ action: "allow", outcome: "allowed with a failed check" });
    }
  });

  it("a block stays a block beside a failed check, whatever stands first", () => {
    for (const stops of [
      [blocked, failed],
      [failed, blocked],
    ]) {
      const verdict = createVerdict({
        policy,
        findings: [finding("block")],
        stops,
        coverage: coverage({ detectors: detectors({ opened: ["us-ssn"] }) }),
      });
      expect(verdict).toMatchObject({ action: "block", outcome: "blocked" });
    }
  });

  it("a redaction doesn't hide that something failed or was not read", () => {
    const parts = { policy, findings: [finding("redact")], stops: [] };
    expect(createVerdict({ ...parts, coverage: coverage({ checks: { screen: opened }, unread: [image] }) }).outcome).toBe(
      "redacted with a failed check",
    );
    expect(createVerdict({ ...parts, coverage: coverage({ unread: [image] }) }).outcome).toBe("redacted with unread parts");
    expect(createVerdict({ ...parts, coverage: coverage({ checks: { first: ran, x: idle } }) }).outcome).toBe("redacted");
  });

  it("a stop because something failed or couldn't be read says that nothing is known", () => {
    const error = { code: "not-json", place: "line 1, column 1", problem: "not JSON" } as const;
    const unreadable: Stop = { kind: "unreadable", error };
    for (const stop of [failed, unreadable, { kind: "check-failed", check: "screen", reason: "timeout" } as const]) {
      const verdict = createVerdict({ policy, findings: [], stops: [stop], coverage: coverage() });
      expect(verdict).toMatchObject({ action: "block", outcome: "could not be checked" });
    }
  });

  const someRun = fc.constantFrom(ran, opened, idle);
  test.prop([
    fc.array(fc.constantFrom(...RULE_ACTIONS).map(finding), { maxLength: 3 }),
    fc.array(fc.constantFrom(blocked, failed), { maxLength: 2 }),
    fc.subarray(["jwt", "us-ssn", "x"]),
    fc.dictionary(fc.constantFrom("screen", "second"), someRun),
    fc.array(fc.constant(image), { maxLength: 1 }),
  ])("the line is never better than the worst part, and never says passed", (findings, stops, failing, checks, unread) => {
    const parts = { detectors: detectors({ opened: failing }), checks, unread };
    const verdict = createVerdict({ policy, findings, stops, coverage: coverage(parts) });
    const anyFailed = failing.length > 0 || Object.values(checks).includes(opened);
    const { action, outcome } = verdict;
    if (stops.length > 0 || findings.some((one) => one.action === "block")) expect(action).toBe("block");
    if (action === "block") expect(["blocked", "could not be checked"]).toContain(outcome);
    else if (anyFailed) expect(outcome).toContain("with a failed check");
    else if (unread.length > 0) expect(outcome).toContain("with unread parts");
    else expect(["allowed", "flagged", "redacted"]).toContain(outcome);
    expect(JSON.stringify(verdict)).not.toMatch(/pass|success|\bok\b/i);
  });
});

describe("what the policy flags instead of stopping is a flag", () => {
  const policy = parse({
    version: 1,
    extends: "balanced",
    unread: { image: "flag" },
    checks: { screen: { kind: "http", url: "https://checks.example/", action: "flag" } },
    failures: { detectors: { jwt: "flag" }, checks: { screen: "flag" } },
  });

  it.for<[string, Partial<Coverage>, string]>([
    ["an unread part", { unread: [image] }, "flagged with unread parts"],
    ["a failed detector", { detectors: detectors({ opened: ["jwt"] }) }, "flagged with a failed check"],
    ["a failed check", { checks: { screen: opened } }, "flagged with a failed check"],
    ["a text that a check finds bad", { checks: { screen: { ...ran, bad: ["messages[0].content"] } } }, "flagged"],
  ])("%s", ([, parts, outcome]) => {
    expect(createVerdict({ policy, findings: [], stops: [], coverage: coverage(parts) })).toMatchObject({
      action: "flag",
      outcome,
    });
  });

  it("a text that was decoded in part only is named unread", () => {
    const parts = { policy, findings: [], stops: [], coverage: coverage({ partlyDecoded: ["messages[0].content"] }) };
    expect(createVerdict(parts).outcome).toBe("allowed with unread parts");
  });

  it("encrypted parts are named and not held against anybody", () => {
    const verdict = createVerdict({
      policy,
      findings: [],
      stops: [],
      coverage: coverage({ unread: [{ path: "messages[1].content[0]", kind: "encrypted" }] }),
    });
    expect(verdict).toMatchObject({ action: "allow", outcome: "allowed with unread parts" });
  });
});

test.prop([someOrigin, someTrust])("mode `monitor` decides like the rest and says that nothing was enforced", (origin, trust) => {
  const parts = { findings: [{ ...finding("redact"), origin, trust }], stops: [blocked], coverage: coverage() };
  const { enforced, action, outcome } = createVerdict({ policy: parse("monitor"), ...parts });
  expect({ enforced, action, outcome }).toEqual({ enforced: false, action: "block", outcome: "blocked" });
  expect(createVerdict({ policy: parse("balanced"), ...parts }).enforced).toBe(true);
});

describe("two verdicts on one exchange", () => {
  const policy = parse({ version: 1, extends: "balanced", failures: { detectors: { "us-ssn": "flag" } } });
  const verdict = (parts: { findings?: JudgedFinding[]; stops?: Stop[]; coverage?: Coverage }) =>
    createVerdict({ policy, findings: [], stops: [], coverage: coverage(), ...parts });
  const clean = verdict({});
  const redacted = verdict({ findings: [finding("redact")] });
  const unread = verdict({ coverage: coverage({ unread: [image] }) });
  const open = verdict({ coverage: coverage({ detectors: detectors({ opened: ["us-ssn"] }) }) });

  it("come to the worst of both, in either order", () => {
    const cases = [
      [[clean], "allowed"],
      [[clean, redacted], "redacted"],
      [[redacted, unread], "redacted with unread parts"],
      [[unread, open], "flagged with a failed check"],
      [[redacted, verdict({ stops: [blocked] })], "blocked"],
      [[clean, verdict({ stops: [failed] })], "could not be checked"],
    ] as const;
    for (const [verdicts, outcome] of cases) {
      expect(jointOutcome(verdicts)).toBe(outcome);
      expect(jointOutcome(verdicts.toReversed())).toBe(outcome);
    }
  });

  it("a pass with a failed check is not certain, whatever the policy makes of it; a block for what was found is", () => {
    expect([clean, redacted, unread].map(isCertain)).toEqual([true, true, true]);
    expect(isCertain(open)).toBe(false);
    expect(isCertain(verdict({ stops: [failed] }))).toBe(false);
    expect(isCertain(verdict({ stops: [failed, blocked] }))).toBe(true);
  });
});
