/**
 * The text of one streamed block. Holds back only what could still become part of a match that is to be hidden or stopped, and says what
 * the pieces that may go are to look like. Buffers: the text that is still held, and behind it as much as a match may reach back.
 */
import type { Engine } from "../judge/engine.js";
import { placeOf } from "../judge/engine.js";
import type { Exits } from "../judge/exits.js";
import { fitInto, type JsonText } from "../judge/json-text.js";
import { charsLimit } from "../judge/limits.js";
import type { RestoringPlaceholders } from "../judge/placeholders.js";
import type { AnswerCheck } from "../judge/structure.js";
import type { ExchangeRecord } from "../judge/record.js";
import { joinOverlapping, redactionsOf, replacementOf, underNotice, type Redaction } from "../judge/redaction.js";
import { settle } from "../judge/segment.js";
import type { Finding } from "../detectors/detector.js";
import type { Segment } from "../exchange/segment.js";
import { createPlaceholderScan, type SeenPlaceholder } from "../placeholders/placeholder.js";

/** A replacement inside of a piece; offsets count from the piece's first character. */
export interface PieceEdit {
  readonly start: number;
  readonly end: number;
  readonly replacement: string;
}

export interface HeldText {
  /** Takes the next piece of the block's text. Stops are entered into the record. */
  append(piece: string): void;
  /** No more text comes: nothing needs to be held any longer. */
  close(): void;
  /** Whether any of the text is hidden. Final once it is closed. */
  readonly redacted: boolean;
  /** All before this offset may go to the client. */
  readonly free: number;
  /**
   * How the piece `[start, end)` looks when it goes. To be called once for each, in order, when it is free. `undefined` where the result would
   * break the JSON that the text is; the stop is in the record then.
   */
  release(piece: { readonly start: number; readonly end: number }): readonly PieceEdit[] | undefined;
}

export interface HeldTextParts {
  readonly engine: Engine;
  readonly record: ExchangeRecord;
  readonly segment: Pick<Segment, "path" | "origin" | "trust" | "editing" | "role">;
  readonly seed: string;
  readonly exits: Exits;
  readonly json: JsonText | undefined;
  readonly placeholders: RestoringPlaceholders | undefined;
  /** Set where the text is a structured answer to be checked: as the model wrote it, before values are given back. */
  readonly answer: AnswerCheck | undefined;
}

