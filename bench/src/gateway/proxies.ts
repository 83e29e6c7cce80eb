/** The proxies under measurement, each started in front of the same upstream, and proven to do a proxy's work before anything is timed. */
import assert from "node:assert/strict";
import { textOf } from "../fixtures/answer.js";
import { createConversation, SHAPES, type Shape } from "../fixtures/conversation.js";
import { plantedKey } from "../fixtures/plants.js";
import { createClient, type Reply, type Target } from "./load.js";
import { startServer, type ServerProcess, type Usage } from "./server-process.js";
import type { Seen, UpstreamHello } from "./upstream.server.js";

export interface Proxy {
  readonly name: string;
  readonly target: Target;
  /** Whether it is known to write bodies anew: the same values in another order. */
  readonly rewrites: boolean;
  readonly usage: () => Promise<Usage>;
  readonly close: () => Promise<void>;
}

export interface Upstream {
  readonly url: string;
  /** The key that only proxies hold. */
  readonly key: string;
  seen(): Promise<Seen>;
  close(): Promise<void>;
}

/** A request of about 2 KB, the commonest size. */
const SHAPE: Shape = SHAPES[0] ?? { name: "2 KB", bytes: 2_000, system: 300, tools: 1, turn: 500 };

export async function startUpstream(): Promise<Upstream> {
  const server = await startServer<UpstreamHello>(new URL("./upstream.server.js", import.meta.url), []);
  return {
    url: server.hello.url,
    key: plantedKey(1).value,
    seen: async () => (await server.ask("seen")) as Seen,
    close: () => server.close(),
  };
}

/** The upstream without a proxy: what harness and network cost by themselves. */
export function direct({ url, key }: Upstream): Proxy {
  const target = { url, headers: { "x-api-key": key } };
  return { name: "no proxy", target, rewrites: false, usage: noUsage, close: () => Promise.resolve() };
}

export async function startBare({ url, key }: Upstream): Promise<Proxy> {
  return ofOurs("bare", await startServer<Hello>(new URL("./bare.server.js", import.meta.url), [url, key]));
}

export interface GatewayProxy extends Proxy {
  /** Rows of its audit trail. */
  rows(): Promise<number>;
}

/** @param folder - Where its database lies: on a disk, for a durable commit is part of what it costs. */
export async function startSallyport({ url, key }: Upstream, folder: string): Promise<GatewayProxy> {
  const server = await startServer<Hello>(new URL("./sallyport.server.js", import.meta.url), [url, key, folder]);
  const rows = async (): Promise<number> => ((await server.ask("rows")) as { readonly rows: number }).rows;
  return { ...ofOurs("gateway", server), rows };
}

/**
 * Sends one request, whole and streamed, through a proxy, and looks at both ends.
 * @throws AssertionError if the upstream got another body or another key, or the client another answer.
 */
export async function proveProxy(proxy: Proxy, upstream: Upstream): Promise<void> {
  const before = (await upstream.seen()).requests;
  for (const stream of [false, true]) {
    const body = requestBody(stream ? 2 : 1, stream ? { stream: true, maxTokens: 40 } : {});
    const viaProxy = await once(proxy.target, body);
    const { head, body: received } = await upstream.seen();
    if (proxy.rewrites) assert.deepEqual(JSON.parse(received), JSON.parse(body.toString()));
    else assert.ok(received === body.toString(), `${proxy.name} changed a body that nothing is wrong with`);
    assert.ok(head.includes(upstream.key), `${proxy.name} didn't send the upstream's key`);
    const straight = await once(direct(upstream).target, body);
    assert.equal(viaProxy.status, 200);
    assert.ok(contentOf(viaProxy.body) === contentOf(straight.body), `${proxy.name} changed an answer`);
    assert.ok(viaProxy.body.includes(stream ? "event: message_stop" : '"stop_reason":"end_turn"'));
  }
  assert.equal((await upstream.seen()).requests - before, 4);
}

/** @throws AssertionError unless the gateway redacts a key that a user pastes, and says so in its audit trail. */
export async function proveGateway(gateway: GatewayProxy, upstream: Upstream): Promise<void> {
  const rows = await gateway.rows();
  const { text, value } = plantedKey(3);
  const { status } = await once(gateway.target, createConversation(SHAPE, 3, { user: text }).body());
  assert.equal(status, 200);
  const { body } = await upstream.seen();
  assert.ok(body.length > 0 && !body.includes(value), "a planted key passed the gateway");
  assert.equal(await gateway.rows(), rows + 1);
}

export interface Wish {
  readonly stream?: boolean;
  /** Deltas of the answer. */
  readonly maxTokens?: number;
}

/** A request that no other seed has. */
export function requestBody(seed: number, { stream = false, maxTokens = 1_024 }: Wish = {}): Buffer {
  const body = createConversation(SHAPE, seed).body().toString();
  const told = body.replace(/"max_tokens":\d+/, `"max_tokens":${maxTokens}`);
  return Buffer.from(stream ? `${told.slice(0, -1)},"stream":true}` : told);
}

interface Hello {
  readonly url: string;
  /** What a client sends. */
  readonly key: string;
}

function ofOurs(name: string, server: ServerProcess<Hello>): Proxy {
  const { url, key } = server.hello;
  const target = { url, headers: { "x-api-key": key } };
  return { name, target, rewrites: false, usage: server.usage, close: server.close };
}

async function once(target: Target, body: Buffer): Promise<Reply> {
  const client = createClient(target, 1);
  try {
    return await client.send(body);
  } finally {
    await client.close();
  }
}

const noUsage = (): Promise<Usage> => Promise.resolve({ cpuMs: 0, peakMb: 0 });

/** What two answers must have in common: of a stream its text, for a guard may cut it into other deltas; else all but the number. */
function contentOf(body: Buffer): string {
  const text = body.toString();
  return text.startsWith("event:") ? textOf(text) : text.replace(/Case \d+/, "Case");
}
