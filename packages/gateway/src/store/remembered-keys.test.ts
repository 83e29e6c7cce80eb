/** A stale memory is no identity: what is remembered is bounded in time, and never more than a whole, living key. */
import { describe, expect, it } from "vitest";
import { rememberKeys } from "./remembered-keys.js";
import type { VirtualKey, VirtualKeyStore } from "./store.js";

const key: VirtualKey = { id: "vk_1", name: "n", environment: "development", createdAt: new Date(0), disabledAt: undefined };

/** A store of one key that counts its look-ups. */
function storeOf(hash: string) {
  const state = { disabledAt: undefined as Date | undefined, lookups: 0 };
  const store: VirtualKeyStore = {
    add: () => Promise.resolve(),
    list: () => Promise.resolve([]),
    findByHash: (asked) => {
      state.lookups += 1;
      return Promise.resolve(asked === hash ? { ...key, disabledAt: state.disabledAt } : undefined);
    },
    disable: (_, at) => {
      state.disabledAt = at;
      return Promise.resolve(true);
    },
  };
  return { state, store };
}

describe("a key is remembered for a quarter of a second", () => {
  it("and looked up again after that, however often it was used", async () => {
    const { state, store } = storeOf("h");
    let time = 0;
    const keys = rememberKeys(store, () => time);
    for (time = 0; time < 1_000; time += 50) expect((await keys.findByHash("h"))?.id).toBe("vk_1");
    expect(state.lookups).toBe(4);
  });

  it("one that is disabled elsewhere is refused after that, and not remembered", async () => {
    const { state, store } = storeOf("h");
    let time = 0;
    const keys = rememberKeys(store, () => time);
    await keys.findByHash("h");
    state.disabledAt = new Date(5);
    time = 249;
    expect((await keys.findByHash("h"))?.disabledAt).toBeUndefined();
    time = 250;
    expect((await keys.findByHash("h"))?.disabledAt).toBeDefined();
    await keys.findByHash("h");
    expect(state.lookups).toBe(3);
  });

  it("one that is disabled here is refused at once", async () => {
    const { store } = storeOf("h");
    const keys = rememberKeys(store, () => 0);
    await keys.findByHash("h");
    await keys.disable("vk_1", new Date(5));
    expect((await keys.findByHash("h"))?.disabledAt).toBeDefined();
  });

  it("unknown hashes are looked up each time", async () => {
    const { state, store } = storeOf("h");
    const keys = rememberKeys(store, () => 0);
    for (let count = 0; count < 3; count += 1) expect(await keys.findByHash("other")).toBeUndefined();
    expect(state.lookups).toBe(3);
  });
});
