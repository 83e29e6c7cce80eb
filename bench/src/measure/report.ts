/** Results as a person reads them: one line per figure, targets and losses included. */
import { isMet, type Figure } from "./figures.js";
import type { Results } from "./results.js";

export function renderResults({ benchmark, date, versions, machine, settings, figures }: Results): string {
  const list = (record: Readonly<Record<string, string | number>>): string =>
    Object.entries(record)
      .map(([name, value]) => `${name} ${value}`)
      .join(", ");
  const { cpu, cores, memoryGb, platform, loadBefore, loadAfter } = machine;
  return [
    `${benchmark}, ${date}`,
    `  ${cpu}, ${cores} cores, ${memoryGb} GB, ${platform}, load ${loadBefore} before and ${loadAfter} after`,
    `  ${list(versions)}`,
    `  ${list(settings)}`,
    "",
    table(
      ["", "median", "min..max", "unit", "target"],
      figures.map((figure) => [
        figure.name,
        String(figure.median),
        `${figure.min}..${figure.max}`,
        `${figure.unit} (${figure.better} is better)`,
        verdict(figure),
      ]),
    ),
  ].join("\n");
}

/** How much a second run differs from a first, figure by figure. A difference within the spread of either is none. */
export function renderComparison(before: Results, after: Results): string {
  const known = new Map(before.figures.map((figure) => [figure.name, figure]));
  const rows = after.figures.map((figure) => {
    const old = known.get(figure.name);
    known.delete(figure.name);
    if (old === undefined || old.unit !== figure.unit) return [figure.name, "", String(figure.median), figure.unit, "", "new"];
    const ratio = old.median === 0 ? "" : (figure.median / old.median).toFixed(2);
    return [figure.name, String(old.median), String(figure.median), figure.unit, ratio, change(old, figure)];
  });
  const gone = [...known.values()].map(({ name, median, unit }) => [name, String(median), "", unit, "", "gone"]);
  return [
    `${before.benchmark}: ${before.date} against ${after.date}`,
    ...differences(before, after),
    "",
    table(["", "before", "after", "unit", "ratio", ""], [...rows, ...gone]),
  ].join("\n");
}

function change(before: Figure, after: Figure): string {
  if (after.min <= before.max && before.min <= after.max) return "within the spread";
  return after.median > before.median === (after.better === "higher") ? "better" : "worse";
}

/** What makes two runs hard to compare, said first. */
function differences(before: Results, after: Results): readonly string[] {
  const lines: string[] = [];
  const differ = (what: string, old: string | number | undefined, now: string | number | undefined): void => {
    if (old !== now) lines.push(`  ${what}: ${old ?? "none"} before, ${now ?? "none"} after`);
  };
  differ("benchmark", before.benchmark, after.benchmark);
  differ("cpu", before.machine.cpu, after.machine.cpu);
  differ("cores", before.machine.cores, after.machine.cores);
  for (const name of new Set([...Object.keys(before.versions), ...Object.keys(after.versions)]))
    differ(name, before.versions[name], after.versions[name]);
  for (const name of new Set([...Object.keys(before.settings), ...Object.keys(after.settings)]))
    differ(name, before.settings[name], after.settings[name]);
  return lines;
}

function verdict(figure: Figure): string {
  const met = isMet(figure);
  if (met === undefined) return "";
  return `${figure.better === "higher" ? ">=" : "<="} ${String(figure.target)}: ${met ? "met" : "MISSED"}`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => (row[column] ?? "").length)));
  return [head, ...rows]
    .map((row) =>
      row
        .map((cell, column) =>
          column === 0 || column > 2 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
        )
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}
