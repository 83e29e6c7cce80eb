/**
 * What a piece of work costs. CPU time stands beside wall time because machines are shared: a neighbor stretches the wall clock, and hardly
 * the CPU's. It is the time of the whole process, so that a garbage collector's own threads are on the bill of whoever made the garbage.
 */

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
export function collectGarbage(): void {
  if (globalThis.gc === undefined) throw new Error("the garbage collector is out of reach: run node with --expose-gc");
  globalThis.gc();
}
