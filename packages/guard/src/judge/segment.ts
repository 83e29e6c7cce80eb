/** Judges one whole segment: searched, decided, and turned into edits or stops. */
import type { Edit } from "../exchange/reading.js";
import type { Segment } from "../exchange/segment.js";
import type { JudgedFinding } from "../policy/verdict.js";
import type { Span } from "../text/span.js";
import { placeOf, type Engine } from "./engine.js";
import type { Exits } from "./exits.js";
import type { Side } from "./judge.js";
import type { JsonText } from "./json-text.js";
import { charsLimit } from "./limits.js";
import type { ExchangeRecord } from "./record.js";
import { joinOverlapping, redactionsOf, replacementOf, type Redaction } from "./redaction.js";

export interface SegmentRules {
  readonly side: Side;
  /** Text that stands before in the same message. */
  readonly seed?: string;
  /** Set where only a part of the text is to be judged. */
  readonly within?: Span;
  /** What becomes of a redaction that the policy asks for. By default it is done, or blocks where the place may not be edited. */
  readonly onRedact?: (finding: JudgedFinding, segment: Pick<Segment, "editing" | "role">) => "redact" | "flag" | "block";
  /** Set on a response: where its addresses may lead. */
  readonly exits?: Exits;
  /** Set where the segment is a text that has to stay JSON. */
  readonly json?: JsonText;
}

/** What may not be edited and must not pass as it is, is blocked. */
export const redactOrBlock = (_finding: JudgedFinding, { editing }: Pick<Segment, "editing">): "redact" | "block" =>
  editing === "never" ? "block" : "redact";

export function judgeSegment(engine: Engine, record: ExchangeRecord, segment: Segment, rules: SegmentRules): Edit[] {
  const { judge, policy } = engine;
  const place = placeOf(policy, segment);
  const limit = charsLimit(policy, segment);
  if (segment.text.length > limit.max) {
    record.stop(limit);
    return [];
  }
  const { start: from, end: to } = rules.within ?? { start: 0, end: segment.text.length };
  const text = segment.text.slice(from, to);
  const {
    findings: all,
    leanings,
    failed,
    decoded,
    tooMany,
  } = judge.whole(text, place, rules.side, {
    ...(rules.seed === undefined ? {} : { seed: rules.seed }),
    // What the model writes may come as a stream, and is to be judged alike either way.
    decode: segment.trust !== "model",
  });
  rules.exits?.saw(segment);
  const seeded = (rules.seed ?? "") + text;
  const before = seeded.length - text.length;
  const findings = rules.exits?.withoutKnown(all, (start, end) => seeded.slice(start + before, end + before)) ?? all;
  record.read(place, judge.planFor(place, rules.side))(text.length);
  if (tooMany) record.stop({ kind: "limit", limit: "findings", max: policy.limits.findings, path: segment.path });
  if (!decoded) record.partlyDecoded(segment.path);
  record.failed(failed);
  record.leans(leanings);

  const settled = findings.map((finding) =>
    settle({ ...finding, start: finding.start + from, end: finding.end + from }, segment, rules, record),
  );
  record.found(settled);
  const redactions = joinOverlapping(redactionsOf(settled, judge.maskOf));
  const broken = rules.json === undefined ? undefined : breaking(segment.text, redactions, rules.json);
  if (broken !== undefined) {
    record.stop({ kind: "finding", detector: broken.detector, path: segment.path, why: "breaks-json" });
    return [];
  }
  return redactions.map(({ start, end, mask }) => ({
    segment,
    start,
    end,
    replacement: replacementOf(segment.text.slice(start, end), mask, segment.editing),
  }));
}

/** Settles what is done about one finding, and records the stop if it is one. */
export function settle(
  finding: JudgedFinding,
  segment: Pick<Segment, "path" | "editing" | "role">,
  { onRedact = redactOrBlock }: Pick<SegmentRules, "onRedact">,
  record: ExchangeRecord,
): JudgedFinding {
  const action = finding.action === "redact" ? onRedact(finding, segment) : finding.action;
  if (action === "block") {
    const why = finding.action === "redact" ? "not-editable" : "blocked";
    record.stop({ kind: "finding", detector: finding.detector, path: segment.path, why });
  }
  return action === finding.action ? finding : { ...finding, action };
}

/** The first redaction after which the text would no longer be JSON that parses. */
function breaking(text: string, redactions: readonly Redaction[], json: JsonText): Redaction | undefined {
  let at = 0;
  for (const redaction of redactions) {
    json.keep(text.slice(at, redaction.start));
    if (!json.replace(text.slice(redaction.start, redaction.end))) return redaction;
    at = redaction.end;
  }
  return undefined;
}
