/**
 * Streamed answers under guard, event by event, against `JSON.parse` and `JSON.stringify` of each event's data: what any program pays that
 * reads a stream at all. A 4 KB answer in deltas of 12 characters, as they come.
 *
 * The precautions are those of requests: new answers in each round, keys in some of them that must not come out, both sides in each round.
 */
import assert from "node:assert/strict";
import type { Guard } from "@sallyport/guard";
import { createAnswer, type Answer } from "../fixtures/answer.js";
import { plantedAccessKeyId } from "../fixtures/plants.js";
import { costOf, type Cost } from "../measure/cost.js";
import { createFigure, type Figure } from "../measure/figures.js";
import type { Rounds } from "./requests.js";

const SHAPE = { chars: 4_096, deltaChars: 12 } as const;
/** Of one round. */
const ANSWERS = 250;
const PLANT_EVERY = 20;

interface Batch {
  readonly answers: readonly Answer[];
  readonly plants: number;
}

interface Round {
  readonly batch: Batch;
  readonly ours: Cost;
  readonly peer: Cost;
}

export function benchStreams(guard: Guard, { rounds, warmUp }: Rounds): readonly Figure[] {
  const measured: Round[] = [];
  for (let round = -warmUp; round < rounds; round++) {
    const batch = createBatch(round + warmUp);
    const first = round % 2 === 0 ? runOurs(guard, batch) : undefined;
    const peer = runPeer(batch);
    const ours = first ?? runOurs(guard, batch);
    if (round >= 0) measured.push({ batch, ours, peer });
  }
  return figuresOf("streamed 4 KB", measured);
}

function createBatch(round: number): Batch {
  let plants = 0;
  const answers = Array.from({ length: ANSWERS }, (_, index) => {
    const seed = 5_000_000 + round * ANSWERS + index;
    if (index % PLANT_EVERY !== 1) return createAnswer(seed, SHAPE);
    plants += 1;
    return createAnswer(seed, { ...SHAPE, planted: plantedAccessKeyId(seed).text });
  });
  return { answers, plants };
}

function runOurs(guard: Guard, { answers, plants }: Batch): Cost {
  let redacted = 0;
  let passed = 0;
  let bytes = 0;
  const cost = costOf(() => {
    for (const { frames } of answers) {
      const stream = guard.stream();
      for (const frame of frames) bytes += stream.push(frame).length;
      bytes += stream.end().length;
      const { action } = stream.verdict();
      if (action === "redact") redacted += 1;
      // Addresses in a text are put on record.
      if (action === "allow" || action === "flag") passed += 1;
    }
  });
  assert.deepEqual({ redacted, passed, empty: bytes === 0 }, { redacted: plants, passed: ANSWERS - plants, empty: false });
  return cost;
}

function runPeer({ answers }: Batch): Cost {
  let written = 0;
  const cost = costOf(() => {
    for (const { frames } of answers) {
      for (const frame of frames) {
        const text = frame.toString();
        const data = text.indexOf("data: ") + 6;
        written += Buffer.from(`${text.slice(0, data)}${JSON.stringify(JSON.parse(text.slice(data)))}\n\n`).length;
      }
    }
  });
  assert.equal(written, wireBytes(answers));
  return cost;
}

function figuresOf(name: string, rounds: readonly Round[]): readonly Figure[] {
  const perSecond = (bytes: (batch: Batch) => number, pick: (round: Round) => number) =>
    rounds.map((round) => bytes(round.batch) / 1_000_000 / (pick(round) / 1_000));
  const perDelta = (pick: (round: Round) => number) => rounds.map((round) => (pick(round) * 1_000) / deltas(round.batch));
  const fast = { unit: "MB/s", better: "higher" } as const;
  const brief = { unit: "µs", better: "lower" } as const;
  const ours = ({ ours: { cpuMs } }: Round): number => cpuMs;
  return [
    createFigure(`${name}: guard, text by CPU time`, perSecond(textBytes, ours), fast),
    createFigure(
      `${name}: guard, events by CPU time`,
      perSecond(({ answers }) => wireBytes(answers), ours),
      fast,
    ),
    createFigure(`${name}: guard, CPU per delta`, perDelta(ours), brief),
    createFigure(
      `${name}: JSON, CPU per delta`,
      perDelta(({ peer }) => peer.cpuMs),
      brief,
    ),
    createFigure(
      `${name}: guard's CPU time / JSON's`,
      rounds.map(({ ours: { cpuMs }, peer }) => cpuMs / peer.cpuMs),
      {
        unit: "times",
        better: "lower",
      },
    ),
  ];
}

const deltas = ({ answers }: Batch): number => answers.reduce((sum, answer) => sum + answer.deltas, 0);
const textBytes = ({ answers }: Batch): number => answers.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0);
const wireBytes = (answers: readonly Answer[]): number =>
  answers.reduce((sum, { frames }) => sum + frames.reduce((all, frame) => all + frame.length, 0), 0);
