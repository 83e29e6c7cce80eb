/**
 * Rings in a SQLite file of their own, by libsql: who may read the audit trail need not be able to read this one. Look-ups and changes take
 * microseconds and run on the caller's thread; each change is one transaction that is on the disk when it returns.
 */
import { closeSync, openSync } from "node:fs";
import Database from "libsql";
import * as v from "valibot";
import { KeyRingError } from "../errors.js";
import { parseSealed } from "./envelope.js";
import type { KeyRecord, RingRecord, RingStore, StoredRing } from "./ring-store.js";
import { slotOf } from "./rotation.js";

const BUSY_TIMEOUT_MS = 5_000;
const VERSION = 1;

/** Two current keys in one ring, or one key in two rings, can't be written down. */
const SCHEMA = `
  create table if not exists ring (
    name text primary key,
    revision integer not null,
    workspace_id text,
    rotation text not null,
    rotate_every_days integer not null
  ) strict, without rowid;

  create table if not exists ring_key (
    id text primary key,
    ring text not null references ring (name),
    slot text not null,
    fingerprint text not null unique,
    sealed text,
    added_at integer not null,
    api_key_id text,
    expires_at integer,
    retired_at integer
  ) strict, without rowid;
  create unique index if not exists one_key_per_slot on ring_key (ring, slot) where slot <> 'retired';

  create table if not exists key_use (
    key_id text not null,
    by_whom text not null,
    host text not null,
    at integer not null,
    primary key (key_id, by_whom, host)
  ) strict, without rowid;

  create table if not exists kept (name text primary key, value text not null) strict, without rowid;
`;

/** JSON leaves out what is undefined. */
const Current = v.optional(v.nullable(v.string()), null);
const toCurrent = <Row extends { readonly current: string | null }>({ current, ...rest }: Row) => ({
  ...rest,
  current: current ?? undefined,
});
const RotationSchema = v.variant("step", [
  v.pipe(v.strictObject({ step: v.literal("idle"), current: Current }), v.transform(toCurrent)),
  v.pipe(
    v.strictObject({ step: v.picklist(["staged", "verified"]), current: Current, next: v.string() }),
    v.transform(toCurrent),
  ),
  v.strictObject({ step: v.picklist(["promoted", "draining"]), current: v.string(), previous: v.string(), since: v.number() }),
]);
const RingRow = v.object({
  name: v.string(),
  revision: v.number(),
  workspace_id: v.nullable(v.string()),
  rotation: v.string(),
  rotate_every_days: v.number(),
});
const KeyRow = v.object({
  id: v.string(),
  fingerprint: v.string(),
  sealed: v.nullable(v.string()),
  added_at: v.number(),
  api_key_id: v.nullable(v.string()),
  expires_at: v.nullable(v.number()),
  retired_at: v.nullable(v.number()),
});
const UseRow = v.object({ key_id: v.string(), by_whom: v.string(), host: v.string(), at: v.number() });

/**
 * Opens the file, or makes it, readable by its owner alone.
 * @throws {@link KeyRingError} if a newer Sallyport wrote it, and what system and database throw if it can't be opened.
 */
