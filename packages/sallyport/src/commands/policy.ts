/** `sallyport policy check`: whether a policy file can be used, and what it comes to. */
import { PolicyError, type Policy, type PolicyProblem } from "@sallyport/guard";
import { Option, type Command } from "commander";
import { EXIT, type ExitCode } from "../exit-codes.js";
import { policyData } from "../input/policy-data.js";
import { POLICY_FILE, readPolicy } from "../input/policy.js";
import type { Style } from "../terminal/style.js";
import { printable, type Terminal } from "../terminal/terminal.js";
import { FORMATS, type Format, type Session } from "./session.js";

interface PolicyCheckOptions {
  readonly print?: true;
  readonly format: Format;
}

/** Adds the command. */
export function addPolicy(program: Command, session: Session): void {
  const policy = program.command("policy").summary("work on policy files").description("Works on policy files.");
  policy
    .command("check")
    .summary("check a policy file")
    .description("Checks a policy file: every error and warning, with its line and column. Also takes the name of a preset.")
    .argument("[file]", "the policy file, or a preset", POLICY_FILE)
    .option(
      "--print",
      "print the policy as it is in force, with its preset and all defaults written out (JSON, which is YAML too)",
    )
    .addOption(new Option("-f, --format <format>", "how to print").choices(FORMATS).default("table"))
    .action(async (file: string, options: PolicyCheckOptions) => {
      session.end(await checkPolicy(file, options, session.terminal));
    });
}

async function checkPolicy(file: string, options: PolicyCheckOptions, terminal: Terminal): Promise<ExitCode> {
  const checked = await tryPolicy(file);
  const print = options.print === true && checked.policy !== undefined ? policyData(checked.policy) : undefined;
  if (options.format === "json") {
    const { policy, problems } = checked;
    const { name = null, version = null, warnings = [] } = policy ?? {};
    const shown = {
      file,
      valid: policy !== undefined,
      name,
      version,
      problems,
      warnings,
      ...(print === undefined ? {} : { policy: print }),
    };
    terminal.data(`${JSON.stringify(shown, null, 2)}\n`);
  } else if (print !== undefined) {
    terminal.talk(report(checked, file, terminal.err));
    terminal.data(`${JSON.stringify(print, null, 2)}\n`);
  } else {
    terminal.data(`${report(checked, file, terminal.out)}\n`);
  }
  return checked.policy === undefined ? EXIT.stopped : EXIT.passed;
}

interface Checked {
  readonly policy: Policy | undefined;
  readonly problems: readonly PolicyProblem[];
}

async function tryPolicy(file: string): Promise<Checked> {
  try {
    return { policy: await readPolicy(file), problems: [] };
  } catch (error) {
    if (error instanceof PolicyError) return { policy: undefined, problems: error.problems };
    throw error;
  }
}

function report({ policy, problems }: Checked, file: string, style: Style): string {
  const lines = [
    ...problems.map((problem) => `${place(file, problem)} ${style.red("error")} ${sentence(problem)}`),
    ...(policy?.warnings ?? []).map((problem) => `${place(file, problem)} ${style.yellow("warning")} ${sentence(problem)}`),
  ];
  if (policy === undefined)
    return [...lines, `${problems.length === 1 ? "1 error" : `${problems.length} errors`}: the policy can't be used`].join("\n");
  const basis = policy.name === "custom" ? "no preset" : `extends ${policy.name}`;
  return [
    ...lines,
    `${style.green("in order")}  ${printable(file, 200)}: ${basis}, version ${policy.version}, mode ${policy.mode}, ${policy.rules.size} rules`,
  ].join("\n");
}

/** `file:line:column:`, which editors and terminals make a link of. */
function place(file: string, { line, column }: PolicyProblem): string {
  return `${printable(file, 200)}${line === undefined || column === undefined ? "" : `:${line}:${column}`}:`;
}

function sentence({ path, problem, remedy }: PolicyProblem): string {
  return `${problem}${path === "" ? "" : ` at \`${path}\``}: ${remedy}`;
}
