/**
 * Numbers of value-added tax, with the country's prefix or named by a word. Those of the European Union as VIES knows them, and others that are
 * written alike.
 * @see https://ec.europa.eu/taxation_customs/vies/#/faq
 * @see https://arthurdejong.org/python-stdnum/doc/stable/
 */
import { luhn, mod11_10, valueAt, weighted } from "../checkdigits.js";
import type { IdKind } from "./id-kind.js";

/** What each country calls the tax or the number: without the prefix it must stand beside the number. */
const WORDS: Readonly<Record<string, string>> = {
  at: "uid|ust|umsatzsteuer",
  au: "abn(?![a-z])|australian business",
  be: "btw|tva|ondernemingsnummer|kbo(?![a-z])|bce(?![a-z])",
  bg: "ддс|еик|булстат",
  ch: "uid(?![a-z])|mwst|tva",
  cy: "φπα",
  cz: "dič|ičo",
  de: "ust|umsatzsteuer|mwst",
  dk: "cvr|moms",
  do: "rnc(?![a-z])",
  ee: "kmkr|käibemaks",
  es: "cif(?![a-z])|nif(?![a-z])|iva(?![a-z])",
  fi: "alv(?![a-z])|y tunnus",
  fr: "tva",
  gb: "vat(?![a-z])",
  gr: "αφμ|φπα|afm(?![a-z])",
  hr: "oib|pdv",
  hu: "adósz|áfa",
  ie: "vat(?![a-z])",
  it: "p\\.? ?iva|partita iva|iva(?![a-z])",
  lt: "pvm",
  lu: "tva",
  lv: "pvn",
  mt: "vat(?![a-z])",
  nl: "btw|rsin",
  no: "mva(?![a-z])|org\\.? ?nr|organisasjonsnummer",
  nz: "gst(?![a-z])|ird(?![a-z])",
  pl: "nip(?![a-z])",
  pt: "nif(?![a-z])|contribuinte|iva(?![a-z])",
  ro: "cui(?![a-z])|cif(?![a-z])",
  rs: "pib(?![a-z])|пиб|pdv",
  ru: "инн(?![а-я])",
  se: "moms",
  si: "ddv(?![a-z])|davčna",
  sk: "dph|dič",
  tr: "kdv|vergi",
};

const last = (value: string): number => valueAt(value, value.length - 1);

/** Weights of all digits but the last, which is 11 less the remainder; `ten` is what stands for ten, or undefined where such numbers aren't given out. */
const by11 =
  (weights: readonly number[], ten?: number) =>
  (value: string): boolean => {
    const rest = (11 - (weighted(value, weights) % 11)) % 11;
    return (rest === 10 ? ten : rest) === last(value);
  };
const remainder11 =
  (weights: readonly number[]) =>
  (value: string): boolean =>
    (weighted(value, weights) % 11) % 10 === last(value);

const british = (value: string): boolean => {
  if (/^(?:GD|HA)/.test(value)) return true;
  const sum = weighted(value, [8, 7, 6, 5, 4, 3, 2]) + Number(value.slice(7, 9));
  return sum % 97 === 0 || (sum + 55) % 97 === 0;
};

/** Digits of even places doubled, their digit sums added. */
const doubled = (value: string, digits: number): number => {
  let sum = 0;
  for (let at = 0; at < digits; at++) {
    const product = valueAt(value, at) * (at % 2 === 1 ? 2 : 1);
    sum += product > 9 ? product - 9 : product;
  }
  return sum;
};

function spanish(value: string): boolean {
  if (/^[\dXYZ]/.test(value)) {
    const digits = value.slice(0, -1).replace("X", "0").replace("Y", "1").replace("Z", "2");
    return "TRWAGMYFPDXBNJZSQVHLCKE".charAt(Number(digits) % 23) === value.at(-1);
  }
  const check = (10 - (doubled(`0${value.slice(1)}`, 8) % 10)) % 10;
  return value.at(-1) === String(check) || value.at(-1) === "JABCDEFGHI".charAt(check);
}

