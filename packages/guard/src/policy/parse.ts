/** From what an operator wrote to a policy that is in force: checked whole, its preset resolved, every default filled in, named by its hash. */
import { STRUCTURE_CHECKS } from "../detectors/structure.js";
import type { Compile } from "../pattern/searcher.js";
import { copyData, type Data } from "./data.js";
import type { Policy } from "./policy.js";
import { PRESETS } from "./presets.js";
import { PolicyError, Problems, type PolicyPlaces } from "./problems.js";
import { resolvePolicy } from "./resolve.js";
import { PRESET_NAMES, type PresetName, type WrittenPolicy } from "./schema.js";
import { checkSense, type KnownDetector } from "./sense.js";
import { checkShape, meant } from "./shape.js";

export interface ParsePolicyOptions {
  /** Every detector that there is, but for the policy's own patterns. A name that isn't among them is an error. */
  readonly detectors: readonly KnownDetector[];
  /** Runs the policy's own patterns, to find out whether it can: `linearPatterns` of @sallyport/door. */
  readonly patternEngine?: Compile;
  /** Where things stand in the file that the policy came from, for errors. */
  readonly places?: PolicyPlaces;
  /** What errors call the policy: the name of its file. */
  readonly source?: string;
  /** For the end dates of the allowlist; the clock's day if left out. */
  readonly now?: Date;
}

/** Policies that came from here: they are taken as they are. */
const parsed = new WeakSet<object>();

/**
 * Checks a policy and makes it ready for use. Deterministic, but for the warnings about past dates.
 *
 * A policy without `extends` starts from no rules at all, and must then say so by having `rules`; limits and what happens on failures have
 * the same closed defaults in any case (`DEFAULTS`).
 * @param input - The name of a preset, or a policy as data ({@link PolicyInput}), or what this function returned before.
 * @throws {@link PolicyError} with everything that is wrong. No value of the policy is in it.
 */
export function parsePolicy(
  input: unknown,
  { detectors: given, patternEngine, places, source, now = new Date() }: ParsePolicyOptions,
): Policy {
  if (isParsed(input)) return input;
  const detectors = [...given, ...STRUCTURE_CHECKS];
  const problems = new Problems(places);
  const warnings = new Problems(places);
  const refuse = (): never => {
    throw new PolicyError(problems.sorted(), source);
  };

  const data = typeof input === "string" ? presetData(input, problems) : copyData(input, problems);
  if (data === undefined) {
    if (input === undefined) problems.add([], "no policy", "write a policy, or the name of a preset such as `balanced`");
    return refuse();
  }
  const own = checkShape(data, problems);
  if (own === undefined) return refuse();
  const preset: WrittenPolicy | undefined = own.extends === undefined ? undefined : presetOf(own.extends);
  const presetRules = new Set(Object.keys(preset?.rules ?? {}));
  checkSense(own, { detectors, today: now.toISOString().slice(0, 10), data, presetRules, patternEngine, problems, warnings });
  if (problems.sorted().length > 0) return refuse();

  if (preset === undefined && Object.keys(own.rules ?? {}).length === 0) {
    warnings.add(["rules"], "no rule", "nothing is searched for under this policy; add `extends: balanced` if that isn't meant");
  }
  const policy = resolvePolicy({ preset, own, detectors, warnings: warnings.sorted() });
  parsed.add(policy);
  return policy;
}

function isParsed(input: unknown): input is Policy {
  return typeof input === "object" && input !== null && parsed.has(input);
}

function presetData(name: string, problems: Problems): Data | undefined {
  const preset = PRESET_NAMES.find((one) => one === name);
  if (preset !== undefined) return { version: 1, extends: preset };
  problems.add(
    [],
    "unknown preset",
    `${meant(name, PRESET_NAMES)}; the text of a policy file is for \`parsePolicyText\` of @sallyport/door`,
  );
  return undefined;
}

/** A preset with the schema's defaults filled in. They are right by test. */
function presetOf(name: PresetName): WrittenPolicy | undefined {
  const problems = new Problems();
  const data = copyData(PRESETS[name], problems);
  return data === undefined ? undefined : checkShape(data, problems);
}
