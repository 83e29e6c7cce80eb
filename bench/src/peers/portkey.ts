/**
 * Portkey's gateway without a guardrail, as a proxy to Anthropic. It lives in `bench/peers`, a package of its own, and is installed when it is
 * first wanted, without install scripts. Its `@hono/node-server` is held at 1.3.3: the version that it would get by itself fails its streams.
 */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { Proxy, Upstream } from "../gateway/proxies.js";
import { startNode, talkTo } from "../gateway/server-process.js";

const FOLDER = new URL("../../peers/", import.meta.url);
const PACKAGE = new URL("node_modules/@portkey-ai/gateway/", FOLDER);
const START_MS = 60_000;

export function installPortkey(): void {
  if (existsSync(PACKAGE)) return;
  console.error("installing the peers of bench/peers");
  // Output goes to stderr: stdout carries the report alone.
  execFileSync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], {
    cwd: fileURLToPath(FOLDER),
    stdio: ["ignore", 2, 2],
  });
}

export function portkeyVersion(): string {
  return (JSON.parse(readFileSync(new URL("package.json", PACKAGE), "utf8")) as { readonly version: string }).version;
}

export async function startPortkey(upstream: Upstream): Promise<Proxy> {
  const port = await freePort();
  const child = startNode(new URL("build/start-server.js", PACKAGE), [`--port=${port}`, "--headless"], {
    NODE_ENV: "production",
  });
  const url = `http://127.0.0.1:${port}`;
  const { usage, close } = talkTo(child);
  try {
    await answers(url, child.stderr);
  } catch (error) {
    await close();
    throw error;
  }
  return {
    name: "portkey",
    target: {
      url,
      headers: {
        "x-api-key": upstream.key,
        "x-portkey-provider": "anthropic",
        "x-portkey-custom-host": `${upstream.url}/v1`,
      },
    },
    rewrites: true,
    usage,
    close,
  };
}

/** It takes any number of seconds to start, and says nothing over IPC. */
async function answers(url: string, stderr: () => string): Promise<void> {
  const deadline = performance.now() + START_MS;
  while (performance.now() < deadline) {
    try {
      await (await fetch(url)).arrayBuffer();
      return;
    } catch {
      await sleep(200);
    }
  }
  throw new Error(`portkey didn't start within ${START_MS} ms:\n${stderr()}`);
}

/** It takes no port 0. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => {
        resolve(port);
      });
    });
  });
}
