/**
 * Spares the store a look-up for each request: a key that was found is good for a quarter of a second more. So a key that another process
 * disables is refused here after that time at the latest; one that this process disables, at once. Only found keys are remembered, by
 * their whole hash: to be unknown and to be disabled take the same way, and nobody can fill the memory with guesses.
 */
import type { VirtualKey, VirtualKeyStore } from "./store.js";

const REMEMBERED_MS = 250;
const MAX_REMEMBERED = 10_000;

/** @param now - In milliseconds, never going back. */
export function rememberKeys(store: VirtualKeyStore, now: () => number = () => performance.now()): VirtualKeyStore {
  const remembered = new Map<string, { readonly key: VirtualKey; readonly until: number }>();
  return {
    ...store,
    async findByHash(hash) {
      const known = remembered.get(hash);
      if (known !== undefined && now() < known.until) return known.key;
      remembered.delete(hash);
      // The time counts from before the look-up: what changes while it runs is still seen in time.
      const until = now() + REMEMBERED_MS;
      const key = await store.findByHash(hash);
      if (key === undefined || key.disabledAt !== undefined) return key;
      if (remembered.size >= MAX_REMEMBERED) remembered.clear();
      remembered.set(hash, { key, until });
      return key;
    },
    async disable(id, at) {
      const disabled = await store.disable(id, at);
      remembered.clear();
      return disabled;
    },
  };
}
