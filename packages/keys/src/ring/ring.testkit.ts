/** A ring in a file of its own, and a sandbox whose keys it holds. */
import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startSandbox, type Sandbox } from "@sallyport/sandbox";
import { onTestFinished } from "vitest";
import { createAdminApi } from "./admin-api.js";
import { createClaudeApi } from "./claude-api.js";
import { masterKeyFrom, type MasterKey } from "./envelope.js";
import { openKeyring, type Keyring } from "./keyring.js";
import type { DrainOptions, RotationParts } from "./rotate.js";
import { openRingStore } from "./sqlite-ring-store.js";

export interface RingBed {
  readonly sandbox: Sandbox;
  readonly file: string;
  readonly master: MasterKey;
  /** Opens the file once more, as another process would. */
  readonly open: (master?: MasterKey) => Promise<Keyring>;
  readonly parts: RotationParts & { readonly drain: DrainOptions };
  readonly steps: readonly string[];
}

export const randomMaster = (): MasterKey => masterKeyFrom(randomBytes(32).toString("base64"));

export async function startRingBed({ admin = true }: { readonly admin?: boolean } = {}): Promise<RingBed> {
  const folder = await mkdtemp(join(tmpdir(), "sallyport-ring-"));
  const sandbox = await startSandbox();
  const file = join(folder, "rings.db");
  const master = randomMaster();
  const opened: Keyring[] = [];
  onTestFinished(async () => {
    for (const keyring of opened) keyring.close();
    await sandbox.close();
    await rm(folder, { recursive: true });
  });
  const open = async (other: MasterKey = master): Promise<Keyring> => {
    const keyring = await openKeyring(openRingStore(file), other);
    opened.push(keyring);
    return keyring;
  };
  const steps: string[] = [];
  // A clock that goes on by a second at each look: nobody waits for a grace period.
  let clock = Date.now();
  return {
    sandbox,
    file,
    master,
    open,
    steps,
    parts: {
      keyring: await open(),
      api: createClaudeApi({ url: sandbox.url }),
      admin: admin ? createAdminApi(sandbox.createAdminKey(), { url: sandbox.url }) : undefined,
      report: (step) => steps.push(step),
      now: () => (clock += 1_000),
      drain: { graceMs: 0, patienceMs: 0 },
    },
  };
}

/** What the API says to a key. */
export async function statusOf(sandbox: Sandbox, key: string): Promise<number> {
  const headers = { "x-api-key": key, "anthropic-version": "2026-10-21" };
  return (await fetch(`${sandbox.url}/v1/models`, { headers })).status;
}