export function openRingStore(file: string): RingStore {
  closeSync(openSync(file, "a", 0o600));
  const database = new Database(file, { timeout: BUSY_TIMEOUT_MS });
  database.pragma("journal_mode = WAL");
  database.pragma("synchronous = FULL");
  prepareTables(database);

  const readRing = database.prepare("select * from ring where name = ?");
  const readRings = database.prepare("select * from ring order by name");
  const readKeys = database.prepare("select * from ring_key where ring = ? order by added_at, id");
  const revisionOf = database.prepare("select revision from ring where name = ?");
  const putRing = database.prepare(
    "insert or replace into ring (name, revision, workspace_id, rotation, rotate_every_days) values (?, ?, ?, ?, ?)",
  );
  const dropKeys = database.prepare("delete from ring_key where ring = ?");
  const putKey = database.prepare(
    "insert into ring_key (id, ring, slot, fingerprint, sealed, added_at, api_key_id, expires_at, retired_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
  );
  const ringOf = database.prepare("select ring from ring_key where fingerprint = ?");
  const putUse = database.prepare("insert into key_use values (?, ?, ?, ?) on conflict do update set at = max(at, excluded.at)");
  const readUses = database.prepare("select * from key_use where key_id = ? order by at desc");
  const keep = database.prepare("insert or ignore into kept (name, value) values (?, ?)");
  const replace = database.prepare("insert or replace into kept (name, value) values (?, ?)");
  const readKept = database.prepare("select value from kept where name = ?");

  const toStored = (row: unknown): StoredRing => {
    const { name, revision, workspace_id, rotation, rotate_every_days } = v.parse(RingRow, row);
    return {
      revision,
      ring: {
        name,
        workspaceId: workspace_id ?? undefined,
        rotation: v.parse(RotationSchema, JSON.parse(rotation)),
        rotateEveryDays: rotate_every_days,
        keys: v.parse(v.array(KeyRow), readKeys.all(name)).map(toKey),
      },
    };
  };

  const put = (ring: RingRecord, revision: number): void => {
    const known = v.parse(v.optional(v.object({ revision: v.number() })), revisionOf.get(ring.name));
    if ((known?.revision ?? 0) !== revision) {
      throw new KeyRingError(
        `the ring \`${ring.name}\` was changed by another process meanwhile: look at its status and try again`,
      );
    }
    putRing.run(ring.name, revision + 1, ring.workspaceId ?? null, JSON.stringify(ring.rotation), ring.rotateEveryDays);
    dropKeys.run(ring.name);
    for (const key of ring.keys) {
      const other = v.parse(v.optional(v.object({ ring: v.string() })), ringOf.get(key.fingerprint));
      if (other !== undefined) {
        const where = other.ring === ring.name ? "was in this ring before" : `is a key of the ring \`${other.ring}\``;
        throw new KeyRingError(`this key ${where}: make a new one in the Console, and one for each environment`);
      }
      putKey.run(
        key.id,
        ring.name,
        slotOf(ring.rotation, key.id),
        key.fingerprint,
        key.sealed === undefined ? null : JSON.stringify(key.sealed),
        key.addedAt,
        key.apiKeyId ?? null,
        key.expiresAt ?? null,
        key.retiredAt ?? null,
      );
    }
  };

  const inTransaction = <T>(work: () => T): T => {
    database.exec("begin immediate");
    try {
      const result = work();
      database.exec("commit");
      return result;
    } catch (error) {
      database.exec("rollback");
      throw error;
    }
  };
  // One snapshot for ring and keys, or a promotion in between would show a ring that never was.
  const inSnapshot = <T>(work: () => T): T => {
    database.exec("begin");
    try {
      return work();
    } finally {
      database.exec("commit");
    }
  };

  return {
    read: (name) =>
      inSnapshot(() => {
        const row: unknown = readRing.get(name);
        return row === undefined ? undefined : toStored(row);
      }),
    list: () => inSnapshot(() => readRings.all().map(toStored)),
    write(ring, revision) {
      inTransaction(() => {
        put(ring, revision);
      });
    },
    writeAll(rings, { name, value }) {
      inTransaction(() => {
        replace.run(name, value);
        for (const { ring, revision } of rings) put(ring, revision);
      });
    },
    recordUses(uses) {
      inTransaction(() => {
        for (const { keyId, by, host, at } of uses) putUse.run(keyId, by, host, at);
      });
    },
    uses: (keyId) =>
      v
        .parse(v.array(UseRow), readUses.all(keyId))
        .map(({ key_id, by_whom, host, at }) => ({ keyId: key_id, by: by_whom, host, at })),
    keepFirst(name, value) {
      keep.run(name, value);
      return v.parse(v.object({ value: v.string() }), readKept.get(name)).value;
    },
    close() {
      database.close();
    },
  };
}

function prepareTables(database: Database.Database): void {
  const { user_version: version } = v.parse(
    v.object({ user_version: v.number() }),
    database.prepare("pragma user_version").get(),
  );
  if (version > VERSION) throw new KeyRingError("the rings were written by a newer Sallyport: update this one");
  if (version < VERSION) database.exec(`begin immediate; ${SCHEMA} pragma user_version = ${VERSION}; commit`);
}

function toKey({
  id,
  fingerprint,
  sealed,
  added_at,
  api_key_id,
  expires_at,
  retired_at,
}: v.InferOutput<typeof KeyRow>): KeyRecord {
  return {
    id,
    fingerprint,
    sealed: sealed === null ? undefined : parseSealed(sealed),
    addedAt: added_at,
    apiKeyId: api_key_id ?? undefined,
    expiresAt: expires_at ?? undefined,
    retiredAt: retired_at ?? undefined,
  };
}
