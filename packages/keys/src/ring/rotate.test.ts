/** Rotation against the sandbox: what must be true before each step, the way back from each, and a crash at each. */
import Database from "libsql";
import { describe, expect, it } from "vitest";
import { randomMaster, startRingBed, statusOf, type RingBed } from "./ring.testkit.js";
import { finishRetired, revokeCompromised, rollBack, rotate } from "./rotate.js";
import { slotOf, type RotationEvent } from "./rotation.js";

const from = (key: string) => () => Promise.resolve(key);
const never = (): Promise<string> => Promise.reject(new Error("nobody should ask for a key now"));
const textOf = async ({ parts: { keyring } }: RingBed, name: string, slot: "current" | "previous" | "next") => {
  const ring = keyring.read(name)?.ring;
  const key = ring?.keys.find(({ id }) => slotOf(ring.rotation, id) === slot);
  return ring === undefined || key === undefined ? undefined : keyring.keyText(ring, key.id);
};

async function ringWithKey(options: { admin?: boolean } = {}): Promise<{ bed: RingBed; old: string }> {
  const bed = await startRingBed(options);
  const old = bed.sandbox.createKey({ workspace: "dev" });
  await rotate("development", from(old), bed.parts);
  return { bed, old };
}

describe("a rotation", () => {
  it("goes from the old key to the new one, and the old one is dead at the end", async () => {
    const { bed, old } = await ringWithKey();
    const fresh = bed.sandbox.createKey({ workspace: "dev" });
    const result = await rotate("development", from(fresh), bed.parts);
    expect(result).toMatchObject({ kind: "done", ring: { rotation: { step: "idle" } } });
    expect(bed.steps.slice(-5)).toEqual(["staged", "verified", "promoted", "draining", "revoking"]);
    expect(await textOf(bed, "development", "current")).toBe(fresh);
    expect([await statusOf(bed.sandbox, old), await statusOf(bed.sandbox, fresh)]).toEqual([401, 200]);
    expect(result.ring.keys.map(({ sealed, retiredAt }) => [sealed === undefined, retiredAt === undefined])).toEqual([
      [true, false],
      [false, true],
    ]);
  });

  it("broken off at any step, goes on from there, and asks for no key twice", async () => {
    const { bed, old } = await ringWithKey();
    const fresh = bed.sandbox.createKey({ workspace: "dev" });
    for (const step of ["staged", "verified", "promoted", "draining", "revoking"]) {
      const broken = {
        ...bed.parts,
        report: (at: string) => {
          if (at === step) throw new Error("killed");
        },
      };
      await expect(rotate("development", step === "staged" ? from(fresh) : never, broken)).rejects.toThrow("killed");
    }
    expect((await rotate("development", never, bed.parts)).kind).toBe("done");
    expect(await statusOf(bed.sandbox, old)).toBe(401);
    // Whoever was killed after the last step begins again with the same key.
    expect((await rotate("development", from(fresh), bed.parts)).kind).toBe("done");
    expect(await textOf(bed, "development", "current")).toBe(fresh);
  });

  it("a straggler is named and not cut off", async () => {
    const { bed, old } = await ringWithKey();
    const previous = bed.parts.keyring.read("development")?.ring.rotation.current ?? "";
    const inUse = {
      ...bed.parts,
      report: (step: string) => {
        if (step === "draining")
          bed.parts.keyring.recordUses([{ keyId: previous, by: "vk_1", host: "batch-7", at: Date.now() + 9_000_000 }]);
      },
    };
    const result = await rotate("development", from(bed.sandbox.createKey({ workspace: "dev" })), inUse);
    expect(result).toMatchObject({ kind: "stragglers", uses: [{ by: "vk_1", host: "batch-7" }] });
    expect(await statusOf(bed.sandbox, old)).toBe(200);
  });

  it("without an admin key leaves the deactivation to a person, and believes it when it sees it", async () => {
    const { bed, old } = await ringWithKey({ admin: false });
    const fresh = bed.sandbox.createKey({ workspace: "dev" });
    expect((await rotate("development", from(fresh), bed.parts)).kind).toBe("by-hand");
    expect((await rotate("development", never, bed.parts)).kind).toBe("by-hand");
    bed.sandbox.setKeyStatus(old, "inactive");
    expect((await rotate("development", never, bed.parts)).kind).toBe("done");
  });
});

describe("a key is admitted only where it belongs", () => {
  const refused = async (bed: RingBed, name: string, key: string, why: string): Promise<void> => {
    const before = await textOf(bed, name, "current");
    await expect(rotate(name, from(key), bed.parts)).rejects.toThrow(why);
    expect(await textOf(bed, name, "current")).toBe(before);
  };

  it("one of another workspace", async () => {
    const { bed } = await ringWithKey();
    await refused(bed, "development", bed.sandbox.createKey({ workspace: "prod" }), "belongs to the workspace");
  });
  it("one that the API refuses", async () => {
    const { bed } = await ringWithKey();
    await refused(bed, "development", bed.sandbox.createKey({ workspace: "dev", status: "inactive" }), "refuses the new key");
  });
  it("one that is in another ring already", async () => {
    const { bed, old } = await ringWithKey();
    await refused(bed, "production", old, "is a key of the ring `development`");
  });
  it("one of the workspace of another ring", async () => {
    const { bed } = await ringWithKey();
    await refused(bed, "production", bed.sandbox.createKey({ workspace: "dev" }), "is that of the ring `development`");
  });
  it("one that was here before", async () => {
    const { bed, old } = await ringWithKey();
    await rotate("development", from(bed.sandbox.createKey({ workspace: "dev" })), bed.parts);
    await refused(bed, "development", old, "was in this ring before");
  });
});

