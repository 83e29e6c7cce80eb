/**
 * Carries a rotation through, from wherever it stands: what is done in each step, and what must be true before the next one. Whoever is
 * killed in between runs it again; each step can be repeated.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { KeyRingError } from "../errors.js";
import type { AdminApi } from "./admin-api.js";
import type { ClaudeApi } from "./claude-api.js";
import type { Keyring } from "./keyring.js";
import type { KeyUse, RingRecord, StoredRing } from "./ring-store.js";
import type { KeyId, Rotation } from "./rotation.js";

export interface RotationParts {
  readonly keyring: Keyring;
  readonly api: ClaudeApi;
  /** Without it the old key must be deactivated by hand in the Console. */
  readonly admin: AdminApi | undefined;
  /** Hears of each step as it begins. */
  readonly report: (step: Rotation["step"] | "revoking", ring: RingRecord) => void;
  readonly now?: () => number;
}

export interface DrainOptions {
  /** The old key goes when nobody has used it for so long. */
  readonly graceMs: number;
  /** How long to wait for that before giving the stragglers' names. */
  readonly patienceMs: number;
}

export type RotationResult =
  | { readonly kind: "done"; readonly ring: RingRecord; readonly retired: KeyId | undefined }
  /** Somebody still uses the old key, which therefore lives. */
  | { readonly kind: "stragglers"; readonly ring: RingRecord; readonly uses: readonly KeyUse[] }
  /** The old key still answers, and only a person can change that. */
  | { readonly kind: "by-hand"; readonly ring: RingRecord; readonly keyId: KeyId };

/** Replicas look at a ring this often, and tell as often whom they served: a key can't be called unused sooner. */
const SHORTEST_GRACE_MS = 1_000;

/**
 * Rotates a ring, or goes on with what was begun.
 * @param readNext - Reads the new key. Asked only where none is staged yet.
 * @throws {@link KeyRingError} if the new key doesn't answer, or belongs elsewhere: the old one then stays in use.
 */
export async function rotate(
  name: string,
  readNext: () => Promise<string>,
  { drain, ...parts }: RotationParts & { readonly drain: DrainOptions },
): Promise<RotationResult> {
  const { keyring, report, now = Date.now } = parts;
  let stored = keyring.read(name);
  if (stored === undefined || stored.ring.rotation.step === "idle") {
    const next = await readNext();
    // Whoever was killed right after the last step, and begins again, is done.
    if (stored !== undefined && keyring.isCurrent(stored.ring, next))
      return { kind: "done", ring: stored.ring, retired: undefined };
    stored = await keyring.stage(name, next);
  }
  for (;;) {
    const { ring } = stored;
    const { rotation } = ring;
    report(rotation.step, ring);
    switch (rotation.step) {
      case "staged":
        stored = await verify(stored, rotation.next, parts);
        break;
      case "verified":
        stored = await keyring.apply(stored, { type: "promote", at: now() });
        break;
      case "promoted":
        stored = await keyring.apply(stored, { type: "drain" });
        break;
      case "draining": {
        const uses = await drained(rotation, { drain, keyring, now });
        if (uses !== undefined) return { kind: "stragglers", ring, uses };
        if (!(await kill(stored.ring, rotation.previous, parts))) return { kind: "by-hand", ring, keyId: rotation.previous };
        stored = await keyring.apply(stored, { type: "dead" });
        return { kind: "done", ring: stored.ring, retired: rotation.previous };
      }
      case "idle":
        return { kind: "done", ring, retired: undefined };
    }
  }
}

/**
 * Makes a new key ready to take the place of one that must go at once: staged and verified, and not yet in use.
 * @throws {@link KeyRingError} if it doesn't answer, or belongs elsewhere; or the ring is in a rotation that is further on.
 */
export async function prepareNext(name: string, readNext: () => Promise<string>, parts: RotationParts): Promise<void> {
  const known = parts.keyring.read(name);
  const stored =
    known === undefined || known.ring.rotation.step === "idle" ? await parts.keyring.stage(name, await readNext()) : known;
  if (stored.ring.rotation.step === "staged") await verify(stored, stored.ring.rotation.next, parts);
}

