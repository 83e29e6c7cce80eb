/** The literal beginnings of a pattern: they prove, when a detector is defined, that its keywords are really in every match. */
import { asciiOf } from "./characters.js";
import { extentOf, flagsOf, parsePattern, type Pattern } from "./pattern.js";

/** A text with which a match can begin; behind an `open` one anything may follow. */
interface Head {
  readonly text: string;
  readonly open: boolean;
}

/** Longest keyword: the prefilter lets through no more for a longer one. */
export const MAX_KEYWORD = 24;
/** Classes with more members, and patterns with more beginnings, count as "anything". */
const MAX_MEMBERS = 4;
const MAX_HEADS = 2_048;

/**
 * Tells whether each match holds one of the keywords, ASCII letter case aside, beginning no later than `offset` after its start.
 * @param keywords - In lower case.
 */
export function holdsKeyword(pattern: RegExp, keywords: readonly string[], offset: number): boolean {
  const flags = flagsOf(pattern);
  const words = new Set(keywords);
  const isKeyword = (text: string): boolean => {
    for (let length = 1; length <= text.length; length++) if (words.has(text.slice(0, length))) return true;
    return false;
  };
  // Only as far as it takes to tell: what follows may have thousands of beginnings.
  const beginsWithKeyword = (items: readonly Pattern[]): boolean => {
    let heads: readonly Head[] = [{ text: "", open: false }];
    for (const item of items) {
      heads = joined(heads, () => headsOf(item, flags));
      if (heads.every(({ text }) => isKeyword(text))) return true;
      if (heads.every(({ open }) => open)) return false;
    }
    return false;
  };

  const holds = (node: Pattern, before: number): boolean => {
    if (before > offset) return false;
    switch (node.kind) {
      case "choice":
        return node.options.every((option) => holds(option, before));
      case "group":
        return holds(node.body, before);
      case "sequence": {
        let start = before;
        for (const [index, item] of node.items.entries()) {
          if (start > offset) return false;
          if (holds(item, start) || beginsWithKeyword(node.items.slice(index))) return true;
          start += extentOf(item).max;
        }
        return false;
      }
      case "repeat":
        return node.min > 0 && holds(node.body, before);
      case "character":
      case "look":
      case "edge":
        return beginsWithKeyword([node]);
    }
  };
  return holds(parsePattern(pattern), 0);
}

/**
 * The words with which the matches of a pattern begin: keywords for a detector that has many. Each is as long as the pattern fixes it.
 * @throws PatternError if the pattern can't be parsed.
 */
export function beginningsOf(pattern: RegExp): readonly string[] {
  const texts = new Set(headsOf(parsePattern(pattern), flagsOf(pattern)).map(({ text }) => text.slice(0, MAX_KEYWORD)));
  return [...texts].filter((text) => ![...texts].some((other) => other !== text && text.startsWith(other))).sort();
}

const known = new WeakMap<Pattern, readonly Head[]>();

function headsOf(pattern: Pattern, flags: string): readonly Head[] {
  const heads = known.get(pattern) ?? findHeads(pattern, flags);
  known.set(pattern, heads);
  return heads;
}

function findHeads(pattern: Pattern, flags: string): readonly Head[] {
  switch (pattern.kind) {
    case "edge":
    case "look":
      return [{ text: "", open: false }];
    case "group":
      return headsOf(pattern.body, flags);
    case "choice":
      return pattern.options.flatMap((option) => headsOf(option, flags));
    case "character": {
      const members = asciiOf(pattern.source, flags);
      return members.length === 0 || members.length > MAX_MEMBERS
        ? [{ text: "", open: true }]
        : members.map((text) => ({ text, open: false }));
    }
    case "sequence":
      return headsOfSequence(pattern.items, flags);
    case "repeat": {
      const body = headsOf(pattern.body, flags);
      const all: Head[] = [];
      let heads: readonly Head[] = [{ text: "", open: false }];
      for (let count = 0; count <= Math.min(pattern.max, pattern.min + MAX_KEYWORD); count++) {
        if (count > 0) heads = joined(heads, () => body);
        if (count >= pattern.min) all.push(...heads);
        if (heads.every(({ open }) => open)) return [...all, ...heads];
      }
      return all;
    }
  }
}

function headsOfSequence(items: readonly Pattern[], flags: string): readonly Head[] {
  return items.reduce<readonly Head[]>((heads, item) => joined(heads, () => headsOf(item, flags)), [{ text: "", open: false }]);
}

function append({ text }: Head, rest: Head): Head {
  return { text: text + rest.text, open: rest.open || text.length + rest.text.length >= MAX_KEYWORD };
}

/** Each head that isn't open yet, with each way in which it can go on. */
function joined(heads: readonly Head[], more: () => readonly Head[]): readonly Head[] {
  if (heads.every(({ open }) => open)) return heads;
  const next = more();
  const [head] = heads;
  const [rest] = next;
  // The common case by far: one character of a word after the other.
  if (head !== undefined && rest !== undefined && heads.length === 1 && next.length === 1) return [append(head, rest)];
  const result = heads.flatMap((head) => (head.open ? [head] : next.map((rest) => append(head, rest))));
  const different = [...new Map(result.map((head) => [`${head.open ? "…" : ""}${head.text}`, head])).values()];
  return different.length > MAX_HEADS ? heads.map(({ text }) => ({ text, open: true })) : different;
}
