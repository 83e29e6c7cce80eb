/** Source-grouped cross-validation: each source is judged by a model that has seen nothing of it. */
import { groupBy } from "./groups.js";
import { mixed } from "../../packages/guard/src/classifier/score.js";
import { PARTS, type Corpus, type Document, type Part } from "./corpus.js";
import { familyOf } from "./data.js";
import { scoresOf } from "./learn.js";
import { train, type Trained } from "./train.js";

export interface Judged {
  readonly document: Document;
  readonly fold: number;
  readonly score: number;
  readonly parts: Readonly<Record<Part, number>>;
}

/** Median and 99th percentile of the harmless, per part. */
export type Norms = Readonly<Record<Part, { readonly median: number; readonly high: number }>>;

export function quantile(sorted: ArrayLike<number>, share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

function judge(
  corpus: Corpus,
  trained: Trained,
  documents: readonly Document[],
): { readonly norms: Norms; readonly scores: readonly Omit<Judged, "fold">[] } {
  const strongest = documents.map((document) => ({
    words: scoresOf(corpus, "words", trained.words, document).reduce((a, b) => Math.max(a, b)),
    frames: scoresOf(corpus, "frames", trained.frames, document).reduce((a, b) => Math.max(a, b)),
  }));
  const norms = Object.fromEntries(
    PARTS.map((part) => {
      const harmless = strongest.filter((_, at) => documents[at]?.row.attack === false).map((scores) => scores[part]);
      const sorted = Float64Array.from(harmless).sort();
      return [part, { median: quantile(sorted, 0.5), high: quantile(sorted, 0.99) }];
    }),
  ) as unknown as Norms;
  const normal = (part: Part, score: number): number => (score - norms[part].median) / (norms[part].high - norms[part].median);
  const scores = documents.map((document, at) => {
    const parts = { words: normal("words", strongest[at]?.words ?? 0), frames: normal("frames", strongest[at]?.frames ?? 0) };
    return { document, parts, score: mixed(parts.words, parts.frames, document.windows) };
  });
  return { norms, scores };
}

/** Folds of about the same number of rows, whole families each, attacks and harmless texts dealt out apart. */
function foldsOf(documents: readonly Document[], folds: number): ReadonlyMap<string, number> {
  const families = [...groupBy(documents, ({ row }) => familyOf(row.source))].map(([family, ones]) => ({
    family,
    attacks: ones.filter(({ row }) => row.attack).length,
    size: ones.length,
  }));
  const fold = new Map<string, number>();
  const load = Array.from({ length: folds }, () => ({ attacks: 0, harmless: 0 }));
  families.sort((a, b) => b.attacks - a.attacks || b.size - a.size || (a.family < b.family ? -1 : 1));
  for (const { family, attacks, size } of families.filter(({ family }) => !family.startsWith("synthetic"))) {
    let best = 0;
    for (let at = 1; at < folds; at++) {
      const one = load[at];
      const other = load[best];
      if (one === undefined || other === undefined) continue;
      if (attacks > 0 ? one.attacks < other.attacks : one.harmless < other.harmless) best = at;
    }
    const chosen = load[best];
    if (chosen !== undefined) {
      chosen.attacks += attacks;
      chosen.harmless += size - attacks;
    }
    fold.set(family, best);
  }
  return fold;
}

/** A model, and the scale on which it puts harmless texts that it has not seen. */
export interface Fold {
  readonly trained: Trained;
  readonly norms: Norms;
}

export function crossValidate(
  corpus: Corpus,
  folds: number,
): { readonly judged: readonly Judged[]; readonly folds: readonly Fold[] } {
  const foldOf = foldsOf(corpus.documents, folds);
  const judged: Judged[] = [];
  const models: Fold[] = [];
  for (let fold = 0; fold < folds; fold++) {
    const held = corpus.documents.filter(
      ({ row }) => !row.source.startsWith("synthetic") && foldOf.get(familyOf(row.source)) === fold,
    );
    const seen = corpus.documents.filter(
      ({ row }) =>
        row.trainable &&
        foldOf.get(familyOf(row.source)) !== fold &&
        (row.within === undefined || foldOf.get(row.within) !== fold),
    );
    const trained = train(corpus, seen);
    const { norms, scores } = judge(corpus, trained, held);
    models.push({ trained, norms });
    judged.push(...scores.map((score) => ({ ...score, fold })));
  }
  return { judged, folds: models };
}
