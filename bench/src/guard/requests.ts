/**
 * Requests under guard, new and resent, against `JSON.parse` and `JSON.stringify` of the same bodies: what any program pays that reads and
 * writes a body at all. Both sides take bytes and give bytes, as at a door.
 *
 * What the precautions are against:
 * - a guard that remembers: each round has texts that no round had before, made outside of the timed part; "resent" is the same conversation
 *   after one more turn, and only that is timed;
 * - a benchmark of nothing: some of the timed bodies hold a key, and as many must be found as were planted;
 * - drift and neighbors: both sides run in each round, in turns first; CPU time, medians, and a ratio per round;
 * - a cold start: the first rounds are thrown away.
 */
import assert from "node:assert/strict";
import type { Guard } from "@sallyport/guard";
import { createConversation, type Shape } from "../fixtures/conversation.js";
import { plantedKey } from "../fixtures/plants.js";
import { costOf, type Cost } from "../measure/cost.js";
import { createFigure, type Figure } from "../measure/figures.js";

/** MB per second that a guard must read on one core, by kind of text. */
const TARGETS = { new: 20, resent: 30 } as const;
export type History = keyof typeof TARGETS;

/** Of one round: long enough that the clock's grain and a collection of garbage are small beside it. */
const ROUND_BYTES = 8_000_000;
/** One body in so many holds a key. */
const PLANT_EVERY = 20;

interface Batch {
  readonly bodies: readonly Buffer[];
  readonly bytes: number;
  readonly plants: number;
}

interface Round {
  readonly batch: Batch;
  readonly ours: Cost;
  readonly peer: Cost;
}

/** @returns The figures of one shape and history. */
export function benchRequests(guard: Guard, shape: Shape, history: History, { rounds, warmUp }: Rounds): readonly Figure[] {
  const measured: Round[] = [];
  for (let round = -warmUp; round < rounds; round++) {
    const batch = createBatch(guard, shape, history);
    const sides = [
      { side: "ours", run: () => runOurs(guard, batch) },
      { side: "peer", run: () => runPeer(batch) },
    ] as const;
    const costs: Partial<Record<"ours" | "peer", Cost>> = {};
    for (const { side, run } of round % 2 === 0 ? sides : sides.toReversed()) costs[side] = run();
    const { ours, peer } = costs;
    assert.ok(ours !== undefined && peer !== undefined);
    if (round >= 0) measured.push({ batch, ours, peer });
  }
  return figuresOf(`${history} ${shape.name}`, measured, TARGETS[history]);
}

export interface Rounds {
  readonly rounds: number;
  readonly warmUp: number;
}

/** Seeds are never used twice in a run. */
let seed = 10_000;

function createBatch(guard: Guard, shape: Shape, history: History): Batch {
  const count = Math.max(2, Math.round(ROUND_BYTES / shape.bytes));
  const bodies: Buffer[] = [];
  let plants = 0;
  for (let index = 0; index < count; index++) {
    seed += 1;
    const planted = index % Math.min(PLANT_EVERY, count) === 1;
    if (planted) plants += 1;
    const conversation = createConversation(shape, seed, planted ? { user: plantedKey(seed).text } : {});
    if (history === "resent") {
      guard.request(conversation.body());
      conversation.grow();
    }
    bodies.push(conversation.body());
  }
  return { bodies, bytes: bodies.reduce((sum, body) => sum + body.length, 0), plants };
}

function runOurs(guard: Guard, { bodies, plants }: Batch): Cost {
  let passed = 0;
  let edited = 0;
  let bytes = 0;
  const cost = costOf(() => {
    for (const body of bodies) {
      const decision = guard.request(body);
      if (decision.kind !== "pass") continue;
      passed += 1;
      if (decision.edited) edited += 1;
      bytes += decision.body.length;
    }
  });
  assert.deepEqual({ passed, edited, empty: bytes === 0 }, { passed: bodies.length, edited: plants, empty: false });
  return cost;
}

function runPeer({ bodies, bytes }: Batch): Cost {
  let written = 0;
  const cost = costOf(() => {
    for (const body of bodies) written += Buffer.from(JSON.stringify(JSON.parse(body.toString()))).length;
  });
  assert.equal(written, bytes);
  return cost;
}

function figuresOf(name: string, rounds: readonly Round[], target: number): readonly Figure[] {
  const perSecond = (pick: (round: Round) => number) =>
    rounds.map((round) => round.batch.bytes / 1_000_000 / (pick(round) / 1_000));
  const each = (pick: (round: Round) => number) => rounds.map((round) => (pick(round) * 1_000) / round.batch.bodies.length);
  const fast = { unit: "MB/s", better: "higher" } as const;
  const brief = { unit: "µs", better: "lower" } as const;
  return [
    createFigure(
      `${name}: guard, CPU time`,
      perSecond(({ ours }) => ours.cpuMs),
      { ...fast, target },
    ),
    createFigure(
      `${name}: guard, wall time`,
      perSecond(({ ours }) => ours.wallMs),
      fast,
    ),
    createFigure(
      `${name}: guard, CPU per request`,
      each(({ ours }) => ours.cpuMs),
      brief,
    ),
    createFigure(
      `${name}: JSON, CPU time`,
      perSecond(({ peer }) => peer.cpuMs),
      fast,
    ),
    createFigure(
      `${name}: JSON, CPU per request`,
      each(({ peer }) => peer.cpuMs),
      brief,
    ),
    createFigure(
      `${name}: guard's CPU time / JSON's`,
      rounds.map(({ ours, peer }) => ours.cpuMs / peer.cpuMs),
      {
        unit: "times",
        better: "lower",
      },
    ),
  ];
}
