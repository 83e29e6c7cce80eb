/**
 * What was found in a text before. Conversations resend their history on each turn; a segment that was searched by the same detectors at
 * the same origin and trust needn't be searched again. In memory only and bounded: the least recently used of a place goes first.
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

/** What an entry costs beside its text, and each of its findings, in characters. */
const ENTRY_CHARS = 200;
const FINDING_CHARS = 400;

interface Entry {
  /** The text, detached from the body that it came in: the only form of it that is kept. */
  readonly text: string;
  readonly findings: readonly PrintedFinding[];
  readonly cost: number;
}

/** The texts of one origin and trust, the least recently used first (a Map keeps the order of insertion). */
interface Shelf {
  readonly entries: Map<string, Entry>;
  chars: number;
}

/** @param maxChars - Bound for the texts of one place, in UTF-16 units: some long conversations, in at most tens of MB. */
export function createHistory(maxChars = 16_000_000): History {
  // A text that was harmless as the operator's is searched again as a third party's: other detectors run on it.
  const shelves = new Map<string, Shelf>();
  const shelfOf = (origin: Origin, trust: Trust): Shelf => {
    const place = `${origin} ${trust}`;
    let shelf = shelves.get(place);
    if (shelf === undefined) shelves.set(place, (shelf = { entries: new Map(), chars: 0 }));
    return shelf;
  };

  return {
    get(origin, trust, text) {
      const { entries } = shelfOf(origin, trust);
      const entry = entries.get(text);
      if (entry === undefined) return undefined;
      entries.delete(text);
      entries.set(entry.text, entry);
      return entry.findings;
    },
    set(origin, trust, text, findings) {
      const cost = text.length + ENTRY_CHARS + findings.length * FINDING_CHARS;
      if (cost > maxChars / 4) return;
      const shelf = shelfOf(origin, trust);
      if (shelf.entries.has(text)) return;
      const entry = { text: detached(text), findings, cost };
      shelf.entries.set(entry.text, entry);
      shelf.chars += cost;
      for (const oldest of shelf.entries.values()) {
        if (shelf.chars <= maxChars) break;
        shelf.entries.delete(oldest.text);
        shelf.chars -= oldest.cost;
      }
    },
  };
}

/**
 * A copy that shares no memory with the text. In V8 a slice keeps the whole string alive that it was cut from, so that a hundred characters
 * in the history could hold a body of megabytes. Joining two pieces writes a new string.
 */
function detached(text: string): string {
  return [text.slice(0, 1), text.slice(1)].join("");
}
