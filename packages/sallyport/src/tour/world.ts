/**
 * Where the tour takes place: a sandbox that stands in for the Claude API, and a gateway in front of it, both on loopback, both gone without a
 * trace afterwards. The keys are made here and open nothing else.
 */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { issueVirtualKey, parseGatewayConfig, startGateway } from "@sallyport/gateway";
import { startSandbox, type MessageReply } from "@sallyport/sandbox";
import { ask } from "./client.js";
import type { Exchange, Run } from "./exchanges.js";

export interface World {
  readonly sandboxUrl: string;
  readonly gatewayUrl: string;
  /** Opens the gateway, for as long as it runs. */
  readonly virtualKey: string;
  /** Runs an exchange, past the gate or through it. */
  run(exchange: Exchange, way: "without" | "gated"): Promise<Run>;
  close(): Promise<void>;
}

export async function startWorld(): Promise<World> {
  const folder = await mkdtemp(join(tmpdir(), "sallyport-tour-"));
  let scripted: MessageReply | undefined;
  const sandbox = await startSandbox({ handler: () => scripted });
  const upstreamKey = sandbox.createKey();
  const keyFile = join(folder, "upstream-key");
  await writeFile(keyFile, upstreamKey, { mode: 0o600 });
  const gateway = await startGateway(
    parseGatewayConfig({
      port: 0,
      upstream: { url: sandbox.url, keys: { development: `file:${keyFile}` } },
      policy: { version: 1, extends: "balanced" },
      database: join(folder, "sallyport.db"),
      logLevel: "silent",
    }),
  );
  const { key: virtualKey } = await issueVirtualKey(gateway.virtualKeys, { environment: "development", name: "tour" });

  return {
    sandboxUrl: sandbox.url,
    gatewayUrl: gateway.url,
    virtualKey,
    async run({ body, reply }, way) {
      scripted = reply;
      const seen = sandbox.requests.length;
      const door = way === "gated" ? { baseUrl: gateway.url, key: virtualKey } : { baseUrl: sandbox.url, key: upstreamKey };
      const answer = await ask({ ...door, body });
      scripted = undefined;
      return { answer, upstream: sandbox.requests[seen]?.body };
    },
    async close() {
      await gateway.close();
      await sandbox.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
