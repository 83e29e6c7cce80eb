/**
 * When does a text that isn't complete yet decide whether a pattern matches at a place? When no way through the pattern leads exactly to
 * the end of what has come: then nothing that follows can change the outcome. From a pattern this file makes another that matches
 * where such a way exists: `abc` becomes `$|a(?:$|b(?:$))`, and likewise for choices, repeats and lookaheads.
 */
import { sourceOf, type Pattern } from "./pattern.js";

/** The expression that matches while a text leaves a pattern undecided. */
export interface Undecided {
  readonly source: string;
  /**
   * Long repeats of one character class. While the text ends inside of one (its group takes part in the match), further characters of
   * the class leave the pattern undecided without another look, so that a key block that comes in drop by drop costs linear time.
   */
  readonly runs: readonly Run[];
}

export interface Run {
  /** Name of the group around the characters taken so far. */
  readonly group: string;
  /** Source of the class. */
  readonly member: string;
  /** As many characters may be taken before the end of the text has to be looked at again. */
  readonly max: number;
}

/** Shorter repeats are cheap to look at again for each piece of text. */
const MIN_RUN = 16;
const NEVER = "(?!)";

export function undecidedOf(pattern: Pattern): Undecided {
  const runs: Run[] = [];

  const either = (...options: readonly string[]): string => {
    const possible = options.filter((option) => option !== NEVER);
    if (possible.length === 0) return NEVER;
    return possible.length === 1 ? possible.join("") : `(?:${possible.join("|")})`;
  };

  const open = (node: Pattern): string => {
    switch (node.kind) {
      case "character":
        return "$";
      case "edge":
        return node.source === "^" ? NEVER : "$";
      case "group":
        return open(node.body);
      case "look":
        return node.ahead ? open(node.body) : NEVER;
      case "choice":
        return either(...node.options.map(open));
      case "sequence":
        return node.items.reduceRight((rest, item, index) => {
          if (index === node.items.length - 1) return open(item);
          return either(open(item), rest === NEVER ? NEVER : `${wrapped(item)}${rest}`);
        }, NEVER);
      case "repeat":
        return node.max === 0 ? NEVER : repeated(node.body, node.max - 1);
    }
  };

  const repeated = (body: Pattern, before: number): string => {
    if (body.kind !== "character") return `${wrapped(body)}{0,${before}}${open(body)}`;
    if (before < MIN_RUN) return `${body.source}{0,${before}}$`;
    const group = `_r${runs.length}`;
    runs.push({ group, member: body.source, max: before });
    return `(?<${group}>${body.source}{0,${before}})$`;
  };

  return { source: open(pattern), runs };
}

/** A choice needs a group of its own beside other items. */
function wrapped(pattern: Pattern): string {
  const source = sourceOf(pattern, false);
  return pattern.kind === "choice" ? `(?:${source})` : source;
}