describe("there is a way back", () => {
  it("from a staged key that was refused: it is dropped, and may come again", async () => {
    const { bed, old } = await ringWithKey();
    const fresh = bed.sandbox.createKey({ workspace: "dev", status: "inactive" });
    await expect(rotate("development", from(fresh), bed.parts)).rejects.toThrow();
    await rollBack("development", bed.parts);
    expect(await textOf(bed, "development", "current")).toBe(old);
    bed.sandbox.setKeyStatus(fresh, "active");
    expect((await rotate("development", from(fresh), bed.parts)).kind).toBe("done");
  });

  it("from a drain, even where the old key was set inactive already", async () => {
    const { bed, old } = await ringWithKey();
    const fresh = bed.sandbox.createKey({ workspace: "dev" });
    const broken = {
      ...bed.parts,
      report: (step: string) => {
        if (step === "revoking") throw new Error("killed");
      },
    };
    await expect(rotate("development", from(fresh), broken)).rejects.toThrow("killed");
    bed.sandbox.setKeyStatus(old, "inactive");
    await rollBack("development", bed.parts);
    expect(await textOf(bed, "development", "current")).toBe(old);
    expect(await textOf(bed, "development", "next")).toBe(fresh);
    expect(await statusOf(bed.sandbox, old)).toBe(200);
  });

  it("but not to a key that is archived", async () => {
    const { bed, old } = await ringWithKey({ admin: false });
    const fresh = bed.sandbox.createKey({ workspace: "dev" });
    await rotate("development", from(fresh), bed.parts);
    bed.sandbox.setKeyStatus(old, "archived");
    await expect(rollBack("development", bed.parts)).rejects.toThrow("no way back");
    expect(await textOf(bed, "development", "current")).toBe(fresh);
  });
});

describe("a compromised key goes at once", () => {
  it("and the ring is empty until a new one is added", async () => {
    const { bed, old } = await ringWithKey();
    expect((await revokeCompromised("development", undefined, bed.parts)).kind).toBe("done");
    expect(await statusOf(bed.sandbox, old)).toBe(401);
    expect(await textOf(bed, "development", "current")).toBeUndefined();
  });

  it("or the other key of a rotation takes its place", async () => {
    const { bed, old } = await ringWithKey({ admin: false });
    const fresh = bed.sandbox.createKey({ workspace: "dev" });
    await rotate("development", from(fresh), bed.parts);
    const result = await revokeCompromised("development", undefined, bed.parts);
    expect(await textOf(bed, "development", "current")).toBe(old);
    // Nobody here may deactivate it, so it is kept until it was seen dead.
    expect(result.kind).toBe("by-hand");
    bed.sandbox.setKeyStatus(fresh, "archived");
    const stored = bed.parts.keyring.read("development");
    if (stored === undefined || result.kind !== "by-hand") throw new Error("the ring is gone");
    expect((await finishRetired(stored, result.keyId, bed.parts)).kind).toBe("done");
  });
});

describe("what lies in the file", () => {
  it("is no key, in any form", async () => {
    const { bed, old } = await ringWithKey();
    const database = new Database(bed.file);
    const all = JSON.stringify(
      ["ring", "ring_key", "key_use", "kept"].map((name) => database.prepare(`select * from ${name}`).all()),
    );
    database.close();
    expect(all).toContain("fp_");
    for (const form of [
      old.slice(13, 60),
      Buffer.from(old).toString("base64").slice(20, 60),
      Buffer.from(old).toString("hex").slice(40, 90),
    ])
      expect(all).not.toContain(form);
  });

  it("can't be moved: not to another slot, key or ring", async () => {
    const { bed } = await ringWithKey({ admin: false });
    await rotate("development", from(bed.sandbox.createKey({ workspace: "dev" })), bed.parts);
    const database = new Database(bed.file);
    database.exec("update ring_key set sealed = (select sealed from ring_key where slot = 'previous')");
    database.close();
    await expect(textOf(bed, "development", "current")).rejects.toThrow("doesn't open");
    expect(await textOf(bed, "development", "previous")).toMatch(/^sk-ant-/);
  });

  it("holds no two current keys, whoever writes", async () => {
    const { bed } = await ringWithKey({ admin: false });
    await rotate("development", from(bed.sandbox.createKey({ workspace: "dev" })), bed.parts);
    const database = new Database(bed.file);
    expect(() => database.exec("update ring_key set slot = 'current'")).toThrow(/UNIQUE/);
    database.close();
  });

  it("is not overwritten by whoever read it before a change", async () => {
    const { bed } = await ringWithKey();
    const stored = bed.parts.keyring.read("development");
    if (stored === undefined) throw new Error("no ring");
    const event: RotationEvent = { type: "compromised", key: stored.ring.rotation.current ?? "" };
    await bed.parts.keyring.apply(stored, event);
    await expect(bed.parts.keyring.apply(stored, event)).rejects.toThrow("changed by another process");
  });

  it("opens under a new master key after the change, and no longer under the old one", async () => {
    const { bed, old } = await ringWithKey();
    const master = randomMaster();
    expect(await bed.parts.keyring.changeMaster(master)).toBe(1);
    await expect(bed.open()).rejects.toThrow("another master key");
    const keyring = await bed.open(master);
    const ring = keyring.read("development")?.ring;
    expect(ring === undefined ? "" : await keyring.keyText(ring, ring.rotation.current ?? "")).toBe(old);
    // The fingerprint stays, so a key is still recognized.
    expect(ring !== undefined && keyring.isCurrent(ring, old)).toBe(true);
  });
});
