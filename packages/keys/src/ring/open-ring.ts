/** The front door for programs: a ring by its file, its master key's place and its name. */
import { parseKeySource, readSecret } from "../source.js";
import { masterKeyFrom, type MasterKey } from "./envelope.js";
import { openKeyring } from "./keyring.js";
import { refuseOutsideProduction } from "./production.js";
import { createRingReader, ringOf, type Ring, type RingReader } from "./ring-reader.js";
import { openRingStore } from "./sqlite-ring-store.js";

export interface RingFile {
  /** The SQLite file that `sallyport keys` keeps. */
  readonly file: string;
  /** Where the master key is, as in `file:/run/secrets/master`; or a KMS of your own. */
  readonly master: string | MasterKey;
}

/** @throws KeySourceError and KeyRingError if the master key can't be read or isn't the one. */
export async function openRings({ file, master }: RingFile): Promise<RingReader> {
  const key = typeof master === "string" ? masterKeyFrom(await readSecret(parseKeySource(master))) : master;
  const store = openRingStore(file);
  try {
    return createRingReader(await openKeyring(store, key));
  } catch (error) {
    store.close();
    throw error;
  }
}

/**
 * Opens a ring for a program that calls the API itself. A rotation is seen within a quarter of a second, without a restart.
 * @param by - The program's name, as `sallyport keys` will show it. Default: `node`.
 * @throws KeySourceError, KeyRingError: also where the ring is production's and this process says that it isn't production.
 * @example
 * const ring = await openRing("production", { file: "sallyport-rings.db", master: "file:/run/secrets/master" });
 * const client = new Anthropic({ apiKey: ring.apiKey, middleware: [ring.middleware] });
 */
export async function openRing(name: string, { by = "node", ...where }: RingFile & { readonly by?: string }): Promise<Ring> {
  refuseOutsideProduction(name, process.env);
  return ringOf(await openRings(where), name, by);
}
