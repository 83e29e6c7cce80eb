/** Made-up detectors and policies for the tests of this room: what matters here are families, severities and confidences. */
import fc from "fast-check";
import type { Detector, Finding } from "../detectors/detector.js";
import { FAMILIES, SEVERITIES } from "../detectors/detector.js";
import { ORIGINS, TRUSTS } from "../exchange/segment.js";
import { parsePolicy } from "./parse.js";
import type { Policy } from "./policy.js";
import { RULE_ACTIONS, type PolicyInput, type Rule } from "./schema.js";

function detector(id: string, family: Detector["family"], severity: Detector["severity"]): Detector {
  return {
    id,
    family,
    severity,
    mask: "",
    keywords: [],
    keywordOffset: 0,
    pattern: /x/,
    confidence: 1,
    examples: { hit: [], miss: [] },
  };
}

export const DETECTORS: readonly Detector[] = [
  detector("anthropic-api-key", "secrets", "critical"),
  detector("jwt", "secrets", "medium"),
  detector("us-ssn", "personal", "high"),
  detector("ignore-instructions", "injection", "high"),
  detector("canary", "leakage", "critical"),
  detector("external-url", "exits", "high"),
  detector("control-characters", "hygiene", "low"),
];

export const parse = (input: unknown): Policy =>
  parsePolicy(input, { detectors: DETECTORS, now: new Date("2026-06-15T12:00:00Z") });

export const someFinding: fc.Arbitrary<Pick<Finding, "detector" | "family" | "severity" | "confidence">> = fc
  .tuple(fc.constantFrom(...DETECTORS), fc.constantFrom(0, 0.3, 0.5, 0.8, 0.9, 1))
  .map(([{ id, family, severity }, confidence]) => ({ detector: id, family, severity, confidence }));

export const someOrigin = fc.constantFrom(...ORIGINS);
export const someTrust = fc.constantFrom(...TRUSTS);
export const someDay = fc.constantFrom("2026-01-01", "2026-06-15", "2026-12-31");
export const someFingerprint = fc.constantFrom("fp_0000000000000001", "fp_0000000000000002");

const someRule: fc.Arbitrary<Rule> = fc.record(
  {
    detectors: fc.array(fc.constantFrom(...DETECTORS.map(({ id }) => id), ...FAMILIES.filter((name) => name !== "custom"), "*"), {
      minLength: 1,
      maxLength: 3,
    }),
    origins: fc.uniqueArray(someOrigin, { minLength: 1 }),
    trust: fc.uniqueArray(someTrust, { minLength: 1 }),
    confidence: fc.constantFrom(0, 0.5, 0.8, 0.9),
    // The lowest: every detector reaches it, so that no rule is refused as one that never applies.
    severity: fc.constant(SEVERITIES[0]),
    action: fc.constantFrom(...RULE_ACTIONS),
  },
  { requiredKeys: ["detectors", "action"] },
);

export const someRules: fc.Arbitrary<Readonly<Record<string, Rule>>> = fc
  .array(someRule, { maxLength: 6 })
  .map((rules) => Object.fromEntries(rules.map((rule, index) => [`rule-${String.fromCharCode(97 + index)}`, rule])));

export const someAllowlist: fc.Arbitrary<NonNullable<PolicyInput["allowlist"]>> = fc.array(
  fc.record({
    detector: fc.constantFrom(...DETECTORS.map(({ id }) => id)),
    fingerprint: someFingerprint,
    reason: fc.constant("a sample of the vendor's documentation"),
    until: someDay,
  }),
  { maxLength: 3 },
);
