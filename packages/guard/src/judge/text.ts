/** Judges one text on its own: what the command and the helpers of the practice do. */
import type { TextDecision } from "./decision.js";
import type { Segment } from "../exchange/segment.js";
import type { JudgedFinding } from "../policy/verdict.js";
import { refusalOf } from "./refusal.js";
import type { Engine } from "./engine.js";
import { createRecord } from "./record.js";
import { judgeSegment } from "./segment.js";

export function judgeText(engine: Engine, text: string, place: Pick<Segment, "origin" | "trust">): TextDecision {
  const { policy } = engine;
  const record = createRecord(engine);
  const literal = { kind: "string", start: 0, end: text.length, value: text } as const;
  const edits = judgeSegment(engine, record, { path: "text", text, ...place, editing: "free", literal });
  const verdict = record.verdict();
  const stopped = policy.mode === "enforce" && record.stops.length > 0;
  return {
    verdict,
    text: policy.mode === "monitor" ? text : spliced(text, edits),
    score: scoreOf(verdict.findings),
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
 * finding, as if they erred independently. They don't quite, so it ranks texts rather than stating a probability.
 */
function scoreOf(findings: readonly JudgedFinding[]): number {
  const surest = new Map<string, number>();
  for (const { detector, confidence } of findings) surest.set(detector, Math.max(confidence, surest.get(detector) ?? 0));
  let harmless = 1;
  for (const confidence of surest.values()) harmless *= 1 - confidence;
  return 1 - harmless;
}
