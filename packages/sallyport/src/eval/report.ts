/** The figures of an evaluation as tables for people and as JSON for machines. */
import { rateOf, type AtRate, type Count, type Figures, type Group } from "./figures.js";
import type { Style } from "../terminal/style.js";
import { table } from "../terminal/table.js";
import { printable } from "../terminal/terminal.js";

export interface Evaluation {
  readonly policy: { readonly name: string; readonly version: string };
  /** The families that `--only` left, or all. */
  readonly only: readonly string[] | undefined;
  readonly rows: number;
  /** Lines that were no rows and were skipped, as `--skip-bad` asks. */
  readonly skipped: number;
  readonly figures: Figures;
  readonly time: {
    /** Microseconds per 1,024 bytes of UTF-8 text, all rows together. */
    readonly microsecondsPerKiB: number;
    /** Short rows cost more per KiB than long ones: each has a beginning and an end. */
    readonly microsecondsPerRow: number;
    readonly textBytes: number;
  };
}

export function evaluationJson(evaluation: Evaluation): string {
  const group = ({ name, bad, good }: Group): object => ({
    name,
    bad: { ...bad, recall: rateOf(bad) },
    good: { ...good, falsePositiveRate: rateOf(good) },
  });
  const { figures, ...rest } = evaluation;
  const { all, kinds, sources, atRates, unchecked } = figures;
  const shown = { ...rest, unchecked, all: group(all), kinds: kinds.map(group), sources: sources.map(group), atRates };
  return `${JSON.stringify(shown, null, 2)}\n`;
}

export function evaluationTables(evaluation: Evaluation, style: Style): string {
  const { policy, only, rows, skipped, figures, time } = evaluation;
  const parts = [
    `${rows} rows, policy ${policy.name} (${policy.version})${only === undefined ? "" : `, only ${only.join(", ")}`}`,
    groupTable("kind", figures.kinds, figures.all, style),
    groupTable("source", figures.sources, figures.all, style),
    rateTable(figures.atRates, figures.all, style),
    `${time.microsecondsPerKiB.toFixed(1)} µs per KiB of text, ${time.microsecondsPerRow.toFixed(1)} µs per row (${(time.textBytes / 1024).toFixed(0)} KiB, one core)`,
  ];
  if (figures.unchecked > 0) parts.push(style.red(`${figures.unchecked} rows could not be checked and count in no figure`));
  if (skipped > 0) parts.push(style.yellow(`${skipped} lines were no rows and were skipped`));
  return `${parts.join("\n\n")}\n`;
}

function groupTable(title: string, groups: readonly Group[], all: Group, style: Style): string {
  const columns = [
    { title },
    { title: "bad", align: "right" },
    { title: "recall", align: "right" },
    { title: "flagged", align: "right" },
    { title: "good", align: "right" },
    { title: "false positives", align: "right" },
    { title: "flagged", align: "right" },
  ] as const;
  const cells = (group: Group): readonly string[] => [
    printable(group.name, 40),
    ...countCells(group.bad),
    ...countCells(group.good),
  ];
  return table(columns, [...groups, ...(groups.length > 1 ? [all] : [])].map(cells), style.bold);
}

function countCells(count: Count): readonly string[] {
  if (count.rows === 0) return ["", "", ""];
  return [String(count.rows), percent(rateOf(count)), percent(count.flagged / count.rows)];
}

function rateTable(atRates: readonly AtRate[], all: Group, style: Style): string {
  const columns = [
    { title: "at false positives of" },
    { title: "recall", align: "right" },
    { title: "score above", align: "right" },
    { title: "really", align: "right" },
  ] as const;
  const rows = atRates.map(({ rate, recall, threshold, falsePositiveRate }) => [
    `at most ${rate * 100} %${rate * all.good.rows < 1 ? " (so few good rows: none)" : ""}`,
    percent(recall),
    threshold === null ? "-" : threshold.toFixed(3),
    percent(falsePositiveRate),
  ]);
  return table(columns, rows, style.bold);
}

/** Two digits behind the point: at 0.1% of false positives they count. */
function percent(part: number | null): string {
  return part === null ? "-" : `${(part * 100).toFixed(2)} %`;
}
