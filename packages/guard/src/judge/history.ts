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
const FINDING_CHARS = 250;

/** A Map of hundreds of thousands of texts is cheap to read and to add to, and costly to delete from: so a generation goes as a whole. */
type Generation = Map<ScanPlan, Map<string, Searched>>;

/** @param maxChars - Bound for the texts of both generations, in UTF-16 units: some long conversations, in tens of MB. */
export function createHistory(maxChars = 64_000_000): History {
  let young: Generation = new Map();
  let old: Generation = new Map();
  /** Cost of the young ones. */
  let chars = 0;

  const add = (plan: ScanPlan, text: string, searched: Searched): void => {
    const cost = text.length + ENTRY_CHARS + searched.findings.length * FINDING_CHARS;
    if (cost > maxChars / 4) return;
    if (chars + cost > maxChars / 2) {
      old = young;
      young = new Map();
      chars = 0;
    }
    let texts = young.get(plan);
    if (texts === undefined) young.set(plan, (texts = new Map<string, Searched>()));
    texts.set(detached(text), searched);
    chars += cost;
  };

  return {
    get(plan, text) {
      const recent = young.get(plan)?.get(text);
      if (recent !== undefined) return recent;
      const known = old.get(plan)?.get(text);
      if (known !== undefined) add(plan, text, known);
      return known;
    },
    set(plan, text, searched) {
      if (young.get(plan)?.has(text) !== true) add(plan, text, searched);
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
