/** Logistic regression on hashed features, by AdaGrad: deterministic, single-threaded. */
import { windowScore } from "../../packages/guard/src/classifier/score.js";
import { BITS, windowOf, type Corpus, type Document, type Part } from "./corpus.js";
import { familyOf, type Row } from "./data.js";
import { Random } from "./random.js";

export interface Example {
  readonly document: Document;
  readonly window: number;
}

export interface Learned {
  readonly weights: Float32Array;
  readonly bias: number;
}

const EPOCHS = 6;
const RATE = 0.1;
const DECAY = 1e-4;
/** A word that only one work uses says which work it is. */
const LEAST_FAMILIES: Readonly<Record<Part, number>> = { words: 2, frames: 1 };

export function learn(corpus: Corpus, part: Part, examples: readonly Example[]): Learned {
  const pool = corpus.pools[part];
  const weights = new Float32Array(1 << BITS[part]);
  const squares = new Float32Array(weights.length).fill(1e-6);
  const shared = sharedSlots(corpus, part, examples);
  let bias = -1;
  let biasSquare = 1e-6;
  const order = Int32Array.from(examples.keys());
  const random = new Random(part.length);
  for (let epoch = 0; epoch < EPOCHS; epoch++) {
    random.shuffle(order);
    for (const index of order) {
      const example = examples[index];
      if (example === undefined) continue;
      const [start, end] = windowOf(example.document, part, example.window);
      if (end === start) continue;
      let sum = 0;
      for (let at = start; at < end; at++) sum += weights[pool[at] ?? 0] ?? 0;
      const value = 1 / Math.sqrt(end - start);
      const error =
        (1 / (1 + Math.exp(-(sum * value + bias))) - (example.document.row.attack ? 1 : 0)) * weightOf(example.document.row);
      biasSquare += error * error;
      bias -= (RATE * error) / Math.sqrt(biasSquare);
      const step = error * value;
      for (let at = start; at < end; at++) {
        const slot = pool[at] ?? 0;
        if (shared[slot] === 0) continue;
        const gathered = (squares[slot] ?? 0) + step * step;
        squares[slot] = gathered;
        const weight = weights[slot] ?? 0;
        weights[slot] = weight - RATE * (step / Math.sqrt(gathered)) - DECAY * weight;
      }
    }
  }
  return { weights, bias };
}

/** Natural writing with harmless twins teaches more than what machines made: there is less of it. */
const weightOf = ({ source }: Row): number => (source.startsWith("authored") ? 3 : 1);

/** Which features enough families of sources have. Families beyond the 32nd share bits: then two may count as one. */
function sharedSlots(corpus: Corpus, part: Part, examples: readonly Example[]): Uint8Array {
  const pool = corpus.pools[part];
  const families = new Map<string, number>();
  const seen = new Int32Array(1 << BITS[part]);
  for (const { document, window } of examples) {
    const family = familyOf(document.row.source);
    const number = families.get(family) ?? families.size;
    families.set(family, number);
    const [start, end] = windowOf(document, part, window);
    for (let at = start; at < end; at++) {
      const slot = pool[at] ?? 0;
      seen[slot] = (seen[slot] ?? 0) | (1 << (number % 32));
    }
  }
  return Uint8Array.from(seen, (bits) => (bitsIn(bits) >= LEAST_FAMILIES[part] ? 1 : 0));
}

function bitsIn(bits: number): number {
  let count = 0;
  for (let left = bits; left !== 0; left &= left - 1) count += 1;
  return count;
}

/** Scores of all windows of a document. */
export function scoresOf(corpus: Corpus, part: Part, { weights, bias }: Learned, document: Document): Float64Array {
  const pool = corpus.pools[part];
  const scores = new Float64Array(document.windows);
  for (let window = 0; window < document.windows; window++) {
    const [start, end] = windowOf(document, part, window);
    let sum = 0;
    for (let at = start; at < end; at++) sum += weights[pool[at] ?? 0] ?? 0;
    scores[window] = windowScore({ scale: 1, bias }, sum, end - start);
  }
  return scores;
}
