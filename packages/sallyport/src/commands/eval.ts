/** `sallyport eval`: how well a policy does on labeled texts of one's own. It prints figures, never a text. */
import { createWriteStream, type WriteStream } from "node:fs";
import { once } from "node:events";
import { resolve } from "node:path";
import { finished } from "node:stream/promises";
import type { Guard } from "@sallyport/guard";
import { InvalidArgumentError, Option, type Command } from "commander";
import { InputError, systemProblem, UsageError } from "../errors.js";
import { figuresOf, type Judged } from "../eval/figures.js";
import { measureRow } from "../eval/measure.js";
import { limitedTo, ONLY, type Only } from "../eval/only.js";
import { evaluationJson, evaluationTables, type Evaluation } from "../eval/report.js";
import { readRow, type Row } from "../eval/row.js";
import { EXIT } from "../exit-codes.js";
import { linesOf } from "../input/lines.js";
import { guardOf, loadPolicy } from "../input/policy.js";
import { openSource, type Source } from "../input/source.js";
import { createProgress, type Progress } from "../terminal/progress.js";
import { printable, type Terminal } from "../terminal/terminal.js";
import { DISGUISES, type Disguise } from "../eval/disguise.js";
import { suitesJson, suitesTables } from "../eval/suites.js";
import { measureTrajectories } from "../eval/trajectories.js";
import { FORMATS, type Format, type Session } from "./session.js";

interface EvalOptions {
  readonly policy?: string;
  readonly only?: readonly Only[];
  readonly kind: string;
  readonly rows?: string;
  readonly skipBad?: true;
  readonly trajectories?: string;
  readonly effects?: string;
  readonly disguise?: Disguise;
  readonly format: Format;
}

/** Adds the command. */
export function addEval(program: Command, session: Session): void {
  program
    .command("eval")
    .summary("measure a policy on labeled texts")
    .description(
      "Measures a policy on labeled texts: recall and false positives by kind and by source at the policy's decision, " +
        "recall at 1 % and 0.1 % false positives from the scores, and time.\n\n" +
        "Rows are JSON lines: {id, text, label (1 bad, 0 good), kind?, channel?, source?}; `-` reads standard input, gzip is unpacked.\n\n" +
        "With --trajectories it replays recorded conversations instead, and counts what the policy's rules for tool calls make of " +
        "the user's calls and of the attacker's.",
    )
    .argument("[file]", "rows, as JSON lines, or gzipped")
    .option("-p, --policy <file|preset>", "the policy to measure (default: ./sallyport.policy.yaml, else balanced)")
    .option("--only <families>", `measure these families of detectors alone: ${ONLY.join(",")}`, familiesOf)
    .option("--kind <field>", "the field that groups the rows", "kind")
    .option("--rows <out.jsonl>", "write what was decided on each row to this file")
    .option("--skip-bad", "skip lines that are no rows, and count them")
    .option("--trajectories <file>", "replay these conversations instead: {id, suite, attack, tools, messages, calls}")
    .option("--effects <file>", "what the tools of their suites do: {suites: {NAME: {TOOL: …}}}")
    .addOption(new Option("--disguise <form>", "write the attacker's values otherwise").choices(DISGUISES))
    .addOption(new Option("-f, --format <format>", "how to print").choices(FORMATS).default("table"))
    .action(async (file: string | undefined, options: EvalOptions) => {
      if (options.trajectories === undefined) await evaluate(rowsFile(file, options), options, session.terminal);
      else await evaluateTrajectories(options.trajectories, file, options, session.terminal);
      session.end(EXIT.passed);
    });
}

/** Names with commas between them: an option with several arguments would swallow the file behind it. */
function familiesOf(text: string): readonly Only[] {
  return text.split(",").map((name) => {
    const family = ONLY.find((one) => one === name);
    if (family === undefined) throw new InvalidArgumentError(`Allowed are ${ONLY.join(", ")}.`);
    return family;
  });
}

function rowsFile(file: string | undefined, { effects, disguise }: EvalOptions): string {
  if (effects !== undefined || disguise !== undefined)
    throw new UsageError(`--${effects === undefined ? "disguise" : "effects"} goes with --trajectories`);
  if (file === undefined) throw new UsageError("there is nothing to measure", "name a file of rows, or give --trajectories");
  return file;
}

