/**
 * What a new process pays before it is warm: loading, compiling a policy, and the first requests, in which expressions are compiled that
 * are needed for the first time. A server pays it once, a serverless function again and again. Each round is a process of its own.
 */
import { fork } from "node:child_process";
import { once } from "node:events";
import { createFigure, type Figure } from "../measure/figures.js";

/** In ms of CPU time. */
export interface ColdStart {
  readonly load: number;
  readonly first: number;
  /** Of each of the next twenty. */
  readonly next: number;
}

const CHILD = new URL("./cold-start.child.js", import.meta.url);

export async function benchColdStart(rounds: number): Promise<readonly Figure[]> {
  const costs: ColdStart[] = [];
  for (let round = 0; round < rounds; round++) costs.push(await startOnce());
  const figure = (name: string, pick: (cost: ColdStart) => number): Figure =>
    createFigure(`cold start: ${name}, CPU time`, costs.map(pick), { unit: "ms", better: "lower" });
  return [
    figure("import and createGuard", ({ load }) => load),
    figure("first 2 KB request", ({ first }) => first),
    figure("each of the next 20", ({ next }) => next),
  ];
}

async function startOnce(): Promise<ColdStart> {
  const child = fork(CHILD);
  let cost: ColdStart | undefined;
  child.on("message", (message) => {
    ({ cost } = message as { readonly cost: ColdStart });
  });
  await once(child, "close");
  if (cost === undefined) throw new Error("the process of a cold start ended before it had measured anything");
  return cost;
}
