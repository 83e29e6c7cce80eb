/** Everything that can be wrong is told at the start, with its place and what to do, before the first request. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseGatewayConfig } from "./config.js";
import type { GatewayConfigInput } from "./config.js";
import { anthropicKey } from "./gateway.testkit.js";
import { startGateway } from "./start.js";

let folder: string;
let keys: NonNullable<GatewayConfigInput["upstream"]>;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "sallyport-start-"));
  await writeFile(join(folder, "key"), anthropicKey(), { mode: 0o600 });
  keys = { keys: { development: `file:${folder}/key` } };
});
afterAll(() => rm(folder, { recursive: true }));

const start = (config: GatewayConfigInput) =>
  startGateway(parseGatewayConfig({ port: 0, logLevel: "silent", database: join(folder, "a.db"), upstream: keys, ...config }));

describe("a gateway that can't work doesn't start", () => {
  it("a port that is taken", async () => {
    const first = await start({});
    const port = Number(new URL(first.url).port);
    await expect(start({ port, database: join(folder, "b.db") })).rejects.toThrow(`port ${port} is taken`);
    await first.close();
  });

  it("an address that isn't this machine's", async () => {
    await expect(start({ host: "192.0.2.1" })).rejects.toThrow("can't listen there (Error EADDRNOTAVAIL) at `host`");
  });

  it("a database in a folder that isn't there, or that is none", async () => {
    await expect(start({ database: join(folder, "none", "a.db") })).rejects.toThrow("make its folder first at `database`");
    await writeFile(join(folder, "text.db"), "this is no database, it is a text".repeat(100));
    await expect(start({ database: join(folder, "text.db") })).rejects.toThrow("the file can't be opened");
  });

  it("a policy file that isn't there, or that is wrong", async () => {
    await expect(start({ policyFile: join(folder, "none.yaml") })).rejects.toThrow(
      "the policy file can't be read (Error ENOENT) at `policyFile`",
    );
    await writeFile(join(folder, "policy.yaml"), "version: 1\nextends: balancd\n");
    await expect(start({ policyFile: join(folder, "policy.yaml") })).rejects.toThrow("balanced");
  });

  it("no key, a placeholder, or no environment at all", async () => {
    await expect(start({ upstream: { keys: { development: "env:SALLYPORT_TEST_NO_SUCH_KEY" } } })).rejects.toThrow("is not set");
    await writeFile(join(folder, "placeholder"), "sk-ant-api03-your-key-here", { mode: 0o600 });
    await expect(start({ upstream: { keys: { development: `file:${folder}/placeholder` } } })).rejects.toThrow("placeholder");
    await expect(start({ upstream: { keys: {} } })).rejects.toThrow("no environment has a key");
  });

  it("a policy with placeholders, and no secret", async () => {
    const rules = { secrets: { detectors: ["secrets"], action: "redact", style: "placeholder" } } as const;
    await expect(start({ policy: { version: 1, rules } })).rejects.toThrow(/placeholders.*env:NAME.* at `secret`/);
  });

  it("a secret that is a word", async () => {
    await writeFile(join(folder, "secret"), "hunter2", { mode: 0o600 });
    await expect(start({ secret: `file:${folder}/secret` })).rejects.toThrow("fewer than 16 characters");
  });
});

describe("one that starts", () => {
  it("from nothing but a key, and closes as often as it is asked to", async () => {
    const gateway = await start({});
    expect((await fetch(`${gateway.url}/readyz`)).status).toBe(200);
    await Promise.all([gateway.close(), gateway.close()]);
    await gateway.close();
  });
});
