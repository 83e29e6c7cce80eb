/** A policy in force, written out as the data that gives the same policy again: nothing left to a preset or a default. */
import type { Policy, PolicyInput } from "@sallyport/guard";

/** The name and the version aren't in it: they say where a policy comes from, and its version is made from what is here. */
export function policyData(policy: Policy): PolicyInput {
  const { rules, allowlist, patterns, checks, models, operator, tools, failures } = policy;
  const { mode, trust, marking, limits, unread, answers, stream, editBeforeThinking } = policy;
  return {
    version: 1,
    mode,
    rules: Object.fromEntries(rules),
    allowlist: [...allowlist],
    patterns: Object.fromEntries(patterns),
    checks: Object.fromEntries(checks),
    trust,
    operator: {
      parts: operator.parts,
      ...(operator.systemPrompts.length === 0 ? {} : { systemPrompts: [...operator.systemPrompts] }),
    },
    marking,
    limits,
    ...(models === undefined ? {} : { models: [...models] }),
    tools: {
      default: tools.default,
      ...(tools.destinations.length === 0 ? {} : { destinations: [...tools.destinations] }),
      ...Object.fromEntries(tools.byName),
    },
    unread,
    failures: { detectors: opened(failures.detectors), checks: opened(failures.checks) },
    answers,
    stream,
    editBeforeThinking,
  };
}

/** Whatever isn't opened blocks when it fails; to write that of each of a hundred detectors would hide the one that is. */
function opened(openings: Policy["failures"]["detectors"]): Policy["failures"]["detectors"] {
  return Object.fromEntries(Object.entries(openings).filter(([, opening]) => opening !== "block"));
}
