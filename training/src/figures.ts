/** What the cross-validation says, as figures. No text, no row. */
import type { Row } from "./data.js";
import { groupBy } from "./groups.js";
import { quantile, type Judged } from "./validate.js";

const CORE: ReadonlySet<string> = new Set(["direct", "indirect", "leak"]);
/** Rates at which a policy's rules are measured. */
const STATED = [0.02, 0.01, 0.005, 0.001, 0.0005];

/** Groups of rows that are reported apart. */
const GROUPS: Readonly<Record<string, (row: Row) => boolean>> = {
  core: ({ kind }) => CORE.has(kind),
  direct: ({ kind }) => kind === "direct",
  indirect: ({ kind }) => kind === "indirect",
  leak: ({ kind }) => kind === "leak",
  jailbreak: ({ kind }) => kind === "jailbreak",
  "core, not English": ({ kind, lang }) => CORE.has(kind) && lang !== "en",
  "core, authored": ({ kind, source }) => CORE.has(kind) && source.startsWith("authored"),
  "security writing": ({ source }) => source === "secdocs_dev",
  "other hard harmless text": ({ kind, source }) => kind === "hard-benign" && source !== "secdocs_dev",
};

export interface Shares {
  readonly rows: number;
  readonly at1: number;
  readonly at01: number;
}

/** Share of each group at or above the thresholds that give at most 1% and 0.1% false positives on these rows. */
export function sharesOf(judged: readonly Judged[]): Readonly<Record<string, Shares>> {
  const at1 = thresholdAt(judged, 0.01);
  const at01 = thresholdAt(judged, 0.001);
  return Object.fromEntries(
    Object.entries(GROUPS).map(([name, isIn]) => {
      const ones = judged.filter(({ document }) => isIn(document.row));
      return [name, { rows: ones.length, at1: round(shareAbove(ones, at1)), at01: round(shareAbove(ones, at01)) }];
    }),
  );
}

function thresholdAt(judged: readonly Judged[], rate: number): number {
  return quantile(Float64Array.from(judged.filter(isHarmless).map(({ score }) => score)).sort(), 1 - rate);
}

function shareAbove(judged: readonly Judged[], threshold: number): number {
  return judged.length === 0 ? 0 : judged.filter(({ score }) => score > threshold).length / judged.length;
}

const isHarmless = ({ document }: Judged): boolean => !document.row.attack;

/** What the shipped thresholds do on texts that the judging models had not seen: at most what they state, in each fold. */
export function statedRates(
  judged: readonly Judged[],
  scoreAt: (rate: number) => number,
): readonly { readonly stated: number; readonly measured: number; readonly worstFold: number; readonly core: number }[] {
  const folds = [...groupBy(judged, ({ fold }) => fold).values()];
  const core = judged.filter(({ document }) => CORE.has(document.row.kind));
  return STATED.map((stated) => {
    const threshold = scoreAt(stated);
    const rate = (ones: readonly Judged[]): number => shareAbove(ones.filter(isHarmless), threshold);
    return {
      stated,
      measured: round(rate(judged)),
      worstFold: round(Math.max(...folds.map(rate))),
      core: round(shareAbove(core, threshold)),
    };
  });
}

/** Chance that an attack scores above a harmless text. */
export function auc(judged: readonly Judged[]): number {
  let ranks = 0;
  let attacks = 0;
  judged
    .toSorted((a, b) => a.score - b.score)
    .forEach((one, at) => {
      if (isHarmless(one)) return;
      ranks += at + 1;
      attacks += 1;
    });
  return round((ranks - (attacks * (attacks + 1)) / 2) / (attacks * (judged.length - attacks)));
}

const round = (share: number): number => Number(share.toFixed(5));
