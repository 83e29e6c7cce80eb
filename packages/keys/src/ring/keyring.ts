/** Rings with their keys open: the store holds them sealed, the rotation says where each stands, and this is where the two meet. */
import { createHmac, randomBytes } from "node:crypto";
import { checkApiKeyShape } from "../anthropic-key.js";
import { KeyRingError } from "../errors.js";
import { parseSealed, rewrap, seal, unseal, type MasterKey } from "./envelope.js";
import type { KeyRecord, KeyUse, RingRecord, RingStore, StoredRing } from "./ring-store.js";
import { advance, slotOf, type KeyId, type RotationEvent } from "./rotation.js";

/** Quarterly, as the practice asks for. */
const ROTATE_EVERY_DAYS = 90;
const FINGERPRINT_KEY = { ring: "", keyId: "fingerprint-key", slot: "kept" } as const;

/** What may change of a key's record beside its slot. */
type KeyFacts = Partial<Pick<KeyRecord, "apiKeyId" | "expiresAt">>;

export interface Keyring {
  read(name: string): StoredRing | undefined;
  list(): readonly StoredRing[];
  uses(keyId: KeyId): readonly KeyUse[];
  recordUses(uses: readonly KeyUse[]): void;
  /** @throws {@link KeyRingError} if the ring has no such key any more, or it doesn't open. */
  keyText(ring: RingRecord, keyId: KeyId): Promise<string>;
  /** The ring that has or had this key, and its id there; retired keys are known, too. `undefined` where no ring ever had it. */
  find(key: string): { readonly stored: StoredRing; readonly keyId: KeyId } | undefined;
  /** Whether this is the key that the ring uses now. */
  isCurrent(ring: RingRecord, key: string): boolean;
  /** Puts a key into the ring's `next` slot; the ring is made if there is none. */
  stage(name: string, key: string): Promise<StoredRing>;
  /** Takes a step and writes it down. */
  apply(
    stored: StoredRing,
    event: RotationEvent,
    facts?: { readonly workspaceId?: string; readonly next?: KeyFacts },
  ): Promise<StoredRing>;
  /** Forgets a retired key: it was seen to be dead. */
  forget(stored: StoredRing, keyId: KeyId): StoredRing;
  setSchedule(stored: StoredRing, days: number): StoredRing;
  /** Puts everything under another master key, all or nothing. Returns how many keys there were. */
  changeMaster(to: MasterKey): Promise<number>;
  close(): void;
}

