/**
 * `npm run bench -- [guard] [gateway] [peers] [--rounds N] [--save]`, or `-- compare A.json B.json`. Without a name it runs guard and gateway.
 * The report goes to stdout; the figures go to a file that git ignores, or with `--save` to the one that it keeps. A benchmark is never a test: it
 * fails where the work wasn't done, never because it took long, and a missed target is printed like a met one.
 */
import { parseArgs } from "node:util";
import { benchGateway } from "./gateway/gateway.bench.js";
import { benchGuard } from "./guard/guard.bench.js";
import { renderComparison, renderResults } from "./measure/report.js";
import { readResults, writeResults, type Results } from "./measure/results.js";
import { benchPeers } from "./peers/peers.bench.js";

type Benchmark = (options: { readonly rounds: number }) => Promise<Results>;

const BENCHMARKS: Readonly<Record<string, Benchmark>> = { guard: benchGuard, gateway: benchGateway, peers: benchPeers };

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { rounds: { type: "string", default: "9" }, save: { type: "boolean", default: false } },
});
const [command, ...files] = positionals;
if (command === "compare") compare(files);
else await run(positionals.length === 0 ? ["guard", "gateway"] : positionals);

async function run(names: readonly string[]): Promise<void> {
  const rounds = Number(values.rounds);
  if (!Number.isInteger(rounds) || rounds < 1) throw new RangeError("--rounds must be a whole number from 1 on");
  for (const name of names) {
    const benchmark = BENCHMARKS[name];
    if (benchmark === undefined) {
      throw new RangeError(`no benchmark is called ${name}: take ${Object.keys(BENCHMARKS).join(", ")} or compare`);
    }
    const results = await benchmark({ rounds });
    const file = writeResults(results, values.save);
    console.log(`${renderResults(results)}\n\nwritten to ${file}\n`);
  }
}

function compare([before, after, ...more]: readonly string[]): void {
  if (before === undefined || after === undefined || more.length > 0) {
    throw new RangeError("compare takes two files of results: compare A.json B.json");
  }
  console.log(renderComparison(readResults(before), readResults(after)));
}
