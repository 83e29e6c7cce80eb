/**
 * Personal and tax numbers of the Americas. The US social security number has a detector of its own.
 * @see https://arthurdejong.org/python-stdnum/doc/stable/
 * @see https://www.irs.gov/individuals/individual-taxpayer-identification-number
 * @see https://www.cms.gov/medicare/new-medicare-card/understanding-the-mbi.pdf
 */
import { hasDate, luhn, valueAt, weighted } from "../checkdigits.js";
import { ANY, type IdKind } from "./id-kind.js";

const last = (value: string): number => valueAt(value, value.length - 1);
const varied = (value: string): boolean => new Set(value).size > 1;
const eleven = (rest: number): number => (rest < 2 ? 0 : 11 - rest);

const cpfFits = (value: string): boolean =>
  varied(value) &&
  eleven(weighted(value, [10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11) === valueAt(value, 9) &&
  eleven(weighted(value, [11, 10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11) === last(value);

/** Letters count by their place in ASCII since 2026: A is 17. */
function cnpjFits(value: string): boolean {
  const weights = [6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2];
  const sum = (from: number): number => {
    let total = 0;
    for (let at = 0; at < 13 - from; at++) total += (value.charCodeAt(at) - 48) * (weights[at + from] ?? 0);
    return total;
  };
  return varied(value) && eleven(sum(1) % 11) === valueAt(value, 12) && eleven(sum(0) % 11) === last(value);
}

function cuitFits(value: string): boolean {
  const check = 11 - (weighted(value, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11);
  return (check === 11 ? 0 : check === 10 ? 9 : check) === last(value);
}

function rutFits(value: string): boolean {
  let sum = 0;
  for (let at = value.length - 2, weight = 2; at >= 0; at--, weight = weight === 7 ? 2 : weight + 1)
    sum += valueAt(value, at) * weight;
  const check = 11 - (sum % 11);
  return value.at(-1) === (check === 11 ? "0" : check === 10 ? "K" : String(check));
}

function nitFits(value: string): boolean {
  const weights = [3, 7, 13, 17, 19, 23, 29, 37, 41, 43, 47, 53, 59, 67, 71];
  let sum = 0;
  for (let at = value.length - 2, index = 0; at >= 0; at--, index++) sum += valueAt(value, at) * (weights[index] ?? 0);
  return valueAt("01987654321", sum % 11) === last(value);
}

const CURP = "0123456789ABCDEFGHIJKLMNÑOPQRSTUVWXYZ";
function curpFits(value: string): boolean {
  let sum = 0;
  for (let at = 0; at < 17; at++) sum += CURP.indexOf(value.charAt(at)) * (18 - at);
  return hasDate(value, 6, 8) && (10 - (sum % 10)) % 10 === last(value);
}

export const AMERICAS: readonly IdKind[] = [
  {
    kind: "national-id:ar",
    name: "CUIT, CUIL",
    shape: /^(?:2[03-7]|3[034])\d{9}$/,
    check: cuitFits,
    words: "cuit|cuil|cdi(?![a-z])",
    alone: { written: /^\d{2}-\d{8}-\d$/, confidence: 0.8 },
  },
  {
    kind: "national-id:ar",
    name: "DNI",
    shape: /^\d{7,8}$/,
    words: "dni(?![a-z])|documento nacional",
  },
  {
    kind: "national-id:br",
    name: "CPF",
    shape: /^\d{11}$/,
    check: cpfFits,
    words: "cpf|cadastro de pessoa",
    alone: { written: /^\d{3}\.\d{3}\.\d{3}-\d{2}$/, confidence: 0.9 },
  },
  {
    kind: "national-id:br",
    name: "CPF, in one piece",
    shape: /^\d{11}$/,
    check: cpfFits,
    words: "cpf",
    alone: { written: ANY, confidence: 0.45 },
  },
  {
    kind: "national-id:br",
    name: "CNPJ",
    shape: /^[\dA-Z]{12}\d{2}$/,
    check: cnpjFits,
    words: "cnpj",
    alone: { written: /^[\dA-Z]{2}\.[\dA-Z]{3}\.[\dA-Z]{3}\/[\dA-Z]{4}-\d{2}$/, confidence: 0.9 },
  },
  {
    kind: "national-id:ca",
    name: "Social Insurance Number",
    shape: /^[1-9]\d{8}$/,
    check: luhn,
    words: "sin(?![a-z])|social insurance|assurance sociale|nas(?![a-z])|canad",
    alone: { written: /^(\d{3} \d{3} \d{3}|\d{3}-\d{3}-\d{3})$/, confidence: 0.5 },
  },
  {
    kind: "national-id:cl",
    name: "RUT, RUN",
    shape: /^\d{7,8}[\dK]$/,
    check: rutFits,
    words: "rut(?![a-z])|run(?![a-z])|rol [uú]nico|chile",
    alone: { written: /^\d{1,2}\.\d{3}\.\d{3}-[\dK]$/, confidence: 0.9 },
  },
  {
    kind: "national-id:co",
    name: "NIT",
    shape: /^\d{8,11}$/,
    check: nitFits,
    words: "nit(?![a-z])|colombia",
  },
  {
    kind: "national-id:co",
    name: "Cédula de ciudadanía",
    shape: /^\d{6,10}$/,
    words: "c[eé]dula|c\\.? ?c\\.? n|ciudadan[ií]a",
  },
  {
    kind: "national-id:do",
    name: "Cédula",
    shape: /^\d{11}$/,
    check: luhn,
    words: "c[eé]dula|dominican",
    alone: { written: /^\d{3}-\d{7}-\d$/, confidence: 0.7 },
  },
  {
    kind: "national-id:ec",
    name: "Cédula de identidad",
    shape: /^(?:[01]\d|2[0-4]|30)[0-5]\d{7}$/,
    check: luhn,
    words: "c[eé]dula|ecuador",
  },
  {
    kind: "national-id:mx",
    name: "CURP",
    shape: /^[A-Z][AEIOUX][A-Z]{2}\d{6}[HMX][A-Z]{5}[A-Z\d]\d$/,
    check: curpFits,
    words: "curp",
    alone: { written: ANY, confidence: 0.9 },
  },
  {
    kind: "national-id:mx",
    name: "RFC of a person",
    shape: /^[A-Z]{4}\d{6}[A-Z\d]{3}$/,
    check: (value) => hasDate(value, 6, 8),
    words: "rfc(?! \\d)|registro federal|sat(?![a-z])",
    alone: { written: ANY, confidence: 0.5 },
  },
  {
    kind: "national-id:pe",
    name: "RUC",
    shape: /^(?:10|15|17|20)\d{9}$/,
    check: (value) => (11 - (weighted(value, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11)) % 10 === last(value),
    words: "ruc(?![a-z])|per[uú]",
  },
  {
    kind: "national-id:us",
    name: "Individual Taxpayer Identification Number",
    shape: /^9\d{2}(?:5\d|6[0-5]|7\d|8[0-8]|9[0-24-9])\d{4}$/,
    words: "itin|individual taxpayer|taxpayer id|tax id|tax identification",
    alone: { written: /^\d{3}-?\d{2}-\d{4}$|^\d{3}-\d{6}$|^\d{3} \d{2} \d{4}$/, confidence: 0.7 },
  },
  {
    kind: "national-id:us",
    name: "Medicare Beneficiary Identifier",
    shape: /^[1-9][AC-HJKMNP-RT-Y][\dAC-HJKMNP-RT-Y]\d[AC-HJKMNP-RT-Y][\dAC-HJKMNP-RT-Y]\d[AC-HJKMNP-RT-Y]{2}\d{2}$/,
    words: "medicare|mbi(?![a-z])|beneficiary",
    alone: { written: /^\w{4}-?\w{3}-?\w{4}$/, confidence: 0.7 },
  },
  {
    kind: "national-id:us",
    name: "National Provider Identifier",
    shape: /^[12]\d{9}$/,
    check: (value) => luhn(`80840${value}`),
    words: "npi(?![a-z])|national provider",
  },
  {
    kind: "national-id:uy",
    name: "Cédula de identidad",
    shape: /^\d{7,8}$/,
    check: (value) => (10 - (weighted(value.padStart(8, "0"), [2, 9, 8, 7, 6, 3, 4]) % 10)) % 10 === last(value),
    words: "c[eé]dula|uruguay",
    alone: { written: /^\d\.\d{3}\.\d{3}-\d$/, confidence: 0.8 },
  },
];
