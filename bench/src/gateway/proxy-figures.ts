/** Figures of proxies: each by itself, what each adds to no proxy at all, and how it compares with another. */
import { createFigure, type Figure } from "../measure/figures.js";
import type { Proxy } from "./proxies.js";
import { CROWD, LOAD, type Sample } from "./rounds.js";

type Samples = readonly Sample[];

const more = { better: "higher" } as const;
const less = { better: "lower" } as const;
const MS = { unit: "ms", ...less } as const;

/** What one proxy does, and what it adds to the same rounds without a proxy. */
export function ownFigures(name: string, samples: Samples, without: Samples): readonly Figure[] {
  const of = (pick: (sample: Sample) => number): readonly number[] => samples.map(pick);
  const added = (pick: (sample: Sample) => number): readonly number[] => differences(samples, without, pick);
  const busy = `${name}: ${LOAD.connections} connections`;
  const crowd = `${name}: ${CROWD.streams} streams`;
  return [
    createFigure(
      `${busy}, requests`,
      of((sample) => sample.requestsPerSecond),
      { unit: "1/s", ...more },
    ),
    createFigure(
      `${busy}, CPU per request`,
      of((sample) => sample.cpuPerRequest),
      { unit: "µs", ...less },
    ),
    createFigure(
      `${busy}, p50`,
      of((sample) => sample.busyP50),
      MS,
    ),
    createFigure(
      `${busy}, p99`,
      of((sample) => sample.busyP99),
      MS,
    ),
    createFigure(
      `${name}: 1 connection, added at p50`,
      added((sample) => sample.quietP50),
      MS,
    ),
    createFigure(
      `${name}: 1 connection, added at p99`,
      added((sample) => sample.quietP99),
      MS,
    ),
    createFigure(
      `${name}: 1 stream, first byte added at p50`,
      added((sample) => sample.firstByte),
      MS,
    ),
    createFigure(
      `${name}: 1 stream, first byte added at p99`,
      added((sample) => sample.firstByteP99),
      MS,
    ),
    createFigure(
      `${crowd}, first byte at p50`,
      of((sample) => sample.crowdFirstByteP50),
      MS,
    ),
    createFigure(
      `${crowd}, first byte at p99`,
      of((sample) => sample.crowdFirstByteP99),
      MS,
    ),
    createFigure(
      `${crowd}, CPU per stream`,
      of((sample) => sample.cpuPerStream),
      { unit: "µs", ...less },
    ),
  ];
}

/** What harness, network and upstream do by themselves: no proxy can be seen to do better. */
export function harnessFigures(samples: Samples): readonly Figure[] {
  const name = "no proxy";
  return [
    createFigure(
      `${name}: ${LOAD.connections} connections, requests`,
      samples.map((sample) => sample.requestsPerSecond),
      {
        unit: "1/s",
        ...more,
      },
    ),
    createFigure(
      `${name}: 1 connection, p50`,
      samples.map((sample) => sample.quietP50),
      MS,
    ),
    createFigure(
      `${name}: 1 stream, first byte at p50`,
      samples.map((sample) => sample.firstByte),
      MS,
    ),
    createFigure(
      `${name}: ${CROWD.streams} streams, first byte at p50`,
      samples.map((sample) => sample.crowdFirstByteP50),
      MS,
    ),
  ];
}

/** @param target - Requests per second of the first, in those of the second. */
export function requestRatio(names: readonly [string, string], pair: readonly [Samples, Samples], target?: number): Figure {
  const [ours, theirs] = pair;
  const ratios = ours.map((sample, round) => sample.requestsPerSecond / (theirs[round]?.requestsPerSecond ?? NaN));
  return createFigure(`${names.join(" / ")}: requests per second`, ratios, {
    unit: "times",
    ...more,
    ...(target === undefined ? {} : { target }),
  });
}

/** @param target - Ms by which the first byte of a stream may come later than from the second. */
export function firstByteLater(names: readonly [string, string], pair: readonly [Samples, Samples], target?: number): Figure {
  const later = differences(...pair, (sample) => sample.firstByte);
  return createFigure(`${names.join(" after ")}: first byte of a stream`, later, {
    ...MS,
    ...(target === undefined ? {} : { target }),
  });
}

export function cpuRatio(names: readonly [string, string], pair: readonly [Samples, Samples]): Figure {
  const [ours, theirs] = pair;
  const ratios = ours.map((sample, round) => sample.cpuPerRequest / (theirs[round]?.cpuPerRequest ?? NaN));
  return createFigure(`${names.join(" / ")}: CPU per request`, ratios, { unit: "times", ...less });
}

/** Over all rounds, after the crowd of streams. */
export async function memoryFigure({ name, usage }: Proxy): Promise<Figure> {
  const { peakMb } = await usage();
  return createFigure(`${name}: peak memory`, [peakMb], { unit: "MB", ...less });
}

const differences = (samples: Samples, others: Samples, pick: (sample: Sample) => number): readonly number[] =>
  samples.map((sample, round) => pick(sample) - (others[round] === undefined ? NaN : pick(others[round])));
