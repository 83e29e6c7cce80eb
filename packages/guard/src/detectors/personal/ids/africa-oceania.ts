/**
 * Personal and tax numbers of Africa and Oceania.
 * @see https://arthurdejong.org/python-stdnum/doc/stable/
 * @see https://abr.business.gov.au/Help/AbnFormat
 */
import { hasDate, luhn, valueAt, weighted } from "../checkdigits.js";
import { ANY, type IdKind } from "./id-kind.js";

const last = (value: string): number => valueAt(value, value.length - 1);

/** The first digit counts one less. */
const abnFits = (value: string): boolean => (weighted(value, [10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19]) - 10) % 89 === 0;

const irdFits = (value: string): boolean => {
  const padded = value.padStart(9, "0");
  const check = (weights: readonly number[]): number => (11 - (weighted(padded, weights) % 11)) % 11;
  const first = check([3, 2, 7, 6, 5, 4, 3, 2]);
  return (first === 10 ? check([7, 4, 3, 2, 5, 2, 7, 6]) : first) === last(padded) && Number(value) > 10_000_000;
};

export const AFRICA_OCEANIA: readonly IdKind[] = [
  {
    kind: "national-id:au",
    name: "Australian Business Number",
    shape: /^[1-9]\d{10}$/,
    check: abnFits,
    words: "abn(?![a-z])|australian business",
    alone: { written: /^\d{2} \d{3} \d{3} \d{3}$/, confidence: 0.7 },
  },
  {
    kind: "national-id:au",
    name: "Tax File Number",
    shape: /^\d{9}$/,
    check: (value) => weighted(value, [1, 4, 3, 7, 5, 8, 6, 9, 10]) % 11 === 0,
    words: "tfn(?![a-z])|tax file",
    alone: { written: /^\d{3} \d{3} \d{3}$/, confidence: 0.45 },
  },
  {
    kind: "national-id:au",
    name: "Australian Company Number",
    shape: /^\d{9}$/,
    check: (value) => (10 - (weighted(value, [8, 7, 6, 5, 4, 3, 2, 1]) % 10)) % 10 === last(value),
    words: "acn(?![a-z])|company number",
  },
  {
    kind: "national-id:au",
    name: "Medicare number",
    shape: /^[2-6]\d{9,10}$/,
    check: (value) => weighted(value, [1, 3, 7, 9, 1, 3, 7, 9]) % 10 === valueAt(value, 8),
    words: "medicare|australia",
    alone: { written: /^\d{4} \d{5} \d$/, confidence: 0.6 },
  },
  {
    kind: "national-id:eg",
    name: "الرقم القومي",
    shape: /^[23]\d{13}$/,
    check: (value) => hasDate(value, 3, 5),
    words: "الرقم القومي|رقم قومي|egypt",
  },
  {
    kind: "national-id:ly",
    name: "الرقم الوطني",
    shape: /^[12](?:19|20)\d{9}$/,
    words: "الرقم الوطني|رقم وطني|libya",
  },
  {
    kind: "national-id:ng",
    name: "National Identification Number",
    shape: /^\d{11}$/,
    words: "nin(?![a-z])|nigeria",
  },
  {
    kind: "national-id:nz",
    name: "IRD number",
    shape: /^\d{8,9}$/,
    check: irdFits,
    words: "ird(?![a-z])|inland revenue|new zealand",
  },
  {
    kind: "national-id:tn",
    name: "بطاقة التعريف الوطنية (CIN)",
    shape: /^\d{8}$/,
    words: "cin(?![a-z])|بطاقة التعريف|carte d.identit[eé]|tunisi",
  },
  {
    kind: "national-id:za",
    name: "South African ID",
    shape: /^\d{10}[012]\d{2}$/,
    check: (value) => luhn(value) && hasDate(value, 2, 4),
    words: "south africa|sa id|rsa id|id no|id number|identity number",
    alone: { written: ANY, confidence: 0.5 },
  },
];
