/**
 * Fills the braces of detectors' examples with random characters, so that no secret lies in the repository. `{93 base64url}`: as many
 * characters of an alphabet. `{checksum of 30}`: the checksum of the 30 characters before. `{base64url of TEXT}`: TEXT, itself
 * filled, encoded. `{ssn}`: a
 * social security number that could be one.
 */
import { checksum } from "./checksum.js";
import { ALPHABETS } from "./secrets/shape.js";

const ASCII = Array.from({ length: 128 }, (_, code) => String.fromCharCode(code));
const CHARACTERS = new Map<string, readonly string[]>(
  Object.entries(ALPHABETS).map(([name, inside]) => {
    const member = new RegExp(`[${inside}]`);
    return [name, ASCII.filter((character) => member.test(character))];
  }),
);

/** A source of numbers in [0, 1): the same for the same seed. */
export type Random = () => number;

/** Mulberry32: small, even, and good enough to fill examples. */
export function seeded(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function randomText(random: Random, length: number, alphabet: string): string {
  const characters = CHARACTERS.get(alphabet);
  if (characters === undefined) throw new Error(`unknown alphabet ${alphabet}`);
  return Array.from({ length }, () => characters[Math.floor(random() * characters.length)]).join("");
}

export function fill(example: string, random: Random): string {
  const drawn = example.replaceAll(/\{(?:(\d+) (\w+)|(ssn))\}/g, (_braces, length: string | undefined, alphabet: string) =>
    length === undefined ? socialSecurityNumber(random) : randomText(random, Number(length), alphabet),
  );
  let filled = "";
  let from = 0;
  for (const match of drawn.matchAll(/\{(?:checksum of (\d+)|base64url of (.+?))\}(?!\})/g)) {
    filled += drawn.slice(from, match.index);
    from = match.index + match[0].length;
    const [, checked, text] = match;
    if (checked !== undefined) filled += checksum(filled.slice(-Number(checked)));
    else if (text !== undefined) filled += btoa(text).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  }
  return filled + drawn.slice(from);
}

function socialSecurityNumber(random: Random): string {
  const between = (least: number, most: number, width: number): string =>
    String(least + Math.floor(random() * (most - least + 1))).padStart(width, "0");
  return `${between(130, 649, 3)}-${between(10, 99, 2)}-${between(1_000, 9_998, 4)}`;
}
