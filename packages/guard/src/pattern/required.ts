/** What every match of a pattern holds: a text without it needs no search. Most texts of a conversation have no digit and no `@`. */
import { asciiOf } from "./characters.js";
import type { Pattern } from "./pattern.js";

/** A kind of character that many patterns can't do without. */
export interface Required {
  readonly members: string;
  readonly expression: RegExp;
}

const KINDS: readonly Required[] = [
  { members: "@", expression: /@/ },
  { members: "0123456789", expression: /\d/ },
];

/** The first kind of which a character stands in every match, or right behind it where the pattern looks ahead. */
export function requiredBy(pattern: Pattern, flags: string): Required | undefined {
  return KINDS.find(({ members }) => holds(pattern, flags, members));
}

function holds(pattern: Pattern, flags: string, members: string): boolean {
  switch (pattern.kind) {
    case "character": {
      const characters = asciiOf(pattern.source, flags);
      return characters.length > 0 && characters.every((character) => members.includes(character));
    }
    case "sequence":
      return pattern.items.some((item) => holds(item, flags, members));
    case "choice":
      return pattern.options.every((option) => holds(option, flags, members));
    case "group":
      return holds(pattern.body, flags, members);
    case "repeat":
      return pattern.min > 0 && holds(pattern.body, flags, members);
    case "look":
      return pattern.opening === "(?=" && holds(pattern.body, flags, members);
    case "edge":
      return false;
  }
}
