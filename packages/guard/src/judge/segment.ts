/** Judges one whole segment: searched, decided, and turned into edits or stops. */
import type { Edit } from "../exchange/reading.js";
import type { Segment } from "../exchange/segment.js";
import type { JudgedFinding } from "../policy/verdict.js";
import { wholeWords } from "../placeholders/placeholder.js";
import type { Span } from "../text/span.js";
import { placeOf, type Engine } from "./engine.js";
import type { Exits } from "./exits.js";
import type { Side } from "./judge.js";
import { fitInto, type JsonText } from "./json-text.js";
import { comesBack, type Placeholders } from "./placeholders.js";
import { charsLimit } from "./limits.js";
import type { ExchangeRecord } from "./record.js";
import { joinOverlapping, redactionsOf, replacementOf, underNotice, type Redaction } from "./redaction.js";

export interface SegmentRules {
  readonly side: Side;
  /** Text that stands before in the same message. */
  readonly seed?: string;
  /** Set where only a part of the text is to be judged. */
  readonly within?: Span;
  /**
   * What becomes of a redaction that the policy asks for. By default it is done, or blocks where the place may not be edited. `repeats`: the
   * finding lies in a value that has its placeholder in any case.
   */
  readonly onRedact?: (
    finding: JudgedFinding,
    segment: Pick<Segment, "editing" | "role">,
    repeats: boolean,
  ) => "redact" | "flag" | "block";
  /** Left out where the policy has none. */
  readonly placeholders?: Placeholders | undefined;
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

  // Of a part of a text, they are taken care of with the whole.
  const more = rules.within === undefined ? (rules.placeholders?.redactionsIn(segment) ?? []) : [];
  const settled = findings.map((one) => {
    const finding = { ...one, start: one.start + from, end: one.end + from };
    return settle(finding, segment, rules, record, comesBack(segment) && touches(more, finding));
  });
  record.found(settled);
  const asked = redactionsOf(settled, judge.maskOf);
  const redactions = rules.side === "response" ? joinOverlapping([...asked, ...more]) : ofRequest(segment, asked, more);
  return editsFor(segment, underNotice(redactions, { start: from, end: to }), rules, record);
}

/** Of a request, what may come back is hidden as words of their own; and where it has come back, nothing but what the API has seen so. */
function ofRequest(segment: Segment, asked: readonly Redaction[], more: readonly Redaction[]): Redaction[] {
  if (comesBack(segment)) {
    const others = asked.filter((redaction) => !touches(more, redaction));
    return joinOverlapping([
      ...others.map((one) => (one.style === "notice" ? { ...one, style: "mask" as const } : one)),
      ...more,
    ]);
  }
  const joined = joinOverlapping([...asked, ...more]);
  if (!joined.some(({ style }) => style === "placeholder")) return joined;
  return joinOverlapping(joined.map((one) => (one.style === "placeholder" ? asWords(segment.text, one) : one)));
}

function asWords(text: string, redaction: Redaction): Redaction {
  const words = wholeWords(text, redaction);
  if (words === undefined) return { ...redaction, style: "mask" };
  const { style, mask, detector } = redaction;
  return words.start === redaction.start && words.end === redaction.end ? redaction : { ...words, style, mask, detector };
}

/** Whether a span shares a character with one of the others. @param spans - In order, without overlaps. */
function touches(spans: readonly Span[], { start, end }: Span): boolean {
  let low = 0;
  let high = spans.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((spans[middle]?.end ?? Infinity) <= start) low = middle + 1;
    else high = middle;
  }
  return (spans[low]?.start ?? Infinity) < end;
}

function editsFor(
  segment: Segment,
  redactions: readonly Redaction[],
  { json, placeholders }: Pick<SegmentRules, "json" | "placeholders">,
  record: ExchangeRecord,
): Edit[] {
  const edits: Edit[] = [];
  let at = 0;
  for (const redaction of redactions) {
    const { start, end } = redaction;
    const text = segment.text.slice(start, end);
    json?.keep(segment.text.slice(at, start));
    at = end;
    const fitting = json === undefined ? redaction : fitInto(json, redaction, text);
    if (fitting === "breaks") {
      record.stop({ kind: "finding", detector: redaction.detector, path: segment.path, why: "breaks-json" });
      return [];
    }
    if (fitting === "left") {
      record.placeholders({ left: 1 });
      continue;
    }
    const inPlace = (): string => placeholders?.inPlaceOf(text, fitting, segment) ?? fitting.mask;
    const replacement = replacementOf(text, fitting, segment.editing, inPlace);
    const restored = fitting.style === "restored";
    if (restored) record.placeholders({ restored: 1 });
    edits.push({ segment, start, end, replacement, ...(restored ? { restored } : {}) });
  }
  return edits;
}

/** Settles what is done about one finding, and records the stop if it is one. */
export function settle(
  finding: JudgedFinding,
  segment: Pick<Segment, "path" | "editing" | "role">,
  { onRedact = redactOrBlock }: Pick<SegmentRules, "onRedact">,
  record: ExchangeRecord,
  repeats = false,
): JudgedFinding {
  const action = finding.action === "redact" ? onRedact(finding, segment, repeats) : finding.action;
  if (action === "block") {
    const why = finding.action === "redact" ? "not-editable" : "blocked";
    record.stop({ kind: "finding", detector: finding.detector, path: segment.path, why });
  }
  if (action === finding.action) return finding;
  const { style: _, ...rest } = finding;
  return { ...rest, action };
}
