/**
 * When does a text that isn't complete yet decide whether a pattern matches at a place? When no way through the pattern leads exactly to
 * the end of what has come: then nothing that follows can change the outcome. This file looks for such a way. It tells nothing about matches;
 * those are the engine's.
 *
 * A pattern becomes a chain of functions, each with what comes after it built in. What was tried in vain from a place is not tried again
 * from there, so that the time is bounded by the length of the text times the size of the pattern, whatever the pattern.
 */
import { firstsOf, membersOf, type IsMember } from "./characters.js";
import { Memo } from "./memo.js";
import { sourceOf, type Pattern } from "./pattern.js";

export interface Undecided {
  /** Whether a way through the pattern, begun at `at`, leads to the end of the text. */
  at(text: string, at: number): boolean;
  /**
   * Where the last call found its way inside of a repeat of one character class: while only such characters come, and no more than `left`, the
   * text stays undecided. Without this a key block that comes in drop by drop would be looked at again from its beginning for each drop.
   */
  readonly run: Run | undefined;
}

export interface Run {
  readonly left: number;
  readonly isMember: IsMember;
}

/** Whether the end of the text is reached from a place. */
type Reaches = (at: number) => boolean;

/** What a lookahead's body does at a place. */
type Outcome = "fails" | "matches" | "reaches";

/** A repeat around the place in the pattern, with how often it has been through. */
interface Counter {
  count: number;
  readonly max: number;
}

const CODE_UNITS = 0x10000;
/** Calls that are open at the same time, at most: the stack takes twice as many. Where that isn't enough the text counts as undecided. */
const MAX_DEPTH = 6_000;
const REPEAT_FRAMES = 6;

