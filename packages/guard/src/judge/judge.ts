/** One text under judgment: searched (or remembered), fingerprinted, decided on. Whole texts and streamed ones meet here. */
import type { Finding } from "../detectors/detector.js";
import type { Fingerprinter } from "../detectors/fingerprint.js";
import type { Scan, ScanPlan, Scanner } from "../scan/scan.js";
import { searchWhole, type WholeOptions } from "../scan/whole.js";
import type { Origin, Trust } from "../exchange/segment.js";
import type { Decisions } from "../policy/decide.js";
import type { JudgedFinding } from "../policy/verdict.js";
import { createHistory, type PrintedFinding } from "./history.js";

/** Where a text stands, for the policy and for the record. */
export interface Place {
  readonly path: string;
  readonly origin: Origin;
  readonly trust: Trust;
}

export interface Judgment {
  readonly findings: readonly JudgedFinding[];
  /** Detectors that failed on the text. */
  readonly failed: ReadonlySet<string>;
  /** False where the budget for decoding the text didn't suffice. */
  readonly decoded: boolean;
  /** Set where there are more findings than the policy allows: these are the first of them. */
  readonly tooMany?: true;
}

export interface Judge {
  readonly scanner: Scanner;
  planFor(place: Place): ScanPlan;
  whole(text: string, place: Place, options?: WholeOptions): Judgment;
  /** Starts a search of a text that comes in pieces. */
  scan(place: Place, seed?: string): Scan;
  /** Decides on findings of a scan. `text` is what the offsets count in. */
  decide(findings: readonly Finding[], text: (start: number, end: number) => string, place: Place): readonly JudgedFinding[];
  readonly maskOf: (detector: string) => string;
}

export interface JudgeParts {
  readonly scanner: Scanner;
  readonly decisions: Decisions;
  readonly fingerprint: Fingerprinter;
  readonly today: () => string;
  /** In one text. */
  readonly maxFindings: number;
}

const NONE: ReadonlySet<string> = new Set();

export function createJudge({ scanner, decisions, fingerprint, today, maxFindings }: JudgeParts): Judge {
  const histories = { decoded: createHistory(), plain: createHistory() };
  const masks = new Map(scanner.detectors.map((detector) => [detector.id, detector.mask]));

  const print = (findings: readonly Finding[], text: (start: number, end: number) => string): readonly PrintedFinding[] =>
    findings.map((finding) => ({ ...finding, fingerprint: fingerprint(text(finding.start, finding.end)) }));

  const judged = (findings: readonly PrintedFinding[], place: Place): readonly JudgedFinding[] =>
    findings.map((finding) => ({
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
      ...decisions.decide(finding, place.origin, place.trust, finding.fingerprint, today()),
    }));

  return {
    scanner,
    planFor: (place) => decisions.planFor(place.origin, place.trust),
    whole(text, place, options = {}) {
      const { seed = "", decode = false } = options;
      const history = decode ? histories.decoded : histories.plain;
      const plan = decisions.planFor(place.origin, place.trust);
      const known = seed === "" ? history.get(plan, text) : undefined;
      if (known !== undefined) return { ...known, findings: judged(known.findings, place), failed: NONE };
      const { findings, failed, decoded } = searchWhole(scanner, plan, text, options);
      const seeded = seed + text;
      const tooMany = findings.length > maxFindings;
      const printed = print(tooMany ? findings.slice(0, maxFindings) : findings, (start, end) =>
        seeded.slice(start + seed.length, end + seed.length),
      );
      if (tooMany) return { findings: judged(printed, place), failed, decoded, tooMany };
      if (seed === "" && failed.size === 0) history.set(plan, text, { findings: printed, decoded });
      return { findings: judged(printed, place), failed, decoded };
    },
    scan: (place, seed) => scanner.start(decisions.planFor(place.origin, place.trust), seed),
    decide: (findings, text, place) => judged(print(findings, text), place),
    maskOf: (detector) => masks.get(detector) ?? "[REDACTED]",
  };
}
