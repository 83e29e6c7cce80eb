import { describe, expect, it } from "vitest";
import { ORIGINS, TRUSTS, type Origin, type Trust } from "../exchange/segment.js";
import { DETECTORS as SHIPPED } from "../detectors/index.js";
import { compileDecisions } from "./decide.js";
import { parsePolicy } from "./parse.js";
import { DETECTORS, parse } from "./policy.testkit.js";
import { PRESET_NAMES, type Action, type PresetName } from "./schema.js";

const compiled = Object.fromEntries(PRESET_NAMES.map((name) => [name, compileDecisions(parse(name), DETECTORS)]));

function action(preset: PresetName, detector: string, origin: Origin, trust: Trust, confidence = 1): Action | undefined {
  const known = DETECTORS.find(({ id }) => id === detector);
  if (known === undefined) return undefined;
  const { family, severity } = known;
  return compiled[preset]?.decide({ detector, family, severity, confidence }, origin, trust, "fp_0000000000000001", "2026-06-15")
    .action;
}

describe("what each preset does", () => {
  it.for<[string, string, Origin, Trust, number, Record<PresetName, Action>]>([
    [
      "a key that a user pasted",
      "anthropic-api-key",
      "user",
      "user",
      1,
      { monitor: "redact", inspect: "block", balanced: "redact", strict: "block" },
    ],
    [
      "a key that the model writes",
      "anthropic-api-key",
      "assistant",
      "model",
      1,
      { monitor: "redact", inspect: "block", balanced: "redact", strict: "block" },
    ],
    [
      "a key in a file that a tool read",
      "anthropic-api-key",
      "tool-result",
      "third-party",
      1,
      { monitor: "redact", inspect: "flag", balanced: "redact", strict: "block" },
    ],
    [
      "a key in the system prompt",
      "anthropic-api-key",
      "system",
      "operator",
      1,
      { monitor: "redact", inspect: "flag", balanced: "redact", strict: "block" },
    ],
    [
      "a number of the state in an answer",
      "us-ssn",
      "assistant",
      "model",
      1,
      { monitor: "redact", inspect: "flag", balanced: "redact", strict: "block" },
    ],
    [
      "the operator's own personal data",
      "us-ssn",
      "system",
      "operator",
      1,
      { monitor: "allow", inspect: "allow", balanced: "allow", strict: "allow" },
    ],
    [
      "a sure injection in a page",
      "ignore-instructions",
      "tool-result",
      "third-party",
      0.8,
      { monitor: "block", inspect: "flag", balanced: "block", strict: "block" },
    ],
    [
      "a likely injection in a page",
      "ignore-instructions",
      "tool-result",
      "third-party",
      0.5,
      { monitor: "flag", inspect: "flag", balanced: "flag", strict: "block" },
    ],
    [
      "a likely injection by a user",
      "ignore-instructions",
      "user",
      "user",
      0.8,
      { monitor: "flag", inspect: "flag", balanced: "flag", strict: "block" },
    ],
    [
      "a sure injection by a user",
      "ignore-instructions",
      "user",
      "user",
      0.9,
      { monitor: "block", inspect: "flag", balanced: "block", strict: "block" },
    ],
    [
      "a faint sign in a tool's description",
      "ignore-instructions",
      "tool-definition",
      "operator",
      0.3,
      { monitor: "allow", inspect: "allow", balanced: "allow", strict: "flag" },
    ],
    [
      "orders in a tool's description",
      "ignore-instructions",
      "tool-definition",
      "operator",
      0.9,
      { monitor: "block", inspect: "flag", balanced: "block", strict: "block" },
    ],
    [
      "orders in the system prompt",
      "ignore-instructions",
      "system",
      "operator",
      1,
      { monitor: "allow", inspect: "allow", balanced: "allow", strict: "allow" },
    ],
    [
      "a user's control character",
      "control-characters",
      "user",
      "user",
      1,
      { monitor: "redact", inspect: "flag", balanced: "redact", strict: "redact" },
    ],
    [
      "a page's control character",
      "control-characters",
      "document",
      "third-party",
      1,
      { monitor: "flag", inspect: "flag", balanced: "flag", strict: "flag" },
    ],
  ])("%s", ([, detector, origin, trust, confidence, expected]) => {
    for (const name of PRESET_NAMES)
      expect({ [name]: action(name, detector, origin, trust, confidence) }).toEqual({ [name]: expected[name] });
  });
});

it.for(["anthropic-api-key", "anthropic-admin-key", "anthropic-oauth-token", "sallyport-virtual-key", "private-key"])(
  "`inspect` stops a shipped detector's sure finding of %s that a user or the model wrote",
  (id) => {
    const detector = SHIPPED.find((one) => one.id === id);
    expect(detector).toBeDefined();
    if (detector === undefined) return;
    const decisions = compileDecisions(parsePolicy("inspect", { detectors: SHIPPED }), SHIPPED);
    const finding = { detector: id, family: detector.family, severity: detector.severity, confidence: detector.confidence };
    for (const [origin, trust] of [
      ["user", "user"],
      ["assistant", "model"],
    ] as const) {
      expect(decisions.decide(finding, origin, trust, "fp_0000000000000001", "2026-06-15").rules).toEqual(["secrets-certain"]);
    }
  },
);

it("`inspect` never rewrites", () => {
  for (const { id } of DETECTORS) {
    for (const origin of ORIGINS) for (const trust of TRUSTS) expect(action("inspect", id, origin, trust)).not.toBe("redact");
  }
});

it("`strict` is nowhere milder than `balanced`, and lets nothing pass unread", () => {
  const strictness = ["allow", "flag", "redact", "block"];
  for (const { id } of DETECTORS) {
    for (const origin of ORIGINS) {
      for (const trust of TRUSTS) {
        for (const confidence of [0, 0.5, 0.8, 0.9, 1]) {
          const [strict, balanced] = (["strict", "balanced"] as const).map((name) =>
            strictness.indexOf(action(name, id, origin, trust, confidence) ?? ""),
          );
          expect(strict).toBeGreaterThanOrEqual(balanced ?? Infinity);
        }
      }
    }
  }
  expect(new Set(Object.values(parse("strict").unread))).toEqual(new Set(["block"]));
});

it("`monitor` is `balanced`, watched", () => {
  const { name, version, mode, ...rest } = parse("monitor");
  expect({ name, mode }).toEqual({ name: "monitor", mode: "monitor" });
  expect(version).not.toBe(parse("balanced").version);
  expect(parse("balanced")).toMatchObject(rest);
});
