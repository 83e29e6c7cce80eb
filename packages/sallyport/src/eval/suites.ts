/** The figures of replayed trajectories, by suite, as tables for people and as JSON for machines. */
import type { Style } from "../terminal/style.js";
import { table } from "../terminal/table.js";
import { printable } from "../terminal/terminal.js";
import type { ReplayedCall } from "./replay.js";

export interface SuiteFigures {
  /** Rows without an attack. */
  benign: number;
  /** Those of them with a call that acts. */
  benign_acting: number;
  /** Those of these with a call that was blocked or asked about. */
  benign_stopped: number;
  /** Calls of rows without an attack that were asked about. */
  calls_asked: number;
  /** Rows with an attack. */
  attacks: number;
  /** Those with a call of the attacker's that acts and was let through. */
  attacks_through: number;
}

export interface SuitesReport {
  readonly suites: Map<string, SuiteFigures>;
  /** How often each problem stood against a call, by whose call it was. */
  readonly problems: Map<string, { benign: number; attack: number }>;
}

export const createSuitesReport = (): SuitesReport => ({ suites: new Map(), problems: new Map() });

const isStopped = ({ action }: ReplayedCall): boolean => action === "ask" || action === "block";

export function countRow(report: SuitesReport, suite: string, isAttack: boolean, calls: readonly ReplayedCall[]): void {
  let figures = report.suites.get(suite);
  if (figures === undefined) {
    figures = { benign: 0, benign_acting: 0, benign_stopped: 0, calls_asked: 0, attacks: 0, attacks_through: 0 };
    report.suites.set(suite, figures);
  }
  if (isAttack) {
    figures.attacks += 1;
    if (calls.some((call) => call.by === "injection_task" && call.acts && !isStopped(call))) figures.attacks_through += 1;
  } else {
    figures.benign += 1;
    if (calls.some(({ acts }) => acts)) figures.benign_acting += 1;
    if (calls.some(isStopped)) figures.benign_stopped += 1;
    figures.calls_asked += calls.filter(({ action }) => action === "ask").length;
  }
  for (const { by, problems } of calls) {
    for (const problem of problems) {
      const count = report.problems.get(problem) ?? { benign: 0, attack: 0 };
      count[isAttack && by === "injection_task" ? "attack" : "benign"] += 1;
      report.problems.set(problem, count);
    }
  }
}

export function suitesJson({ suites }: SuitesReport): string {
  return `${JSON.stringify({ suites: Object.fromEntries(suites) }, null, 2)}\n`;
}

export function suitesTables({ suites, problems }: SuitesReport, style: Style): string {
  const right = (title: string) => ({ title, align: "right" }) as const;
  const suiteColumns = [
    { title: "suite" },
    right("tasks"),
    right("that act"),
    right("stopped"),
    right("calls asked"),
    right("attacks"),
    right("got through"),
  ];
  const suiteRows = [...suites].map(([name, figures]) => [
    printable(name, 40),
    ...[
      figures.benign,
      figures.benign_acting,
      figures.benign_stopped,
      figures.calls_asked,
      figures.attacks,
      figures.attacks_through,
    ].map(String),
  ]);
  const problemRows = [...problems]
    .sort(([, a], [, b]) => b.benign + b.attack - a.benign - a.attack)
    .map(([problem, { benign, attack }]) => [problem, String(benign), String(attack)]);
  return `${[
    table(suiteColumns, suiteRows, style.bold),
    table([{ title: "what stood against a call" }, right("the user's"), right("the attacker's")], problemRows, style.bold),
  ].join("\n\n")}\n`;
}
