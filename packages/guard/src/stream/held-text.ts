/**
 * The text of one streamed block. Holds back only what could still become part of a match that is to be hidden or stopped, and says what
 * the pieces that may go are to look like. Buffers: the text that is still held, and behind it as much as a match may reach back.
 */
import type { Engine } from "../judge/engine.js";
import { placeOf } from "../judge/engine.js";
import type { Exits } from "../judge/exits.js";
import { charsLimit } from "../judge/limits.js";
import type { AnswerCheck } from "../judge/structure.js";
import type { JsonText } from "../judge/json-text.js";
import type { ExchangeRecord } from "../judge/record.js";
import { joinOverlapping, redactionsOf, type Redaction } from "../judge/redaction.js";
import { settle } from "../judge/segment.js";
import type { Finding } from "../detectors/detector.js";
import type { Segment } from "../exchange/segment.js";

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
  /** Whether any of the text is redacted. Final once it is closed. */
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
  /** Set where the text is a structured answer to be checked. */
  readonly answer: AnswerCheck | undefined;
}

export function createHeldText({ engine, record, segment, seed, exits, json, answer }: HeldTextParts): HeldText {
  const { judge, policy } = engine;
  const place = placeOf(policy, segment);
  const scan = judge.scan(place, seed);
  const count = record.read(place, judge.planFor(place, "response"));
  const limit = charsLimit(policy, segment);
  const maxFindings = policy.limits.findings;
  let found = 0;
  let text = seed;
  let base = -seed.length;
  let length = 0;
  let released = 0;
  let closed = false;
  let redacted = false;
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

  const redactions = (): readonly Redaction[] => {
    if (joined === undefined) {
      single = single.filter(({ end }) => end > released);
      joined = joinOverlapping(single);
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
        answer?.append(piece);
      }
    },
    close() {
      if (closed) return;
      closed = true;
      take(scan.finish());
      answer?.close();
    },
    get redacted() {
      return redacted;
    },
    get free() {
      if (!closed && answer?.holds === true) return released;
      const free = closed ? length : Math.min(scan.settled, length);
      // A span that a later, overlapping match may still widen goes as one, or the mask would depend on how the stream was cut.
      const across = lastBefore(redactions(), free);
      return across !== undefined && across.end > free ? across.start : free;
    },
    release({ start: from, end: to }) {
      const edits: PieceEdit[] = [];
      let at = from;
      const spans = redactions();
      while ((spans[next]?.end ?? Infinity) <= from) next += 1;
      for (const { start, end, mask, detector } of spansUpTo(spans, next, to)) {
        if (start >= from) {
          json?.keep(slice(at, start));
          if (json?.replace(slice(start, end)) === false) {
            record.stop({ kind: "finding", detector, path: segment.path, why: "breaks-json" });
            return undefined;
          }
        }
        // The mask stands where the span begins; what lies in later pieces only goes away.
        const replacement = start >= from ? mask : "";
        edits.push({ start: Math.max(start, from) - from, end: Math.min(end, to) - from, replacement });
        at = Math.min(end, to);
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
