/**
 * The gateway, with its checks and its audit trail on, against a bare `node:http` + `undici` proxy (`bare.server.ts`) in front of the same
 * upstream. Run: `npm run bench -- gateway`. What each precaution is against stands in `rounds.ts`. The upstream is a fixed one and not the
 * scripted sandbox, which would be the bottleneck. All of it runs on loopback.
 */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startRun, versionOf, type Results } from "../measure/results.js";
import { direct, proveGateway, proveProxy, startBare, startSallyport, startUpstream } from "./proxies.js";
import { cpuRatio, firstByteLater, harnessFigures, memoryFigure, ownFigures, requestRatio } from "./proxy-figures.js";
import { CROWD, LOAD, QUIET, runRounds, STREAMS } from "./rounds.js";

export async function benchGateway({ rounds }: { readonly rounds: number }): Promise<Results> {
  const run = startRun("gateway", proxySettings(rounds), proxyVersions());
  const folder = mkdtempSync(join(tmpdir(), "sallyport-bench-"));
  const upstream = await startUpstream();
  const [bare, gateway] = [await startBare(upstream), await startSallyport(upstream, folder)];
  try {
    await proveProxy(bare, upstream);
    await proveProxy(gateway, upstream);
    await proveGateway(gateway, upstream);
    const rowsBefore = await gateway.rows();
    const seenBefore = (await upstream.seen()).requests;
    const samples = await runRounds([direct(upstream), bare, gateway], upstream, { rounds, warmUp: 1 });
    const [none, a, b] = ["no proxy", "bare", "gateway"].map((name) => samples.get(name));
    assert.ok(none !== undefined && a !== undefined && b !== undefined);
    const rows = (await gateway.rows()) - rowsBefore;
    assert.ok(
      rows > (rounds + 1) * CROWD.streams && rows < (await upstream.seen()).requests - seenBefore,
      "audit rows are missing",
    );
    return run.end([
      requestRatio(["gateway", "bare"], [b, a], 0.5),
      cpuRatio(["gateway", "bare"], [b, a]),
      firstByteLater(["gateway", "bare"], [b, a], 1),
      ...ownFigures("gateway", b, none),
      await memoryFigure(gateway),
      ...ownFigures("bare", a, none),
      await memoryFigure(bare),
      ...harnessFigures(none),
    ]);
  } finally {
    await gateway.close();
    await bare.close();
    await upstream.close();
    rmSync(folder, { recursive: true });
  }
}

export const proxySettings = (rounds: number): Results["settings"] => ({
  rounds,
  policy: "balanced",
  "request bytes": 2_000,
  "requests a round": LOAD.requests,
  connections: LOAD.connections,
  "one by one": QUIET.requests,
  "streams one by one": STREAMS.oneByOne,
  "streams at once": CROWD.streams,
  "deltas of these": CROWD.deltas,
});

export const proxyVersions = (): Readonly<Record<string, string>> => ({
  "@sallyport/gateway": versionOf("@sallyport/gateway"),
  undici: versionOf("undici"),
});
