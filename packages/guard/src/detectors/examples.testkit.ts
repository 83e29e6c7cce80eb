/**
 * Fills the braces of detectors' examples with random characters, so that no secret lies in the repository. `{93 base64url}`: as many
 * characters of an alphabet. `{checksum of 30}`: the checksum of the 30 characters before. `{base64url of TEXT}`: TEXT, itself
 * filled, encoded. `{ssn}`: a
 * social security number that could be one. `{luhn 4### ####}`: digits for `#` and capitals for `?` such that the check fits, `{wrong luhn …}` such
 * that it doesn't. `{bitcoin}`: an address that nobody has.
 */
import { sha256 } from "@noble/hashes/sha2.js";
import { checksum } from "./checksum.js";
import { BANK_NUMBERS } from "./personal/bank-account.js";
import { luhn, mod97 } from "./personal/checkdigits.js";
import { VAT_NUMBERS } from "./personal/ids/vat.js";
import { NATIONAL_IDS } from "./personal/national-id.js";
import { ALPHABETS } from "./secrets/shape.js";

const ASCII = Array.from({ length: 128 }, (_, code) => String.fromCharCode(code));
const CHARACTERS = new Map<string, readonly string[]>(
  Object.entries(ALPHABETS).map(([name, inside]) => {
    const member = new RegExp(`[${inside}]`);
    return [name, ASCII.filter((character) => member.test(character))];
  }),
);

/** Checks of what is written in a template, without what stands between its groups and in capitals. */
const CHECKS: Readonly<Record<string, (text: string) => boolean>> = {
  luhn,
  iban: (text) => mod97(text.slice(4) + text.slice(0, 4)) === 1,
};

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
  for (const match of drawn.matchAll(
    /\{(?:checksum of (\d+)|base64url of (.+?)|(wrong )?(luhn|iban|[a-z-]+:[a-z]{2,3}) ([^}]+)|(bitcoin))\}(?!\})/g,
  )) {
    filled += drawn.slice(from, match.index);
    from = match.index + match[0].length;
    const [, checked, text, wrong, check, template, bitcoin] = match;
    if (checked !== undefined) filled += checksum(filled.slice(-Number(checked)));
    else if (text !== undefined) filled += btoa(text).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
    else if (check !== undefined && template !== undefined)
      filled += fitting(template, (value) => isFitting(check, value) === (wrong === undefined), random);
    else if (bitcoin !== undefined) filled += bitcoinAddress(random);
  }
  return filled + drawn.slice(from);
}

function socialSecurityNumber(random: Random): string {
  const between = (least: number, most: number, width: number): string =>
    String(least + Math.floor(random() * (most - least + 1))).padStart(width, "0");
  return `${between(130, 649, 3)}-${between(10, 99, 2)}-${between(1_000, 9_998, 4)}`;
}

/** A check by its name, or the number of a kind: `national-id:pl`. */
function isFitting(check: string, value: string): boolean {
  const known = CHECKS[check];
  if (known !== undefined) return known(value);
  return [...NATIONAL_IDS, ...VAT_NUMBERS, ...BANK_NUMBERS].some(
    ({ kind, shape, check: fits }) => kind === check && shape.test(value) && fits?.(value) !== false,
  );
}

/** The template with random digits for `#` and capitals for `?`, such that the check accepts what is written. */
function fitting(template: string, accepts: (value: string) => boolean, random: Random): string {
  for (let tries = 0; tries < 100_000; tries++) {
    const written = template.replaceAll(/[#?]/g, (place) =>
      place === "#" ? randomText(random, 1, "digits") : String.fromCharCode(65 + Math.floor(random() * 26)),
    );
    if (accepts(written.replaceAll(/[ .\-/]/g, "").toUpperCase())) return written;
  }
  throw new Error(`nothing of the shape ${template} fits its check`);
}

const BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

function bitcoinAddress(random: Random): string {
  const payload = Uint8Array.from({ length: 21 }, (_, at) => (at === 0 ? 0 : Math.floor(random() * 255) + 1));
  let rest = [...payload, ...sha256(sha256(payload)).slice(0, 4)].reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
  let digits = "";
  for (; rest > 0n; rest /= 58n) digits = (BASE58[Number(rest % 58n)] ?? "") + digits;
  return `1${digits}`;
}
