/** Handing out virtual keys: the key is shown once to whoever asked for it, and only its hash stays here. */
import { randomBytes } from "node:crypto";
import { createVirtualKey, hashVirtualKey } from "@sallyport/keys";
import type { Environment } from "@sallyport/keys";
import type { VirtualKey, VirtualKeyStore } from "../store/store.js";

export interface IssuedVirtualKey {
  /** Show it once; it can't be had again. */
  readonly key: string;
  readonly record: VirtualKey;
}

/**
 * @param name - The operator's word for whoever will hold the key: it stands in lists and nowhere else.
 */
export async function issueVirtualKey(
  store: VirtualKeyStore,
  { environment, name }: { readonly environment: Environment; readonly name: string },
): Promise<IssuedVirtualKey> {
  const key = createVirtualKey(environment);
  const record: VirtualKey = {
    id: `vk_${randomBytes(8).toString("hex")}`,
    name,
    environment,
    createdAt: new Date(),
    disabledAt: undefined,
  };
  await store.add(record, hashVirtualKey(key));
  return { key, record };
}
