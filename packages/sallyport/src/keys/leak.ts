/**
 * The runbook for a key that others know: which ring it belongs to, stopped at once, where it lies, who used it, and what is left to do.
 * What it gives names the key by id and fingerprint, so it can be filed and sent.
 */
import { endKey, revokeCompromised, slotOf, type KeyId, type KeyUse, type RotationParts, type Slot } from "@sallyport/keys";
import { createSecretSearch, type Traces } from "@sallyport/scan";
import { UsageError } from "../errors.js";
import { guardSecret, SECRET_VARIABLE } from "../input/policy.js";

/** A key, as far as the rings know it. */
export interface LeakedKey {
  /** Left out where the key is known by a fingerprint alone, and no ring keeps it any more. */
  readonly text: string | undefined;
  /** `undefined` where no ring ever had it. */
  readonly inRing:
    | {
        readonly ring: string;
        readonly id: KeyId;
        readonly slot: Slot;
        readonly fingerprint: string;
        readonly apiKeyId: string | undefined;
      }
    | undefined;
}

/** @param given - The key itself, or a fingerprint of it: a ring's, or a finding's under the operator's secret. */
export async function identify(
  given: { readonly key: string } | { readonly fingerprint: string },
  parts: RotationParts,
): Promise<LeakedKey> {
  if ("key" in given) return { text: given.key, inRing: placeOf(parts.keyring.find(given.key)) };
  const ofRing = parts.keyring
    .list()
    .flatMap((stored) => stored.ring.keys.map(({ id, fingerprint }) => ({ stored, keyId: id, fingerprint })))
    .find(({ fingerprint }) => fingerprint === given.fingerprint);
  const known = ofRing ?? (await byFinding(given.fingerprint, parts));
  if (known === undefined) throw new UsageError("no key of the rings has this fingerprint", "give the key itself: --from stdin");
  const { ring } = known.stored;
  const sealed = ring.keys.find(({ id }) => id === known.keyId)?.sealed;
  return { text: sealed === undefined ? undefined : await parts.keyring.keyText(ring, known.keyId), inRing: placeOf(known) };
}

type Found = NonNullable<ReturnType<RotationParts["keyring"]["find"]>>;

/** A finding's fingerprint is made under another key than a ring's: what the detectors say of each key tells which one it is. */
async function byFinding(fingerprint: string, { keyring }: RotationParts): Promise<Found | undefined> {
  const secret = await guardSecret();
  if (secret === undefined)
    throw new UsageError("a finding's fingerprint says nothing without the secret it was made under", `set ${SECRET_VARIABLE}`);
  const search = createSecretSearch({ secret });
  for (const stored of keyring.list())
    for (const { id, sealed } of stored.ring.keys) {
      if (sealed === undefined) continue;
      const found = search(await keyring.keyText(stored.ring, id));
      if (found.some((one) => one.fingerprint === fingerprint)) return { stored, keyId: id };
    }
  return undefined;
}

function placeOf(found: Found | undefined): LeakedKey["inRing"] {
  const key = found?.stored.ring.keys.find(({ id }) => id === found.keyId);
  if (found === undefined || key === undefined) return undefined;
  const { ring } = found.stored;
  return {
    ring: ring.name,
    id: key.id,
    slot: slotOf(ring.rotation, key.id),
    fingerprint: key.fingerprint,
    apiKeyId: key.apiKeyId,
  };
}

/** What came of stopping the key. */
export type Stopped =
  /** The API answers it with 401. */
  | { readonly kind: "dead"; readonly at: string }
  /** It still answers, and nobody here may end it. */
  | { readonly kind: "by-hand" }
  /** Nobody gave their word. */
  | { readonly kind: "not-asked" };

/**
 * Stops the key now: no drain.
 * @throws {@link UsageError} where nothing is left of the key but its fingerprint; and what the API and the rings throw.
 */
export async function stop({ text, inRing }: LeakedKey, parts: RotationParts): Promise<Stopped> {
  const dead = (): Stopped => ({ kind: "dead", at: new Date().toISOString() });
  if (inRing !== undefined && inRing.slot !== "retired") {
    const { kind } = await revokeCompromised(inRing.ring, inRing.id, parts);
    return kind === "done" ? dead() : { kind: "by-hand" };
  }
  if (text === undefined)
    throw new UsageError(
      "the ring has forgotten this key, since it was seen dead: only its fingerprint is left",
      "to see it again, give the key: --from stdin",
    );
  const ended = await endKey(text, { api: parts.api, admin: parts.admin, apiKeyId: inRing?.apiKeyId, name: "the key" });
  return ended ? dead() : { kind: "by-hand" };
}

/** All that is known of a leak once the runbook has run. */
export interface LeakReport {
  readonly key: LeakedKey["inRing"];
  readonly stopped: Stopped;
  /** Who used it through the rings, the latest first. */
  readonly uses: readonly KeyUse[];
  /** `undefined` where the key itself isn't known any more, so that nothing could be searched for. */
  readonly traces: Traces | undefined;
  /** What is left to do, in order. */
  readonly next: readonly string[];
}

/** What is left to do: nothing, where the key is dead, another has its place, and no file of the folder holds it. */
export function nextSteps({
  stopped,
  traces,
  ring,
}: {
  readonly stopped: Stopped;
  readonly traces: Traces | undefined;
  readonly ring: { readonly name: string; readonly empty: boolean } | undefined;
}): readonly string[] {
  const steps: string[] = [];
  if (stopped.kind === "not-asked") steps.push("stop the key: run this again with --yes");
  if (stopped.kind === "by-hand")
    steps.push(
      "the key still answers: disable it in the Console (Settings > API keys), then run this again to see that it is dead",
    );
  if (ring?.empty === true) steps.push(`give the ring a key: sallyport keys add ${ring.name}`);
  const files = traces?.places.filter(({ where }) => where === "folder") ?? [];
  if (files.length > 0) steps.push("take it out of the files above");
  if ((traces?.places.length ?? 0) > files.length)
    steps.push(
      "git's history keeps it: with the key dead that is harmless; rewrite the history (git filter-repo) only if the key told more than itself",
    );
  if (traces === undefined) steps.push("the key itself is gone from the rings: search for it where you still have it (--from)");
  return steps;
}
