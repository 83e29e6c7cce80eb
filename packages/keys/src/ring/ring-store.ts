/** What is kept of rings, behind one small interface. A ring is written as a whole or not at all; SQLite implements it in `sqlite-ring-store.ts`. */
import type { Sealed } from "./envelope.js";
import type { KeyId, Rotation } from "./rotation.js";

export interface KeyRecord {
  /** `key_…`: what people and reports name. It says nothing of the key. */
  readonly id: KeyId;
  /** Keyed, so that the same key is recognized and nothing else can be learned. */
  readonly fingerprint: string;
  /** The key, encrypted; `undefined` once it is retired. */
  readonly sealed: Sealed | undefined;
  readonly addedAt: number;
  /** Its id with the Admin API, where that is known. */
  readonly apiKeyId: string | undefined;
  readonly expiresAt: number | undefined;
  readonly retiredAt: number | undefined;
}

export interface RingRecord {
  /** The environment's name: `production`. */
  readonly name: string;
  /** Bound by the first key that is admitted. */
  readonly workspaceId: string | undefined;
  readonly rotation: Rotation;
  readonly rotateEveryDays: number;
  readonly keys: readonly KeyRecord[];
}

/** A ring as it was read. */
export interface StoredRing {
  readonly ring: RingRecord;
  /** What {@link RingStore.write} must be given back: a ring that somebody else has changed in between is not overwritten. */
  readonly revision: number;
}

/** Who used a key last, and when. */
export interface KeyUse {
  readonly keyId: KeyId;
  /** A virtual key's id, or the name of a program that reads the ring itself. */
  readonly by: string;
  readonly host: string;
  readonly at: number;
}

export interface RingStore {
  read(name: string): StoredRing | undefined;
  list(): readonly StoredRing[];
  /**
   * Writes a ring if it still has this revision; 0 makes it.
   * @throws KeyRingError if it has changed since, or a key of it is already in this ring or another.
   */
  write(ring: RingRecord, revision: number): void;
  /** Changes all rings and a kept value, or nothing: for another master key. */
  writeAll(rings: readonly StoredRing[], kept: { readonly name: string; readonly value: string }): void;
  recordUses(uses: readonly KeyUse[]): void;
  /** The latest uses first. */
  uses(keyId: KeyId): readonly KeyUse[];
  /** A value that all who share the file agree on: the first one that is offered stays. */
  keepFirst(name: string, value: string): string;
  close(): void;
}
