/** Figures: what came out of several rounds, as median and spread, and what was aimed at. */

export interface Figure {
  /** What was measured, in words that stay: results of another day are compared by it. */
  readonly name: string;
  readonly unit: string;
  readonly better: "higher" | "lower";
  readonly median: number;
  readonly min: number;
  readonly max: number;
  readonly rounds: number;
  /** In the figure's unit: at least so much where higher is better, else at most. */
  readonly target?: number;
}

export interface FigureOptions {
  readonly unit: string;
  readonly better: Figure["better"];
  readonly target?: number;
}

/** @param values - One per round. */
export function createFigure(name: string, values: readonly number[], { unit, better, target }: FigureOptions): Figure {
  const sorted = values.toSorted((a, b) => a - b);
  const [min, max] = [sorted[0], sorted.at(-1)];
  if (min === undefined || max === undefined) throw new RangeError(`no round measured ${name}`);
  return {
    name,
    unit,
    better,
    median: round(quantile(sorted, 0.5)),
    min: round(min),
    max: round(max),
    rounds: values.length,
    ...(target === undefined ? {} : { target }),
  };
}

/** @param sorted - In ascending order, not empty. */
export function quantile(sorted: readonly number[], share: number): number {
  const place = (sorted.length - 1) * share;
  const [low, high] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]];
  if (low === undefined || high === undefined) throw new RangeError("no values");
  return low + (high - low) * (place - Math.floor(place));
}

export function isMet({ better, median, target }: Figure): boolean | undefined {
  if (target === undefined) return undefined;
  return better === "higher" ? median >= target : median <= target;
}

/** Four digits say all that a benchmark knows. */
const round = (value: number): number => Number(value.toPrecision(4));
