/**
 * Payment cards: an issuer's range, one of the lengths that it gives out, and the Luhn digit; written in one piece or in the groups of the card. A
 * tenth of all numbers fit Luhn, so a wide range (Maestro) in an odd length needs a word beside it.
 * @see https://www.iso.org/standard/70484.html ISO/IEC 7812-1
 * @see https://en.wikipedia.org/wiki/Payment_card_number#Issuer_identification_number_(IIN)
 */
import { defineDetector } from "../define.js";
import { luhn } from "./checkdigits.js";
import { valuesOf } from "./written.js";
import { CARD_WORDS } from "./words.js";

interface Issuer {
  readonly name: string;
  /** First digits, from and to. */
  readonly ranges: readonly (readonly [from: number, to: number])[];
  readonly lengths: readonly number[];
  /** Its range is so wide that range and Luhn alone say little. */
  readonly wide?: true;
}

const LONG = [16, 17, 18, 19];
const SHORTEST = 12;
const LONGEST = 19;

const ISSUERS: readonly Issuer[] = [
  {
    name: "American Express",
    ranges: [
      [34, 34],
      [37, 37],
    ],
    lengths: [15],
  },
  {
    name: "Diners Club",
    ranges: [
      [300, 305],
      [3095, 3095],
      [36, 36],
      [38, 39],
    ],
    lengths: [14, 16, 17, 18, 19],
  },
  { name: "JCB", ranges: [[3528, 3589]], lengths: LONG },
  { name: "Visa", ranges: [[4, 4]], lengths: [13, 16, 18, 19] },
  {
    name: "Mastercard",
    ranges: [
      [51, 55],
      [2221, 2720],
    ],
    lengths: [16],
  },
  { name: "Mir", ranges: [[2200, 2204]], lengths: LONG },
  {
    name: "Verve",
    ranges: [
      [506099, 506198],
      [650002, 650027],
      [507865, 507964],
    ],
    lengths: [16, 18, 19],
  },
  {
    name: "Discover",
    ranges: [
      [6011, 6011],
      [644, 649],
      [65, 65],
    ],
    lengths: LONG,
  },
  {
    name: "UnionPay",
    ranges: [
      [62, 62],
      [81, 81],
    ],
    lengths: LONG,
  },
  {
    name: "RuPay",
    ranges: [
      [508, 508],
      [606985, 607984],
      [608001, 608500],
      [82, 82],
      [353, 353],
      [356, 356],
    ],
    lengths: [16],
  },
  { name: "Troy", ranges: [[9792, 9792]], lengths: [16] },
  {
    name: "Dankort",
    ranges: [
      [5019, 5019],
      [4571, 4571],
    ],
    lengths: [16],
  },
  { name: "UATP", ranges: [[1, 1]], lengths: [15], wide: true },
  { name: "InterPayment", ranges: [[636, 636]], lengths: LONG },
  {
    name: "Maestro",
    ranges: [
      [50, 50],
      [56, 58],
      [6304, 6304],
      [6759, 6759],
      [676, 679],
      [60, 60],
    ],
    lengths: [12, 13, 14, 15, ...LONG],
    wide: true,
  },
];

/** Groups as they stand on cards: 4-4-4-4 and more, 4-6-5 and 4-6-4; or no groups. */
const GROUPS = /^(?:\d+|\d{4}(?:[ -]?\d{4}){2,3}(?:[ -]?\d{1,4})?|\d{4}[ -]\d{6}[ -]\d{4,5})$/;

function issuerOf(digits: string): Issuer | undefined {
  return ISSUERS.find(
    ({ lengths, ranges }) =>
      lengths.includes(digits.length) &&
      ranges.some(([from, to]) => {
        const first = Number(digits.slice(0, String(from).length));
        return first >= from && first <= to;
      }),
  );
}

export const paymentCard = defineDetector({
  id: "payment-card",
  kind: "credit-card",
  family: "personal",
  severity: "high",
  // What must not stand before is looked for behind the first digit: a search is refused at the first character then.
  pattern:
    /[1-689]\d{3}(?<=(?:(?<![\w.,+#/-])|(?<=\\[nrt]))\d{4})(?=(?:[ -]?\d){8})(?<=(?<before>[^]{0,40})\d{4})(?:[ -]?\d){8,15}(?![\w-]|[.,/]\d)/,
  confidence: 0.95,
  confirm(match, { before = "" }) {
    if (/[A-Z]{2}\d{2}[ -]$/.test(before)) return null; // the middle of an IBAN
    for (const { written, value } of valuesOf(match, SHORTEST, LONGEST)) {
      if (!luhn(value) || !GROUPS.test(written) || new Set(value).size < 2) continue;
      const issuer = issuerOf(value);
      if (issuer === undefined) continue;
      const { length } = written;
      if (CARD_WORDS.test(before.toLowerCase())) return { confidence: 0.99, evidence: ["checksum", "context"], length };
      if (issuer.wide === true && value.length !== 16) continue;
      return { confidence: value.length === 13 ? 0.5 : 0.9, evidence: ["checksum"], length };
    }
    return null;
  },
  examples: {
    hit: [
      "card {luhn 4###############}",
      "pay with {luhn 51## #### #### ####} today",
      "{luhn 37## ###### #####}.",
      "{luhn 4###-####-####-####} 2026",
    ],
    miss: [
      "{wrong luhn 4###############}",
      "{luhn 7###############}",
      "order-{luhn 4###############}",
      "0.{luhn 4###############}",
      "{luhn 4###############}.5",
      "{luhn 4##-#####-####-####}",
      "4444444444444444",
    ],
  },
});
