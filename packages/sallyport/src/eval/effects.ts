/** The file of `--effects`: what the tools of each suite do, in the words of the policy's section `tools`. */
import { readFile } from "node:fs/promises";
import { parsePolicyText } from "@sallyport/door";
import type { PolicyInput } from "@sallyport/guard";
import { InputError, systemProblem } from "../errors.js";
import { printable } from "../terminal/terminal.js";

export type SuiteTools = NonNullable<PolicyInput["tools"]>;

/**
 * Reads `{ suites: { NAME: { TOOL: {…} } } }`.
 * @throws {@link InputError} if it can't be read; PolicyError, with the place, if a tool isn't described as a policy describes it.
 */
export async function readEffects(file: string): Promise<ReadonlyMap<string, SuiteTools>> {
  const text = await readFile(file, "utf8").catch((error: unknown) => {
    throw new InputError(`\`${printable(file, 200)}\` can't be read: ${systemProblem(error) ?? "unknown problem"}`);
  });
  const suites = suitesOf(text);
  if (suites === undefined) throw new InputError(`\`${printable(file, 200)}\` is no JSON object with \`suites\``);
  return new Map(
    Object.entries(suites).map(([name, tools]) => {
      const policy = parsePolicyText(JSON.stringify({ version: 1, rules: {}, tools }), { source: `${file}, suite ${name}` });
      return [name, Object.fromEntries(policy.tools.byName)];
    }),
  );
}

function suitesOf(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    const suites = typeof value === "object" && value !== null && "suites" in value ? value.suites : undefined;
    return typeof suites === "object" && suites !== null ? { ...suites } : undefined;
  } catch {
    return undefined;
  }
}
