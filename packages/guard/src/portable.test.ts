/** The engine runs wherever JavaScript does: bundled without a Node built-in, it gives the same verdict in a page and in a worker. */
import { existsSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { chromium, type Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createGuard } from "./guard.js";

const CHROMIUM = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find((path) => existsSync(path));

/** What is run everywhere: a key in a request, made at run time, and an answer of the same secret. */
const PROGRAM = `
  import { createGuard } from "@sallyport/guard";
  const key = ["sk-ant-api03-", "aB3_".repeat(23), "xAA"].join("");
  const guard = createGuard("balanced", { secret: new Uint8Array(32) });
  const messages = [{ role: "user", content: "my key is " + key }];
  const decision = guard.request(JSON.stringify({ model: "m", max_tokens: 1, messages }));
  export const result = JSON.stringify({ body: decision.body, findings: decision.verdict.findings, version: guard.policy.version });
`;

async function bundle(program: string): Promise<string> {
  const entry = fileURLToPath(new URL("./index.ts", import.meta.url));
  const built = await build({
    stdin: { contents: program, resolveDir: fileURLToPath(new URL(".", import.meta.url)), loader: "ts" },
    alias: { "@sallyport/guard": entry },
    bundle: true,
    write: false,
    format: "esm",
    platform: "browser", // An import of a Node built-in fails the build.
    target: "es2022",
    logLevel: "silent",
  });
  return built.outputFiles[0]?.text ?? "";
}

function expected(): string {
  const key = ["sk-ant-api03-", "aB3_".repeat(23), "xAA"].join("");
  const guard = createGuard("balanced", { secret: new Uint8Array(32) });
  const messages = [{ role: "user", content: `my key is ${key}` }];
  const decision = guard.request(JSON.stringify({ model: "m", max_tokens: 1, messages }));
  if (decision.kind !== "pass") throw new Error("the request was not passed");
  return JSON.stringify({ body: decision.body, findings: decision.verdict.findings, version: guard.policy.version });
}

describe("the engine without Node", () => {
  it("bundles for a browser without a Node built-in", async () => {
    const code = await bundle(PROGRAM);
    expect(code).not.toMatch(/["']node:/);
    expect(code).toContain("sk-ant-api");
  });
});

if (CHROMIUM === undefined)
  console.warn("SKIPPED: no Chromium on this machine, so the engine was not run in a browser and in a worker");

describe.runIf(CHROMIUM !== undefined)("the engine in a browser", () => {
  let server: Server;
  let browser: Browser;
  let url = "";
  beforeAll(async () => {
    const module = await bundle(PROGRAM);
    const files: Record<string, [string, string]> = {
      "/": ["text/html", "<!doctype html><title>guard</title>"],
      "/guard.js": ["text/javascript", module],
      "/worker.js": ["text/javascript", 'import { result } from "./guard.js"; postMessage(result);'],
    };
    server = createServer((request, response) => {
      const [type, text] = files[request.url ?? ""] ?? ["text/plain", ""];
      response.writeHead(text === "" ? 404 : 200, { "content-type": type }).end(text);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    const args = [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ];
    browser = await chromium.launch({ ...(CHROMIUM === undefined ? {} : { executablePath: CHROMIUM }), args });
  });
  afterAll(async () => {
    await browser.close();
    server.close();
  });

  it("gives the same verdict in a page", async () => {
    const page = await browser.newPage();
    await page.goto(url);
    const result: unknown = await page.evaluate(`import("/guard.js").then((module) => module.result)`);
    expect(result).toBe(expected());
  });
  it("gives the same verdict in a worker", async () => {
    const page = await browser.newPage();
    await page.goto(url);
    const result: unknown = await page.evaluate(`new Promise((resolve, reject) => {
      const worker = new Worker("/worker.js", { type: "module" });
      worker.onmessage = ({ data }) => resolve(data);
      worker.onerror = ({ message }) => reject(new Error(message));
    })`);
    expect(result).toBe(expected());
  });
});
