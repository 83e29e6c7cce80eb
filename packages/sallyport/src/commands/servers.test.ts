import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { inFolder, sallyport, sallyportHere, startServer } from "../command.testkit.js";
import { madeUpKey } from "../secret.testkit.js";

async function ask(url: string, key: string, content: string): Promise<{ readonly status: number; readonly text: string }> {
  const response = await fetch(`${url}/v1/messages`, {
    method: "POST",
    headers: { "content-type": "application/json", "anthropic-version": "2026-10-21", "x-api-key": key },
    body: JSON.stringify({ model: "echo", max_tokens: 200, messages: [{ role: "user", content }] }),
  });
  return { status: response.status, text: await response.text() };
}

describe("sandbox, gateway and virtual keys", () => {
  it("work together from the command line, and end when they are asked to", async () => {
    await inFolder(async (cwd) => {
      const sandbox = await startServer(["sandbox", "--port", "0"], { cwd });
      const upstreamKey = madeUpKey();
      const env = { UPSTREAM: upstreamKey, SALLYPORT_UPSTREAM: sandbox.url };
      const gateway = await startServer(["gateway", "--port", "0", "--upstream-key", "development=env:UPSTREAM"], { cwd, env });

      const made = await sallyport(["virtual-keys", "create", "--name", "app"], { cwd });
      const key = made.stdout.trimEnd();
      expect(key).toMatch(/^sp-dev-[\w-]{43}[0-9A-Za-z]{6}$/);
      expect(made.stderr).not.toContain(key);

      const leaked = madeUpKey();
      const answer = await ask(gateway.url, key, `say ${leaked}`);
      expect(answer.status).toBe(200);
      expect(answer.text).toContain("[ANTHROPIC API KEY]");
      expect(answer.text).not.toContain(leaked);

      const database = ["--database", join(cwd, "sallyport.db")];
      const listed = await sallyportHere(["virtual-keys", "list", "-f", "json", ...database]);
      const keys = JSON.parse(listed.stdout) as readonly { readonly id: string }[];
      expect(keys).toMatchObject([{ name: "app", environment: "development", disabledAt: null }]);
      expect(listed.stdout).not.toContain(key);
      const id = keys[0]?.id ?? "";
      expect(await sallyportHere(["virtual-keys", "disable", id, ...database])).toMatchObject({ code: 0 });
      expect(await sallyportHere(["virtual-keys", "disable", id, ...database])).toMatchObject({ code: 1 });
      // The gateway is another process: it may remember the key for a quarter of a second more.
      await expect.poll(async () => (await ask(gateway.url, key, "hello")).status, { timeout: 5000 }).toBe(401);

      for (const server of [gateway, sandbox]) {
        const { code, stdout, stderr } = await server.stop();
        expect(code).toBe(0);
        expect(stdout).toBe(`${server.url}\n`);
        expect(stderr).toContain(`export ANTHROPIC_BASE_URL=${server.url}`);
        for (const secret of [upstreamKey, leaked, key]) expect(stdout + stderr).not.toContain(secret);
      }
    });
  });

  it("say what is missing before the first request", async () => {
    await inFolder(async (cwd) => {
      const keyless = await sallyport(["gateway", "--port", "0"], { cwd });
      expect(keyless).toMatchObject({ code: 2, stdout: "" });
      expect(keyless.stderr).toContain("`ANTHROPIC_API_KEY` is not set");
      const config = join(cwd, "gateway.json");
      await writeFile(
        config,
        JSON.stringify({ upstream: { url: "http://api.example", keys: { staging: "env:NO_SUCH_KEY" } }, port: 70_000 }),
      );
      expect((await sallyportHere(["gateway", "-c", config])).stderr).toMatch(/`(?:upstream\.url|port)`/);
      // A flag wins over the file, and the rest of the file still counts.
      const flags = ["--upstream", "https://api.example", "--port", "0", "--database", join(cwd, "gateway.db")];
      expect((await sallyportHere(["gateway", "-c", config, ...flags])).stderr).toContain("`NO_SUCH_KEY` is not set");
      const portless = await sallyportHere(["sandbox", "--port", "http"]);
      expect(portless).toMatchObject({ code: 2, stdout: "", stderr: "error: --port must be a number from 0 to 65535\n" });
      const baseless = await sallyportHere(["virtual-keys", "list", "--database", join(cwd, "none.db")]);
      expect(baseless).toMatchObject({ code: 2, stdout: "" });
      expect(baseless.stderr).toContain("there is no such file");
    });
  });
});
