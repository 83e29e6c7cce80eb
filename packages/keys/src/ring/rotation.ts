/**
 * The rotation of a ring's key: `idle -> staged -> verified -> promoted -> draining -> idle`, each state written down before anybody acts
 * on it, so that a crash resumes at the same step. Pure; who does what in a step is in `rotate.ts`.
 *
 * The way back: before the promotion the new key is dropped; after it the old key is current again, and the new one is staged once more.
 */
import { KeyRingError } from "../errors.js";

export type KeyId = string;

export type Rotation =
  /** Nothing is under way. A new ring has no current key. */
  | { readonly step: "idle"; readonly current: KeyId | undefined }
  | { readonly step: "staged" | "verified"; readonly current: KeyId | undefined; readonly next: KeyId }
  /** The new key is in use, and the old one is still good: `since` is when the change was made. */
  | { readonly step: "promoted" | "draining"; readonly current: KeyId; readonly previous: KeyId; readonly since: number };

export type RotationEvent =
  | { readonly type: "stage"; readonly next: KeyId }
  /** The staged key answered, in the ring's own workspace. */
  | { readonly type: "answered" }
  | { readonly type: "promote"; readonly at: number }
  | { readonly type: "drain" }
  /** The old key answers 401. */
  | { readonly type: "dead" }
  | { readonly type: "roll-back" }
  /** The key is known to others: it goes at once, whatever takes its place. */
  | { readonly type: "compromised"; readonly key: KeyId };

/** Where a key stands, by the rotation alone: a ring can't have two current keys. */
export type Slot = "next" | "current" | "previous" | "retired";

/** @throws {@link KeyRingError} if the event has no place in this step. */
export function advance(rotation: Rotation, event: RotationEvent): Rotation {
  const { step, current } = rotation;
  switch (event.type) {
    case "stage":
      if (step === "idle") return { step: "staged", current, next: event.next };
      break;
    case "answered":
      if (step === "staged") return { step: "verified", current, next: rotation.next };
      break;
    case "promote":
      if (step !== "verified") break;
      // The first key of a ring takes no other's place: nothing to drain.
      if (current === undefined) return { step: "idle", current: rotation.next };
      return { step: "promoted", current: rotation.next, previous: current, since: event.at };
    case "drain":
      if (step === "promoted") return { ...rotation, step: "draining" };
      break;
    case "dead":
      if (step === "draining") return { step: "idle", current };
      break;
    case "roll-back":
      if (step === "staged" || step === "verified") return { step: "idle", current };
      if (step === "promoted" || step === "draining")
        return { step: "staged", current: rotation.previous, next: rotation.current };
      break;
    case "compromised":
      return without(rotation, event.key);
  }
  throw new KeyRingError(`\`${event.type}\` has no place in a ring whose rotation is ${step}`);
}

export function slotOf(rotation: Rotation, key: KeyId): Slot {
  if (rotation.current === key) return "current";
  if ("next" in rotation && rotation.next === key) return "next";
  if ("previous" in rotation && rotation.previous === key) return "previous";
  return "retired";
}

/** What is left is used as it is good for: the old key of a promotion again, or a staged key that has answered. */
function without(rotation: Rotation, key: KeyId): Rotation {
  const slot = slotOf(rotation, key);
  if (slot === "retired") throw new KeyRingError("this key isn't in use: `sallyport keys status` shows those that are");
  switch (rotation.step) {
    case "idle":
      return { step: "idle", current: undefined };
    case "staged":
      return slot === "next" ? { step: "idle", current: rotation.current } : { ...rotation, current: undefined };
    case "verified":
      return { step: "idle", current: slot === "next" ? rotation.current : rotation.next };
    case "promoted":
    case "draining":
      return { step: "idle", current: slot === "previous" ? rotation.current : rotation.previous };
  }
}
