/**
 * Which detectors read some of an exchange. It is said of every exchange, and there are hundreds of detectors: the lists depend only on the kinds
 * of places that had text, of which few sets come up, so each is made once.
 */
import { STRUCTURE_CHECKS } from "../detectors/structure.js";
import type { ScanPlan } from "../scan/scan.js";
import type { DetectorCoverage } from "../policy/verdict.js";
import type { Judge } from "./judge.js";

/**
 * @param plans - Those of all places that had text.
 * @param failed - Detectors that failed; whether the policy lets the exchange pass all the same.
 * @param structure - Checks of structure that had something to check.
 */
export type CoverageOf = (
  plans: ReadonlySet<ScanPlan>,
  failed: ReadonlyMap<string, boolean>,
  structure: ReadonlySet<string>,
) => DetectorCoverage;

/** Sets of places kept. An app has some; a client that tries all makes the lists anew each time. */
const MAX_KEPT = 500;

export function createDetectorCoverage({ ids }: Pick<Judge, "ids">): CoverageOf {
  const numbers = new Map<ScanPlan, number>();
  const kept = new Map<string, Pick<DetectorCoverage, "ran" | "notApplicable">>();

  const listsOf = (
    plans: ReadonlySet<ScanPlan>,
    structure: ReadonlySet<string>,
  ): Pick<DetectorCoverage, "ran" | "notApplicable"> => {
    let key = [...structure].sort().join(" ");
    for (const plan of plans) {
      const number = numbers.get(plan) ?? numbers.size;
      numbers.set(plan, number);
      key += `${number} `;
    }
    const known = kept.get(key);
    if (known !== undefined) return known;
    const ran: string[] = [];
    const notApplicable: string[] = [];
    for (const [index, id] of ids.entries()) ([...plans].some(({ run }) => run[index] === true) ? ran : notApplicable).push(id);
    for (const { id } of STRUCTURE_CHECKS) (structure.has(id) ? ran : notApplicable).push(id);
    const lists = { ran, notApplicable };
    if (kept.size < MAX_KEPT) kept.set(key, lists);
    return lists;
  };

  return (plans, failed, structure) => {
    const { ran, notApplicable } = listsOf(plans, structure);
    if (failed.size === 0) return { ran, notApplicable, failed: [], opened: [] };
    return {
      ran: ran.filter((id) => !failed.has(id)),
      notApplicable,
      failed: [...failed.keys()].filter((id) => failed.get(id) === false),
      opened: [...failed.keys()].filter((id) => failed.get(id) === true),
    };
  };
}