async function verify(stored: StoredRing, next: KeyId, { keyring, api, admin }: RotationParts): Promise<StoredRing> {
  const { ring } = stored;
  const key = await keyring.keyText(ring, next);
  const answer = await api.tryKey(key);
  const back = `the ring still uses its old key; take this one back with \`sallyport keys rollback ${ring.name}\``;
  if (answer.kind === "dead") throw new KeyRingError(`the API refuses the new key ${next} (401): ${back}`);
  if (answer.kind === "unclear")
    throw new KeyRingError(`the API answered the new key ${next} with ${answer.status}: try again later, or ${back}`);
  const { workspaceId } = answer;
  if (workspaceId === undefined)
    throw new KeyRingError(`the answer to the new key ${next} names no workspace, so it can't be admitted: ${back}`);
  if (ring.workspaceId !== undefined && ring.workspaceId !== workspaceId) {
    throw new KeyRingError(
      `the new key ${next} belongs to the workspace ${workspaceId}, and this ring to ${ring.workspaceId}: make the key in that workspace; ${back}`,
    );
  }
  const other = keyring.list().find(({ ring: { name, workspaceId: id } }) => name !== ring.name && id === workspaceId);
  if (other !== undefined) {
    throw new KeyRingError(
      `the workspace ${workspaceId} is that of the ring \`${other.ring.name}\`: give each environment its own; ${back}`,
    );
  }
  const facts = await admin?.find(key);
  if (facts !== undefined && (facts.scope.type !== "workspace" || facts.scope.workspace_id !== workspaceId)) {
    throw new KeyRingError(`the Admin API says that the new key ${next} belongs elsewhere than the API does: ${back}`);
  }
  const expiresAt = typeof facts?.expires_at === "string" ? Date.parse(facts.expires_at) : undefined;
  return keyring.apply(stored, { type: "answered" }, { workspaceId, next: { apiKeyId: facts?.id, expiresAt } });
}

/** Waits until the old key is out of use. Returns the stragglers if it doesn't come to that. */
async function drained(
  { previous, since }: Extract<Rotation, { readonly previous: KeyId }>,
  { drain, keyring, now }: { readonly drain: DrainOptions; readonly keyring: Keyring; readonly now: () => number },
): Promise<readonly KeyUse[] | undefined> {
  const graceMs = Math.max(drain.graceMs, SHORTEST_GRACE_MS);
  const patience = now() + Math.max(drain.patienceMs, graceMs);
  for (;;) {
    const uses = keyring.uses(previous);
    const quiet = now() - Math.max(since, uses[0]?.at ?? 0);
    if (quiet >= graceMs) return undefined;
    if (now() >= patience) return uses.filter(({ at }) => at > since);
    await sleep(Math.min(graceMs - quiet, 1_000));
  }
}

/**
 * Sets a key inactive, sees that it is refused, and archives it. Returns false where it still answers because nobody here may deactivate it.
 * @throws {@link KeyRingError} if it still answers though the Admin API has deactivated it.
 */
async function kill(ring: RingRecord, keyId: KeyId, { keyring, api, admin, report }: RotationParts): Promise<boolean> {
  report("revoking", ring);
  const key = await keyring.keyText(ring, keyId);
  return endKey(key, { api, admin, apiKeyId: ring.keys.find(({ id }) => id === keyId)?.apiKeyId, name: `the old key ${keyId}` });
}

/** What it takes to end a key. */
export interface EndOptions {
  readonly api: ClaudeApi;
  readonly admin: AdminApi | undefined;
  /** Its id with the Admin API, which is asked for it if left out. */
  readonly apiKeyId?: string | undefined;
  /** What errors call it. */
  readonly name: string;
}

/**
 * The same for any key, in a ring or in none.
 * @throws {@link KeyRingError} if the API doesn't say whether it is dead, or it still answers though the Admin API has deactivated it.
 */
