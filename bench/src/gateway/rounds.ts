/**
 * The rounds: each proxy in turn, the first another each time, under four kinds of load.
 *
 * What the precautions are against:
 * - a proxy that remembers: no request is sent twice to the same proxy, and no two whole answers are the same;
 * - an upstream or a load that is the bottleneck: the upstream is a fixed one in its own process, and is measured without a proxy too;
 * - neighbors and drift: all proxies in each round, requests of the latency part one by one in turn; medians and spread of rounds;
 * - other processes' CPU time: each proxy has a process of its own and is asked for its own;
 * - a proxy that refuses or drops: each answer must be 200 and whole, and the upstream must have seen as many requests as were sent.
 */
import assert from "node:assert/strict";
import { quantile } from "../measure/figures.js";
import { createClient, load, type Client, type Reply } from "./load.js";
import { requestBody, type Proxy, type Upstream } from "./proxies.js";

/** What one round says of one proxy. Times in ms. */
export interface Sample {
  readonly requestsPerSecond: number;
  /** Of the proxy's process, in µs. */
  readonly cpuPerRequest: number;
  readonly busyP50: number;
  readonly busyP99: number;
  readonly quietP50: number;
  readonly quietP99: number;
  /** Of a stream's body, one stream at a time. */
  readonly firstByte: number;
  /** The same at its 99th percentile. */
  readonly firstByteP99: number;
  readonly crowdFirstByteP50: number;
  readonly crowdFirstByteP99: number;
  /** In µs, with many streams at once. */
  readonly cpuPerStream: number;
}

export const LOAD = { connections: 32, requests: 4_000, maxMs: 4_000 } as const;
/** A warm-up ends by count: a slow proxy is still being compiled when a fast one has long been warm. */
const WARM_UP_MS = 30_000;
export const QUIET = { requests: 200 } as const;
export const STREAMS = { oneByOne: 60, deltas: 2 } as const;
export const CROWD = { streams: 200, deltas: 60 } as const;

/** @returns For each proxy, by name, its samples. */
export async function runRounds(
  proxies: readonly Proxy[],
  upstream: Upstream,
  { rounds, warmUp }: { readonly rounds: number; readonly warmUp: number },
): Promise<ReadonlyMap<string, readonly Sample[]>> {
  const samples = new Map<string, Sample[]>(proxies.map(({ name }) => [name, []]));
  for (let round = -warmUp; round < rounds; round++) {
    const from = ((round % proxies.length) + proxies.length) % proxies.length;
    const inTurn = [...proxies.slice(from), ...proxies.slice(0, from)];
    const maxMs = round < 0 ? WARM_UP_MS : LOAD.maxMs;
    const measured = await runRound(inTurn, upstream, { seed: (round + warmUp) * 100_000, maxMs });
    if (round < 0) continue;
    for (const [name, sample] of measured) samples.get(name)?.push(sample);
    console.error(`round ${round + 1} of ${rounds} measured`);
  }
  return samples;
}

async function runRound(
  proxies: readonly Proxy[],
  upstream: Upstream,
  { seed, maxMs }: { readonly seed: number; readonly maxMs: number },
): Promise<ReadonlyMap<string, Sample>> {
  const busy = await each(proxies, (proxy) => runBusy(proxy, upstream, seed, maxMs));
  const quiet = await takeTurns(proxies, QUIET.requests, (index) => requestBody(seed + 50_000 + index));
  const streamed = await takeTurns(proxies, STREAMS.oneByOne, (index) =>
    requestBody(seed + 60_000 + index, { stream: true, maxTokens: STREAMS.deltas }),
  );
  const crowded = await each(proxies, (proxy) => runCrowd(proxy, upstream, seed + 70_000));
  return each(proxies, ({ name }) => {
    const [underLoad, one, stream, crowd] = [busy.get(name), quiet.get(name), streamed.get(name), crowded.get(name)];
    assert.ok(underLoad !== undefined && one !== undefined && stream !== undefined && crowd !== undefined);
    const [total, first] = [times(one, "totalMs"), times(stream, "firstByteMs")];
    return Promise.resolve({
      ...underLoad,
      ...crowd,
      quietP50: quantile(total, 0.5),
      quietP99: quantile(total, 0.99),
      firstByte: quantile(first, 0.5),
      firstByteP99: quantile(first, 0.99),
    });
  });
}

/** As many requests as the proxy can take. */
async function runBusy(proxy: Proxy, upstream: Upstream, seed: number, maxMs: number) {
  const bodies = Array.from({ length: LOAD.requests }, (_, index) => requestBody(seed + index));
  const { replies, wallMs, cpuMs } = await underLoad(proxy, upstream, bodies, LOAD.connections, maxMs);
  const total = times(replies, "totalMs");
  return {
    requestsPerSecond: replies.length / (wallMs / 1_000),
    cpuPerRequest: (cpuMs * 1_000) / replies.length,
    busyP50: quantile(total, 0.5),
    busyP99: quantile(total, 0.99),
  };
}

/** Many streams that begin at once. */
async function runCrowd(proxy: Proxy, upstream: Upstream, seed: number) {
  const bodies = Array.from({ length: CROWD.streams }, (_, index) =>
    requestBody(seed + index, { stream: true, maxTokens: CROWD.deltas }),
  );
  const { replies, cpuMs } = await underLoad(proxy, upstream, bodies, CROWD.streams, Infinity);
  for (const { body } of replies) assert.ok(body.includes("event: message_stop"), `${proxy.name} cut a stream`);
  const first = times(replies, "firstByteMs");
  return {
    crowdFirstByteP50: quantile(first, 0.5),
    crowdFirstByteP99: quantile(first, 0.99),
    cpuPerStream: (cpuMs * 1_000) / replies.length,
  };
}

async function underLoad(proxy: Proxy, upstream: Upstream, bodies: readonly Buffer[], connections: number, maxMs: number) {
  const client = createClient(proxy.target, connections);
  try {
    const seen = (await upstream.seen()).requests;
    const before = await proxy.usage();
    const { replies, wallMs } = await load(client, bodies, connections, maxMs);
    const after = await proxy.usage();
    assert.equal((await upstream.seen()).requests - seen, replies.length, `${proxy.name} didn't forward all requests once`);
    return { replies, wallMs, cpuMs: after.cpuMs - before.cpuMs };
  } finally {
    await client.close();
  }
}

/** One request at a time, to each proxy in turn. */
async function takeTurns(
  proxies: readonly Proxy[],
  count: number,
  bodyOf: (index: number) => Buffer,
): Promise<ReadonlyMap<string, readonly Reply[]>> {
  const clients: readonly (readonly [Proxy, Client])[] = proxies.map((proxy) => [proxy, createClient(proxy.target, 1)]);
  const replies = new Map<string, Reply[]>(proxies.map(({ name }) => [name, []]));
  try {
    for (let index = 0; index < count; index++) {
      const body = bodyOf(index);
      for (const [{ name }, client] of clients) {
        const reply = await client.send(body);
        assert.equal(reply.status, 200, name);
        replies.get(name)?.push(reply);
      }
    }
    return replies;
  } finally {
    await Promise.all(clients.map(([, client]) => client.close()));
  }
}

async function each<T>(proxies: readonly Proxy[], work: (proxy: Proxy) => Promise<T>): Promise<ReadonlyMap<string, T>> {
  const results = new Map<string, T>();
  for (const proxy of proxies) results.set(proxy.name, await work(proxy));
  return results;
}

const times = (replies: readonly Reply[], which: "totalMs" | "firstByteMs"): readonly number[] =>
  replies.map((reply) => reply[which]).sort((a, b) => a - b);
