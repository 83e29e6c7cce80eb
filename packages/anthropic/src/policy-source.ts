/** A guard from whatever the caller has: a preset's name, the text of a policy file, a policy as data, or a guard. */
import { linearPatterns, parsePolicyText } from "@sallyport/door";
import {
  createGuard,
  PRESET_NAMES,
  problemLine,
  usesPlaceholders,
  type Guard,
  type Policy,
  type PolicyInput,
  type PresetName,
} from "@sallyport/guard";
import type { SallyportOptions } from "./options.js";

/**
 * A policy: the name of a preset, the text of a policy file (YAML or JSON), the same as data, what `parsePolicy` gave, or a guard that was
 * made of one. Reading the file is the caller's: this package also runs where there are no files.
 */
export type PolicySource = PresetName | (string & {}) | PolicyInput | Policy | Guard;

/**
 * @throws {@link PolicyError} with all that is wrong in the policy.
 * @throws {@link TypeError} if the policy puts placeholders in place of values, and there is no secret.
 */
export function toGuard(source: PolicySource, { secret }: SallyportOptions, warn: (message: string) => void): Guard {
  if (isGuard(source)) return source;
  const options = { patternEngine: linearPatterns, ...(secret === undefined ? {} : { secret }) };
  const policy = typeof source === "string" && !isPreset(source) ? parsePolicyText(source) : source;
  const guard = createGuard(policy, options);
  if (usesPlaceholders(guard.policy) && secret === undefined) {
    throw new TypeError(
      "the policy puts placeholders in place of values, and without `secret` they would be others in each process: give the same secret of at least 16 random bytes to each",
    );
  }
  for (const warning of guard.policy.warnings) warn(`policy: ${problemLine(warning)}`);
  if (guard.policy.allowlist.length > 0 && secret === undefined) {
    warn("the policy's allowlist matches nothing: its fingerprints were made with a key; give that key as `secret`");
  }
  return guard;
}

function isGuard(source: PolicySource): source is Guard {
  return typeof source === "object" && "request" in source && typeof source.request === "function";
}

/** A single word can't be a policy file: it is a preset, or a typo in one, which the guard names. */
function isPreset(source: string): source is PresetName {
  return PRESET_NAMES.some((name) => name === source) || /^[\w-]*$/.test(source);
}
