/**
 * What a pattern costs at the worst: the steps of a backtracking engine, counted on texts that are made from the pattern itself to mislead it.
 * Counting says the same on every machine, where a stopwatch doesn't.
 */
import { membersOf } from "./characters.js";
import { extentOf, sourceOf, type Pattern } from "./pattern.js";

type Next = (at: number) => boolean;

/** Steps of a search at the beginning of a text, as an engine takes them that tries one way after the other; at most `limit`. */
export function stepsOf(pattern: Pattern, flags: string, text: string, limit: number): number {
  let steps = 0;
  const spent = (): boolean => ++steps > limit;

  const match = (node: Pattern, at: number, next: Next): boolean => {
    if (spent()) return true;
    switch (node.kind) {
      case "character":
        return at < text.length && membersOf(node.source, flags)(text.charCodeAt(at)) && next(at + 1);
      case "sequence": {
        const from = (index: number, place: number): boolean => {
          const item = node.items[index];
          return item === undefined ? next(place) : match(item, place, (end) => from(index + 1, end));
        };
        return from(0, at);
      }
      case "choice":
        return node.options.some((option) => match(option, at, next));
      case "group":
        return match(node.body, at, next);
      case "edge":
        return next(at);
      case "look":
        return look(node, at) && next(at);
      case "repeat":
        return node.body.kind === "character" ? run(node, node.body, at, next) : repeat(node, at, next, 0);
    }
  };

  const look = (node: Pattern & { kind: "look" }, at: number): boolean => {
    if (node.ahead) return match(node.body, at, () => true) === (node.opening === "(?=");
    steps += extentOf(node).behind;
    const expression = new RegExp(sourceOf(node, false), `${flags}y`);
    expression.lastIndex = at;
    return expression.test(text);
  };

  const run = (node: Pattern & { kind: "repeat" }, body: Pattern & { kind: "character" }, at: number, next: Next): boolean => {
    const isMember = membersOf(body.source, flags);
    let most = 0;
    while (most < node.max && at + most < text.length && isMember(text.charCodeAt(at + most))) most += 1;
    steps += most;
    for (let count = 0; count <= most - node.min; count++) {
      if (spent() || next(at + (node.lazy ? node.min + count : most - count))) return true;
    }
    return false;
  };

  const repeat = (node: Pattern & { kind: "repeat" }, at: number, next: Next, count: number): boolean => {
    const again = (): boolean =>
      count < node.max && match(node.body, at, (end) => (end > at || count < node.min) && repeat(node, end, next, count + 1));
    const on = (): boolean => count >= node.min && next(at);
    return node.lazy ? on() || again() : again() || on();
  };

  match(pattern, 0, () => false); // no way counts as the last: every one is tried
  return steps;
}

const FILLERS = ["a", "A", "0", "f", " ", "-", "=", "\n", ".", "\\", '"', ":"];

/** Texts that lead into each repeat of a pattern, go round it as often as it allows, and then disappoint. */
export function misleading(pattern: Pattern, flags: string): readonly string[] {
  const texts = new Set<string>();
  const visit = (node: Pattern, before: string): void => {
    switch (node.kind) {
      case "sequence":
        node.items.reduce((lead, item) => {
          visit(item, lead);
          return lead + sampleOf(item, flags, "a");
        }, before);
        return;
      case "choice":
        for (const option of node.options) visit(option, before);
        return;
      case "group":
        visit(node.body, before);
        return;
      case "repeat": {
        if (node.max > 1)
          for (const filler of FILLERS) {
            const lead = before + sampleOf(node.body, flags, filler).repeat(Math.min(node.max, 3_000));
            texts.add(`${lead}\u0001`).add(`${lead}${filler.repeat(400)}\u0001`);
          }
        visit(node.body, before);
        return;
      }
      case "look":
        if (node.ahead) visit(node.body, before);
        return;
      case "character":
      case "edge":
    }
  };
  visit(pattern, "");
  return [...texts].map((text) => text.slice(0, 6_000));
}

/** The shortest text that a part matches, made of one character where that is allowed. */
function sampleOf(pattern: Pattern, flags: string, filler: string): string {
  switch (pattern.kind) {
    case "character": {
      const isMember = membersOf(pattern.source, flags);
      if (isMember(filler.charCodeAt(0))) return filler;
      for (let code = 33; code < 127; code++) if (isMember(code)) return String.fromCharCode(code);
      return "\n";
    }
    case "sequence":
      return pattern.items.map((item) => sampleOf(item, flags, filler)).join("");
    case "choice":
      return pattern.options[0] === undefined ? "" : sampleOf(pattern.options[0], flags, filler);
    case "group":
      return sampleOf(pattern.body, flags, filler);
    case "repeat":
      return sampleOf(pattern.body, flags, filler).repeat(pattern.min);
    case "look":
    case "edge":
      return "";
  }
}
