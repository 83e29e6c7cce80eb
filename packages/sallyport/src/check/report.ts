/** What a check found, for people and for machines. Kind, place, length and fingerprint of a finding; never its value. */
import type { Action, Coverage, JudgedFinding } from "@sallyport/guard";
import { EXIT, type ExitCode } from "../exit-codes.js";
import type { Style } from "../terminal/style.js";
import { table } from "../terminal/table.js";
import { printable } from "../terminal/terminal.js";
import { exitCodeOf, type CheckOutcome } from "./result.js";
import { describeStop } from "./stops.js";

/** The answer in words, by exit code. */
const ANSWERS = {
  [EXIT.passed]: "may pass",
  [EXIT.stopped]: "stopped",
  [EXIT.unknown]: "could not tell",
} as const satisfies Record<ExitCode, string>;

/** At most so many lines of findings are shown to a person; JSON has all. */
const MAX_SHOWN = 100;

export function checkJson(result: CheckOutcome, file: string): string {
  const { verdict, kind, notRun } = result;
  const findings = verdict.findings.map((finding) => ({
    ...finding,
    ...result.places.get(finding.start),
    length: finding.end - finding.start,
  }));
  const { action, outcome, enforced, policy, stops, calls, declared, coverage } = verdict;
  const refusal = result.refusal === undefined ? null : { status: result.refusal.status, code: result.refusal.code };
  const answer = ANSWERS[exitCodeOf(result)];
  const shown = {
    file,
    kind,
    answer,
    action,
    outcome,
    enforced,
    policy,
    findings,
    stops,
    calls,
    declared,
    refusal,
    notRun,
    coverage,
  };
  return `${JSON.stringify(shown, null, 2)}\n`;
}

export function checkReport(result: CheckOutcome, style: Style): string {
  const { verdict, kind } = result;
  const lines: string[] = [];
  if (verdict.findings.length > 0) lines.push(findingsTable(result, style), "");
  const answer = ANSWERS[exitCodeOf(result)];
  lines.push(
    `${answerStyle(result, style)(style.bold(answer))}  ${kind} ${outcomeText(result)}, policy ${verdict.policy.name} (${verdict.policy.version})`,
  );
  for (const stop of verdict.stops)
    lines.push(`  ${verdict.enforced ? "stopped" : "would stop"}: ${printable(describeStop(stop), 200)}`);
  for (const { what, path, action, problem } of verdict.declared)
    if (action === "flag") lines.push(`  ${style.cyan("flagged")}: ${what} at ${printable(path)} (${problem})`);
  for (const id of result.notRun)
    lines.push(`  ${style.yellow("not run")}: the check ${id} needs the network, and \`check\` works offline`);
  lines.push(...coverageLines(verdict.coverage));
  return `${lines.join("\n")}\n`;
}

function outcomeText({ verdict }: CheckOutcome): string {
  return verdict.enforced ? verdict.outcome : `${verdict.outcome} (the policy only monitors: nothing is stopped or changed)`;
}

function answerStyle(result: CheckOutcome, style: Style): (text: string) => string {
  switch (exitCodeOf(result)) {
    case EXIT.passed:
      return style.green;
    case EXIT.stopped:
      return style.red;
    case EXIT.unknown:
      return style.yellow;
  }
}

function findingsTable({ verdict, places }: CheckOutcome, style: Style): string {
  const columns = [
    { title: "action" },
    { title: "detector" },
    { title: "severity" },
    { title: "sure", align: "right" },
    { title: "where" },
    { title: "length", align: "right" },
    { title: "fingerprint" },
  ] as const;
  const shown = verdict.findings.slice(0, MAX_SHOWN);
  const rows = shown.map((finding) => [
    actionStyle(finding.action, style)(finding.action),
    finding.kind ?? finding.detector,
    finding.severity,
    finding.confidence.toFixed(2),
    where(finding, places),
    String(finding.end - finding.start),
    finding.fingerprint,
  ]);
  const more = verdict.findings.length - shown.length;
  return `${table(columns, rows, style.bold)}${more > 0 ? `\n… and ${more} more (--format json has all)` : ""}`;
}

function where(finding: JudgedFinding, places: CheckOutcome["places"]): string {
  const place = places.get(finding.start);
  return place === undefined ? `${printable(finding.path)}:${finding.start}-${finding.end}` : `${place.line}:${place.column}`;
}

function actionStyle(action: Action, style: Style): (text: string) => string {
  switch (action) {
    case "allow":
      return style.dim;
    case "flag":
      return style.cyan;
    case "redact":
    case "ask":
      return style.yellow;
    case "block":
      return style.red;
  }
}

/** What was read and what was not: a report without this would look the same for a file that nobody read. */
function coverageLines({
  read,
  unread,
  unknown,
  unchecked = [],
  detectors,
  unreadable,
  placeholders,
}: Coverage): readonly string[] {
  if (unreadable !== undefined) return ["  read: nothing"];
  const chars = read.reduce((sum, segment) => sum + segment.chars, 0);
  return [
    `  read: ${plural(read.length, "text")}, ${plural(chars, "character")}, by ${plural(detectors.ran.length, "detector")}`,
    ...placeholderLines(placeholders),
    ...unread.map(({ path, kind }) => `  not read: ${printable(path)} (${kind})`),
    ...unknown.map(({ path, what }) => `  not known: ${printable(path)} (${what})`),
    ...unchecked.map(({ path, keyword }) => `  not checked: the schema's \`${keyword}\` at ${printable(path)}`),
    ...[...detectors.failed, ...detectors.opened].map((id) => `  failed: the detector ${id}`),
  ];
}

function placeholderLines(counts: Coverage["placeholders"]): readonly string[] {
  if (counts === undefined) return [];
  const { hidden, restored, left } = counts;
  return [
    `  placeholders: ${hidden} put in place of values, ${restored} given back, ${left} left as they are (they stand for nothing here)`,
  ];
}

function plural(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? "" : "s"}`;
}
