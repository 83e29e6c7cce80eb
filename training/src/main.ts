/**
 * Trains the injection model that guard ships, and measures it. Run: `npm run train -- <folder of the dev data>`. Takes about two minutes of
 * one core; the same data gives the same bytes. Writes the model's module and the figures of its source-grouped cross-validation.
 */
import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { scoreAt } from "../../packages/guard/src/classifier/calibration.js";
import { readCorpus } from "./corpus.js";
import { readRows } from "./data.js";
import { auc, sharesOf, statedRates, type Shares } from "./figures.js";
import { calibrate, moduleOf } from "./ship.js";
import { syntheticRows } from "./synthetic.js";
import { crossValidate } from "./validate.js";

const FOLDS = 8;
const ROOT = join(dirname(fileURLToPath(import.meta.url)), "../..");

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error("say where the data lies: npm run train -- <folder>");

const rows = readRows(folder);
const synthetic = syntheticRows(rows);
const { judged, folds } = crossValidate(readCorpus([...rows, ...synthetic]), FOLDS);
const calibration = calibrate(judged);
const { text, hash } = moduleOf(folds, calibration);

/** The source with the most core attacks. */
const largest = "atr";
const results = {
  model: hash,
  validation: `${FOLDS} folds by source; sources that are one work are held out together`,
  rows: { judged: judged.length, synthetic: synthetic.length, trainable: rows.filter(({ trainable }) => trainable).length },
  all: sharesOf(judged),
  withoutLargestSource: sharesOf(judged.filter(({ document }) => !document.row.source.startsWith(largest))),
  aucAuthored: auc(judged.filter(({ document }) => document.row.source.startsWith("authored"))),
  shippedThresholds: statedRates(judged, (rate) => scoreAt(calibration, rate)),
};

writeFileSync(join(ROOT, "packages/guard/src/classifier/weights.ts"), text);
writeFileSync(join(ROOT, "bench/results/injection-model.json"), `${JSON.stringify(results, undefined, 2)}\n`);
print("all sources", results.all);
print(`without ${largest}`, results.withoutLargestSource);
console.table(results.shippedThresholds);
console.log(`AUC of authored rows ${results.aucAuthored}; model ${hash}, ${Math.round(text.length / 1024)} KiB`);

function print(name: string, shares: Readonly<Record<string, Shares>>): void {
  console.log(name);
  console.table(shares);
}
