/**
 * The engine by itself: what a request of 2 KB, 200 KB and 5 MB costs, new and resent, and what a streamed answer costs, with all detectors
 * on (preset `balanced`). Run: `npm run bench -- guard`. What each precaution is against stands in `requests.ts`.
 */
import { createGuard } from "@sallyport/guard";
import { SHAPES } from "../fixtures/conversation.js";
import type { Figure } from "../measure/figures.js";
import { startRun, versionOf, type Results } from "../measure/results.js";
import { benchColdStart } from "./cold-start.js";
import { proveRequests, proveStreams } from "./proof.js";
import { benchRequests } from "./requests.js";
import { benchStreams } from "./streams.js";

export async function benchGuard({ rounds }: { readonly rounds: number }): Promise<Results> {
  const options = { rounds, warmUp: 2 };
  const guard = createGuard("balanced");
  const run = startRun(
    "guard",
    { rounds, policy: guard.policy.name, detectors: guard.detectors.length },
    { "@sallyport/guard": versionOf("@sallyport/guard") },
  );
  proveRequests(guard);
  proveStreams(guard);
  const figures: Figure[] = [];
  for (const shape of SHAPES) {
    for (const history of ["new", "resent"] as const) {
      figures.push(...benchRequests(guard, shape, history, options));
      console.error(`guard: ${history} ${shape.name} measured`);
    }
  }
  figures.push(...benchStreams(guard, options));
  figures.push(...(await benchColdStart(rounds)));
  return run.end(figures);
}
