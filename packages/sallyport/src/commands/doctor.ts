/** `sallyport doctor`: whether a project that calls the Claude API follows the practice, point by point, with evidence and the exact fix. */
import type { PointId } from "@sallyport/scan";
import { Option, type Command } from "commander";
import { diagnosisJson, diagnosisReport, exitCodeOf } from "../doctor/report.js";
import { surroundingsOf, type Named } from "../doctor/surroundings.js";
import { UsageError } from "../errors.js";
import type { ExitCode } from "../exit-codes.js";
import { guardSecret } from "../input/policy.js";
import type { Terminal } from "../terminal/terminal.js";
import { FORMATS, type Format, type Session } from "./session.js";

interface DoctorOptions extends Named {
  readonly fix?: boolean;
  readonly vouch?: readonly string[];
  readonly format: Format;
}

/** Adds the command. */
export function addDoctor(program: Command, session: Session): void {
  program
    .command("doctor")
    .summary("say whether a project follows the practice")
    .description(
      "Looks at a project that calls the Claude API (its files, and what git has of them) and answers the practice's checklist: where keys " +
        "are, what git ignores, how calls are written, and, from the policy and the gateway that you name, what is limited, searched and recorded. " +
        "Values are never shown. What can't be told is never taken for a pass.",
    )
    .argument("[folder]", "the project", ".")
    .option("--fix", "mend .gitignore, .env.example and the modes of files; nothing else is changed")
    .option("-p, --policy <file|preset>", "the policy in use (default: the project's own sallyport.policy.yaml)")
    .option("-c, --config <file>", "the gateway's configuration in use")
    .option("--gateway <url>", "a running gateway, to be asked")
    .addOption(new Option("--rings <file>", "the file of the key rings in use").env("SALLYPORT_RINGS"))
    .option("--vouch <point=reason...>", "your word for a point that can't be told from here; the report says so")
    .addOption(new Option("-f, --format <format>", "how to print").choices(FORMATS).default("table"))
    .action(async (folder: string, options: DoctorOptions) => {
      session.end(await doctor(folder, options, session.terminal));
    });
}

async function doctor(folder: string, options: DoctorOptions, terminal: Terminal): Promise<ExitCode> {
  const { createSecretSearch, diagnose, makeRepairs, openProject } = await import("@sallyport/scan");
  const vouched = await wordsOf(options.vouch ?? []);
  const project = await openProject(folder);
  const surroundings = await surroundingsOf(project.root, options, terminal);
  const secret = await guardSecret();
  const search = createSecretSearch({
    ...(secret === undefined ? {} : { secret }),
    ...(surroundings.policy === undefined ? {} : { allowlist: surroundings.policy.guard.policy.allowlist }),
  });
  const first = await diagnose(project, { search, surroundings, vouched });
  const repairs = options.fix === true ? first.points.flatMap((point) => point.repairs) : [];
  const repaired = await makeRepairs(project.root, repairs);
  const diagnosis = repairs.length === 0 ? first : await diagnose(await openProject(folder), { search, surroundings, vouched });
  terminal.data(
    options.format === "json"
      ? diagnosisJson(diagnosis, project.root, repaired)
      : diagnosisReport(diagnosis, repaired, terminal.out, terminal.columns),
  );
  return exitCodeOf(diagnosis);
}

/** `rate-limit=the load balancer does`: a point, and why somebody gives their word for it. */
async function wordsOf(pairs: readonly string[]): Promise<ReadonlyMap<PointId, string>> {
  const { POINT_IDS } = await import("@sallyport/scan");
  return new Map(
    pairs.map((pair) => {
      const id = POINT_IDS.find((point) => pair.startsWith(`${point}=`));
      const reason = id === undefined ? "" : pair.slice(id.length + 1).trim();
      if (id === undefined || reason === "")
        throw new UsageError(
          "--vouch must name a point and a reason",
          `as in rate-limit="the load balancer does"; ${POINT_IDS.join(", ")}`,
        );
      return [id, reason] as const;
    }),
  );
}
