/** Group commit: who waits shares a commit, and nobody is told that a record is durable when it isn't. */
import { describe, expect, it } from "vitest";
import { createAuditLog } from "./audit-log.js";
import type { AuditLogOptions } from "./audit-log.js";
import type { ExchangeRecord } from "./record.js";

const recordOf = (id: number): ExchangeRecord => ({ id: String(id) }) as ExchangeRecord;
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

function logWith(options: Partial<AuditLogOptions>) {
  const events: string[] = [];
  const log = createAuditLog({
    append: () => Promise.resolve(),
    probe: () => Promise.resolve(),
    onFailure: () => events.push("failure"),
    onRecovery: () => events.push("recovery"),
    ...options,
  });
  return { log, events };
}

describe("commits are grouped", () => {
  it("records that come while one is written share the next; none is told before its own commit has ended", async () => {
    const commits: number[][] = [];
    const durable = new Set<string>();
    const { log } = logWith({
      append: async (records) => {
        await pause(20);
        commits.push(records.map(({ id }) => Number(id)));
        for (const { id } of records) durable.add(id);
      },
    });
    const told = Array.from({ length: 50 }, async (_, index) => {
      await pause(Math.floor(index / 10) * 8);
      expect(await log.record(recordOf(index))).toBe(true);
      expect(durable.has(String(index))).toBe(true);
    });
    await Promise.all(told);
    expect(commits.flat().sort((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, index) => index));
    expect(commits.length).toBeLessThan(8);
  });

  it("a very long queue is written in several commits", async () => {
    const sizes: number[] = [];
    const { log } = logWith({
      append: (records) => {
        sizes.push(records.length);
        return Promise.resolve();
      },
    });
    await Promise.all(Array.from({ length: 1_200 }, (_, index) => log.record(recordOf(index))));
    expect(sizes).toEqual([500, 500, 200]);
  });
});

describe("a commit that fails is told to each who waits for it", () => {
  it("and the trail is unhealthy until a write works again", async () => {
    let works = false;
    const { log, events } = logWith({
      append: () => (works ? Promise.resolve() : Promise.reject(new Error("disk full"))),
      probe: () => (works ? Promise.resolve() : Promise.reject(new Error("disk full"))),
    });
    expect(await Promise.all([log.record(recordOf(1)), log.record(recordOf(2))])).toEqual([false, false]);
    expect(log.healthy).toBe(false);
    expect(await log.record(recordOf(3))).toBe(false);
    works = true;
    expect(await log.record(recordOf(4))).toBe(true);
    while (!log.healthy) await pause(10);
    expect(events).toEqual(["failure", "recovery"]);
    await log.close();
  });

  it("more records than may wait are refused at once", async () => {
    const { log } = logWith({ append: () => pause(200) });
    const all = Array.from({ length: 20_002 }, (_, index) => log.record(recordOf(index)));
    expect(await all.at(-1)).toBe(false);
    expect(await all[0]).toBe(true);
  });
});

describe("closing", () => {
  it("waits for what was handed in, and takes no more", async () => {
    let written = 0;
    const { log } = logWith({
      append: async (records) => {
        await pause(30);
        written += records.length;
      },
    });
    const records = [log.record(recordOf(1)), log.record(recordOf(2))];
    await log.close();
    expect(written).toBe(2);
    expect(await Promise.all(records)).toEqual([true, true]);
    expect(await log.record(recordOf(3))).toBe(false);
  });
});
