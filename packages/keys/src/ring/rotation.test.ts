/** Laws of the rotation, whatever happens in whatever order. */
import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { KeyRingError } from "../errors.js";
import { advance, slotOf, type Rotation, type RotationEvent } from "./rotation.js";

const KEYS = ["key_1", "key_2", "key_3", "key_4"] as const;
const event = fc.oneof(
  fc.constantFrom<RotationEvent>(
    { type: "answered" },
    { type: "promote", at: 1 },
    { type: "drain" },
    { type: "dead" },
    { type: "roll-back" },
  ),
  fc.constantFrom(...KEYS).map((key): RotationEvent => ({ type: "compromised", key })),
);

/** Takes what steps there are; a new key is staged wherever one may be. */
function* walk(events: readonly RotationEvent[]): Generator<{ before: Rotation; event: RotationEvent; after: Rotation }> {
  let rotation: Rotation = { step: "idle", current: undefined };
  let made = 0;
  for (const given of events) {
    const event: RotationEvent =
      rotation.step === "idle" && given.type === "answered" ? { type: "stage", next: `key_${(made += 1)}` } : given;
    const before: Rotation = rotation;
    try {
      rotation = advance(before, event);
    } catch (error) {
      expect(error).toBeInstanceOf(KeyRingError);
      continue;
    }
    yield { before, event, after: rotation };
  }
}

describe("whatever happens", () => {
  const events = fc.array(event, { maxLength: 60 });

  test.prop([events])("only a key that has answered becomes current", (all) => {
    const answered = new Set<string>();
    for (const { before, event: taken, after } of walk(all)) {
      if (taken.type === "answered" && "next" in before) answered.add(before.next);
      if (after.current !== undefined) expect(answered).toContain(after.current);
    }
  });

  test.prop([events])("a compromised key is in no slot any more", (all) => {
    for (const { event: taken, after } of walk(all))
      if (taken.type === "compromised") expect(slotOf(after, taken.key)).toBe("retired");
  });

  test.prop([events])("a ring that has a key loses it only to a compromise", (all) => {
    for (const { before, event: taken, after } of walk(all))
      if (before.current !== undefined && after.current === undefined) expect(taken.type).toBe("compromised");
  });

  test.prop([events])("the old key is given up only after a drain that ended with its death, or for a compromise", (all) => {
    for (const { before, event: taken, after } of walk(all))
      if ("previous" in before && slotOf(after, before.previous) === "retired")
        expect([taken.type, before.step]).toEqual(taken.type === "dead" ? ["dead", "draining"] : ["compromised", before.step]);
  });
});
