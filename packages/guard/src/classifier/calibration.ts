/** From a model's score to the rate of harmless texts that score as high, and to a confidence. */

/** One line of the calibration table: at this score or above lie at most so many of the harmless texts, as a share. */
export interface Calibrated {
  readonly score: number;
  readonly rate: number;
}

/** Above the highest score that the table knows, no rate was measured: below this one nothing is claimed. */
const LEAST_RATE = 1e-6;

/**
 * The share of harmless texts that score at least so high: between the lines of the table its logarithm is interpolated.
 * @param table - By rising score, its rates falling. At least two lines.
 */
export function rateAt(table: readonly Calibrated[], score: number): number {
  let upper = table.findIndex((line) => line.score > score);
  if (upper < 0) upper = table.length - 1; // beyond the table the last slope goes on
  const high = table[Math.max(1, upper)];
  const low = table[Math.max(1, upper) - 1];
  if (high === undefined || low === undefined) return 1;
  const share = (score - low.score) / (high.score - low.score);
  const rate = Math.exp(Math.log(low.rate) + share * (Math.log(high.rate) - Math.log(low.rate)));
  return Math.min(1, Math.max(LEAST_RATE, rate));
}

/**
 * A rate of false positives as a confidence: 0 at 100%, 0.5 at 10%, 0.75 at 1%, 0.87 at 0.1%, 0.94 at 0.01%. It falls as the rate grows and
 * means the same in every text; the power puts the rates that policies are about where the rules' confidences lie.
 */
export const confidenceOf = (rate: number): number => 1 - Math.pow(rate, 0.3);

/** The score that harmless texts reach no more often than this rate: the other way round. */
export function scoreAt(table: readonly Calibrated[], rate: number): number {
  const upper = Math.max(
    1,
    table.findIndex((line) => line.rate <= rate),
  );
  const high = table[upper];
  const low = table[upper - 1];
  if (high === undefined || low === undefined) return Infinity;
  return (
    low.score + ((Math.log(rate) - Math.log(low.rate)) / (Math.log(high.rate) - Math.log(low.rate))) * (high.score - low.score)
  );
}
