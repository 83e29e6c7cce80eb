/** Searching a text with all detectors: the original and, where they differ from it, its views. Whole or streamed, it is the same code. */
import { FOLDING } from "../text/folding.js";
import { createView, type Step, type View } from "../text/view.js";
import { compileDetectors, type DetectorSet } from "./compile.js";
import type { Detector, Finding } from "../detectors/detector.js";
import { Merge } from "./merge.js";
import type { Scan, ScanPlan, Scanner } from "./scan.js";
import { Search, type Report } from "./search.js";

/** How a text is read beside the original. */
const STEPS: readonly Step[] = [FOLDING];

/**
 * Compiles detectors into one scanner.
 * @throws PatternError if a pattern can't be used: see `defineDetector`.
 */
export function createScanner(detectors: readonly Detector[]): Scanner {
  const set = compileDetectors(detectors);
  return {
    detectors,
    reach: set.reach,
    start: (plan, seed = "") => new TextScan(set, plan, seed.slice(-set.reach)),
  };
}

/** A view of the text and the search that reads it. */
interface Reading {
  readonly view: View;
  readonly search: Search;
}

/** Inside, offsets count from the first character of the seed; outside, from the first that was pushed. */
class TextScan implements Scan {
  readonly failed = new Set<string>();
  readonly #set: DetectorSet;
  readonly #plan: ScanPlan;
  readonly #seeded: number;
  readonly #original: Search;
  /** Readings that differ from the original, by number of their step. They begin with the first piece that their step changes. */
  readonly #readings = new Map<number, Reading>();
  readonly #merges = new Map<number, Merge>();
  /** First half of a surrogate pair whose second half is still to come: views and patterns read whole characters. */
  #half = "";

  constructor(set: DetectorSet, plan: ScanPlan, seed: string) {
    this.#set = set;
    this.#plan = plan;
    this.#seeded = seed.length;
    this.#original = new Search(set, plan, this.failed);
    if (seed !== "") this.push(seed);
  }

  push(text: string): readonly Finding[] {
    const joined = this.#half + text;
    this.#half = endsInHalf(joined) ? joined.slice(-1) : "";
    return this.#read(joined.slice(0, joined.length - this.#half.length));
  }

  finish(text = ""): readonly Finding[] {
    const last = this.#read(this.#half + text, true);
    this.#half = "";
    this.#original.finish(this.#report);
    for (const { view, search } of this.#readings.values()) search.finish(this.#reportFrom(view));
    return [...last, ...this.#final()];
  }

  get settled(): number {
    let settled = this.#original.settled();
    for (const { view, search } of this.#readings.values()) settled = Math.min(settled, view.originalStart(search.settled()));
    for (const [index, merge] of this.#merges) if (this.#plan.hold[index] === true) settled = Math.min(settled, merge.start);
    return settled - this.#seeded;
  }

  #read(piece: string, last = false): readonly Finding[] {
    // What comes before the first change is its own view: one search reads it. But to stop there in mid-text and look what is undecided costs
    // more than to read the last piece twice.
    const change = this.#readings.size > 0 ? 0 : Math.min(...STEPS.map(({ changes }) => indexOf(changes, piece)));
    const from = last && change < piece.length ? 0 : change;
    this.#original.push(piece.slice(0, from), this.#report, last);
    const rest = piece.slice(from);
    for (const [number, step] of STEPS.entries())
      if (!this.#readings.has(number) && indexOf(step.changes, rest) < rest.length)
        this.#readings.set(number, { view: createView(step, this.#original.length), search: this.#original.fork() });
    this.#original.push(rest, this.#report, last);
    for (const { view, search } of this.#readings.values()) {
      search.push(view.push(rest), this.#reportFrom(view), last);
      view.forget(search.kept);
    }
    return this.#final();
  }

  readonly #report: Report = (index, seen) => {
    const merge = this.#merges.get(index);
    if (merge === undefined) this.#merges.set(index, new Merge(seen));
    else merge.add(seen);
  };

  #reportFrom(view: View): Report {
    return (index, seen) => {
      this.#report(index, { ...seen, ...view.original(seen) });
    };
  }

  /** What no view can change any more. */
  #final(): readonly Finding[] {
    const findings: Finding[] = [];
    for (const [index, merge] of this.#merges) {
      const detector = this.#set.detectors[index]?.detector;
      if (detector === undefined) continue;
      for (const { start, end, ...said } of merge.take(this.#reported(index))) {
        if (end <= this.#seeded) continue; // it was sent before the scan began
        const { id, family, severity } = detector;
        findings.push({ detector: id, family, severity, ...said, start: start - this.#seeded, end: end - this.#seeded });
      }
    }
    return findings;
  }

  #reported(index: number): number {
    if (this.#readings.size === 0) return Infinity;
    let reported = this.#original.reported(index);
    for (const { view, search } of this.#readings.values())
      reported = Math.min(reported, view.originalStart(search.reported(index)));
    return reported;
  }
}

/** Where the first match of a global expression begins; the length of the text if there is none. */
function indexOf(expression: RegExp, text: string): number {
  // No step of these changes ASCII: a small class is refused faster than a large one.
  const from = text.search(NOT_ASCII);
  if (from < 0) return text.length;
  expression.lastIndex = from;
  return expression.exec(text)?.index ?? text.length;
}

const NOT_ASCII = /[^\0-\x7f]/;

function endsInHalf(text: string): boolean {
  const last = text.charCodeAt(text.length - 1);
  return last >= 0xd800 && last <= 0xdbff;
}
