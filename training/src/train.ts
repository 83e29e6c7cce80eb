/** From documents to a model: a first round on windows taken at random, a second on those that the first finds telling. */
import type { Corpus, Document, Part } from "./corpus.js";
import { groupBy } from "./groups.js";
import { learn, scoresOf, type Example, type Learned } from "./learn.js";
import { Random } from "./random.js";

/** No source teaches more than the others: at most so many windows of its attacks, and of its harmless texts. */
const WINDOWS_PER_SOURCE = 900;
/** In the first round, of a long text. */
const WINDOWS_PER_DOCUMENT = 12;

export type Trained = Readonly<Record<Part, Learned>>;

export function train(corpus: Corpus, documents: readonly Document[]): Trained {
  const sources = [...groupBy(documents, ({ row }) => row.source).values()];
  const first = new Random(7);
  const opening = sources.flatMap((ones) => atRandom(ones, first));
  const trainPart = (part: Part): Learned => {
    const model = learn(corpus, part, opening);
    const second = new Random(11);
    return learn(
      corpus,
      part,
      sources.flatMap((ones) => telling(corpus, part, model, ones, second)),
    );
  };
  return { words: trainPart("words"), frames: trainPart("frames") };
}

function atRandom(documents: readonly Document[], random: Random): Example[] {
  return [true, false].flatMap((attack) => {
    const all = documents
      .filter(({ row }) => row.attack === attack)
      .flatMap((document) =>
        Array.from({ length: Math.min(document.windows, WINDOWS_PER_DOCUMENT) }, (_, at) => ({
          document,
          window: document.windows <= WINDOWS_PER_DOCUMENT ? at : Math.floor(random.next() * document.windows),
        })),
      );
    return shuffled(all, random).slice(0, WINDOWS_PER_SOURCE);
  });
}

/**
 * The two strongest windows of each attack: somewhere in it, it says what it is. Of harmless texts half those windows that look most like one,
 * half any.
 */
function telling(corpus: Corpus, part: Part, model: Learned, documents: readonly Document[], random: Random): Example[] {
  const attacks: Example[] = [];
  const harmless: (Example & { readonly score: number })[] = [];
  for (const document of documents) {
    const windows = [...scoresOf(corpus, part, model, document)].map((score, window) => ({ document, window, score }));
    if (document.row.attack) attacks.push(...windows.sort((a, b) => b.score - a.score).slice(0, 2));
    else harmless.push(...windows);
  }
  harmless.sort((a, b) => b.score - a.score);
  const hard = WINDOWS_PER_SOURCE / 2;
  return [
    ...shuffled(attacks, random).slice(0, WINDOWS_PER_SOURCE),
    ...harmless.slice(0, hard),
    ...shuffled(harmless.slice(hard), random).slice(0, WINDOWS_PER_SOURCE - hard),
  ];
}

function shuffled<T>(items: readonly T[], random: Random): T[] {
  const order = Int32Array.from(items.keys());
  random.shuffle(order);
  return [...order].flatMap((index) => items.slice(index, index + 1));
}
