/**
 * The store in one SQLite file, by libsql. Reads are point look-ups on the event loop (about 10 µs); writes to the audit trail run on
 * the library's own threads, since each ends with an fsync. Write-ahead log, so that readers never wait for writers, and
 * `synchronous=FULL`, so that a commit survives a power cut and not only a killed process.
 */
import { createHash } from "node:crypto";
import { closeSync, openSync } from "node:fs";
import { SallyportError } from "@sallyport/guard";
import { ENVIRONMENTS, sameHash } from "@sallyport/keys";
import Database from "libsql";
import AsyncDatabase from "libsql/promise";
import * as v from "valibot";
import type { ExchangeRecord } from "../audit/record.js";
import { MIGRATIONS } from "./schema.js";
import { sqlLiteral } from "./sql-literal.js";
import type { Store, VirtualKey } from "./store.js";

/** Thrown for a file whose tables this version doesn't know. */
export class NewerDatabaseError extends SallyportError {
  readonly code = "ERR_DATABASE_NEWER";
  constructor() {
    super("the database was written by a newer Sallyport: update this one, or choose another file");
  }
}

/** How long a write waits for another process's. */
const BUSY_TIMEOUT_MS = 5_000;

/** The column of each member of a record. */
const COLUMNS: Readonly<Record<keyof ExchangeRecord, string>> = {
  id: "id",
  at: "at",
  durationMs: "duration_ms",
  incident: "incident",
  upstreamRequestId: "upstream_request_id",
  virtualKey: "virtual_key",
  environment: "environment",
  route: "route",
  model: "model",
  streamed: "streamed",
  status: "status",
  ended: "ended",
  problem: "problem",
  outcome: "outcome",
  action: "action",
  enforced: "enforced",
  policyName: "policy_name",
  policyVersion: "policy_version",
  detectorSet: "detector_set",
  findings: "findings",
  stops: "stops",
  coverage: "coverage",
  inputTokens: "input_tokens",
  cacheWriteTokens: "cache_write_tokens",
  cacheReadTokens: "cache_read_tokens",
  outputTokens: "output_tokens",
};
const MEMBERS = Object.keys(COLUMNS) as readonly (keyof ExchangeRecord)[];
const INSERT = `insert into exchange (${MEMBERS.map((member) => COLUMNS[member]).join(", ")}) values`;

const VirtualKeyRow = v.object({
  id: v.string(),
  hash: v.string(),
  name: v.string(),
  environment: v.picklist(ENVIRONMENTS),
  created_at: v.number(),
  disabled_at: v.nullable(v.number()),
});

/**
 * Opens the file, or makes it (readable by its owner alone), and brings its tables up to date.
 * @throws {@link NewerDatabaseError} if a newer Sallyport wrote it, and what system and database throw if it can't be opened.
 */
export function openStore(file: string): Store {
  // SQLite gives its log and shared memory the mode of the file.
  closeSync(openSync(file, "a", 0o600));
  const reader = new Database(file, { timeout: BUSY_TIMEOUT_MS });
  reader.pragma("journal_mode = WAL");
  reader.pragma("synchronous = FULL");
  migrate(reader);
  // `timeout` bounds the wait for a lock. Opened after the migration, so that its statements know the tables.
  const writer = new AsyncDatabase(file, { timeout: BUSY_TIMEOUT_MS });
  const write = writerOf(writer);

  const find = reader.prepare("select * from virtual_key where hash = ?");
  const list = reader.prepare("select * from virtual_key order by created_at, id");
  const add = reader.prepare("insert into virtual_key (id, hash, name, environment, created_at) values (?, ?, ?, ?, ?)");
  const addSet = reader.prepare("insert or ignore into detector_set (id, detectors) values (?, ?)");
  const disable = reader.prepare("update virtual_key set disabled_at = ? where id = ? and disabled_at is null");

  return {
    virtualKeys: {
      findByHash(hash) {
        const row: unknown = find.get(hash);
        if (row === undefined) return Promise.resolve(undefined);
        const found = v.parse(VirtualKeyRow, row);
        return Promise.resolve(sameHash(found.hash, hash) ? toVirtualKey(found) : undefined);
      },
      list: () => Promise.resolve(v.parse(v.array(VirtualKeyRow), list.all()).map(toVirtualKey)),
      add({ id, name, environment, createdAt }, hash) {
        add.run(id, hash, name, environment, createdAt.getTime());
        return Promise.resolve();
      },
      disable: (id, at) => Promise.resolve(disable.run(at.getTime(), id).changes > 0),
    },
    addDetectorSet(detectors) {
      const text = JSON.stringify([...detectors].sort());
      const id = createHash("sha256").update(text).digest("hex").slice(0, 16);
      addSet.run(id, text);
      return Promise.resolve(id);
    },
    appendExchanges: (records) => write(`${INSERT} ${records.map(toValues).join(", ")}`),
    probe: () => write(`insert or replace into probe (id, at) values (1, ${Date.now()})`),
    close() {
      reader.close();
      writer.close();
    },
  };
}

/**
 * Runs statements on the library's threads. Only its way for statements without parameters is asynchronous, hence literals (30 µs a row;
 * JSON taken apart by SQLite's own functions took 80).
 */
function writerOf(database: AsyncDatabase): (sql: string) => Promise<void> {
  const ready = run(database, "pragma synchronous = FULL");
  ready.catch(() => undefined);
  return async (sql) => {
    await ready;
    await run(database, sql);
  };
}

/** The library's types say `any`. */
async function run(database: AsyncDatabase, sql: string): Promise<void> {
  const done: unknown = database.exec(sql);
  await done;
}

function toValues(record: ExchangeRecord): string {
  return `(${MEMBERS.map((member) => sqlLiteral(record[member])).join(",")})`;
}

function migrate(database: Database.Database): void {
  const version = (): number =>
    v.parse(v.object({ user_version: v.number() }), database.prepare("pragma user_version").get()).user_version;
  if (version() > MIGRATIONS.length) throw new NewerDatabaseError();
  while (version() < MIGRATIONS.length) {
    // Another process may be at the same step: whoever comes second finds the version changed.
    database.exec("begin immediate");
    try {
      const from = version();
      const step = MIGRATIONS[from];
      if (step !== undefined) database.exec(`${step}; pragma user_version = ${from + 1}`);
      database.exec("commit");
    } catch (error) {
      database.exec("rollback");
      throw error;
    }
  }
}

function toVirtualKey({ id, name, environment, created_at, disabled_at }: v.InferOutput<typeof VirtualKeyRow>): VirtualKey {
  return {
    id,
    name,
    environment,
    createdAt: new Date(created_at),
    disabledAt: disabled_at === null ? undefined : new Date(disabled_at),
  };
}
