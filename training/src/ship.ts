/** Writes the model that guard ships: the mean of the folds' models, each brought to its own scale by texts that it had not seen. */
import { createHash } from "node:crypto";
import type { Calibrated } from "../../packages/guard/src/classifier/calibration.js";
import { BITS, PARTS, type Part } from "./corpus.js";
import { groupBy } from "./groups.js";
import { quantile, type Fold, type Judged } from "./validate.js";

/** Rates that the calibration table has a line for. */
const RATES = [0.95, 0.8, 0.5, 0.3, 0.2, 0.1, 0.05, 0.03, 0.02, 0.01, 0.005, 0.003, 0.002, 0.001, 0.0005, 0.0003];

interface Quantized {
  readonly bits: number;
  readonly scale: number;
  readonly bias: number;
  readonly median: number;
  readonly high: number;
  readonly data: string;
}

/** A window's mean normal score over the folds is linear in its features, so the mean model is one model. */
function meanOf(folds: readonly Fold[], part: Part): Quantized {
  const weights = new Float64Array(1 << BITS[part]);
  let bias = 0;
  for (const { trained, norms } of folds) {
    const { median, high } = norms[part];
    const factor = 1 / (high - median) / folds.length;
    for (let slot = 0; slot < weights.length; slot++)
      weights[slot] = (weights[slot] ?? 0) + (trained[part].weights[slot] ?? 0) * factor;
    bias += (trained[part].bias - median) * factor;
  }
  // A few weights are far larger than the rest: they are cut, so that the others keep their steps.
  const sizes = weights.map(Math.abs).sort();
  const scale = quantile(sizes, 0.9995) / 127;
  const bytes = Int8Array.from(weights, (weight) => Math.max(-127, Math.min(127, Math.round(weight / scale))));
  return { bits: BITS[part], scale, bias, median: 0, high: 1, data: Buffer.from(bytes.buffer).toString("base64") };
}

/** Per rate the largest quantile of any fold: what one source of texts needs, all get. */
export function calibrate(judged: readonly Judged[]): readonly Calibrated[] {
  const folds = [...groupBy(judged, ({ fold }) => fold).values()].map((ones) =>
    Float64Array.from(ones.filter(({ document }) => !document.row.attack).map(({ score }) => score)).sort(),
  );
  let least = -Infinity;
  return RATES.map((rate) => {
    least = Math.max(least + 1e-6, ...folds.map((scores) => quantile(scores, 1 - rate)));
    return { score: Math.ceil(least * 1e6) / 1e6, rate };
  });
}

/** The module's text, and the hash of the model by which card and results name it. */
export function moduleOf(
  folds: readonly Fold[],
  calibration: readonly Calibrated[],
): { readonly text: string; readonly hash: string } {
  const parts = PARTS.map((part) => [part, meanOf(folds, part)] as const);
  const hash = createHash("sha256")
    .update(JSON.stringify([parts, calibration]))
    .digest("hex")
    .slice(0, 16);
  const text = [
    "/** The shipped injection model. Made by `npm run train`; not to be edited. */",
    'import type { Calibrated } from "./calibration.js";',
    'import type { Linear } from "./score.js";',
    "",
    "/** A linear model with its weights as base64 of signed bytes. */",
    'export interface PackedLinear extends Omit<Linear, "weights"> {',
    "  readonly data: string;",
    "}",
    "",
    'interface Weights extends Readonly<Record<"words" | "frames", PackedLinear>> {',
    "  /** First 16 hex digits of the SHA-256 of model and calibration. */",
    "  readonly hash: string;",
    "  readonly calibration: readonly Calibrated[];",
    "}",
    "",
    `export const WEIGHTS: Weights = ${JSON.stringify({ hash, calibration, ...Object.fromEntries(parts) }, undefined, 2)};`,
    "",
  ].join("\n");
  return { text, hash };
}