export function createUndecided(pattern: Pattern, flags: string): Undecided {
  const unicode = flags.includes("u");
  let text = "";
  let start = 0;
  let run: Run | undefined;
  /** Per repeat: places from which it was tried in vain. */
  const tried: Memo<true>[] = [];
  let depth = 0;
  /** Per lookahead: what it did at a place. */
  const looked: Memo<Outcome>[] = [];

  const build = (node: Pattern, next: Reaches, around: readonly Counter[]): Reaches => {
    switch (node.kind) {
      case "character": {
        const isMember = membersOf(node.source, flags);
        return (at) => {
          if (at >= text.length) return true;
          const code = codeAt(at);
          return isMember(code) && next(at + (code < CODE_UNITS ? 1 : 2));
        };
      }
      case "sequence":
        return node.items.reduceRight((rest, item) => build(item, rest, around), next);
      case "choice": {
        const options = node.options.map((option) => build(option, next, around));
        return (at) => options.some((option) => option(at));
      }
      case "group":
        return build(node.body, next, around);
      case "edge":
        return edge(node.source, next);
      case "look":
        return node.ahead ? lookahead(node.body, node.opening === "(?!", next) : lookbehind(node, next);
      case "repeat":
        return node.body.kind === "character"
          ? runOf(membersOf(node.body.source, flags), node, next, around)
          : repeated(node, next, around);
    }
  };

  const codeAt = (at: number): number => (unicode ? (text.codePointAt(at) ?? 0) : text.charCodeAt(at));

  /** Not twice from the same place with the same counts. */
  const once = (around: readonly Counter[], reaches: Reaches): Reaches => {
    const places = new Memo<true>();
    tried.push(places);
    return (at) => {
      let key = at - start;
      for (const { count, max } of around) key = key * (max + 1) + count;
      if (places.get(key) === true) return false;
      places.set(key, true);
      return reaches(at);
    };
  };

  const runOf = (
    isMember: IsMember,
    { min, max }: { readonly min: number; readonly max: number },
    next: Reaches,
    around: readonly Counter[],
  ): Reaches =>
    once(around, (from) => {
      let at = from;
      let count = 0;
      for (; count < max; count++) {
        if (at >= text.length) {
          run = { left: max - count, isMember };
          return true;
        }
        const code = codeAt(at);
        if (!isMember(code)) break;
        at += code < CODE_UNITS ? 1 : 2;
      }
      for (; count >= min; count--) {
        if (next(at)) return true;
        at -= unicode && at - from >= 2 && (text.codePointAt(at - 2) ?? 0) >= CODE_UNITS ? 2 : 1;
      }
      return false;
    });

  const repeated = (
    { body, min, max }: { readonly body: Pattern; readonly min: number; readonly max: number },
    next: Reaches,
    around: readonly Counter[],
  ): Reaches => {
    const counter: Counter = { count: 0, max };
    const frames = sizeOf(body) + REPEAT_FRAMES;
    const through = (at: number, count: number, reaches: Reaches): boolean => {
      if (depth > MAX_DEPTH) return true;
      const before = counter.count;
      counter.count = count;
      depth += frames;
      const reached = reaches(at);
      depth -= frames;
      counter.count = before;
      return reached;
    };
    const attempt = once(
      [...around, counter],
      (at) => (counter.count < max && bodyFrom(at)) || (counter.count >= min && next(at)),
    );
    const bodyFrom = build(body, (at) => through(at, counter.count + 1, attempt), [...around, counter]);
    return (at) => through(at, 0, attempt);
  };

  const lookahead = (body: Pattern, negative: boolean, next: Reaches): Reaches => {
    const outcomes = new Memo<Outcome>();
    looked.push(outcomes);
    let outcome: Outcome = "fails";
    const first = tried.length;
    const bodyFrom = build(body, () => {
      outcome = "matches";
      return false; // on with the other ways: one of them may reach the end
    }, []);
    const inside = tried.slice(first);
    const look = (at: number): Outcome => {
      outcome = "fails";
      // What was tried from another place in vain may have matched on its way.
      for (const places of inside) places.clear();
      return bodyFrom(at) ? "reaches" : outcome;
    };
    return (at) => {
      const here = outcomes.get(at) ?? look(at);
      outcomes.set(at, here);
      return here === "reaches" || ((here === "matches") !== negative && next(at));
    };
  };

  const lookbehind = (node: Pattern, next: Reaches): Reaches => {
    const expression = new RegExp(sourceOf(node, false), `${flags}y`);
    return (at) => {
      expression.lastIndex = at;
      return expression.test(text) && next(at);
    };
  };

  const edge = (source: "^" | "$" | "\\b" | "\\B", next: Reaches): Reaches => {
    const isWord = (at: number): boolean => /\w/.test(text.charAt(at));
    switch (source) {
      case "^":
        return (at) => at === 0 && next(at);
      case "$":
        return (at) => at >= text.length;
      case "\\b":
        return (at) => at >= text.length || (isWord(at - 1) !== isWord(at) && next(at));
      case "\\B":
        return (at) => at >= text.length || (isWord(at - 1) === isWord(at) && next(at));
    }
  };

  const reaches = build(pattern, () => false, []);
  const mayBegin = firstsOf(pattern, flags);
  return {
    at(whole, at) {
      if (at < whole.length && !mayBegin(whole.charCodeAt(at))) return false;
      text = whole;
      start = at;
      run = undefined;
      depth = 0;
      for (const places of tried) places.clear();
      for (const outcomes of looked) outcomes.clear();
      const reached = reaches(at);
      text = ""; // keep nothing alive
      return reached;
    },
    get run() {
      return run;
    },
  };
}

/** How many calls deep one way through a pattern is. */
function sizeOf(pattern: Pattern): number {
  switch (pattern.kind) {
    case "character":
    case "edge":
    case "look":
      return 1;
    case "group":
    case "repeat":
      return 1 + sizeOf(pattern.body);
    case "choice":
      return 2 + Math.max(...pattern.options.map(sizeOf));
    case "sequence":
      return pattern.items.reduce((sum, item) => sum + sizeOf(item), 0);
  }
}