/** @throws {@link KeyRingError} if the store was sealed with another master key. */
export async function openKeyring(store: RingStore, master: MasterKey, now: () => number = Date.now): Promise<Keyring> {
  const fresh = await seal(randomBytes(32).toString("base64"), FINGERPRINT_KEY, master);
  const kept = parseSealed(store.keepFirst(FINGERPRINT_KEY.keyId, JSON.stringify(fresh)));
  const fingerprintKey = Buffer.from(await unseal(kept, FINGERPRINT_KEY, master), "base64");
  const fingerprint = (key: string): string =>
    `fp_${createHmac("sha256", fingerprintKey).update(key).digest("base64url").slice(0, 22)}`;

  const written = (ring: RingRecord, revision: number): StoredRing => {
    store.write(ring, revision);
    return { ring, revision: revision + 1 };
  };

  return {
    read: (name) => store.read(name),
    list: () => store.list(),
    uses: (keyId) => store.uses(keyId),
    recordUses: (uses) => {
      store.recordUses(uses);
    },
    async keyText(ring, keyId) {
      const sealed = ring.keys.find(({ id }) => id === keyId)?.sealed;
      if (sealed === undefined) throw new KeyRingError(`the ring \`${ring.name}\` holds no key ${keyId} any more`);
      return unseal(sealed, { ring: ring.name, keyId, slot: slotOf(ring.rotation, keyId) }, master);
    },
    find(key) {
      const sought = fingerprint(key);
      for (const stored of store.list()) {
        const found = stored.ring.keys.find((known) => known.fingerprint === sought);
        if (found !== undefined) return { stored, keyId: found.id };
      }
      return undefined;
    },
    isCurrent: ({ keys, rotation: { current } }, key) =>
      keys.some((known) => known.id === current && known.fingerprint === fingerprint(key)),
    async stage(name, key) {
      checkApiKeyShape(key, "the source");
      const { ring, revision } = store.read(name) ?? { ring: newRing(name), revision: 0 };
      const id = `key_${randomBytes(8).toString("hex")}`;
      const record: KeyRecord = {
        id,
        fingerprint: fingerprint(key),
        sealed: await seal(key, { ring: name, keyId: id, slot: "next" }, master),
        addedAt: now(),
        apiKeyId: undefined,
        expiresAt: undefined,
        retiredAt: undefined,
      };
      const rotation = advance(ring.rotation, { type: "stage", next: id });
      return written({ ...ring, rotation, keys: [...ring.keys, record] }, revision);
    },
    async apply({ ring, revision }, event, { workspaceId, next } = {}) {
      const rotation = advance(ring.rotation, event);
      // A key that never was in use leaves no trace, and may be staged again.
      const dropped =
        event.type === "roll-back" && rotation.step === "idle" && "next" in ring.rotation ? ring.rotation.next : undefined;
      const keys = await Promise.all(
        ring.keys
          .filter(({ id }) => id !== dropped)
          .map(async (key): Promise<KeyRecord> => {
            const [from, to] = [slotOf(ring.rotation, key.id), slotOf(rotation, key.id)];
            const facts = from === "next" ? next : undefined;
            if (from === to || key.sealed === undefined) return { ...key, ...facts };
            const binding = (slot: string) => ({ binding: { ring: ring.name, keyId: key.id, slot }, master });
            // One that was seen dead is forgotten; one that leaked is kept until somebody has.
            const sealed = event.type === "dead" ? undefined : await rewrap(key.sealed, binding(from), binding(to));
            return { ...key, ...facts, sealed, retiredAt: to === "retired" ? now() : undefined };
          }),
      );
      return written({ ...ring, rotation, keys, workspaceId: ring.workspaceId ?? workspaceId }, revision);
    },
    forget({ ring, revision }, keyId) {
      if (slotOf(ring.rotation, keyId) !== "retired") throw new KeyRingError(`the key ${keyId} is still in use`);
      return written(
        { ...ring, keys: ring.keys.map((key) => (key.id === keyId ? { ...key, sealed: undefined } : key)) },
        revision,
      );
    },
    setSchedule: ({ ring, revision }, rotateEveryDays) => written({ ...ring, rotateEveryDays }, revision),
    async changeMaster(to) {
      const rings = await Promise.all(
        store.list().map(async ({ ring, revision }) => ({
          revision,
          ring: { ...ring, keys: await Promise.all(ring.keys.map((key) => underMaster(ring, key, { from: master, to }))) },
        })),
      );
      const moved = await rewrap(kept, { binding: FINGERPRINT_KEY, master }, { binding: FINGERPRINT_KEY, master: to });
      store.writeAll(rings, { name: FINGERPRINT_KEY.keyId, value: JSON.stringify(moved) });
      return rings.reduce((sum, { ring }) => sum + ring.keys.filter(({ sealed }) => sealed !== undefined).length, 0);
    },
    close() {
      store.close();
    },
  };
}

async function underMaster(
  ring: RingRecord,
  key: KeyRecord,
  { from, to }: { readonly from: MasterKey; readonly to: MasterKey },
): Promise<KeyRecord> {
  if (key.sealed === undefined) return key;
  const binding = { ring: ring.name, keyId: key.id, slot: slotOf(ring.rotation, key.id) };
  return { ...key, sealed: await rewrap(key.sealed, { binding, master: from }, { binding, master: to }) };
}

function newRing(name: string): RingRecord {
  if (!/^[a-z][a-z0-9-]{0,39}$/.test(name)) {
    throw new KeyRingError("a ring's name is that of its environment: small letters, digits and hyphens, as in `production`");
  }
  return {
    name,
    workspaceId: undefined,
    rotation: { step: "idle", current: undefined },
    rotateEveryDays: ROTATE_EVERY_DAYS,
    keys: [],
  };
}
