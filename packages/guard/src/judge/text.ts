/** Judges one text on its own: what the command and the helpers of the practice do. */
import type { TextDecision } from "./decision.js";
import type { Segment } from "../exchange/segment.js";
import type { JudgedFinding } from "../policy/verdict.js";
import { refusalOf } from "./refusal.js";
import { createHiddenValues } from "../placeholders/hidden-values.js";
import type { Engine } from "./engine.js";
import { hidingPlaceholders } from "./placeholders.js";
import { createRecord } from "./record.js";
import { judgeSegment } from "./segment.js";

export function judgeText(engine: Engine, text: string, place: Pick<Segment, "origin" | "trust">): TextDecision {
  const { policy } = engine;
  const record = createRecord(engine);
  const literal = { kind: "string", start: 0, end: text.length, value: text } as const;
  const segment: Segment = { path: "text", text, ...place, editing: "free", literal };
  const placeholders = hidingPlaceholders(engine, record, createHiddenValues());
  const edits = judgeSegment(engine, record, segment, { side: "request", placeholders });
  const verdict = record.verdict();
  const stopped = policy.mode === "enforce" && record.stops.length > 0;
  return {
    verdict,
    text: policy.mode === "monitor" ? text : spliced(text, edits),
    score: scoreOf(verdict.findings, record.leanings),
    refusal: stopped ? refusalOf(record.stops, verdict.findings, engine.newIncident()) : undefined,
  };
}

function spliced(
  text: string,
  edits: readonly { readonly start: number; readonly end: number; readonly replacement: string }[],
): string {
  let out = "";
  let at = 0;
  for (const { start, end, replacement } of edits) {
    out += text.slice(at, start) + replacement;
    at = end;
  }
  return out + text.slice(at);
}

/**
 * How sure the detectors are, all together: the chance that not every one of them is wrong, each detector counted once with its surest
 * finding, as if they erred independently. They don't quite, so it ranks texts rather than stating a probability. A classifier counts also
 * where it isn't sure enough for a finding: so that harmless texts have an order, too, and a threshold can be set on them.
 */
function scoreOf(findings: readonly JudgedFinding[], leanings: ReadonlyMap<string, number>): number {
  const surest = new Map(leanings);
  for (const { detector, confidence } of findings) surest.set(detector, Math.max(confidence, surest.get(detector) ?? 0));
  let harmless = 1;
  for (const confidence of surest.values()) harmless *= 1 - confidence;
  return 1 - harmless;
}
