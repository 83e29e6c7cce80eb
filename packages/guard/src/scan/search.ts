/**
 * One view of one text, searched as it comes in by all detectors at once. What a search may depend on is the text alone, never how it
 * was cut: a detector's matches are those that a global expression would give on the whole text, leftmost first and not overlapping.
 *
 * Buffers: the text from the first place that is still undecided on, and before it as much as a pattern may look back; it is bounded by the
 * longest reach and the size of a piece.
 */
import { VALUE_GROUP, type Confirmed } from "../detectors/detector.js";
import type { CompiledDetector, DetectorSet } from "./compile.js";
import type { Seen } from "./merge.js";
import { START } from "./prefilter.js";
import type { Kind, Required } from "../pattern/required.js";
import type { ScanPlan } from "./scan.js";
import type { Hit } from "../pattern/searcher.js";
import type { Run } from "../pattern/undecided.js";

/** Takes a match that is certain, by the detector's index. */
export type Report = (detector: number, seen: Seen) => void;

/** A place at which the text so far doesn't say whether a detector matches. */
interface Pending {
  readonly start: number;
  /** The last place of the keyword's window at which a match may begin; the rest is tried once this place is decided. */
  readonly last: number;
  /** Windows of later keywords of the same detector: their matches depend on where this one ends. */
  readonly waiting: Window[];
  readonly run: Run | undefined;
}

interface Window {
  readonly first: number;
  readonly last: number;
}

/** A part of the text in which a detector's matches may begin: from a little before its first character of a kind to its last. */
interface Region {
  readonly text: string;
  readonly first: number;
  readonly last: number;
  /** The text as far as such matches can see. */
  readonly piece: string;
}

type Attempt =
  | { readonly kind: "none" }
  | { readonly kind: "found"; readonly hit: Hit }
  | { readonly kind: "undecided"; readonly start: number; readonly run: Run | undefined };
const NONE: Attempt = { kind: "none" };

/** All offsets count from the first character that was pushed. */
export class Search {
  readonly #set: DetectorSet;
  readonly #plan: ScanPlan;
  readonly #failed: Set<string>;
  /** Per detector that matched something: no further match begins before. Most never do, and there are many. */
  readonly #cursors = new Map<number, number>();
  readonly #pending = new Map<number, Pending>();
  /** Per detector whose keyword may stand behind the beginning of a match: the last places that were tried. */
  readonly #tried = new Map<number, Window>();
  #text = "";
  readonly #regions = new Map<CompiledDetector, Region>();
  /** Where the next character of a kind stood when it was looked for last: many detectors begin at the same place. */
  readonly #asked = new Map<Kind, { readonly text: string; readonly from: number; readonly next: number }>();
  /** Offset of the first character of `#text`. */
  #base = 0;
  #length = 0;
  #state = START;
  #complete = false;

  constructor(set: DetectorSet, plan: ScanPlan, failed: Set<string>) {
    this.#set = set;
    this.#plan = plan;
    this.#failed = failed;
  }

  get length(): number {
    return this.#length;
  }

  /** Offset of the first character that may still be part of a match. */
  get kept(): number {
    return this.#base;
  }

