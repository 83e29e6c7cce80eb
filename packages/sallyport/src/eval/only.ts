/** Limiting a policy to some families of detectors, to measure them alone. */
import type { Detector, Family, Policy, PolicyInput } from "@sallyport/guard";
import { policyData } from "../input/policy-data.js";

/** The families that can be measured alone. */
export const ONLY = ["secrets", "personal", "injection"] as const satisfies readonly Family[];
export type Only = (typeof ONLY)[number];

/**
 * A policy whose rules speak of these families alone. What a rule says of other detectors falls away, and a rule that speaks of nothing else
 * falls away whole; its actions, places and thresholds stay as they are.
 */
export function limitedTo(policy: Policy, detectors: readonly Detector[], families: readonly Only[]): PolicyInput {
  const wanted = detectors.filter((detector) => (families as readonly Family[]).includes(detector.family));
  const rules = [...policy.rules].flatMap(([name, rule]) => {
    const ids = wanted.filter(({ id, family }) => rule.detectors.some((word) => word === "*" || word === id || word === family));
    return ids.length === 0 ? [] : [[name, { ...rule, detectors: ids.map(({ id }) => id) }] as const];
  });
  return { ...policyData(policy), rules: Object.fromEntries(rules) };
}
