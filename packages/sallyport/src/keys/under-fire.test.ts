/**
 * Rotation under fire: two gateways serve traffic from one ring while its key is changed again and again, and the rotating process is killed
 * at a random moment each time, one of the gateways now and then. `SALLYPORT_ROTATIONS=100 npx vitest run under-fire` does it a hundred times.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { setTimeout as sleep } from "node:timers/promises";
import Anthropic from "@anthropic-ai/sdk";
import { startSandbox, type Sandbox } from "@sallyport/sandbox";
import { expect, it } from "vitest";
import { inFolder, sallyport, startServer } from "../command.testkit.js";
import { randomText } from "../secret.testkit.js";

const ROTATIONS = Number(process.env["SALLYPORT_ROTATIONS"] ?? 3);
const EXECUTABLE = fileURLToPath(new URL("../../bin/sallyport.js", import.meta.url));
const CLIENTS = 4;
const KEYS = ["rotate", "development", "--yes", "--from", "file:next", "--grace", "1s", "--patience", "20s", "-f", "json"];

interface Field {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}

it(`loses no request in ${ROTATIONS} rotations whose process is killed`, { timeout: 120_000 + ROTATIONS * 30_000 }, async () => {
  await inFolder(async (cwd) => {
    const sandbox = await startSandbox({ handler: () => ({ content: "Well said." }) });
    const secret = async (name: string, text: string): Promise<string> => {
      await writeFile(join(cwd, name), text, { mode: 0o600 });
      return `file:${name}`;
    };
    const env = {
      SALLYPORT_MASTER: await secret("master", randomText(44)),
      SALLYPORT_ADMIN_KEY_SOURCE: await secret("admin", sandbox.createAdminKey()),
      SALLYPORT_UPSTREAM: sandbox.url,
    };
    const field = { cwd, env };
    try {
      let current = sandbox.createKey({ workspace: "dev" });
      expect(await sallyport(["keys", "add", "development"], { ...field, stdin: current })).toMatchObject({ code: 0 });
      const key = (await sallyport(["virtual-keys", "create"], { cwd })).stdout.trim();
      const rings = { file: "sallyport-rings.db", master: env.SALLYPORT_MASTER };
      await writeFile(join(cwd, "gateway.json"), JSON.stringify({ port: 0, upstream: { url: sandbox.url, rings } }));
      const gateway = () => startServer(["gateway", "--config", "gateway.json"], { cwd });
      const gateways = [await gateway(), await gateway()];
      const traffic = startTraffic(() => gateways.map(({ url }) => url), key);
      for (let count = 0; count < ROTATIONS; count += 1) {
        const next = sandbox.createKey({ workspace: "dev" });
        await secret("next", next);
        await rotateAndKill(field);
        if (count % 3 === 1) {
          gateways[0]?.kill();
          gateways[0] = await gateway();
        }
        // Whoever comes next goes on with what is left, and is let.
        expect(await sallyport(["keys", ...KEYS], field)).toMatchObject({ code: 0 });
        expect([await statusOf(sandbox, current), await statusOf(sandbox, next)]).toEqual([401, 200]);
        current = next;
      }
      const { sent, failed } = await traffic.stop();
      expect(failed).toEqual([]);
      expect(sent).toBeGreaterThan(ROTATIONS * 20);
      for (const running of gateways) await running.stop();
    } finally {
      await sandbox.close();
    }
  });
});

/** Starts a rotation and kills it somewhere on its way, which takes about two seconds. */
async function rotateAndKill({ cwd, env }: Field): Promise<void> {
  const child = spawn(process.execPath, [EXECUTABLE, "keys", ...KEYS], {
    cwd,
    env: { PATH: process.env["PATH"], ...env },
    stdio: "ignore",
  });
  const ended = once(child, "exit");
  await Promise.race([sleep(300 + Math.random() * 2_500), ended]);
  child.kill("SIGKILL");
  await ended;
}

/** Clients that ask without a pause, each attempt at the other gateway, as a load balancer would send it. */
function startTraffic(
  urls: () => readonly string[],
  key: string,
): { stop: () => Promise<{ sent: number; failed: readonly string[] }> } {
  let going = true;
  let sent = 0;
  const failed: string[] = [];
  const client = new Anthropic({
    baseURL: "http://gateway.invalid",
    apiKey: key,
    maxRetries: 2,
    fetch: (input, init) => {
      const attempt = Number(new Headers(init?.headers).get("x-stainless-retry-count") ?? 0);
      const all = urls();
      const url = all[(sent + attempt) % all.length] ?? "";
      return fetch(String(input instanceof Request ? input.url : input).replace("http://gateway.invalid", url), init);
    },
  });
  const run = async (): Promise<void> => {
    while (going) {
      try {
        sent += 1;
        const ask = { model: "claude-sonnet-5-5", max_tokens: 16, messages: [{ role: "user" as const, content: "Hello" }] };
        if (sent % 2 === 0) await client.messages.create(ask);
        else await client.messages.stream(ask).finalMessage();
      } catch (error) {
        failed.push(error instanceof Error ? `${error.name}: ${error.message.slice(0, 200)}` : "unknown");
      }
      await sleep(20);
    }
  };
  const running = Promise.all(Array.from({ length: CLIENTS }, run));
  return {
    stop: async () => {
      going = false;
      await running;
      return { sent, failed };
    },
  };
}

async function statusOf(sandbox: Sandbox, key: string): Promise<number> {
  const headers = { "x-api-key": key, "anthropic-version": "2026-10-21" };
  return (await fetch(`${sandbox.url}/v1/models`, { headers })).status;
}
