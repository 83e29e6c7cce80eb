/** A gateway in a process of its own, so that a test can kill it or read all that it writes. */
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import type { GatewayConfigInput } from "./config.js";

const packages = fileURLToPath(new URL("../../", import.meta.url));
const source = (name: string): string => join(packages, name, "src", "index.ts");

export interface Bundle {
  readonly file: string;
  readonly remove: () => Promise<void>;
}

/** Bundles the sources as they are now: a test of what somebody built last week would be no test. */
export async function bundleGateway(): Promise<Bundle> {
  const folder = await mkdtemp(join(tmpdir(), "sallyport-child-"));
  const file = join(folder, "gateway.cjs");
  await build({
    stdin: { contents: MAIN, resolveDir: packages, loader: "ts" },
    outfile: file,
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node20",
    // A native module, loaded at run time.
    external: ["libsql", "libsql/promise"],
    alias: Object.fromEntries(["guard", "door", "keys", "gateway"].map((name) => [`@sallyport/${name}`, source(name)])),
    logLevel: "error",
  });
  return { file, remove: () => rm(folder, { recursive: true }) };
}

const MAIN = `
import { parseGatewayConfig, startGateway } from "@sallyport/gateway";
void startGateway(parseGatewayConfig(JSON.parse(process.env.GATEWAY_CONFIG ?? ""))).then((gateway) => {
  process.stdout.write(gateway.url + "\\n");
  process.once("SIGTERM", () => void gateway.close());
});
`;

export interface GatewayProcess {
  readonly url: string;
  readonly process: ChildProcess;
  /** All that it wrote so far. */
  readonly stdout: () => string;
  readonly stderr: () => string;
  /** Ends it and waits until it is gone. */
  readonly kill: (signal: "SIGKILL" | "SIGTERM") => Promise<void>;
}

export async function spawnGateway(bundle: Bundle, config: GatewayConfigInput): Promise<GatewayProcess> {
  const child = spawn(process.execPath, [bundle.file], {
    env: {
      ...process.env,
      GATEWAY_CONFIG: JSON.stringify(config),
      NODE_PATH: dirname(dirname(createRequire(import.meta.url).resolve("libsql"))),
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  while (!stdout.includes("\n")) {
    await Promise.race([once(child.stdout, "data"), once(child, "exit")]);
    if (child.exitCode !== null) throw new Error(`the gateway did not start: ${stderr}`);
  }
  return {
    url: stdout.trim(),
    process: child,
    stdout: () => stdout,
    stderr: () => stderr,
    kill: async (signal) => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, "exit");
      child.kill(signal);
      await gone;
    },
  };
}
