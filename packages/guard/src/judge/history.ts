/**
 * What was found in a text before. Conversations resend their history on each turn; a segment that was searched by the same detectors at
 * the same origin and trust needn't be searched again. In memory only and bounded: the least recently used goes first.
 */
import type { Finding } from "../detectors/detector.js";
import type { Origin, Trust } from "../exchange/segment.js";

/** A finding with the keyed fingerprint of its value. The value itself is not kept. */
export interface PrintedFinding extends Finding {
  readonly fingerprint: string;
}

export interface History {
  get(origin: Origin, trust: Trust, text: string): readonly PrintedFinding[] | undefined;
  set(origin: Origin, trust: Trust, text: string, findings: readonly PrintedFinding[]): void;
}

/** Shorter texts are searched as fast as they are looked up. */
const MIN_CHARS = 64;
/** What an entry costs beside its text, in characters. */
const ENTRY_CHARS = 200;

/** @param maxChars - Bound on what is kept, in UTF-16 units: the default holds some long conversations in tens of MB. */
export function createHistory(maxChars = 16_000_000): History {
  const entries = new Map<string, readonly PrintedFinding[]>();
  let chars = 0;
  const keyOf = (origin: Origin, trust: Trust, text: string): string => `${text}\n${origin}\n${trust}`;

  return {
    get(origin, trust, text) {
      if (text.length < MIN_CHARS) return undefined;
      const key = keyOf(origin, trust, text);
      const findings = entries.get(key);
      if (findings === undefined) return undefined;
      entries.delete(key); // A Map keeps insertion order: put back, it is the newest.
      entries.set(key, findings);
      return findings;
    },
    set(origin, trust, text, findings) {
      const cost = text.length + ENTRY_CHARS;
      if (text.length < MIN_CHARS || cost > maxChars / 4) return;
      const key = keyOf(origin, trust, text);
      if (entries.has(key)) return;
      entries.set(detached(key), findings);
      chars += cost;
      for (const oldest of entries.keys()) {
        if (chars <= maxChars) break;
        entries.delete(oldest);
        chars -= oldest.length + ENTRY_CHARS;
      }
    },
  };
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/**
 * A copy that shares no memory with the text. A slice of a body keeps the whole body alive in V8, so that a hundred characters in the
 * history could hold megabytes. Segments are well-formed Unicode (the reader refuses lone surrogates), so UTF-8 loses nothing.
 */
function detached(text: string): string {
  return decoder.decode(encoder.encode(text));
}
