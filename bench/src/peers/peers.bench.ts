/**
 * The gateway against proxies that others made: nginx, which checks nothing, and Portkey's gateway, which could. Both must forward a request
 * and its answer, whole and streamed, before they are timed. Run: `npm run bench -- peers`; the first run installs Portkey into
 * `bench/peers`. The rounds and their precautions are those of `npm run bench -- gateway`, which stands in the same run as well.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { proxySettings, proxyVersions } from "../gateway/gateway.bench.js";
import {
  direct,
  proveGateway,
  proveProxy,
  startBare,
  startSallyport,
  startUpstream,
  type Proxy,
  type Upstream,
} from "../gateway/proxies.js";
import { firstByteLater, harnessFigures, memoryFigure, ownFigures, requestRatio } from "../gateway/proxy-figures.js";
import { runRounds } from "../gateway/rounds.js";
import type { Figure } from "../measure/figures.js";
import { startRun, type Results } from "../measure/results.js";
import { findNginx, nginxVersion, startNginx } from "./nginx.js";
import { installPortkey, portkeyVersion, startPortkey } from "./portkey.js";

/** Requests per second of the gateway in those of a peer. */
const TARGETS: Readonly<Record<string, number>> = { portkey: 6, bare: 0.5 };

export async function benchPeers({ rounds }: { readonly rounds: number }): Promise<Results> {
  installPortkey();
  const nginx = findNginx();
  if (nginx === undefined)
    console.error("NGINX IS NOT INSTALLED: it is left out of this run (on Debian: apt-get install nginx-light)");
  const run = startRun("peers", proxySettings(rounds), {
    ...proxyVersions(),
    "@portkey-ai/gateway": portkeyVersion(),
    nginx: nginx === undefined ? "not installed, left out" : nginxVersion(nginx),
  });
  const folder = mkdtempSync(join(tmpdir(), "sallyport-bench-"));
  const upstream = await startUpstream();
  const gateway = await startSallyport(upstream, folder);
  const others: Proxy[] = [];
  try {
    others.push(await startBare(upstream));
    if (nginx !== undefined) others.push(await startNginx(nginx, upstream, folder));
    others.push(await startPortkey(upstream));
    await proveGateway(gateway, upstream);
    return run.end(await measure(gateway, others, upstream, rounds));
  } finally {
    for (const proxy of [gateway, ...others]) await proxy.close();
    await upstream.close();
    rmSync(folder, { recursive: true });
  }
}

async function measure(gateway: Proxy, others: readonly Proxy[], upstream: Upstream, rounds: number): Promise<readonly Figure[]> {
  const none = direct(upstream);
  for (const proxy of [gateway, ...others]) await proveProxy(proxy, upstream);
  const samples = await runRounds([none, gateway, ...others], upstream, { rounds, warmUp: 1 });
  const of = ({ name }: Proxy) => samples.get(name) ?? [];
  const ratios = others.flatMap((other) => {
    const names = [gateway.name, other.name] as const;
    const pair = [of(gateway), of(other)] as const;
    return [requestRatio(names, pair, TARGETS[other.name]), firstByteLater(names, pair, other.name === "bare" ? 1 : undefined)];
  });
  const own: Figure[] = [];
  for (const proxy of [gateway, ...others]) own.push(...ownFigures(proxy.name, of(proxy), of(none)), await memoryFigure(proxy));
  return [...ratios, ...own, ...harnessFigures(of(none))];
}
