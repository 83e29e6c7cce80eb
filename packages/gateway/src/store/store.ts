/**
 * What the gateway keeps, behind one small interface: virtual keys and the audit trail. SQLite implements it here; another database, shared
 * by replicas, would be another file beside it.
 */
import type { Environment } from "@sallyport/keys";
import type { ExchangeRecord } from "../audit/record.js";

export interface VirtualKey {
  /** `vk_…`: what records and logs name. It says nothing of the key. */
  readonly id: string;
  /** The operator's word for whoever holds it. */
  readonly name: string;
  readonly environment: Environment;
  readonly createdAt: Date;
  readonly disabledAt: Date | undefined;
}

export interface VirtualKeyStore {
  add(key: VirtualKey, hash: string): Promise<void>;
  findByHash(hash: string): Promise<VirtualKey | undefined>;
  list(): Promise<readonly VirtualKey[]>;
  /** Returns whether there was such a key that wasn't disabled yet. */
  disable(id: string, at: Date): Promise<boolean>;
}

export interface Store {
  readonly virtualKeys: VirtualKeyStore;
  /** Keeps a list of detectors by name, once, so that each record can refer to it by the id returned. */
  addDetectorSet(detectors: readonly string[]): Promise<string>;
  /** Adds rows to the audit trail, all or none; they are on the disk when this resolves. */
  appendExchanges(records: readonly ExchangeRecord[]): Promise<void>;
  /** Resolves if a write would be durable now. */
  probe(): Promise<void>;
  close(): void;
}
