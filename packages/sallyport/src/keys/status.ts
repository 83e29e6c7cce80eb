/** What a person must know of a ring: where it stands, how old its key is, who used it last, and what to do next. Never a key. */
import { slotOf, type Keyring, type RingRecord } from "@sallyport/keys";
import { table } from "../terminal/table.js";
import { printable, type Terminal } from "../terminal/terminal.js";

export interface RingStatus {
  readonly ring: string;
  readonly workspaceId: string | null;
  readonly step: RingRecord["rotation"]["step"];
  readonly rotateEveryDays: number;
  /** Whether something must be done now. */
  readonly due: boolean;
  readonly next: string;
  readonly keys: readonly KeyStatus[];
}

interface KeyStatus {
  readonly id: string;
  readonly slot: ReturnType<typeof slotOf>;
  readonly fingerprint: string;
  readonly apiKeyId: string | null;
  readonly addedAt: string;
  readonly expiresAt: string | null;
  readonly retiredAt: string | null;
  readonly lastUse: { readonly by: string; readonly host: string; readonly at: string } | null;
  /** False for a retired key that nobody has seen dead yet. */
  readonly settled: boolean;
}

const DAY_MS = 86_400_000;
/** A warning comes so long before a date. */
const WARN_DAYS = 14;

export function ringStatus(ring: RingRecord, keyring: Pick<Keyring, "uses">, now: number): RingStatus {
  const { due, next } = nextStep(ring, now);
  return {
    ring: ring.name,
    workspaceId: ring.workspaceId ?? null,
    step: ring.rotation.step,
    rotateEveryDays: ring.rotateEveryDays,
    due,
    next,
    keys: ring.keys.map((key) => {
      const [last] = keyring.uses(key.id);
      return {
        id: key.id,
        slot: slotOf(ring.rotation, key.id),
        fingerprint: key.fingerprint,
        apiKeyId: key.apiKeyId ?? null,
        addedAt: new Date(key.addedAt).toISOString(),
        expiresAt: key.expiresAt === undefined ? null : new Date(key.expiresAt).toISOString(),
        retiredAt: key.retiredAt === undefined ? null : new Date(key.retiredAt).toISOString(),
        lastUse: last === undefined ? null : { by: last.by, host: last.host, at: new Date(last.at).toISOString() },
        settled: key.retiredAt === undefined || key.sealed === undefined,
      };
    }),
  };
}

function nextStep(ring: RingRecord, now: number): { readonly due: boolean; readonly next: string } {
  const { rotation, name } = ring;
  if (ring.keys.some(({ retiredAt, sealed }) => retiredAt !== undefined && sealed !== undefined))
    return { due: true, next: `a retired key may still live: sallyport keys revoke ${name}` };
  switch (rotation.step) {
    case "staged":
    case "verified":
    case "promoted":
    case "draining":
      return { due: true, next: `go on: sallyport keys rotate ${name}; or take it back: sallyport keys rollback ${name}` };
    case "idle":
      break;
  }
  const current = ring.keys.find(({ id }) => id === rotation.current);
  if (current === undefined) return { due: true, next: `no key: sallyport keys add ${name}` };
  const scheduled = current.addedAt + ring.rotateEveryDays * DAY_MS;
  const end = Math.min(scheduled, current.expiresAt ?? Number.POSITIVE_INFINITY);
  const days = Math.floor((end - now) / DAY_MS);
  const why = end === scheduled ? "the schedule" : "the key's end";
  if (days < 0) return { due: true, next: `overdue by ${why}: sallyport keys rotate ${name}` };
  if (days < WARN_DAYS) return { due: false, next: `rotate within ${days} days, by ${why}: sallyport keys rotate ${name}` };
  return { due: false, next: `rotate by ${new Date(end).toISOString().slice(0, 10)}` };
}

export function ringTable(rings: readonly RingStatus[], terminal: Terminal): string {
  const columns = ["ring", "step", "key", "slot", "age", "last use", "next"].map((title) => ({ title }));
  const rows = rings.flatMap(({ ring, step, next, keys }) => {
    const shown = keys.filter(({ slot, settled }) => slot !== "retired" || !settled);
    const lines = shown.map(({ id, slot, addedAt, lastUse }) => [
      id,
      slot,
      `${Math.floor((Date.now() - Date.parse(addedAt)) / DAY_MS)} d`,
      lastUse === null ? "none seen" : `${lastUse.at.slice(0, 16)} ${printable(lastUse.by, 24)}`,
    ]);
    return (lines.length === 0 ? [["", "", "", ""]] : lines).map((line, index) =>
      index === 0 ? [ring, step, ...line, next] : ["", "", ...line, ""],
    );
  });
  return table(columns, rows, terminal.out.bold);
}