export async function endKey(key: string, { api, admin, name, ...of }: EndOptions): Promise<boolean> {
  const apiKeyId = of.apiKeyId ?? (await admin?.find(key))?.id;
  const known = admin === undefined || apiKeyId === undefined ? undefined : { admin, apiKeyId };
  // Archived is for good; inactive could be taken back. So the proof stands between the two.
  if (known !== undefined && (await api.isDead(key)).kind !== "dead") await known.admin.setStatus(known.apiKeyId, "inactive");
  const answer = await deadWithin(key, api, known === undefined ? 0 : PROPAGATION_MS);
  if (answer === "unclear") throw new KeyRingError(`the API doesn't say whether ${name} is dead: run the same command again`);
  if (answer === "answers") {
    if (known === undefined) return false;
    throw new KeyRingError(`${name} is inactive for the Admin API and still answers: run the same command again in a minute`);
  }
  if (known !== undefined) await known.admin.setStatus(known.apiKeyId, "archived");
  return true;
}

/** A change made through the Admin API may take a while to reach every door of the API. */
const PROPAGATION_MS = 30_000;
const LOOK_AGAIN_MS = 1_000;

async function deadWithin(key: string, api: ClaudeApi, waitMs: number): Promise<"dead" | "answers" | "unclear"> {
  const until = performance.now() + waitMs;
  for (;;) {
    const { kind } = await api.isDead(key);
    if (kind === "dead" || performance.now() >= until) return kind;
    await sleep(LOOK_AGAIN_MS);
  }
}

/**
 * Takes the last step back: a staged key is dropped, a promoted one gives its place to the old key again and is staged once more.
 * @throws {@link KeyRingError} if there is nothing to take back, or the old key doesn't answer any more.
 */
export async function rollBack(name: string, { keyring, api, admin }: RotationParts): Promise<RingRecord> {
  const stored = found(keyring, name);
  const { ring } = stored;
  const { rotation } = ring;
  if ("previous" in rotation) {
    const key = await keyring.keyText(ring, rotation.previous);
    const apiKeyId = ring.keys.find(({ id }) => id === rotation.previous)?.apiKeyId;
    // A revocation that was broken off may have set it inactive already.
    if ((await api.isDead(key)).kind === "dead" && admin !== undefined && apiKeyId !== undefined)
      await admin.setStatus(apiKeyId, "active");
    const answer = await api.tryKey(key);
    if (answer.kind !== "answers")
      throw new KeyRingError(`the old key ${rotation.previous} doesn't answer any more: there is no way back to it`);
  }
  return (await keyring.apply(stored, { type: "roll-back" })).ring;
}

/**
 * The emergency path: a key that others know goes at once, without a drain. The staged key takes its place where one has answered; else the
 * ring is empty until a new one is added.
 * @param keyId - The ring's current key if left out.
 */
export async function revokeCompromised(name: string, keyId: KeyId | undefined, parts: RotationParts): Promise<RotationResult> {
  const { keyring } = parts;
  const stored = found(keyring, name);
  const key = keyId ?? stored.ring.rotation.current;
  if (key === undefined) throw new KeyRingError(`the ring \`${name}\` has no current key`);
  const after = await keyring.apply(stored, { type: "compromised", key });
  return finishRetired(after, key, parts);
}

/** Kills a retired key whose end nobody has seen yet. */
export async function finishRetired(stored: StoredRing, keyId: KeyId, parts: RotationParts): Promise<RotationResult> {
  if (!(await kill(stored.ring, keyId, parts))) return { kind: "by-hand", ring: stored.ring, keyId };
  return { kind: "done", ring: parts.keyring.forget(stored, keyId).ring, retired: keyId };
}

function found(keyring: Keyring, name: string): StoredRing {
  const stored = keyring.read(name);
  if (stored === undefined) throw new KeyRingError(`there is no ring \`${name}\`: make it with \`sallyport keys add ${name}\``);
  return stored;
}