const lithuanian = (value: string): boolean => {
  const size = value.length - 1;
  const weights = (from: number): number[] => Array.from({ length: size }, (_, at) => ((at + from - 1) % 9) + 1);
  const first = weighted(value, weights(1)) % 11;
  return (first === 10 ? (weighted(value, weights(3)) % 11) % 10 : first) === last(value);
};

const irish = (value: string): boolean => {
  const second = value.charAt(8);
  const sum = weighted(value, [8, 7, 6, 5, 4, 3, 2]) + (second === "" || second === "W" ? 0 : 9 * (second.charCodeAt(0) - 64));
  return "WABCDEFGHIJKLMNOPQRSTUV".charAt(sum % 23) === value.charAt(7);
};

interface Vat {
  /** The prefix, where it isn't the country's code. */
  readonly prefix?: string;
  /** What follows the prefix. */
  readonly body: string;
  readonly check?: (body: string) => boolean;
}

const TABLE: Readonly<Record<string, Vat>> = {
  at: { body: "U\\d{8}", check: (body) => (10 - ((doubled(body.slice(1), 7) + 4) % 10)) % 10 === last(body) },
  au: { body: "[1-9]\\d{10}", check: (body) => (weighted(body, [10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19]) - 10) % 89 === 0 },
  be: { body: "[01]\\d{9}", check: (body) => 97 - (Number(body.slice(0, 8)) % 97) === Number(body.slice(8)) },
  bg: {
    body: "\\d{9}",
    check: (body: string): boolean => {
      const first = weighted(body, [1, 2, 3, 4, 5, 6, 7, 8]) % 11;
      return (first === 10 ? (weighted(body, [3, 4, 5, 6, 7, 8, 9, 10]) % 11) % 10 : first) === last(body);
    },
  },
  ch: { prefix: "CHE", body: "\\d{9}(?:MWST|TVA|IVA)?", check: (body) => by11([5, 4, 3, 2, 7, 6, 5, 4])(body.slice(0, 9)) },
  cy: {
    body: "\\d{8}[A-Z]",
    check: (body: string): boolean => {
      const table = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21];
      let sum = 0;
      for (let at = 0; at < 8; at++) sum += at % 2 === 0 ? (table[valueAt(body, at)] ?? 0) : valueAt(body, at);
      return valueAt(body, 8) - 10 === sum % 26;
    },
  },
  cz: {
    body: "[0-8]\\d{7}",
    check: (body: string): boolean => {
      const rest = 11 - (weighted(body, [8, 7, 6, 5, 4, 3, 2]) % 11);
      return (rest === 11 ? 1 : rest === 10 ? 0 : rest) === last(body);
    },
  },
  de: { body: "[1-9]\\d{8}", check: mod11_10 },
  dk: { body: "[1-9]\\d{7}", check: (body) => weighted(body, [2, 7, 6, 5, 4, 3, 2, 1]) % 11 === 0 },
  do: { body: "\\d{9}", check: (body) => ((10 - (weighted(body, [7, 9, 8, 6, 5, 4, 3, 2]) % 11)) % 9) + 1 === last(body) },
  ee: { body: "10\\d{7}", check: (body) => weighted(body, [3, 7, 1, 3, 7, 1, 3, 7, 1]) % 10 === 0 },
  es: { body: "(?:[\\dXYZ]\\d{7}[A-Z]|[A-HJ-NP-SUVW]\\d{7}[\\dA-J])", check: spanish },
  fi: { body: "\\d{8}", check: by11([7, 9, 10, 5, 8, 4, 2]) },
  fr: {
    body: "\\d{11}",
    check: (body) => luhn(body.slice(2)) && (12 + 3 * (Number(body.slice(2)) % 97)) % 97 === Number(body.slice(0, 2)),
  },
  gb: { body: "(?:\\d{9}(?:\\d{3})?|GD[0-4]\\d{2}|HA[5-9]\\d{2})", check: british },
  gr: {
    prefix: "(?:EL|GR)",
    body: "\\d{9}",
    check: (body) => (weighted(body, [256, 128, 64, 32, 16, 8, 4, 2]) % 11) % 10 === last(body),
  },
  hr: { body: "\\d{11}", check: mod11_10 },
  hu: { body: "\\d{8}", check: (body) => weighted(body, [9, 7, 3, 1, 9, 7, 3, 1]) % 10 === 0 },
  ie: { body: "\\d{7}[A-W][A-IW]?", check: irish },
  it: { body: "\\d{11}", check: (body) => luhn(body) && body.slice(0, 7) !== "0000000" },
  lt: { body: "(?:\\d{9}|\\d{12})", check: lithuanian },
  lu: { body: "\\d{8}", check: (body) => Number(body.slice(0, 6)) % 89 === Number(body.slice(6)) },
  lv: {
    body: "[4-9]\\d{10}",
    check: (body: string): boolean => {
      const rest = 3 - (weighted(body, [9, 1, 4, 8, 3, 10, 2, 5, 7, 6]) % 11);
      return (rest < -1 ? rest + 11 : rest) === last(body);
    },
  },
  mt: { body: "[1-9]\\d{7}", check: (body) => weighted(body, [3, 4, 6, 7, 8, 9, 10, 1]) % 37 === 0 },
  nl: { body: "\\d{9}B\\d{2}", check: (body) => (weighted(body, [9, 8, 7, 6, 5, 4, 3, 2]) - valueAt(body, 8)) % 11 === 0 },
  no: { body: "\\d{9}(?:MVA)?", check: (body) => by11([3, 2, 7, 6, 5, 4, 3, 2])(body.slice(0, 9)) },
  nz: { body: "\\d{8,9}", check: (body) => weighted(body.padStart(9, "0"), [3, 2, 7, 6, 5, 4, 3, 2, 1]) % 11 === 0 },
  pl: { body: "\\d{10}", check: (body) => weighted(body, [6, 5, 7, 2, 3, 4, 5, 6, 7]) % 11 === last(body) },
  pt: {
    body: "[1-9]\\d{8}",
    check: (body: string): boolean => {
      const rest = 11 - (weighted(body, [9, 8, 7, 6, 5, 4, 3, 2]) % 11);
      return (rest > 9 ? 0 : rest) === last(body);
    },
  },
  ro: {
    body: "[1-9]\\d{5,9}",
    check: (body) => ((weighted(body.padStart(10, "0"), [7, 5, 3, 2, 1, 7, 5, 3, 2]) * 10) % 11) % 10 === last(body),
  },
  rs: { body: "\\d{9}", check: mod11_10 },
  ru: { body: "\\d{10}", check: remainder11([2, 4, 10, 3, 5, 9, 4, 6, 8]) },
  se: { body: "\\d{10}01", check: (body) => luhn(body.slice(0, 10)) },
  si: { body: "[1-9]\\d{7}", check: by11([8, 7, 6, 5, 4, 3, 2], 0) },
  sk: { body: "[1-9]\\d[2-47-9]\\d{7}", check: (body) => Number(body) % 11 === 0 },
  tr: { body: "\\d{10}", check: turkish },
};

function turkish(body: string): boolean {
  let sum = 0;
  for (let at = 0; at < 9; at++) {
    const shifted = (valueAt(body, at) + 9 - at) % 10;
    const power = (shifted * 2 ** (9 - at)) % 9;
    sum += shifted !== 0 && power === 0 ? 9 : power;
  }
  return (10 - (sum % 10)) % 10 === last(body);
}

export const VAT_NUMBERS: readonly IdKind[] = Object.entries(TABLE).map(
  ([country, { prefix = country.toUpperCase(), body, check }]) => {
    const behind = new RegExp(`^(?:${prefix})?`);
    return {
      kind: `vat:${country}`,
      name: `VAT number (${country.toUpperCase()})`,
      shape: new RegExp(`^(?:${prefix})?${body}$`),
      ...(check === undefined ? {} : { check: (value: string) => check(value.replace(behind, "")) }),
      words: WORDS[country] ?? "vat",
      alone: { written: new RegExp(`^(?:${prefix})[ -]?[A-Z\\d]`), confidence: 0.85 },
    };
  },
);
