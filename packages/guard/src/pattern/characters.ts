/** Single characters of patterns: which belong to a class, and with which a match can begin. */
import type { Pattern } from "./pattern.js";

/** Whether a character, by its code, belongs to a class. */
export type IsMember = (code: number) => boolean;

const ASCII = 128;
const classes = new Map<string, IsMember>();

/** A class, escape or literal as a function: a table for ASCII, the engine for the rest. */
export function membersOf(source: string, flags: string): IsMember {
  const key = `${flags} ${source}`;
  const known = classes.get(key);
  if (known !== undefined) return known;
  const one = new RegExp(`^${source}$`, flags);
  const table = tableOf((code) => one.test(String.fromCharCode(code)));
  const isMember: IsMember = (code) => (code < ASCII ? table[code] === 1 : one.test(String.fromCodePoint(code)));
  classes.set(key, isMember);
  return isMember;
}

/** A class or escape that stands for ASCII characters alone: nothing negated, nothing of Unicode. */
const ASCII_ONLY = /^(?:[ -~]|\\[dwnrt\W]|\[(?!\^)(?:[ -[\]-~]|\\[dwnrt\W])*\])$/;
const ascii = new Map<string, readonly string[]>();

/** The characters that a class, escape or literal stands for, in lower case; none if some of them are not ASCII. */
export function asciiOf(source: string, flags: string): readonly string[] {
  const key = `${flags} ${source}`;
  const known = ascii.get(key);
  if (known !== undefined) return known;
  const isMember = membersOf(source, flags);
  const codes =
    source !== "." && ASCII_ONLY.test(source) ? Array.from({ length: ASCII }, (_, code) => code).filter(isMember) : [];
  const characters = [...new Set(codes.map((code) => String.fromCharCode(code).toLowerCase()))];
  ascii.set(key, characters);
  return characters;
}

/** Whether a match can begin with a character: never false by mistake. Saves most places of a text a closer look. */
export function firstsOf(pattern: Pattern, flags: string): IsMember {
  const { firsts, empty } = beginningOf(pattern, flags);
  if (empty) return () => true;
  const isFirst = (code: number): boolean => firsts.some((isMember) => isMember(code));
  const table = tableOf(isFirst);
  // Half of a surrogate pair may be the beginning of anything.
  return (code) => (code < ASCII ? table[code] === 1 : (code >= 0xd800 && code <= 0xdfff) || isFirst(code));
}

/** What a part of a pattern can begin with, and whether it can match nothing. */
interface Beginning {
  readonly firsts: readonly IsMember[];
  readonly empty: boolean;
}

function beginningOf(pattern: Pattern, flags: string): Beginning {
  switch (pattern.kind) {
    case "character":
      return { firsts: [membersOf(pattern.source, flags)], empty: false };
    case "edge":
    case "look":
      return { firsts: [], empty: true };
    case "group":
      return beginningOf(pattern.body, flags);
    case "repeat": {
      const { firsts, empty } = beginningOf(pattern.body, flags);
      return { firsts, empty: empty || pattern.min === 0 };
    }
    case "choice": {
      const options = pattern.options.map((option) => beginningOf(option, flags));
      return { firsts: options.flatMap(({ firsts }) => firsts), empty: options.some(({ empty }) => empty) };
    }
    case "sequence": {
      const firsts: IsMember[] = [];
      for (const item of pattern.items) {
        const beginning = beginningOf(item, flags);
        firsts.push(...beginning.firsts);
        if (!beginning.empty) return { firsts, empty: false };
      }
      return { firsts, empty: true };
    }
  }
}

function tableOf(isMember: IsMember): Uint8Array {
  return Uint8Array.from({ length: ASCII }, (_, code) => (isMember(code) ? 1 : 0));
}
