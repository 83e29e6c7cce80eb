/** Limiting a policy to some families of detectors, to measure them alone. */
import type { Family, KnownDetector, Policy, PolicyInput } from "@sallyport/guard";
import { policyData } from "../input/policy-data.js";

/** The families that can be measured alone. */
export const ONLY = ["secrets", "personal", "injection"] as const satisfies readonly Family[];
export type Only = (typeof ONLY)[number];

/**
 * A policy whose rules speak of these families alone. What it says of other detectors falls away, the operator's own patterns among them,
 * and a rule that speaks of nothing else falls away whole; actions, places and thresholds stay as they are.
 */
export function limitedTo(policy: Policy, detectors: readonly KnownDetector[], families: readonly Only[]): PolicyInput {
  const wanted = detectors.filter((detector) => (families as readonly Family[]).includes(detector.family));
  const ids = new Set(wanted.map(({ id }) => id));
  const rules = [...policy.rules].flatMap(([name, rule]) => {
    const left = wanted.filter(({ id, family, onlyByName }) =>
      rule.detectors.some((word) => word === id || (onlyByName !== true && (word === "*" || word === family))),
    );
    return left.length === 0 ? [] : [[name, { ...rule, detectors: left.map(({ id }) => id) }] as const];
  });
  const whole = policyData(policy);
  return {
    ...whole,
    rules: Object.fromEntries(rules),
    patterns: {},
    allowlist: policy.allowlist.filter(({ detector }) => ids.has(detector)),
    failures: {
      ...whole.failures,
      detectors: Object.fromEntries(Object.entries(policy.failures.detectors).filter(([id]) => ids.has(id))),
    },
  };
}
