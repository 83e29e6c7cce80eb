/** The policy that a configuration puts in force. */
import { readFile } from "node:fs/promises";
import { linearPatterns, parsePolicyText } from "@sallyport/door";
import { DETECTORS, parsePolicy } from "@sallyport/guard";
import type { Policy } from "@sallyport/guard";
import { GatewayConfigError } from "./config.js";
import type { GatewayConfig } from "./config.js";
import { describeError } from "./log.js";

/**
 * Reads the policy that a gateway with this configuration would run.
 * @throws {@link GatewayConfigError} if its file can't be read; PolicyError if it can't be used.
 */
export async function readGatewayPolicy({ policy, policyFile }: Pick<GatewayConfig, "policy" | "policyFile">): Promise<Policy> {
  if (policyFile === undefined) return parsePolicy(policy ?? "balanced", { detectors: DETECTORS, patternEngine: linearPatterns });
  const text = await readFile(policyFile, "utf8").catch((error: unknown) => {
    throw new GatewayConfigError("policyFile", `the policy file can't be read (${describeError(error).error})`);
  });
  return parsePolicyText(text, { source: policyFile, patternEngine: linearPatterns });
}
