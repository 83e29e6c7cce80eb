/** A gateway in front of a sandbox, over real sockets, with a file of its own. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Environment } from "@sallyport/keys";
import { startSandbox } from "@sallyport/sandbox";
import type { Sandbox, SandboxOptions } from "@sallyport/sandbox";
import Database from "libsql";
import { parseGatewayConfig } from "./config.js";
import type { GatewayConfigInput } from "./config.js";
import { startGateway } from "./start.js";
import type { RunningGateway } from "./start.js";
import { issueVirtualKey } from "./virtual-keys.js";

export interface Row {
  readonly [column: string]: string | number | null;
}

export interface TestBed {
  readonly sandbox: Sandbox;
  readonly gateway: RunningGateway;
  readonly url: string;
  readonly folder: string;
  readonly database: string;
  /** The key of the sandbox that the gateway holds for development. */
  readonly upstreamKey: string;
  /** A virtual key of development. */
  readonly key: string;
  readonly keyId: string;
  /** What the gateway has logged so far. */
  readonly log: () => string;
  readonly rows: () => readonly Row[];
  readonly issue: (environment: Environment) => Promise<string>;
  readonly close: () => Promise<void>;
}

export interface TestBedOptions {
  readonly sandbox?: SandboxOptions;
  readonly config?: Omit<GatewayConfigInput, "upstream"> & {
    readonly upstream?: Omit<NonNullable<GatewayConfigInput["upstream"]>, "keys">;
  };
}

export async function startTestBed({ sandbox: sandboxOptions = {}, config = {} }: TestBedOptions = {}): Promise<TestBed> {
  const folder = await mkdtemp(join(tmpdir(), "sallyport-gateway-"));
  const sandbox = await startSandbox(sandboxOptions);
  const upstreamKey = sandbox.createKey();
  const keyFile = join(folder, "upstream-key");
  await writeFile(keyFile, upstreamKey, { mode: 0o600 });
  const database = join(folder, "gateway.db");
  const lines: string[] = [];
  const gateway = await startGateway(
    parseGatewayConfig({
      port: 0,
      database,
      logLevel: "debug",
      shutdownGraceMs: 2_000,
      ...config,
      upstream: { url: sandbox.url, ...config.upstream, keys: { development: `file:${keyFile}` } },
    }),
    { log: { write: (line) => lines.push(line) } },
  );
  const { key, record } = await issueVirtualKey(gateway.virtualKeys, { environment: "development", name: "test" });
  return {
    sandbox,
    gateway,
    url: gateway.url,
    folder,
    database,
    upstreamKey,
    key,
    keyId: record.id,
    log: () => lines.join(""),
    rows: () => readRows(database),
    issue: async (environment) => (await issueVirtualKey(gateway.virtualKeys, { environment, name: "another" })).key,
    close: async () => {
      await gateway.close();
      await sandbox.close();
      await rm(folder, { recursive: true });
    },
  };
}

export function readRows(file: string): readonly Row[] {
  const database = new Database(file);
  try {
    return database.prepare("select * from exchange order by id").all() as Row[];
  } finally {
    database.close();
  }
}

/** A request that every test may send. */
export const PLAIN = {
  model: "claude-sonnet-5-5",
  max_tokens: 64,
  messages: [{ role: "user", content: "Hello there" }],
} as const;

export function post(url: string, key: string, body: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
  return fetch(`${url}/v1/messages`, {
    method: "POST",
    headers: { "x-api-key": key, "anthropic-version": "2026-10-21", "content-type": "application/json", ...headers },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
}

/** The data of each frame of an event stream, parsed. */
export function events(text: string): readonly { readonly event: string; readonly data: Record<string, unknown> }[] {
  return text
    .split("\n\n")
    .filter((frame) => frame.includes("data:"))
    .map((frame) => ({
      event: /^event: ?(.*)$/m.exec(frame)?.[1] ?? "",
      data: JSON.parse(/^data: ?(.*)$/m.exec(frame)?.[1] ?? "null") as Record<string, unknown>,
    }));
}
