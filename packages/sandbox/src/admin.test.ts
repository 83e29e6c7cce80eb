/** The Admin API through the official SDK, and in both API versions by hand. */
import Anthropic from "@anthropic-ai/sdk";
import { describe, expect, it } from "vitest";
import { useSandboxes } from "./sandbox.testkit.js";

describe("the Admin API", () => {
  const start = useSandboxes();

  it("lists keys page by page, the newest first, with no key in them", async () => {
    const sandbox = await start();
    const keys = Array.from({ length: 5 }, (_, at) =>
      sandbox.createKey({ workspace: at < 3 ? "dev" : "prod", name: `key ${at}` }),
    );
    const client = new Anthropic({ baseURL: sandbox.url, apiKey: sandbox.createAdminKey(), maxRetries: 0 });
    const listed = [];
    for await (const key of client.organization.apiKeys.list({ limit: 2 })) listed.push(key);
    expect(listed.map(({ name }) => name)).toEqual(["key 4", "key 3", "key 2", "key 1", "key 0"]);
    expect(listed[0]).toMatchObject({ type: "api_key", status: "active", expires_at: null, scope: { type: "workspace" } });
    for (const key of keys) expect(JSON.stringify(listed)).not.toContain(key);
    const workspace = listed[0]?.scope;
    const filter = { workspace_id: workspace?.type === "workspace" ? workspace.workspace_id : "" };
    expect((await client.organization.apiKeys.list(filter)).data).toHaveLength(2);
    expect((await client.organization.workspaces.list()).data.map(({ name }) => name)).toEqual(["dev", "prod"]);
  });

  it("deactivates, activates again and archives for good; the API answers accordingly", async () => {
    const sandbox = await start();
    const key = sandbox.createKey();
    const apiKeys = new Anthropic({ baseURL: sandbox.url, apiKey: sandbox.createAdminKey(), maxRetries: 0 }).organization.apiKeys;
    const client = new Anthropic({ baseURL: sandbox.url, apiKey: key, maxRetries: 0 });
    const id = (await apiKeys.list()).data[0]?.id ?? "";
    await apiKeys.update(id, { status: "inactive", name: "old" });
    await expect(client.models.list()).rejects.toMatchObject({ status: 401 });
    expect(await apiKeys.update(id, { status: "active" })).toMatchObject({ name: "old", status: "active" });
    await client.models.list();
    await apiKeys.update(id, { status: "archived" });
    await expect(client.models.list()).rejects.toMatchObject({ status: 401 });
    await expect(apiKeys.update(id, { status: "active" })).rejects.toMatchObject({ status: 400 });
  });

  it("an expired key says so, and keeps its date", async () => {
    const sandbox = await start({ now: () => new Date("2026-11-02") });
    sandbox.createKey({ expiresAt: new Date("2026-11-01") });
    const { organization } = new Anthropic({ baseURL: sandbox.url, apiKey: sandbox.createAdminKey(), maxRetries: 0 });
    expect((await organization.apiKeys.list({ status: "expired" })).data).toMatchObject([
      { expires_at: "2026-11-01T00:00:00.000Z" },
    ]);
  });

  it("says where a key belongs in the words of each version", async () => {
    const sandbox = await start();
    sandbox.createKey();
    const admin = sandbox.createAdminKey();
    const ask = async (version: string) =>
      (
        await fetch(`${sandbox.url}/v1/organizations/api_keys`, { headers: { "x-api-key": admin, "anthropic-version": version } })
      ).json() as Promise<{ data: object[] }>;
    expect((await ask("2023-06-01")).data[0]).toMatchObject({ workspace_id: null });
    expect((await ask("2023-06-01")).data[0]).not.toHaveProperty("scope");
    expect((await ask("2026-10-21")).data[0]).toMatchObject({ scope: { type: "workspace" } });
  });

  it("takes admin keys alone, and an admin key opens nothing else", async () => {
    const sandbox = await start();
    const [key, admin] = [sandbox.createKey(), sandbox.createAdminKey()];
    await expect(new Anthropic({ baseURL: sandbox.url, apiKey: key }).organization.apiKeys.list()).rejects.toMatchObject({
      status: 401,
    });
    await expect(new Anthropic({ baseURL: sandbox.url, apiKey: admin }).models.list()).rejects.toMatchObject({ status: 401 });
  });

  it("neither creates nor deletes keys", async () => {
    const sandbox = await start();
    const headers = { "x-api-key": sandbox.createAdminKey(), "anthropic-version": "2026-10-21" };
    for (const method of ["POST", "PUT", "DELETE"]) {
      expect((await fetch(`${sandbox.url}/v1/organizations/api_keys`, { method, headers })).status).toBe(404);
    }
  });
});
