/** Collects what happens while an exchange is checked, and folds it into the verdict. */
import type { ScanPlan } from "../scan/scan.js";
import type { Unreadable } from "../exchange/reading.js";
import type { Unknown, Unread } from "../exchange/segment.js";
import type { Policy } from "../policy/policy.js";
import {
  createVerdict,
  type CheckRun,
  type Coverage,
  type JudgedCall,
  type JudgedDeclaration,
  type JudgedFinding,
  type PlaceholderCounts,
  type Stop,
  type UncheckedPart,
  type Verdict,
} from "../policy/verdict.js";
import type { CallReport } from "../tools/report.js";
import type { CoverageOf } from "./detector-coverage.js";
import type { Place } from "./judge.js";

export interface ExchangeRecord {
  /** A segment is searched by the detectors of the plan. To be told how many characters of it: of a stream, as they come. */
  read(place: Place, plan: ScanPlan): (chars: number) => void;
  unread(unread: Unread): void;
  unknown(unknown: Unknown): void;
  unreadable(error: Unreadable): void;
  /** The budget for decoding a text didn't suffice. */
  partlyDecoded(path: string): void;
  failed(detectors: ReadonlySet<string>): void;
  found(findings: readonly JudgedFinding[]): void;
  /** Whether one of the findings of the place that was judged last reaches to its end. */
  endsInFinding(place: { readonly path: string; readonly text: string }): boolean;
  /** What the classifiers make of a segment, whether or not it is a finding. */
  leans(leanings: ReadonlyMap<string, number>): void;
  placeholders(more: Partial<PlaceholderCounts>): void;
  /** A check of structure had something to check. */
  structure(id: string): void;
  /** A keyword of a schema that can't be checked. */
  unchecked(part: UncheckedPart): void;
  check(id: string, run: CheckRun): void;
  stop(stop: Stop): void;
  /** What the request declares was judged; what the policy blocks is a stop. */
  declared(declarations: readonly JudgedDeclaration[]): void;
  /** A tool call was judged. One that asks waits for its answer. */
  call(call: JudgedCall, report: CallReport): void;
  /** Calls without an answer. */
  readonly asks: readonly CallReport[];
  /** Answers all calls that ask, also those that were answered before: by id. What isn't approved is a stop. */
  answer(approved: ReadonlySet<string>): void;
  /** What stops the exchange for now: calls without an answer don't. */
  readonly stops: readonly Stop[];
  /** The highest confidence of each classifier. */
  readonly leanings: ReadonlyMap<string, number>;
  verdict(): Verdict;
}

export interface RecordParts {
  readonly policy: Policy;
  readonly coverageOf: CoverageOf;
}

export function createRecord({ policy, coverageOf }: RecordParts): ExchangeRecord {
  const findings: JudgedFinding[] = [];
  const declared: JudgedDeclaration[] = [];
  const calls: { call: JudgedCall; readonly report: CallReport; approved: boolean | undefined }[] = [];
  let stops: Stop[] = [];
  const read: (Coverage["read"][number] & { chars: number })[] = [];
  const unread: Unread[] = [];
  const unknown: Unknown[] = [];
  const partly: string[] = [];
  const checks: Record<string, CheckRun> = {};
  const failed = new Map<string, boolean>();
  const leanings = new Map<string, number>();
  const structure = new Set<string>();
  const unchecked: UncheckedPart[] = [];
  const plans = new Set<ScanPlan>();
  let unreadable: Unreadable | undefined;
  let placeholders: PlaceholderCounts | undefined;

  return {
    leanings,
    get stops() {
      return stops;
    },
    get asks() {
      return calls.filter(({ call, approved }) => call.action === "ask" && approved === undefined).map(({ report }) => report);
    },
    call(call, report) {
      calls.push({ call, report, approved: undefined });
      if (call.action === "block") stops.push(callStop(call));
    },
    answer(approved) {
      stops = stops.filter((stop) => stop.kind !== "tool-call" || stop.action !== "ask");
      for (const entry of calls) {
        if (entry.call.action !== "ask") continue;
        entry.approved = approved.has(entry.report.id);
        if (!entry.approved) stops.push(callStop(entry.call));
      }
    },
    read(place, plan) {
      const entry = { path: place.path, origin: place.origin, trust: place.trust, chars: 0 };
      read.push(entry);
      plans.add(plan);
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
    partlyDecoded(path) {
      partly.push(path);
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
    leans(more) {
      for (const [id, confidence] of more) leanings.set(id, Math.max(confidence, leanings.get(id) ?? 0));
    },
    endsInFinding({ path, text }) {
      for (let last = findings.length - 1; findings[last]?.path === path; last--)
        if (findings[last]?.end === text.length) return true;
      return false;
    },
    placeholders({ hidden = 0, restored = 0, left = 0 }) {
      if (hidden + restored + left === 0) return;
      const before = placeholders ?? { hidden: 0, restored: 0, left: 0 };
      placeholders = {
        hidden: before.hidden + hidden,
        restored: before.restored + restored,
        left: before.left + left,
      };
    },
    structure(id) {
      structure.add(id);
    },
    unchecked(part) {
      if (!unchecked.some(({ path, keyword }) => path === part.path && keyword === part.keyword)) unchecked.push(part);
    },
    check(id, run) {
      checks[id] = run;
    },
    stop(stop) {
      stops.push(stop);
    },
    declared(declarations) {
      for (const one of declarations) {
        declared.push(one);
        if (one.action !== "block") continue;
        if (one.what === "tool") stops.push({ kind: "tool-definition", path: one.path, problem: one.problem });
        else if (one.problem !== undefined)
          stops.push({ kind: "server-side", what: one.what, path: one.path, problem: one.problem });
      }
    },
    verdict: () =>
      createVerdict({
        policy,
        findings,
        stops,
        calls: calls.map(({ call, approved }) => (approved === true ? { ...call, approved } : call)),
        declared,
        coverage: {
          read,
          unread,
          unknown,
          detectors: coverageOf(plans, failed, structure),
          checks,
          ...(partly.length > 0 ? { partlyDecoded: partly } : {}),
          ...(notJudged(calls).length > 0 ? { notJudged: notJudged(calls) } : {}),
          ...(placeholders === undefined ? {} : { placeholders }),
          ...(unchecked.length > 0 ? { unchecked } : {}),
          ...(unreadable === undefined ? {} : { unreadable }),
        },
      }),
  };
}

/** Calls that nothing proved good, and that passed since the policy only watches them. */
const notJudged = (calls: readonly { readonly call: JudgedCall }[]): readonly string[] =>
  calls.filter(({ call }) => call.action === "flag").map(({ call }) => call.path);

const callStop = ({ path, tool, action, problems }: JudgedCall): Stop => ({
  kind: "tool-call",
  path,
  tool,
  action: action === "block" ? "block" : "ask",
  problems,
});
