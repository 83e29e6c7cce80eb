/** A diagnosis, for people and for machines. */
import { POINTS, type Diagnosis, type Evidence, type PointResult, type Repaired, type Status } from "@sallyport/scan";
import { EXIT, type ExitCode } from "../exit-codes.js";
import type { Style } from "../terminal/style.js";
import { printable } from "../terminal/terminal.js";
import { wrap } from "../terminal/wrap.js";

/** At most so many lines of each sort are shown to a person; JSON has all. */
const MAX_SHOWN = 8;
const INDENT = "    ";

/** Certain problems win over what couldn't be told, and that over a pass. */
export function exitCodeOf({ points }: Diagnosis): ExitCode {
  if (points.some(({ status }) => status === "failed")) return EXIT.stopped;
  return points.some(({ status }) => status === "unknown") ? EXIT.unknown : EXIT.passed;
}

export function diagnosisJson(diagnosis: Diagnosis, folder: string, repaired: readonly Repaired[]): string {
  const points = diagnosis.points.map(({ id, status, fix, problems, doubts, proofs, repairs }) => ({
    id,
    title: POINTS[id],
    status,
    problems,
    doubts,
    proofs,
    fix: fix ?? null,
    fixable: repairs.length > 0,
  }));
  const { searched, unread } = diagnosis;
  const fixed = repaired
    .filter(({ outcome }) => outcome === "done")
    .map(({ repair }) => ({ kind: repair.kind, file: repair.file }));
  return `${JSON.stringify({ folder, points, searched, unread, fixed }, null, 2)}\n`;
}

export function diagnosisReport(diagnosis: Diagnosis, repaired: readonly Repaired[], style: Style, columns: number): string {
  const { points, searched, unread } = diagnosis;
  const lines = points.flatMap((point) => pointLines(point, style, columns));
  const done = repaired.filter(({ outcome }) => outcome === "done");
  const git = searched.blobs === 0 ? "" : ` and ${searched.blobs} of git's`;
  return [
    ...lines,
    "",
    ...done.map(({ repair }) => `${style.green("fixed")}  ${printable(repair.file, 200)}: ${REPAIRED[repair.kind]}`),
    `${summary(points, style)}  (${searched.files} files${git} searched${unread.length === 0 ? "" : `, ${unread.length} not: --format json names them`})`,
    "",
  ].join("\n");
}

const REPAIRED: Readonly<Record<Repaired["repair"]["kind"], string>> = {
  append: "lines added",
  create: "made",
  close: "its owner alone may use it now",
};

function pointLines(point: PointResult, style: Style, columns: number): readonly string[] {
  const { id, status, problems, doubts, proofs, fix } = point;
  const head = `${SIGNS[status](style)} ${style.bold(POINTS[id])} ${style.dim(id)}`;
  const rows = [
    ...evidenceLines(problems, style.red("wrong:")),
    ...evidenceLines(doubts, style.yellow("look at:")),
    ...evidenceLines(proofs, style.dim("since:")),
  ];
  const told =
    fix === undefined ? [] : wrap(`to do: ${fix}`, columns - INDENT.length).map((line) => `${INDENT}${style.cyan(line)}`);
  return [head, ...rows, ...told];
}

const SIGNS: Readonly<Record<Status, (style: Style) => string>> = {
  passed: ({ green }) => green("passed  "),
  failed: ({ red }) => red("failed  "),
  unknown: ({ yellow }) => yellow("unknown "),
  vouched: ({ cyan }) => cyan("vouched "),
  "not-applicable": ({ dim }) => dim("–       "),
};

function evidenceLines(evidence: readonly Evidence[], label: string): readonly string[] {
  const shown = evidence.slice(0, MAX_SHOWN).map(({ file, line, column, what, fingerprint }) => {
    const at = [line, column].flatMap((number) => (number === undefined ? [] : `:${number}`)).join("");
    const place = file === undefined ? "" : `${printable(file, 100)}${at}: `;
    return `${INDENT}${label} ${place}${printable(what, 200)}${fingerprint === undefined ? "" : ` (${fingerprint})`}`;
  });
  const more = evidence.length - shown.length;
  return more > 0 ? [...shown, `${INDENT}${label} … and ${more} more (--format json has all)`] : shown;
}

function summary(points: readonly PointResult[], style: Style): string {
  const count = (status: Status): number => points.filter((point) => point.status === status).length;
  const parts = [
    [count("failed"), "failed", style.red],
    [count("unknown"), "unknown", style.yellow],
    [count("vouched"), "vouched", style.cyan],
    [count("passed"), "passed", style.green],
  ] as const;
  return parts
    .filter(([number, word]) => number > 0 || word === "failed")
    .map(([number, word, color]) => (number > 0 ? color(`${number} ${word}`) : `${number} ${word}`))
    .join(", ");
}
