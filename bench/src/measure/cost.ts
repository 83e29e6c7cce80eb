/**
 * What a piece of work costs. CPU time stands beside wall time because machines are shared: a neighbor stretches the wall clock by far more
 * than the CPU's, though that too, for caches and cores are shared. It is the time of the whole process, so that a garbage collector's own
 * threads are on the bill of whoever made the garbage.
 */
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

export interface Cost {
  readonly cpuMs: number;
  readonly wallMs: number;
}

export function costOf(work: () => void): Cost {
  collectGarbage();
  const cpu = process.cpuUsage();
  const start = performance.now();
  work();
  const wallMs = performance.now() - start;
  const { user, system } = process.cpuUsage(cpu);
  return { cpuMs: (user + system) / 1_000, wallMs };
}

/** Garbage of the work before would otherwise be collected, and paid for, by the work that is measured. */
const collectGarbage = findCollector();

/** V8 shows its collector to contexts that are made after the flag is set, so no flag is needed on the command line. */
function findCollector(): () => void {
  setFlagsFromString("--expose-gc");
  return runInNewContext("gc") as () => void;
}
