/** A gateway that serves key rings: rotations pass unseen, each environment has its own ring, and production's stays shut elsewhere. */
import { randomBytes } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createClaudeApi, masterKeyFrom, openKeyring, openRingStore, rotate } from "@sallyport/keys";
import type { Environment, Keyring } from "@sallyport/keys";
import { startSandbox } from "@sallyport/sandbox";
import type { Sandbox } from "@sallyport/sandbox";
import { describe, expect, it, onTestFinished } from "vitest";
import { issueVirtualKey } from "./auth/virtual-keys.js";
import { parseGatewayConfig } from "./config.js";
import { PLAIN, post, until } from "./gateway.testkit.js";
import { startGateway } from "./start.js";
import type { RunningGateway } from "./start.js";

interface RingGateway {
  readonly sandbox: Sandbox;
  readonly keyring: Keyring;
  /** The key of the first ring. */
  readonly first: string;
  readonly gateway: RunningGateway;
  readonly log: () => string;
  /** Rotates, until a step is reached. */
  readonly change: (ring: string, key: string, until?: string) => Promise<unknown>;
  readonly issue: (environment: Environment) => Promise<string>;
}

async function start(rings: Readonly<Record<string, string>>): Promise<RingGateway> {
  const folder = await mkdtemp(join(tmpdir(), "sallyport-rings-"));
  const sandbox = await startSandbox();
  const master = randomBytes(32).toString("base64");
  await writeFile(join(folder, "master"), master, { mode: 0o600 });
  const file = join(folder, "rings.db");
  const keyring = await openKeyring(openRingStore(file), masterKeyFrom(master));
  const change = (ring: string, key: string, until?: string) =>
    rotate(ring, () => Promise.resolve(key), {
      keyring,
      api: createClaudeApi({ url: sandbox.url }),
      admin: undefined,
      report: (step) => {
        if (step === until) throw new Error("stopped there");
      },
      drain: { graceMs: 0, patienceMs: 0 },
    });
  const keys = Object.entries(rings).map(([ring, workspace]) => ({ ring, key: sandbox.createKey({ workspace }) }));
  for (const { ring, key } of keys) await change(ring, key);
  const lines: string[] = [];
  const upstream = { url: sandbox.url, rings: { file, master: `file:${folder}/master` } };
  const gateway = await startGateway(parseGatewayConfig({ port: 0, database: join(folder, "gateway.db"), upstream }), {
    log: { write: (line) => lines.push(line) },
  });
  onTestFinished(async () => {
    await gateway.close();
    keyring.close();
    await sandbox.close();
    await rm(folder, { recursive: true });
  });
  const issue = async (environment: Environment) =>
    (await issueVirtualKey(gateway.virtualKeys, { environment, name: "test" })).key;
  return { sandbox, keyring, gateway, log: () => lines.join(""), change, issue, first: keys[0]?.key ?? "" };
}

describe("a gateway that serves key rings", () => {
  it("sends a request that is refused with 401 once more with the ring's other key, and says who used which", async () => {
    const { sandbox, keyring, gateway, change, issue, first } = await start({ development: "dev" });
    const key = await issue("development");
    expect((await post(gateway.url, key, PLAIN)).status).toBe(200);
    const previous = keyring.read("development")?.ring.rotation.current ?? "";
    const next = sandbox.createKey({ workspace: "dev" });
    await expect(change("development", next, "verified")).rejects.toThrow("stopped there");
    expect((await post(gateway.url, key, PLAIN)).status).toBe(200);
    await expect(change("development", next, "promoted")).rejects.toThrow("stopped there");
    // Harder than any rotation: the old key is refused while the gateway still takes it for the current one.
    sandbox.setKeyStatus(first, "inactive");
    expect((await post(gateway.url, key, PLAIN)).status).toBe(200);
    await until(() => keyring.uses(previous).length > 0, "the use is told");
    expect(keyring.uses(previous)[0]).toMatchObject({ by: expect.stringMatching(/^vk_/) as string });
  });

  it("a development key reaches the development ring alone, whatever it sends", async () => {
    const { sandbox, gateway, issue } = await start({ development: "dev", staging: "stg" });
    const key = await issue("development");
    await post(gateway.url, key, PLAIN, { "anthropic-workspace-id": "wrkspc_stg", "x-environment": "staging" });
    await post(gateway.url, key, { ...PLAIN, metadata: { user_id: "staging" } });
    await post(gateway.url, await issue("staging"), PLAIN);
    expect(sandbox.requests.filter(({ body }) => body.includes("Hello there")).map(({ workspace }) => workspace)).toEqual([
      "dev",
      "dev",
      "stg",
    ]);
  });

  it("an environment without a ring is served by none", async () => {
    const { gateway, issue } = await start({ development: "dev" });
    const refused = await post(gateway.url, await issue("staging"), PLAIN);
    expect([refused.status, (await refused.json()) as object]).toMatchObject([
      403,
      { error: { details: { error_code: "sallyport_no_upstream_key" } } },
    ]);
  });

  // These tests are a process that says it is one of tests.
  it("the production ring stays shut in a process that says it isn't production, and the log says why", async () => {
    const { sandbox, gateway, log, issue } = await start({ production: "prod" });
    const before = sandbox.requests.length;
    expect((await post(gateway.url, await issue("production"), PLAIN)).status).toBe(403);
    expect(sandbox.requests.length).toBe(before);
    expect(log()).toMatch(/ring_not_opened.*production.*NODE_ENV is test/);
  });

  it("keys and rings can't both be given", () => {
    const upstream = { keys: { development: "env:A" }, rings: { file: "a", master: "env:B" } };
    expect(() => parseGatewayConfig({ upstream })).toThrow("leave one out at `upstream`");
  });
});