async function evaluateTrajectories(
  trajectories: string,
  file: string | undefined,
  { effects, ...options }: EvalOptions,
  terminal: Terminal,
): Promise<void> {
  const unused =
    options.only !== undefined ? "only" : options.rows !== undefined ? "rows" : options.skipBad === true ? "skip-bad" : undefined;
  if (unused !== undefined) throw new UsageError(`--${unused} goes with a file of rows, not with --trajectories`);
  if (file !== undefined) throw new UsageError("--trajectories is measured alone", "leave the file of rows out");
  if (effects === undefined) throw new UsageError("--trajectories needs --effects", "name the file that says what the tools do");
  const policy = await loadPolicy(options.policy, terminal);
  const report = await measureTrajectories(policy, { trajectories, effects, disguise: options.disguise }, terminal);
  terminal.data(options.format === "json" ? suitesJson(report) : suitesTables(report, terminal.out));
}

async function evaluate(file: string, options: EvalOptions, terminal: Terminal): Promise<void> {
  const policy = await loadPolicy(options.policy, terminal);
  const whole = await guardOf(policy, terminal);
  const guard = options.only === undefined ? whole : await guardOf(limitedTo(policy, whole.detectors, options.only), terminal);
  const source = await openSource(file);
  const out = options.rows === undefined ? undefined : await openOutput(options.rows, file);
  const progress = createProgress(terminal, source.bytes);
  try {
    const { judged, ...rest } = await measureAll({ source, guard, options, out, progress });
    const evaluation = {
      policy: { name: policy.name, version: policy.version },
      only: options.only,
      ...rest,
      figures: figuresOf(judged),
    };
    progress.end();
    terminal.data(options.format === "json" ? evaluationJson(evaluation) : evaluationTables(evaluation, terminal.out));
  } finally {
    progress.end();
    await closeOutput(out, options.rows);
  }
}

interface Work {
  readonly source: Source;
  readonly guard: Guard;
  readonly options: EvalOptions;
  readonly out: WriteStream | undefined;
  readonly progress: Progress;
}

interface Measured {
  readonly judged: readonly Judged[];
  readonly rows: number;
  readonly skipped: number;
  readonly time: Evaluation["time"];
}

async function measureAll({ source, guard, options, out, progress }: Work): Promise<Measured> {
  const judged: Judged[] = [];
  let skipped = 0;
  let nanoseconds = 0;
  let textBytes = 0;
  for await (const { number, text, sourceBytes } of linesOf(source)) {
    if (text.trim() === "") continue;
    const row = rowOf(text, number, source, options);
    if (row === undefined) {
      skipped += 1;
      continue;
    }
    const measurement = measureRow(guard, row);
    judged.push(measurement.judged);
    nanoseconds += measurement.nanoseconds;
    textBytes += Buffer.byteLength(row.text);
    if (out?.write(`${JSON.stringify(measurement.result)}\n`) === false) await once(out, "drain");
    progress.update(sourceBytes, `${judged.length} rows`);
  }
  if (judged.length === 0) throw new InputError(`${source.name} holds no rows, so there is nothing to measure`);
  const microsecondsPerKiB = textBytes === 0 ? 0 : nanoseconds / 1_000 / (textBytes / 1_024);
  const microsecondsPerRow = nanoseconds / 1_000 / judged.length;
  return { judged, rows: judged.length, skipped, time: { microsecondsPerKiB, microsecondsPerRow, textBytes } };
}

function rowOf(line: string, number: number, source: Source, options: EvalOptions): Row | undefined {
  const reading = readRow(line, options.kind);
  if (reading.ok) return reading.row;
  if (options.skipBad === true) return undefined;
  throw new InputError(
    `line ${number} of ${source.name} is no row: ${reading.problem}`,
    "mend it, or skip such lines with --skip-bad",
  );
}

/** Opens the file of `--rows` before the work begins, so that a mistyped path costs no wait. */
async function openOutput(path: string, file: string): Promise<WriteStream> {
  if (resolve(path) === resolve(file))
    throw new UsageError("--rows names the file that the rows are read from", "write to another file");
  const out = createWriteStream(path);
  out.on("error", () => undefined); // told when the file is closed; without a listener it would end the process
  try {
    await once(out, "open");
  } catch (error) {
    throw new InputError(`\`${printable(path, 200)}\` can't be written: ${systemProblem(error) ?? "unknown problem"}`);
  }
  return out;
}

async function closeOutput(out: WriteStream | undefined, path: string | undefined): Promise<void> {
  if (out === undefined || path === undefined) return;
  try {
    out.end();
    await finished(out);
  } catch (error) {
    throw new InputError(`\`${printable(path, 200)}\` is not whole: ${systemProblem(error) ?? "unknown problem"}`);
  }
}
