/**
 * The figures of an evaluation. Recall and false-positive rate at the policy's decision, by kind and by source, and recall at a given rate
 * of false positives from the scores. A row that could not be checked counts in none of them and is told apart.
 */
import type { Action } from "@sallyport/guard";

/** What became of one row. */
export interface Judged {
  readonly bad: boolean;
  readonly kind: string;
  readonly source: string;
  /** `undefined` where the row could not be checked. */
  readonly action: Action | undefined;
  /** 0..1. */
  readonly score: number;
}

/** Rows of one label within a group. */
export interface Count {
  readonly rows: number;
  /** The policy's action is `redact` or `block`. */
  readonly detected: number;
  /** The policy's action is `flag`. */
  readonly flagged: number;
}

export interface Group {
  readonly name: string;
  readonly bad: Count;
  readonly good: Count;
}

export interface AtRate {
  /** The rate of false positives that was asked for, 0.01 for 1%. */
  readonly rate: number;
  /** A row is found where its score is higher than this. `null` where there are no good rows to set it by. */
  readonly threshold: number | null;
  /** `null` where there are no bad rows or no threshold. */
  readonly recall: number | null;
  /** The rate of false positives at this threshold: scores tie, so it may be lower than what was asked for. */
  readonly falsePositiveRate: number | null;
}

export interface Figures {
  readonly all: Group;
  readonly kinds: readonly Group[];
  readonly sources: readonly Group[];
  readonly atRates: readonly AtRate[];
  readonly unchecked: number;
}

/** Rates of false positives for which recall is shown. */
const RATES = [0.01, 0.001] as const;

export function figuresOf(rows: readonly Judged[]): Figures {
  const checked = rows.filter((row) => row.action !== undefined);
  return {
    all: groupOf("all", checked),
    kinds: groupsBy(checked, (row) => row.kind),
    sources: groupsBy(checked, (row) => row.source),
    atRates: RATES.map((rate) => atRate(checked, rate)),
    unchecked: rows.length - checked.length,
  };
}

/** `detected / rows`, or `null` where there are none: 0 of 0 is no figure. */
export function rateOf(count: Count): number | null {
  return count.rows === 0 ? null : count.detected / count.rows;
}

function groupsBy(rows: readonly Judged[], nameOf: (row: Judged) => string): readonly Group[] {
  const groups = new Map<string, Judged[]>();
  for (const row of rows) {
    const members = groups.get(nameOf(row));
    if (members === undefined) groups.set(nameOf(row), [row]);
    else members.push(row);
  }
  return [...groups].map(([name, members]) => groupOf(name, members)).sort((a, b) => (a.name < b.name ? -1 : 1));
}

function groupOf(name: string, rows: readonly Judged[]): Group {
  return { name, bad: countOf(rows.filter((row) => row.bad)), good: countOf(rows.filter((row) => !row.bad)) };
}

function countOf(rows: readonly Judged[]): Count {
  return {
    rows: rows.length,
    detected: rows.filter((row) => row.action === "redact" || row.action === "block").length,
    flagged: rows.filter((row) => row.action === "flag").length,
  };
}

/**
 * The threshold is the score of the first good row that may not be found any more: what is above it are at most `rate` of the good rows, ties
 * included. So with fewer than 1,000 good rows, 0.1% means none at all.
 */
function atRate(rows: readonly Judged[], rate: number): AtRate {
  const good = rows.filter((row) => !row.bad).map((row) => row.score);
  const bad = rows.filter((row) => row.bad).map((row) => row.score);
  const ranked = good.toSorted((a, b) => b - a);
  const threshold = ranked[Math.floor(rate * good.length)];
  if (threshold === undefined) return { rate, threshold: null, recall: null, falsePositiveRate: null };
  const above = (scores: readonly number[]): number => scores.filter((score) => score > threshold).length;
  return {
    rate,
    threshold,
    recall: bad.length === 0 ? null : above(bad) / bad.length,
    falsePositiveRate: above(good) / good.length,
  };
}
