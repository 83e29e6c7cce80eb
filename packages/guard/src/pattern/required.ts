/**
 * What every match of a pattern holds not far behind its beginning: a text is searched only around such characters. Most of a conversation is far
 * from any digit or `@`.
 */
import { asciiOf } from "./characters.js";
import { extentOf, type Pattern } from "./pattern.js";

/** A kind of character that many patterns can't do without. */
export interface Kind {
  /** One after the other, as their codes are. */
  readonly members: string;
  /** Global. */
  readonly expression: RegExp;
}

export interface Required {
  readonly kind: Kind;
  /** How far behind the beginning of a match the first such character stands at most, in UTF-16 units. */
  readonly lead: number;
}

const KINDS: readonly Kind[] = [
  { members: "@", expression: /@/g },
  { members: "0123456789", expression: /\d/g },
];

/** The first kind of which a character stands in every match, or right behind it where the pattern looks ahead. */
export function requiredBy(pattern: Pattern, flags: string): Required | undefined {
  for (const kind of KINDS) {
    const lead = leadOf(pattern, flags, kind.members);
    if (lead !== undefined) return { kind, lead };
  }
  return undefined;
}

function leadOf(pattern: Pattern, flags: string, members: string): number | undefined {
  switch (pattern.kind) {
    case "character": {
      const characters = asciiOf(pattern.source, flags);
      return characters.length > 0 && characters.every((character) => members.includes(character)) ? 0 : undefined;
    }
    case "sequence": {
      let before = 0;
      let least: number | undefined;
      for (const item of pattern.items) {
        const lead = leadOf(item, flags, members);
        if (lead !== undefined) least = Math.min(least ?? Infinity, before + lead);
        before += extentOf(item).max;
      }
      return least;
    }
    case "choice": {
      const leads = pattern.options.map((option) => leadOf(option, flags, members));
      return leads.reduce((most, lead) => (most === undefined || lead === undefined ? undefined : Math.max(most, lead)), 0);
    }
    case "group":
      return leadOf(pattern.body, flags, members);
    case "repeat":
      return pattern.min > 0 ? leadOf(pattern.body, flags, members) : undefined;
    case "look":
      return pattern.opening === "(?=" ? leadOf(pattern.body, flags, members) : undefined;
    case "edge":
      return undefined;
  }
}
