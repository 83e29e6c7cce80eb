/** All rows as features, read once: windows are ranges of the pools. */
import { readFeatures } from "../../packages/guard/src/classifier/features.js";
import { slotOf } from "../../packages/guard/src/classifier/score.js";
import type { Row } from "./data.js";

export const BITS = { words: 19, frames: 16 } as const;
export type Part = keyof typeof BITS;
export const PARTS = ["words", "frames"] as const;

/** Features of one part, one after the other. */
class Pool {
  values = new Int32Array(1 << 24);
  length = 0;
  add(value: number): void {
    if (this.length === this.values.length) {
      const larger = new Int32Array(this.values.length * 2);
      larger.set(this.values);
      this.values = larger;
    }
    this.values[this.length++] = value;
  }
}

export interface Document {
  readonly row: Row;
  /** Per part: where each block begins in the pool, and where the last one ends. */
  readonly edges: Readonly<Record<Part, Int32Array>>;
  readonly windows: number;
}

export interface Corpus {
  readonly documents: readonly Document[];
  readonly pools: Readonly<Record<Part, Int32Array>>;
}

export function readCorpus(rows: readonly Row[]): Corpus {
  const words = new Pool();
  const frames = new Pool();
  const documents = rows.map((row): Document => {
    const wordEdges = [words.length];
    const frameEdges = [frames.length];
    readFeatures(row.text, {
      word(hash) {
        words.add(slotOf(hash, BITS.words));
      },
      frame(hash) {
        frames.add(slotOf(hash, BITS.frames));
      },
      token: () => undefined,
      block() {
        wordEdges.push(words.length);
        frameEdges.push(frames.length);
      },
    });
    return {
      row,
      edges: { words: Int32Array.from(wordEdges), frames: Int32Array.from(frameEdges) },
      windows: Math.max(1, wordEdges.length - 2),
    };
  });
  return {
    documents,
    pools: { words: words.values.subarray(0, words.length), frames: frames.values.subarray(0, frames.length) },
  };
}

/** Where a window lies in the pool of a part: two blocks, or the only one. */
export function windowOf({ edges }: Document, part: Part, window: number): readonly [start: number, end: number] {
  const at = edges[part];
  return [at[window] ?? 0, at[Math.min(window + 2, at.length - 1)] ?? 0];
}
