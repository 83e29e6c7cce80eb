/** The file that a run leaves: its figures, and what a reader must know in order to compare them with those of another run. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { cpus, loadavg, totalmem } from "node:os";
import type { Figure } from "./figures.js";

export interface Results {
  readonly benchmark: string;
  readonly date: string;
  readonly versions: Readonly<Record<string, string>>;
  readonly machine: {
    readonly cpu: string;
    readonly cores: number;
    readonly memoryGb: number;
    readonly platform: string;
    /** Processes that wanted to run, averaged over a minute, before and after: what else the machine had to do. */
    readonly loadBefore: number;
    readonly loadAfter: number;
  };
  /** What the figures depend on beside the machine: sizes, rounds, counts. */
  readonly settings: Readonly<Record<string, string | number>>;
  readonly figures: readonly Figure[];
}

export interface Run {
  /** Ends the run: the results, with the machine's load now. */
  end(figures: readonly Figure[]): Results;
}

export function startRun(benchmark: string, settings: Results["settings"], versions: Readonly<Record<string, string>> = {}): Run {
  const date = new Date().toISOString();
  const loadBefore = load();
  return {
    end: (figures) => ({
      benchmark,
      date,
      versions: { node: process.versions.node, v8: process.versions.v8, ...versions },
      machine: {
        cpu: cpus()[0]?.model ?? "unknown",
        cores: cpus().length,
        memoryGb: Math.round(totalmem() / 2 ** 30),
        platform: `${process.platform} ${process.arch}`,
        loadBefore,
        loadAfter: load(),
      },
      settings,
      figures,
    }),
  };
}

/** The version of a package that is installed here. */
export function versionOf(name: string): string {
  const { version } = createRequire(import.meta.url)(`${name}/package.json`) as { readonly version: string };
  return version;
}

const FOLDER = new URL("../../results/", import.meta.url);

/** @param keep - Whether the file is to be committed; else git ignores it. */
export function writeResults(results: Results, keep: boolean): string {
  const name = `${results.benchmark}${keep ? "" : ".tmp"}.json`;
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(new URL(name, FOLDER), `${JSON.stringify(results, null, 2)}\n`);
  return `bench/results/${name}`;
}

/** @throws Error if the file doesn't hold results of a benchmark. */
export function readResults(file: string): Results {
  const value = JSON.parse(readFileSync(file, "utf8")) as Partial<Results> | null;
  if (value === null || typeof value.benchmark !== "string" || !Array.isArray(value.figures)) {
    throw new Error(`${file} holds no results of a benchmark: give a file that a benchmark wrote`);
  }
  // Its own writer is the only one: what has the benchmark's name and figures has the rest.
  return value as Results;
}

const load = (): number => Number((loadavg()[0] ?? 0).toFixed(2));
