/** Which policy is in force, and the guard made of it. */
import { access, readFile } from "node:fs/promises";
import { linearPatterns, parsePolicyText } from "@sallyport/door";
import {
  createGuard,
  CLASSIFIERS,
  DETECTORS,
  parsePolicy,
  PRESET_NAMES,
  problemLine,
  type Guard,
  type Policy,
  type PolicyInput,
} from "@sallyport/guard";
import { parseKeySource, readSecret } from "@sallyport/keys";
import { InputError, systemProblem } from "../errors.js";
import { printable, type Terminal } from "../terminal/terminal.js";

/** The policy file that is taken from the working directory where no other is named. */
export const POLICY_FILE = "sallyport.policy.yaml";

/** Names the variable that holds the key of fingerprints: the same as the gateway's, so that allowlists mean the same here. */
export const SECRET_VARIABLE = "SALLYPORT_SECRET";

/**
 * The policy that `--policy` names; else the one of the working directory, which is said on standard error, since a file that is found by
 * chance would change results without a word; else `balanced`.
 * @throws PolicyError if it can't be used; {@link InputError} if it can't be read.
 */
export async function loadPolicy(named: string | undefined, terminal: Terminal): Promise<Policy> {
  const policy = await readPolicy(await choosePolicy(named, terminal));
  for (const warning of policy.warnings) terminal.talk(`${terminal.err.yellow("warning:")} ${problemLine(warning)}`);
  return policy;
}

/** The name of the policy to use: a preset or a file. */
export async function choosePolicy(named: string | undefined, terminal: Terminal): Promise<string> {
  if (named !== undefined) return named;
  if (!(await exists(POLICY_FILE))) return "balanced";
  terminal.talk(`using ./${POLICY_FILE}`);
  return POLICY_FILE;
}

/** Reads a policy file, or takes the preset of that name. */
export async function readPolicy(named: string): Promise<Policy> {
  const preset = PRESET_NAMES.find((name) => name === named);
  if (preset !== undefined) return parsePolicy(preset, { detectors: [...DETECTORS, ...CLASSIFIERS] });
  return parsePolicyText(await readPolicyFile(named), { source: named, patternEngine: linearPatterns });
}

/** The operator's key of fingerprints, if there is one. */
export async function guardSecret(): Promise<Uint8Array | undefined> {
  if (process.env[SECRET_VARIABLE] === undefined) return undefined;
  return new TextEncoder().encode(await readSecret(parseKeySource(`env:${SECRET_VARIABLE}`)));
}

/** A guard that runs the policy's own patterns too, with the operator's key of fingerprints if there is one. */
export async function guardOf(policy: Policy | PolicyInput, terminal: Terminal): Promise<Guard> {
  const secret = await guardSecret();
  const guard = createGuard(policy, { patternEngine: linearPatterns, ...(secret === undefined ? {} : { secret }) });
  if (secret === undefined && guard.policy.allowlist.length > 0) {
    terminal.talk(
      `${terminal.err.yellow("warning:")} the allowlist matches nothing here: set ${SECRET_VARIABLE} to the gateway's secret`,
    );
  }
  return guard;
}

async function readPolicyFile(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    const problem = systemProblem(error) ?? "unknown problem";
    throw new InputError(
      `the policy \`${printable(file, 200)}\` can't be read: ${problem}`,
      `name a file, or a preset: ${PRESET_NAMES.join(", ")}`,
    );
  }
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
