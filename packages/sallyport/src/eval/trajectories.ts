/** `sallyport eval --trajectories`: what the policy's rules for tool calls make of recorded conversations, the attacker's and the user's. */
import { createGuard, type Guard, type Policy } from "@sallyport/guard";
import { InputError } from "../errors.js";
import { linesOf } from "../input/lines.js";
import { policyData } from "../input/policy-data.js";
import { openSource } from "../input/source.js";
import { createProgress } from "../terminal/progress.js";
import type { Terminal } from "../terminal/terminal.js";
import { disguise, type Disguise } from "./disguise.js";
import { readEffects, type SuiteTools } from "./effects.js";
import { replay } from "./replay.js";
import { countRow, createSuitesReport, type SuitesReport } from "./suites.js";
import { readTrajectory } from "./trajectory.js";

export interface TrajectoriesOptions {
  readonly trajectories: string;
  readonly effects: string;
  readonly disguise: Disguise | undefined;
}

export async function measureTrajectories(
  policy: Policy,
  options: TrajectoriesOptions,
  terminal: Terminal,
): Promise<SuitesReport> {
  const effects = await readEffects(options.effects);
  const source = await openSource(options.trajectories);
  const progress = createProgress(terminal, source.bytes);
  const guards = new Map<string, Guard>();
  const report = createSuitesReport();
  let rows = 0;
  try {
    for await (const { number, text, sourceBytes } of linesOf(source)) {
      if (text.trim() === "") continue;
      const row = readTrajectory(text);
      if ("problem" in row) throw new InputError(`line ${number} of ${source.name} is no trajectory: ${row.problem}`);
      const guard = guards.get(row.suite) ?? guardFor(policy, effects.get(row.suite) ?? {});
      guards.set(row.suite, guard);
      const shown = options.disguise === undefined ? row : disguise(row, options.disguise, guard.policy);
      const calls = replay(guard, shown);
      countRow(report, row.suite, typeof row.attack === "string", calls);
      progress.update(sourceBytes, `${++rows} rows`);
    }
  } finally {
    progress.end();
  }
  if (rows === 0) throw new InputError(`${source.name} holds no rows, so there is nothing to measure`);
  return report;
}

/** The policy's rules for tools alone: what detectors find in a conversation is measured on texts, and would hide what the rules let through. */
function guardFor(policy: Policy, tools: SuiteTools): Guard {
  const whole = policyData(policy);
  return createGuard({
    ...whole,
    models: ["*"],
    checks: {},
    mode: "enforce",
    rules: {},
    patterns: {},
    allowlist: [],
    failures: {},
    unread: {
      image: "allow",
      pdf: "allow",
      url: "allow",
      file: "allow",
      mislabeled: "allow",
      endpoint: "block",
      unknown: "inspect",
    },
    tools: { ...whole.tools, ...tools },
  });
}
