import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createAdminApi, createClaudeApi, masterKeyFrom, openKeyring, openRingStore, rotate } from "@sallyport/keys";
import { startSandbox } from "@sallyport/sandbox";
import { expect, it, vi } from "vitest";
import { createClient } from "./client.ts";

it("goes on while its key is rotated, and is named where it used the old one", { timeout: 30_000 }, async () => {
  const folder = await mkdtemp(join(tmpdir(), "key-ring-"));
  const sandbox = await startSandbox();
  const master = randomBytes(32).toString("base64");
  vi.stubEnv("SALLYPORT_MASTER_KEY", master);
  vi.stubEnv("ANTHROPIC_BASE_URL", sandbox.url);
  const file = join(folder, "rings.db");
  const keyring = await openKeyring(openRingStore(file), masterKeyFrom(master));
  const change = () =>
    rotate("development", () => Promise.resolve(sandbox.createKey({ workspace: "dev" })), {
      keyring,
      api: createClaudeApi({ url: sandbox.url }),
      admin: createAdminApi(sandbox.createAdminKey(), { url: sandbox.url }),
      report: () => undefined,
      drain: { graceMs: 1_000, patienceMs: 10_000 },
    });
  try {
    await change();
    const { client, ring } = await createClient(file);
    const ask = () => client.messages.create({ model: "echo", max_tokens: 16, messages: [{ role: "user", content: "Hi" }] });
    await ask();
    const rotated = change();
    const ended = new AbortController();
    const asked = (async () => {
      let count = 0;
      for (; !ended.signal.aborted; count += 1) await ask();
      return count;
    })();
    const result = await rotated;
    ended.abort();
    expect(result.kind).toBe("done");
    expect(await asked).toBeGreaterThan(5);
    await ask();
    expect(result.kind === "done" && result.retired !== undefined && keyring.uses(result.retired)).toMatchObject([
      { by: "reports" },
    ]);
    ring.close();
  } finally {
    vi.unstubAllEnvs();
    keyring.close();
    await sandbox.close();
    await rm(folder, { recursive: true });
  }
});
