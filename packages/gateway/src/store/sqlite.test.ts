/** The store: what goes in comes out, whatever characters it holds; a file is its owner's alone; an older process meets a newer file. */
import { fc, test } from "@fast-check/vitest";
import { chmod, mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "libsql";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ExchangeRecord } from "../audit/record.js";
import { readRows } from "../gateway.testkit.js";
import { issueVirtualKey } from "../auth/virtual-keys.js";
import { MIGRATIONS } from "./schema.js";
import { sqlLiteral } from "./sql-literal.js";
import { openStore } from "./sqlite.js";
import type { Store } from "./store.js";

let folder: string;
let files = 0;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "sallyport-store-"));
});
afterAll(() => rm(folder, { recursive: true }));
const newFile = (): string => join(folder, `${(files += 1)}.db`);

const recordOf = (id: string, more: Partial<ExchangeRecord> = {}): ExchangeRecord => ({
  id,
  at: 1_790_000_000_000,
  durationMs: 3,
  incident: null,
  upstreamRequestId: null,
  virtualKey: "vk_1",
  environment: "development",
  route: "/v1/messages",
  model: null,
  streamed: true,
  status: 200,
  ended: "complete",
  problem: null,
  outcome: "allowed",
  action: "allow",
  enforced: false,
  policyName: "balanced",
  policyVersion: "0",
  detectorSet: "0",
  findings: { total: 0, first: [] },
  stops: [],
  coverage: { request: null, response: null },
  inputTokens: 1,
  cacheWriteTokens: 0,
  cacheReadTokens: null,
  outputTokens: 2,
  ...more,
});

describe("a literal is one value, whatever it holds", () => {
  const database = new Database(":memory:");
  const readBack = (value: unknown): unknown =>
    (database.prepare(`select ${sqlLiteral(value)} as value, 1 as one`).get() as { value: unknown }).value;

  // Read as bytes: the library's own way to read a text ends at a NUL.
  const bytesOf = (text: string): unknown =>
    (database.prepare(`select hex(${sqlLiteral(text)}) as value, 1 as one`).get() as { value: unknown }).value;
  const expected = (text: string): string => Buffer.from(text).toString("hex").toUpperCase();

  test.prop([fc.string({ unit: "binary" })], { numRuns: 500 })("any text", (text) => {
    expect(bytesOf(text)).toBe(expected(text));
  });

  it.for(["'", "''", "'; drop table exchange; --", "\0", "a\0'b", "\\'", "x'00'", "🦊", "--", "/*"])("%j", (text) => {
    expect(bytesOf(text)).toBe(expected(text));
  });

  it("numbers, truth and data", () => {
    expect([true, false, null, undefined, 1.5, -7, Number.NaN, 9_007_199_254_740_991].map(readBack)).toEqual([
      1,
      0,
      null,
      null,
      1.5,
      -7,
      null,
      9_007_199_254_740_991,
    ]);
    expect(readBack({ a: ["it's"] })).toBe(`{"a":["it's"]}`);
  });
});

describe("the audit trail", () => {
  it("keeps records as they are, all of a commit or none", async () => {
    const file = newFile();
    const store = openStore(file);
    await store.appendExchanges([
      recordOf("a", { route: "it's" }),
      recordOf("b", { model: "m", findings: { total: 3, first: [] } }),
    ]);
    await expect(store.appendExchanges([recordOf("c"), recordOf("a")])).rejects.toThrow();
    store.close();
    expect(readRows(file)).toMatchObject([
      { id: "a", route: "it's", streamed: 1, enforced: 0, cache_read_tokens: null, coverage: '{"request":null,"response":null}' },
      { id: "b", model: "m", findings: '{"total":3,"first":[]}' },
    ]);
  });

  it("two processes may write side by side", async () => {
    const file = newFile();
    const stores = [openStore(file), openStore(file)];
    const ids = Array.from({ length: 60 }, (_, index) => String(index));
    const append = async (store: Store, parity: number): Promise<void> => {
      for (const [index, id] of ids.entries()) if (index % 2 === parity) await store.appendExchanges([recordOf(id)]);
    };
    await Promise.all(stores.map(append));
    for (const store of stores) store.close();
    expect(readRows(file).map(({ id }) => id)).toEqual(ids.sort());
  });

  it("commits are synced to the disk, and the log is a write-ahead log", () => {
    const file = newFile();
    openStore(file).close();
    const database = new Database(file);
    expect(database.pragma("journal_mode")).toMatchObject([{ journal_mode: "wal" }]);
    database.close();
  });
});

describe("virtual keys", () => {
  it("are found by hash, listed, and disabled once; the key itself is nowhere", async () => {
    const store = openStore(newFile());
    const { key, record } = await issueVirtualKey(store.virtualKeys, { environment: "staging", name: "O'Brien's app" });
    expect(record).toMatchObject({ environment: "staging", name: "O'Brien's app", disabledAt: undefined });
    expect(await store.virtualKeys.list()).toEqual([record]);
    expect(JSON.stringify(record)).not.toContain(key.slice(7, 20));
    expect(await store.virtualKeys.findByHash(key)).toBeUndefined();
    expect(await store.virtualKeys.disable(record.id, new Date(5))).toBe(true);
    expect(await store.virtualKeys.disable(record.id, new Date(6))).toBe(false);
    expect(await store.virtualKeys.disable("vk_none", new Date(6))).toBe(false);
    expect((await store.virtualKeys.list())[0]?.disabledAt).toEqual(new Date(5));
    store.close();
  });
});

describe("the file", () => {
  it.runIf(process.platform !== "win32")("is readable by its owner alone, and so is its log", async () => {
    const file = newFile();
    const store = openStore(file);
    await store.appendExchanges([recordOf("a")]);
    for (const suffix of ["", "-wal", "-shm"]) expect((await stat(file + suffix)).mode & 0o077).toBe(0);
    store.close();
  });

  it("opens again, and keeps what it holds", async () => {
    const file = newFile();
    const first = openStore(file);
    await issueVirtualKey(first.virtualKeys, { environment: "production", name: "n" });
    first.close();
    const second = openStore(file);
    expect(await second.virtualKeys.list()).toHaveLength(1);
    second.close();
  });

  it("of a newer Sallyport is refused", () => {
    const file = newFile();
    const database = new Database(file);
    database.exec(`pragma user_version = ${MIGRATIONS.length + 1}`);
    database.close();
    expect(() => openStore(file)).toThrow("written by a newer Sallyport");
  });

  it("that can't be opened is refused", async () => {
    expect(() => openStore(join(folder, "none", "x.db"))).toThrow("ENOENT");
    await chmod(folder, 0o700);
  });
});
