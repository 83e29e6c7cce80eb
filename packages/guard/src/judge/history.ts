/**
 * What was found in a text before. Conversations resend their history on each turn; a segment that was searched by the same detectors
 * needn't be searched again. In memory only and bounded, by two generations: what isn't asked for while a generation fills goes with the next.
 */
import type { Finding } from "../detectors/detector.js";
import type { ScanPlan } from "../scan/scan.js";

/** A finding with the keyed fingerprint of its value. The value itself is not kept. */
export interface PrintedFinding extends Finding {
  readonly fingerprint: string;
}

/** What a search of a text said. */
export interface Searched {
  readonly findings: readonly PrintedFinding[];
  /** False where the budget for decoding it didn't suffice. */
  readonly decoded: boolean;
}

export interface History {
  /** @param plan - Which detectors searched the text: a text that was harmless to some of them is searched again by others. */
  get(plan: ScanPlan, text: string): Searched | undefined;
  set(plan: ScanPlan, text: string, searched: Searched): void;
}

/** What an entry costs beside its text, and each of its findings, in characters. */
const ENTRY_CHARS = 200;
const FINDING_CHARS = 400;

/** The texts of one plan. A Map of hundreds of thousands of texts is cheap to read and to add to, and costly to delete from. */
interface Shelf {
  young: Map<string, Searched>;
  old: Map<string, Searched>;
  /** Cost of the young ones. */
  chars: number;
}

/** @param maxChars - Bound for the texts of one plan, in UTF-16 units: some long conversations, in at most tens of MB. */
export function createHistory(maxChars = 16_000_000): History {
  const shelves = new Map<ScanPlan, Shelf>();
  const shelfOf = (plan: ScanPlan): Shelf => {
    let shelf = shelves.get(plan);
    if (shelf === undefined) shelves.set(plan, (shelf = { young: new Map(), old: new Map(), chars: 0 }));
    return shelf;
  };
  const add = (shelf: Shelf, text: string, searched: Searched): void => {
    const cost = text.length + ENTRY_CHARS + searched.findings.length * FINDING_CHARS;
    if (cost > maxChars / 4) return;
    if (shelf.chars + cost > maxChars / 2) {
      shelf.old = shelf.young;
      shelf.young = new Map();
      shelf.chars = 0;
    }
    shelf.young.set(detached(text), searched);
    shelf.chars += cost;
  };

  return {
    get(plan, text) {
      const shelf = shelfOf(plan);
      const young = shelf.young.get(text);
      if (young !== undefined) return young;
      const old = shelf.old.get(text);
      if (old !== undefined) add(shelf, text, old);
      return old;
    },
    set(plan, text, searched) {
      const shelf = shelfOf(plan);
      if (!shelf.young.has(text)) add(shelf, text, searched);
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
