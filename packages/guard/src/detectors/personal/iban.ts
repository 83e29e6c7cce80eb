/**
 * International bank account numbers: a country of the registry, its length, and MOD 97-10; in one piece, in groups of four, or with
 * hyphens. The check catches all but one in 97 of other texts, country and length nearly all of these.
 * @see https://www.swift.com/standards/data-standards/iban-international-bank-account-number the registry
 */
import { defineDetector } from "../define.js";
import { mod97 } from "./checkdigits.js";

const LENGTHS: Readonly<Record<number, string>> = {
  15: "NO",
  16: "BE",
  18: "DK FO FI GL NL SD FK",
  19: "MK SI",
  20: "AT BA EE KZ XK LT LU MN",
  21: "HR LV LI CH",
  22: "BH BG CR GE DE IE ME RS GB VA",
  23: "TL GI IQ IL OM AE SO",
  24: "AD CZ MD PK RO SA SK ES SE TN VG",
  25: "PT LY ST AO CV MZ GW",
  26: "IS TR IR DZ",
  27: "FR GR IT MC SM BI CF CG CM DJ GA GQ KM MG MR TD",
  28: "AL AZ BF BJ BY CI CY DO GT HN HU LB MA ML NE NI PL SN SV TG",
  29: "BR EG PS QA UA",
  30: "JO KW MU YE",
  31: "MT SC",
  32: "LC",
  33: "RU",
};
const LENGTH_OF: ReadonlyMap<string, number> = new Map(
  Object.entries(LENGTHS).flatMap(([length, countries]) =>
    countries.split(" ").map((country) => [country, Number(length)] as const),
  ),
);
/** Countries whose account numbers begin with the four letters of the bank, and countries that have digits alone. */
const BANK_IN_LETTERS = new Set("AZ BH BG DO GB GI IE IQ KW LC LV MT MU NL PK PS QA RO SC SV VG".split(" "));
const DIGITS_ALONE = new Set(
  "AT BA BE CZ DE DK EE ES FI FO GL HR HU IL IS LT ME MZ NO PL PT RS SE SI SK TN TL XK AO CV".split(" "),
);

function hasShape(account: string, country: string): boolean {
  if (BANK_IN_LETTERS.has(country)) return /^[A-Z]{4}/.test(account);
  return !DIGITS_ALONE.has(country) || /^\d+$/.test(account);
}

/** How many characters of a run hold so many letters and digits; undefined if the next would belong to them. */
function lengthOf(run: string, size: number): number | undefined {
  let count = 0;
  for (let at = 0; at < run.length; at++) {
    if (run[at] === " " || run[at] === "-") continue;
    if (++count === size) return at + 1 === run.length || run[at + 1] === " " ? at + 1 : undefined;
  }
  return undefined;
}

export const iban = defineDetector({
  id: "iban",
  kind: "iban",
  family: "personal",
  severity: "high",
  // The first four characters come before what must not stand before them: the search skips what has no digits there.
  pattern: /[A-Za-z]{2}\d{2}(?<=(?:(?<![\w.+/-])|(?<=\\[nrt]))[A-Za-z]{2}\d{2})(?:[ -]?[A-Za-z\d]){11,31}(?![\w@-])/,
  confidence: 0.98,
  confirm(match) {
    const capitals = match.toUpperCase();
    const country = capitals.slice(0, 2);
    const size = LENGTH_OF.get(country);
    const length = size === undefined ? undefined : lengthOf(match, size);
    if (length === undefined) return null;
    const written = capitals.slice(0, length).replaceAll(/[ -]/g, "");
    const account = written.slice(4);
    if (hasShape(account, country) && mod97(account + written.slice(0, 4)) === 1)
      return { confidence: 0.98, evidence: ["checksum"], length };
    return null;
  },
  examples: {
    hit: ["{iban DE####################}", "IBAN: {iban DE## #### #### #### #### ##}, BIC", "{iban GB##WEST##############}"],
    miss: [
      "{wrong iban DE####################}",
      "{iban DE###################}",
      "{iban ZZ####################}",
      "X{iban DE####################}",
      "{iban DE####################}7",
    ],
  },
});
