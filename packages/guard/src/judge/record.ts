/** Collects what happens while an exchange is checked, and folds it into the verdict. */
import type { ScanPlan, Scanner } from "../scan/scan.js";
import type { Unreadable } from "../exchange/reading.js";
import type { Unknown, Unread } from "../exchange/segment.js";
import type { Policy } from "../policy/policy.js";
import { createVerdict, type Coverage, type JudgedFinding, type Ran, type Stop, type Verdict } from "../policy/verdict.js";
import type { Place } from "./judge.js";

export interface ExchangeRecord {
  /** A segment is searched by the detectors of the plan. To be told how many characters of it: of a stream, as they come. */
  read(place: Place, plan: ScanPlan): (chars: number) => void;
  unread(unread: Unread): void;
  unknown(unknown: Unknown): void;
  unreadable(error: Unreadable): void;
  failed(detectors: ReadonlySet<string>): void;
  found(findings: readonly JudgedFinding[]): void;
  check(id: string, ran: Ran): void;
  stop(stop: Stop): void;
  readonly stops: readonly Stop[];
  verdict(): Verdict;
}

export function createRecord(policy: Policy, scanner: Scanner): ExchangeRecord {
  const findings: JudgedFinding[] = [];
  const stops: Stop[] = [];
  const read: (Coverage["read"][number] & { chars: number })[] = [];
  const unread: Unread[] = [];
  const unknown: Unknown[] = [];
  const checks: Record<string, Ran> = {};
  const failed = new Map<string, boolean>();
  const segments = new Map<ScanPlan, number>();
  let unreadable: Unreadable | undefined;

  const ranOf = (index: number, id: string): Ran => {
    let count = 0;
    for (const [plan, times] of segments) if (plan.run[index] === true) count += times;
    const opened = failed.get(id);
    if (opened !== undefined) return { status: "failed", segments: count, ...(opened ? { opened } : {}) };
    return count > 0 ? { status: "ran", segments: count } : { status: "not-applicable", segments: 0 };
  };

  return {
    stops,
    read(place, plan) {
      const entry = { path: place.path, origin: place.origin, trust: place.trust, chars: 0 };
      read.push(entry);
      segments.set(plan, (segments.get(plan) ?? 0) + 1);
      return (chars) => {
        entry.chars += chars;
      };
    },
    unread(place) {
      unread.push({ path: place.path, kind: place.kind });
      if (place.kind === "encrypted") return; // No text for anybody but the API: there is nothing to decide.
      if (policy.unread[place.kind] === "block") stops.push({ kind: "unread", what: place.kind, path: place.path });
    },
    unknown(place) {
      unknown.push(place);
      if (policy.unread.unknown === "block") stops.push({ kind: "unknown", what: place.what, path: place.path });
    },
    unreadable(error) {
      unreadable = error;
      stops.push({ kind: "unreadable", error });
    },
    failed(detectors) {
      for (const id of detectors) {
        const opened = policy.failures.detectors[id] !== undefined && policy.failures.detectors[id] !== "block";
        if (!opened && !failed.has(id)) stops.push({ kind: "detector-failed", detector: id });
        failed.set(id, opened);
      }
    },
    found(more) {
      for (const finding of more) findings.push(finding);
    },
    check(id, ran) {
      checks[id] = ran;
    },
    stop(stop) {
      stops.push(stop);
    },
    verdict: () =>
      createVerdict({
        policy,
        findings,
        stops,
        coverage: {
          read,
          unread,
          unknown,
          detectors: Object.fromEntries(scanner.detectors.map((detector, index) => [detector.id, ranOf(index, detector.id)])),
          checks,
          ...(unreadable === undefined ? {} : { unreadable }),
        },
      }),
  };
}
