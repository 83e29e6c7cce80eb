/** The linear model over the features of a text: the score of its strongest window, and where that is. */
import { readFeatures } from "./features.js";

/** Weights per hashed feature, for words features and for frames. */
export interface Linear {
  /** Two to this many weights. */
  readonly bits: number;
  readonly weights: Int8Array | Float32Array;
  readonly scale: number;
  readonly bias: number;
  /** Median and 99th percentile of the scores of harmless texts: they become 0 and 1, so that the two can be mixed. */
  readonly median: number;
  readonly high: number;
}

export interface Model {
  readonly words: Linear;
  readonly frames: Linear;
}

const EXP = 0.5;
/** A place in a table of two to so many weights. */
export const slotOf = (hash: number, bits: number): number => Math.imul(hash, 0x85ebca6b) >>> (32 - bits);

/** Sum and number of a window's features to its score: a longer window has more features, not more weight. */
export const windowScore = ({ scale, bias }: Pick<Linear, "scale" | "bias">, sum: number, count: number): number =>
  count === 0 ? bias : (sum * scale) / Math.pow(count, EXP) + bias;

const normal = ({ median, high }: Linear, score: number): number => (score - median) / (high - median);

/** Mixes the two by a fixed rule: learned mixers learn lengths and traits of their sources. Many windows have many chances to look odd. */
export const mixed = (words: number, frames: number, windows: number): number =>
  Math.max(words, frames) + 0.3 * (words + frames) - 0.05 * Math.log(1 + windows);

export interface Scored {
  readonly score: number;
  /** The strongest window, in UTF-16 units of the text. */
  readonly start: number;
  readonly end: number;
}

/** Linear in the length of the text; keeps a few numbers per block of it. */
export function scoreText({ words, frames }: Model, text: string): Scored {
  const blocks: Block[] = [];
  let block = emptyBlock();
  readFeatures(text, {
    word(hash) {
      block.words += words.weights[slotOf(hash, words.bits)] ?? 0;
      block.wordsCount += 1;
    },
    frame(hash) {
      block.frames += frames.weights[slotOf(hash, frames.bits)] ?? 0;
      block.framesCount += 1;
    },
    token(start, end) {
      if (block.start < 0) block.start = start;
      block.end = end;
    },
    block() {
      blocks.push(block);
      block = emptyBlock();
    },
  });

  let bestWords = -Infinity;
  let bestFrames = -Infinity;
  let best = -Infinity;
  let [start, end] = [0, text.length];
  const windows = Math.max(1, blocks.length - 1);
  for (let at = 0; at < windows; at++) {
    const first = blocks[at] ?? block;
    const second = blocks[at + 1] ?? NO_BLOCK;
    const r = normal(words, windowScore(words, first.words + second.words, first.wordsCount + second.wordsCount));
    const f = normal(frames, windowScore(frames, first.frames + second.frames, first.framesCount + second.framesCount));
    bestWords = Math.max(bestWords, r);
    bestFrames = Math.max(bestFrames, f);
    const here = mixed(r, f, 0);
    if (here <= best) continue;
    best = here;
    start = Math.max(0, first.start);
    end = second === NO_BLOCK ? first.end : second.end;
  }
  return { score: mixed(bestWords, bestFrames, windows), start, end };
}

interface Block {
  words: number;
  wordsCount: number;
  frames: number;
  framesCount: number;
  start: number;
  end: number;
}
const emptyBlock = (): Block => ({ words: 0, wordsCount: 0, frames: 0, framesCount: 0, start: -1, end: 0 });
const NO_BLOCK = emptyBlock();
