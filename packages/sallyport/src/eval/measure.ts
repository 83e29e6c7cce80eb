/** Running the guard over the rows of a data set, and timing it. */
import { hrtime } from "node:process";
import { isCertain, type Action, type Guard, type JudgedFinding, type Verdict } from "@sallyport/guard";
import { USUAL_TRUST } from "../input/trust.js";
import type { Judged } from "./figures.js";
import { ORIGIN_OF, type Row } from "./row.js";

/** What is written for a row by `--rows`: never its text, nor a value found in it. */
interface RowResult {
  readonly id: string;
  /** `null` where the row could not be checked. */
  readonly action: Action | null;
  /** 0..1, comparable between rows. */
  readonly score: number;
  readonly findings: readonly {
    readonly detector: string;
    /** Which of the detector's kinds it is; its family where it has none. */
    readonly kind: string;
    /** In UTF-16 units of the row's text, end exclusive. */
    readonly start: number;
    readonly end: number;
    readonly confidence: number;
    readonly action: Action;
  }[];
}

export interface Measurement {
  readonly judged: Judged;
  readonly result: RowResult;
  readonly nanoseconds: number;
}

/** Checks one row as a text that stands where the row's channel says. The time is that of the guard alone. */
export function measureRow(guard: Guard, row: Row): Measurement {
  const origin = ORIGIN_OF[row.channel];
  const trust = guard.policy.trust[origin] ?? USUAL_TRUST[origin];
  const startedAt = hrtime.bigint();
  const { verdict, score } = guard.text(row.text, { origin, trust });
  const nanoseconds = Number(hrtime.bigint() - startedAt);
  const action = actionOf(verdict);
  return {
    judged: { bad: row.bad, kind: row.kind, source: row.source, action, score },
    result: { id: row.id, action: action ?? null, score, findings: verdict.findings.map(shown) },
    nanoseconds,
  };
}

/** The policy's action, or `undefined` where a part of the text was not checked: that must count neither as found nor as clean. */
function actionOf(verdict: Verdict): Action | undefined {
  return isCertain(verdict) ? verdict.action : undefined;
}

function shown({
  detector,
  family,
  kind = family,
  start,
  end,
  confidence,
  action,
}: JudgedFinding): RowResult["findings"][number] {
  return { detector, kind, start, end, confidence, action };
}
