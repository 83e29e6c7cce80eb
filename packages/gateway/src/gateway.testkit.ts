/** A gateway in front of a sandbox, over real sockets, with a file of its own. */
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
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
import { issueVirtualKey } from "./auth/virtual-keys.js";

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
  /** Takes the sandbox's place upstream: a server of a test's own. */
  readonly upstreamUrl?: string;
  readonly config?: Omit<GatewayConfigInput, "upstream"> & {
    readonly upstream?: Omit<NonNullable<GatewayConfigInput["upstream"]>, "keys">;
  };
}

export async function startTestBed({
  sandbox: sandboxOptions = {},
  upstreamUrl,
  config = {},
}: TestBedOptions = {}): Promise<TestBed> {
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
      upstream: { url: upstreamUrl ?? sandbox.url, ...config.upstream, keys: { development: `file:${keyFile}` } },
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

/** A text of the shape of an Anthropic API key, made anew each time, so that none stands in the repository. */
export function anthropicKey(kind = "api03"): string {
  return `sk-ant-${kind}-${randomBytes(70).toString("base64url").slice(0, 93)}AA`;
}

export interface Upstream {
  readonly url: string;
  readonly close: () => Promise<void>;
}

/** An upstream that answers as badly as a test wants it to. */
export async function startUpstream(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<Upstream> {
  const server = createServer((request, response) => {
    request.resume();
    request.on("end", () => {
      answer(request, response);
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

export interface EventData {
  readonly type: string;
  readonly [member: string]: unknown;
}

/** A frame of an event stream as the API writes it. */
export function frameOf(data: EventData): string {
  return `event: ${data.type}\ndata: ${JSON.stringify(data)}\n\n`;
}

const USAGE = {
  input_tokens: 40,
  cache_creation_input_tokens: 0,
  cache_read_input_tokens: 0,
  output_tokens: 1,
  service_tier: "standard",
};

/** The events of a streamed answer that says the texts, one delta each. */
export function textEvents(texts: readonly string[]): readonly EventData[] {
  const message = {
    id: "msg_01test",
    type: "message",
    role: "assistant",
    model: "claude-sonnet-5-5",
    content: [],
    stop_reason: null,
    stop_sequence: null,
  };
  return [
    { type: "message_start", message: { ...message, stop_details: null, container: null, diagnostics: null, usage: USAGE } },
    { type: "content_block_start", index: 0, content_block: { type: "text", text: "", citations: null } },
    ...texts.map((text) => ({ type: "content_block_delta", index: 0, delta: { type: "text_delta", text } })),
    { type: "content_block_stop", index: 0 },
    {
      type: "message_delta",
      delta: { stop_reason: "end_turn", stop_sequence: null, stop_details: null, container: null },
      usage: { input_tokens: null, cache_creation_input_tokens: null, cache_read_input_tokens: null, output_tokens: 22 },
    },
    { type: "message_stop" },
  ];
}

/** The text of a stream's text deltas, joined. */
export function textOf(stream: string): string {
  return events(stream)
    .map(({ data }) => (data["delta"] as { readonly text?: string } | undefined)?.text ?? "")
    .join("");
}

export async function until(holds: () => boolean, what: string): Promise<void> {
  for (const started = Date.now(); !holds(); await new Promise((resolve) => setTimeout(resolve, 10))) {
    if (Date.now() - started > 20_000) throw new Error(`waited in vain until ${what}`);
  }
}