  /** Another search that stands where this one stands, to go on with another view of what follows. */
  fork(): Search {
    const fork = new Search(this.#set, this.#plan, this.#failed);
    for (const [index, cursor] of this.#cursors) fork.#cursors.set(index, cursor);
    for (const [index, pending] of this.#pending) fork.#pending.set(index, { ...pending, waiting: [...pending.waiting] });
    fork.#text = this.#text;
    fork.#base = this.#base;
    fork.#length = this.#length;
    fork.#state = this.#state;
    return fork;
  }

  /** @param last - No more comes after this piece: it needs no look at what is undecided. */
  push(piece: string, report: Report, last = false): void {
    if (piece === "") return; // and what is pending stays so until `finish`
    this.#complete = last;
    const before = this.#length;
    this.#text += piece;
    this.#length += piece.length;
    for (const [index, pending] of [...this.#pending]) this.#resume(index, pending, before, report);
    this.#state = this.#set.prefilter.read(this.#state, piece, (keyword, end) => {
      const owner = this.#set.owners[keyword];
      if (owner === undefined || !this.#runs(owner.detector)) return;
      const last = before + end - owner.length;
      const offset = this.#set.detectors[owner.detector]?.detector.keywordOffset ?? 0;
      this.#near(owner.detector, { first: Math.max(0, last - offset), last }, report);
    });
    for (const index of this.#set.everywhere)
      if (this.#anyRuns(index) && !this.#pending.has(index)) this.#everywhere(index, report);
    this.#trim();
  }

  finish(report: Report): void {
    this.#complete = true;
    for (const [index, pending] of [...this.#pending]) this.#resume(index, pending, this.#length, report);
  }

  /** No match of a held detector that isn't reported yet begins before. */
  settled(): number {
    let settled = this.#length;
    if (this.#complete) return settled;
    for (const [index, pending] of this.#pending)
      if (this.#sharing(index).some((one) => this.#plan.hold[one] === true)) settled = Math.min(settled, earliest(pending));
    const consider = (index: number, first: number, last: number): void => {
      const compiled = this.#set.detectors[index];
      if (compiled === undefined || !this.#runs(index) || this.#plan.hold[index] !== true) return;
      for (let at = Math.max(first, this.#cursors.get(index) ?? 0); at <= last && at < settled; at++)
        if (compiled.undecided.at(this.#text, at - this.#base)) settled = at;
    };
    this.#set.prefilter.opened(this.#state, (keyword, length) => {
      const start = this.#length - length;
      consider(this.#set.owners[keyword]?.detector ?? 0, start, start);
    });
    for (const index of this.#set.offset) {
      const offset = this.#set.detectors[index]?.detector.keywordOffset ?? 0;
      consider(index, this.#length - this.#set.prefilter.depth(this.#state) - offset, this.#length - 1);
    }
    return settled;
  }

  /** All matches of a detector that begin before are reported. A little less far than `settled`, and cheap. */
  reported(index: number): number {
    if (this.#complete) return this.#length;
    const pending = this.#pending.get(this.#sharing(index)[0] ?? index);
    const known = pending === undefined ? this.#length : earliest(pending);
    const detector = this.#set.detectors[index]?.detector;
    if (detector === undefined || detector.keywords.length === 0) return known;
    return Math.min(known, this.#length - this.#set.prefilter.depth(this.#state) - detector.keywordOffset);
  }

  #runs(index: number): boolean {
    if (this.#plan.run[index] !== true) return false;
    return this.#failed.size === 0 || !this.#failed.has(this.#set.detectors[index]?.detector.id ?? "");
  }

  #sharing(index: number): readonly number[] {
    return this.#set.sharing[index] ?? [index];
  }

  /** Whether a pattern is still searched for. */
  #anyRuns(index: number): boolean {
    return this.#sharing(index).some((one) => this.#runs(one));
  }

  /** A keyword was read: matches may begin in the window. */
  #near(index: number, window: Window, report: Report): void {
    const pending = this.#pending.get(index);
    if (pending !== undefined) pending.waiting.push(window);
    else this.#tryWindow(index, window, [], report);
  }

  #tryWindow(index: number, { first, last }: Window, waiting: Window[], report: Report): boolean {
    const tried = this.#tried.get(index);
    for (let at = first; at <= last; at++) {
      at = Math.max(at, this.#cursors.get(index) ?? 0);
      if (tried !== undefined && at >= tried.first && at <= tried.last) at = tried.last + 1;
      if (at > last) break;
      const attempt = this.#attempt(index, at);
      if (attempt.kind === "undecided") {
        this.#pending.set(index, { start: at, last, waiting, run: attempt.run });
        return false;
      }
      if (attempt.kind === "found") this.#take(index, attempt.hit, report);
      if (!this.#runs(index)) return true;
    }
    // What is decided stays so: of windows that overlap nothing is tried twice.
    if (first < last) this.#tried.set(index, tried === undefined ? { first, last } : joined(tried, { first, last }));
    return true;
  }

  #everywhere(index: number, report: Report): void {
    for (;;) {
      const cursor = this.#cursors.get(index) ?? 0;
      const attempt = cursor < this.#length ? this.#attempt(index, cursor) : NONE;
      if (attempt.kind === "undecided") {
        this.#pending.set(index, { start: attempt.start, last: attempt.start, waiting: [], run: attempt.run });
        return;
      }
      if (attempt.kind === "none") {
        this.#cursors.set(index, this.#length);
        return;
      }
      this.#take(index, attempt.hit, report);
      if (!this.#anyRuns(index)) return;
    }
  }

  /** Looks at an undecided place again, now that there is more text, or no more to come. */
  #resume(index: number, pending: Pending, before: number, report: Report): void {
    if (!this.#anyRuns(index)) {
      this.#pending.delete(index);
      return;
    }
    const run = this.#complete ? undefined : this.#goOn(pending.run, before);
    if (run !== undefined) {
      this.#pending.set(index, { ...pending, run });
      return;
    }
    this.#pending.delete(index);
    this.#cursors.set(index, Math.max(this.#cursors.get(index) ?? 0, pending.start));
    const detector = this.#set.detectors[index]?.detector;
    if (detector?.keywords.length === 0) {
      this.#everywhere(index, report);
      return;
    }
    const windows = [{ first: pending.start, last: pending.last }, ...pending.waiting];
    for (const [number, window] of windows.entries())
      if (!this.#tryWindow(index, window, windows.slice(number + 1), report)) return;
  }

  /** What is left of a run if all that came belongs to it. */
  #goOn(run: Run | undefined, before: number): Run | undefined {
    if (run === undefined || this.#length - before > run.left) return undefined;
    for (let at = before - this.#base; at < this.#text.length; at++)
      if (!run.isMember(this.#text.charCodeAt(at))) return undefined;
    return { ...run, left: run.left - (this.#length - before) };
  }

  /** Tries a detector at a place, or from a place on if it has no keywords. */
  #attempt(index: number, at: number): Attempt {
    const compiled = this.#set.detectors[index];
    if (compiled === undefined) return NONE;
    const from = at - this.#base;
    return compiled.detector.keywords.length > 0 ? this.#attemptAt(compiled, at, from) : this.#attemptFrom(compiled, at, from);
  }

  #attemptAt(compiled: CompiledDetector, at: number, from: number): Attempt {
    if (!this.#complete && at + compiled.extent.ahead > this.#length && compiled.undecided.at(this.#text, from))
      return { kind: "undecided", start: at, run: compiled.undecided.run };
    const hit = compiled.decided.exec(this.#text, from);
    // From the middle of a surrogate pair a search by code points would begin one unit earlier: that is another place.
    return hit?.index === from ? { kind: "found", hit } : NONE;
  }

  #attemptFrom(compiled: CompiledDetector, at: number, from: number): Attempt {
    const hit =
      compiled.required === undefined
        ? compiled.decided.exec(this.#text, from)
        : this.#searchAround(compiled.required, compiled, from);
    // Only from the last places the pattern can see the end of the text. One of them that is undecided comes before a match behind it.
    const found = hit === null ? this.#length : this.#base + hit.index;
    if (!this.#complete)
      for (let start = Math.max(at, this.#length - compiled.extent.ahead + 1); start <= found && start < this.#length; start++)
        if (compiled.undecided.at(this.#text, start - this.#base))
          return { kind: "undecided", start, run: compiled.undecided.run };
    return hit === null ? NONE : { kind: "found", hit };
  }

  /** The first match from a place on, where only what stands near a kind of character can be one. */
  #searchAround(required: Required, compiled: CompiledDetector, from: number): Hit | null {
    for (let at = from; ;) {
      const region = this.#regionAt(required, compiled, at);
      if (region === undefined) return null;
      const hit = compiled.decided.exec(region.piece, Math.max(at, region.first - required.lead));
      if (hit !== null && hit.index <= region.last) return hit;
      at = region.last + 1;
    }
  }

  /** The region that a place lies in, or the next. Characters so near to each other that what lies between would be read anyway are in one. */
  #regionAt({ kind, lead }: Required, compiled: CompiledDetector, at: number): Region | undefined {
    const text = this.#text;
    const known = this.#regions.get(compiled);
    if (known?.text === text && known.first - lead <= at && at <= known.last) return known;
    const first = this.#next(kind, at);
    if (first < 0) return undefined;
    const { ahead } = compiled.extent;
    let last = first;
    for (let next = first; next >= 0; next = lastIn(text, kind, last + 1, last + lead + ahead)) last = next;
    // All that a match which begins in the region can see.
    const end = last + 1 + ahead;
    const region = { text, first, last, piece: end < text.length ? text.slice(0, end) : text };
    this.#regions.set(compiled, region);
    return region;
  }

  #next(kind: Kind, from: number): number {
    const known = this.#asked.get(kind);
    if (known?.text === this.#text && known.from <= from && (known.next < 0 || from <= known.next)) return known.next;
    kind.expression.lastIndex = from;
    const next = kind.expression.exec(this.#text)?.index ?? -1;
    this.#asked.set(kind, { text: this.#text, from, next });
    return next;
  }

  /** Of several detectors that search for the pattern, the surest takes the match; of equally sure ones the first. */
  #take(index: number, hit: Hit, report: Report): void {
    const start = this.#base + hit.index;
    const groups = hit.groups ?? NO_GROUPS;
    let taken = index;
    let said: number | Confirmed | null = null;
    for (const one of this.#sharing(index)) {
      const here = this.#runs(one) ? this.#confirm(one, hit[0], groups) : null;
      if (here === null || confidenceIn(here) <= confidenceIn(said)) continue;
      taken = one;
      said = here;
    }
    if (said === null) {
      // A match that isn't confirmed hides nothing: the next may begin inside of it, but not in the middle of its first character.
      this.#cursors.set(index, start + ((hit[0].codePointAt(0) ?? 0) > 0xffff ? 2 : 1));
      return;
    }
    const kind = this.#set.detectors[taken]?.detector.kind;
    const { length = hit[0].length, ...seen } = typeof said === "number" ? { confidence: said } : said;
    this.#cursors.set(index, start + length);
    const [from, to] = hit.indices?.groups?.[VALUE_GROUP] ?? [hit.index, hit.index + length];
    report(taken, { ...(kind === undefined ? {} : { kind }), ...seen, start: this.#base + from, end: this.#base + to });
  }

  #confirm(index: number, match: string, groups: Readonly<Record<string, string | undefined>>): number | Confirmed | null {
    const detector = this.#set.detectors[index]?.detector;
    if (detector?.confirm === undefined) return detector?.confidence ?? null;
    try {
      return detector.confirm(match, groups);
    } catch {
      this.#failed.add(detector.id);
      return null;
    }
  }

  #trim(): void {
    let needed = this.#length - this.#set.prefilter.depth(this.#state) - this.#set.farthestKeyword;
    for (const pending of this.#pending.values()) needed = Math.min(needed, earliest(pending));
    const base = needed - this.#set.behind;
    if (base <= this.#base) return;
    this.#text = this.#text.slice(base - this.#base);
    this.#base = base;
  }
}

/** Both windows where one goes on in the other; the second where something lies between. */
function joined(one: Window, other: Window): Window {
  if (other.first > one.last + 1 || one.first > other.last + 1) return other;
  return { first: Math.min(one.first, other.first), last: Math.max(one.last, other.last) };
}

const NO_GROUPS = {};

const confidenceIn = (said: number | Confirmed | null): number => (typeof said === "number" ? said : (said?.confidence ?? 0));

/** Where the first match of what is pending may begin. A window that waits may begin before: its keyword is longer, and ended later. */
function earliest({ start, waiting }: Pending): number {
  return waiting.reduce((least, { first }) => Math.min(least, first), start);
}

/** The last character of a kind in a part of a text; -1 if there is none. */
function lastIn(text: string, { members }: Kind, from: number, to: number): number {
  const [least, most] = [members.charCodeAt(0), members.charCodeAt(members.length - 1)];
  for (let at = Math.min(to, text.length - 1); at >= from; at--) {
    const code = text.charCodeAt(at);
    if (code >= least && code <= most) return at;
  }
  return -1;
}