export function createHeldText({ engine, record, segment, seed, exits, json, placeholders, answer }: HeldTextParts): HeldText {
  const { judge, policy } = engine;
  const place = placeOf(policy, segment);
  const plan = judge.planFor(place, "response");
  const scan = judge.scan(place, seed);
  const seen = placeholders?.concern(segment) === true ? createPlaceholderScan() : undefined;
  const count = record.read(place, plan);
  const limit = charsLimit(policy, segment);
  const maxFindings = policy.limits.findings;
  let found = 0;
  let text = seed;
  let base = -seed.length;
  let length = 0;
  let released = 0;
  let closed = false;
  let redacted = false;
  /** Where placeholders begin that stay as they are: in JSON, outside of its strings. */
  const left = new Set<number>();
  // Kept one by one: which of them gives a joined span its mask must not depend on the order in which they came. Joined when somebody asks,
  // since much may come while nothing can go.
  let single: Redaction[] = [];
  let joined: readonly Redaction[] | undefined = [];
  /** The first of the joined that isn't behind what is released. */
  let next = 0;

  // Invisible characters can make a span longer than its reach: of what is gone already, the rest has to do.
  const slice = (start: number, end: number): string => text.slice(Math.max(0, start - base), Math.max(0, end - base));

  const take = (findings: readonly Finding[]): void => {
    found += findings.length;
    if (found > maxFindings) record.stop({ kind: "limit", limit: "findings", max: maxFindings, path: segment.path });
    else if (findings.length > 0) {
      const outward = exits.withoutKnown(findings, slice);
      const judged = judge.decide(outward, slice, place).map((finding) => settle(finding, segment, {}, record));
      record.found(judged);
      for (const redaction of redactionsOf(judged, judge.maskOf)) {
        single.push(redaction);
        joined = undefined;
        redacted = true;
      }
    }
    record.failed(scan.failed);
  };

  const restore = (spans: readonly SeenPlaceholder[] | undefined): void => {
    for (const one of spans ?? []) {
      const restoration = placeholders?.restorationOf(one);
      if (restoration === undefined) continue;
      single.push(restoration);
      joined = undefined;
    }
  };
  const redactions = (): readonly Redaction[] => {
    if (joined === undefined) {
      single = single.filter(({ end }) => end > released);
      joined = underNotice(joinOverlapping(single), { start: 0, end: length });
      next = 0;
    }
    return joined;
  };

  /** What lies behind both the released text and the farthest reach of a match is not needed again. */
  const trim = (): void => {
    const keep = Math.min(released, length - judge.scanner.reach);
    if (keep - base > judge.scanner.reach + 4_096) {
      text = text.slice(keep - base);
      base = keep;
    }
  };

  return {
    append(piece) {
      text += piece;
      length += piece.length;
      count(piece.length);
      if (length > limit.max) record.stop(limit);
      else {
        take(scan.push(piece));
        restore(seen?.push(piece));
        answer?.append(piece);
      }
    },
    close() {
      if (closed) return;
      closed = true;
      take(scan.finish());
      restore(seen?.finish());
      // A notice has the whole text for its span, and its length is known only now.
      joined = undefined;
      answer?.close();
    },
    get redacted() {
      return redacted;
    },
    get free() {
      if (plan.whole === true && !closed) return 0;
      if (!closed && answer?.holds === true) return released;
      const free = closed ? length : Math.min(scan.settled, seen?.settled ?? length, length);
      // A span that a later, overlapping match may still widen goes as one, or the mask would depend on how the stream was cut.
      const across = lastBefore(redactions(), free);
      return across !== undefined && across.end > free ? across.start : free;
    },
    release({ start: from, end: to }) {
      const edits: PieceEdit[] = [];
      let at = from;
      const spans = redactions();
      while ((spans[next]?.end ?? Infinity) <= from) next += 1;
      for (const redaction of spansUpTo(spans, next, to)) {
        const { start, end, detector } = redaction;
        // The replacement stands where the span begins; what lies in later pieces only goes away.
        const begins = start >= from;
        const hidden = begins ? slice(start, end) : "";
        if (begins) json?.keep(slice(at, start));
        const fitting = begins && json !== undefined ? fitInto(json, redaction, hidden) : redaction;
        if (fitting === "breaks") {
          record.stop({ kind: "finding", detector, path: segment.path, why: "breaks-json" });
          return undefined;
        }
        at = Math.min(end, to);
        if (fitting === "left") {
          left.add(start);
          record.placeholders({ left: 1 });
        }
        if (fitting === "left" || left.has(start)) continue;
        const placeholder = (): string => placeholders?.inPlaceOf(hidden, fitting, segment) ?? fitting.mask;
        const replacement = begins ? replacementOf(hidden, fitting, segment.editing, placeholder) : "";
        if (begins && fitting.style === "restored") record.placeholders({ restored: 1 });
        edits.push({ start: Math.max(start, from) - from, end: Math.min(end, to) - from, replacement });
      }
      json?.keep(slice(at, to));
      released = to;
      trim();
      return edits;
    },
  };
}

/** The last of the sorted spans that begins before an offset. */
function lastBefore(spans: readonly Redaction[], offset: number): Redaction | undefined {
  let low = 0;
  let high = spans.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((spans[middle]?.start ?? Infinity) < offset) low = middle + 1;
    else high = middle;
  }
  return spans[low - 1];
}

function* spansUpTo(spans: readonly Redaction[], first: number, offset: number): Generator<Redaction> {
  for (let index = first; index < spans.length; index += 1) {
    const span = spans[index];
    if (span === undefined || span.start >= offset) return;
    yield span;
  }
}
