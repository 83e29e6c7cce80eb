/**
 * The numbering plans of all countries, from the metadata of Google's libphonenumber in the edition of libphonenumber-js. Its own search reads a
 * megabyte a second; here candidates are found first, and only the plans are asked.
 * @see https://github.com/google/libphonenumber/blob/master/FAQ.md
 */
import metadata from "libphonenumber-js/min/metadata";
import * as v from "valibot";

/** A country in the metadata: calling code, prefix of international calls, pattern of national numbers, their lengths, formats, national prefix. */
const Plan = v.pipe(
  v.array(v.unknown()),
  v.transform((plan) => ({ callingCode: plan[0], pattern: plan[2], prefix: plan[5] })),
  v.object({ callingCode: v.string(), pattern: v.string(), prefix: v.fallback(v.string(), "") }),
);

interface Country {
  readonly national: RegExp;
  /** What stands before a number that is dialed at home. */
  readonly prefix: string;
}

const byCallingCode = new Map<string, Country[]>();
const byCountry = new Map<string, Country>();
for (const [name, plan] of Object.entries(v.parse(v.record(v.string(), Plan), metadata.countries))) {
  const country = { national: new RegExp(`^(?:${plan.pattern})$`), prefix: plan.prefix };
  byCountry.set(name, country);
  byCallingCode.set(plan.callingCode, [...(byCallingCode.get(plan.callingCode) ?? []), country]);
}
const everyCountry = [...byCountry.values()];

function isNational(digits: string, { national, prefix }: Country): boolean {
  if (national.test(digits)) return true;
  return prefix !== "" && digits.startsWith(prefix) && national.test(digits.slice(prefix.length));
}

/** @param digits - Behind the `+`: calling code and national number. A zero that is only dialed at home may stand between them. */
export function isInternationalNumber(digits: string): boolean {
  for (let length = 1; length <= 3; length++) {
    const countries = byCallingCode.get(digits.slice(0, length));
    if (countries !== undefined) return countries.some((country) => isNational(digits.slice(length), country));
  }
  return false;
}

/** @param countries - ISO 3166-1 codes in capitals; any country if left out. */
export function isNationalNumber(digits: string, countries?: readonly string[]): boolean {
  if (countries === undefined) return everyCountry.some((country) => isNational(digits, country));
  return countries.some((name) => {
    const country = byCountry.get(name);
    return country !== undefined && isNational(digits, country);
  });
}
