/** One text under judgment: searched (or remembered), fingerprinted, decided on. Whole texts and streamed ones meet here. */
import type { Classifier } from "../detectors/classifier.js";
import { STRUCTURE_CHECKS, type StructureCheck } from "../detectors/structure.js";
import type { Finding } from "../detectors/detector.js";
import type { Fingerprinter } from "../detectors/fingerprint.js";
import type { Scan, ScanPlan, Scanner } from "../scan/scan.js";
import { searchWhole, type WholeOptions } from "../scan/whole.js";
import type { Origin, Trust } from "../exchange/segment.js";
import type { Decisions } from "../policy/decide.js";
import type { JudgedFinding } from "../policy/verdict.js";
import { createHistory, type PrintedFinding, type Searched } from "./history.js";

/** Where a text stands, for the policy and for the record. */
export interface Place {
  readonly path: string;
  readonly origin: Origin;
  readonly trust: Trust;
}

/** Which way the exchange goes. What the model writes may come in pieces, and must be judged as whole as it is in pieces (promise 5). */
export type Side = "request" | "response";

export interface Judgment {
  readonly findings: readonly JudgedFinding[];
  /** Confidence of each classifier that ran, by id: also where it is too low for a finding. */
  readonly leanings: ReadonlyMap<string, number>;
  /** Detectors that failed on the text. */
  readonly failed: ReadonlySet<string>;
  /** False where the budget for decoding the text didn't suffice. */
  readonly decoded: boolean;
  /** Set where there are more findings than the policy allows: these are the first of them. */
  readonly tooMany?: true;
}

export interface Judge {
  readonly scanner: Scanner;
  /** Ids of all that can run, in the order of the plans: the scanner's detectors, then the classifiers. */
  readonly ids: readonly string[];
  /** The same object for the same place and side. Classifiers are in the plans of requests only. */
  planFor(place: Place, side: Side): ScanPlan;
  whole(text: string, place: Place, side: Side, options?: WholeOptions): Judgment;
  /** Whether the policy asks for a check of structure at a place, and whether what is checked must wait for what comes of it. */
  structure(check: StructureCheck, place: Place): { readonly run: boolean; readonly hold: boolean };
  /** Starts a search of a text that comes in pieces. */
  scan(place: Place, seed?: string): Scan;
  /** Decides on findings of a scan. `text` is what the offsets count in. */
  decide(findings: readonly Finding[], text: (start: number, end: number) => string, place: Place): readonly JudgedFinding[];
  readonly maskOf: (detector: string) => string;
}

export interface JudgeParts {
  readonly scanner: Scanner;
  readonly classifiers: readonly Classifier[];
  readonly decisions: Decisions;
  readonly fingerprint: Fingerprinter;
  readonly today: () => string;
  /** In one text. */
  readonly maxFindings: number;
}

const NONE: ReadonlySet<string> = new Set();

export function createJudge({ scanner, classifiers, decisions, fingerprint, today, maxFindings }: JudgeParts): Judge {
  const histories = { decoded: createHistory(), plain: createHistory() };
  const known = [...scanner.detectors, ...classifiers];
  const weighing = new Set(classifiers.map(({ id }) => id));
  /** A classifier leans somewhere in every text: it is a finding where a rule says so. */
  const isFinding = ({ detector, rules, allowlisted }: JudgedFinding): boolean =>
    !weighing.has(detector) || rules.length > 0 || allowlisted === true;
  const masks = new Map(known.map(({ id, mask }) => [id, mask]));

  const ofResponses = new Map<ScanPlan, ScanPlan>();
  const planFor = (place: Place, side: Side): ScanPlan => {
    const plan = decisions.planFor(place.origin, place.trust);
    if (side === "request" || !classifiers.some((_, index) => plan.run[scanner.detectors.length + index] === true)) return plan;
    let scanned = ofResponses.get(plan);
    if (scanned === undefined) {
      scanned = { ...plan, run: known.map((_, index) => index < scanner.detectors.length && plan.run[index] === true) };
      ofResponses.set(plan, scanned);
    }
    return scanned;
  };

  const print = (
    findings: readonly Finding[],
    text: (start: number, end: number) => string,
    place: Place,
  ): readonly PrintedFinding[] =>
    findings.map((finding) => ({
      ...finding,
      // What no rule of the place is about is shown to nobody.
      fingerprint:
        weighing.has(finding.detector) && !isWeighty(finding, place) ? "" : fingerprint(text(finding.start, finding.end)),
    }));

  const isWeighty = (finding: Finding, { origin, trust }: Place): boolean =>
    decisions.decide(finding, origin, trust, "", "").rules.length > 0;

  const judged = (findings: readonly PrintedFinding[], place: Place): readonly JudgedFinding[] => {
    if (findings.length === 0) return [];
    const day = today();
    return findings.map((finding) => ({
      detector: finding.detector,
      family: finding.family,
      severity: finding.severity,
      confidence: finding.confidence,
      ...(finding.kind === undefined ? {} : { kind: finding.kind }),
      ...(finding.evidence === undefined ? {} : { evidence: finding.evidence }),
      path: place.path,
      origin: place.origin,
      trust: place.trust,
      start: finding.start,
      end: finding.end,
      fingerprint: finding.fingerprint,
      ...decisions.decide(finding, place.origin, place.trust, finding.fingerprint, day),
    }));
  };

  const judgment = ({ findings: printed, decoded }: Searched, failed: ReadonlySet<string>, place: Place): Judgment => ({
    findings: judged(printed, place).filter(isFinding),
    leanings: new Map(
      printed.filter(({ detector }) => weighing.has(detector)).map(({ detector, confidence }) => [detector, confidence]),
    ),
    failed,
    decoded,
  });

  return {
    scanner,
    ids: known.map(({ id }) => id),
    planFor,
    whole(text, place, side, options = {}) {
      const { seed = "", decode = false } = options;
      const history = decode ? histories.decoded : histories.plain;
      const plan = planFor(place, side);
      const remembered = seed === "" ? history.get(plan, text) : undefined;
      if (remembered !== undefined) return judgment(remembered, NONE, place);
      const search = searchWhole({ scanner, classifiers }, plan, text, { ...options, maxFindings });
      const { failed, decoded, tooMany = false } = search;
      const seeded = seed + text;
      const printed = print(
        tooMany ? search.findings.slice(0, maxFindings) : search.findings,
        (start, end) => seeded.slice(start + seed.length, end + seed.length),
        place,
      );
      if (tooMany) return { ...judgment({ findings: printed, decoded }, failed, place), tooMany };
      if (seed === "" && failed.size === 0) history.set(plan, text, { findings: printed, decoded });
      return judgment({ findings: printed, decoded }, failed, place);
    },
    structure(check, place) {
      const { run, hold } = decisions.planFor(place.origin, place.trust);
      const index = known.length + STRUCTURE_CHECKS.indexOf(check);
      return { run: run[index] === true, hold: hold[index] === true };
    },
    scan: (place, seed) => scanner.start(planFor(place, "response"), seed),
    decide: (findings, text, place) => judged(print(findings, text, place), place),
    maskOf: (detector) => masks.get(detector) ?? "[REDACTED]",
  };
}
