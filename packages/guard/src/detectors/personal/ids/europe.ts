/**
 * Personal and tax numbers of Europe. Where a law names the algorithm, the law is the source; otherwise the collection of algorithms of python-stdnum.
 * @see https://arthurdejong.org/python-stdnum/doc/stable/
 * @see https://ec.europa.eu/taxation_customs/tin/ the tax numbers of the European Union
 */
import { hasDate, luhn, mod11_10, valueAt, weighted } from "../checkdigits.js";
import { ANY, type IdKind } from "./id-kind.js";

const last = (value: string): number => valueAt(value, value.length - 1);
const letterOf = (letters: string, rest: number): string => letters.charAt(rest);

const HETU = "0123456789ABCDEFHJKLMNPRSTUVWXY";
const DNI = "TRWAGMYFPDXBNJZSQVHLCKE";
const dniFits = (value: string): boolean =>
  letterOf(DNI, Number(value.slice(0, -1).replace("X", "0").replace("Y", "1").replace("Z", "2")) % 23) === value.at(-1);

/** Two rounds of weights, as Estonia and Lithuania have them. */
function balticFits(value: string): boolean {
  const first = weighted(value, [1, 2, 3, 4, 5, 6, 7, 8, 9, 1]) % 11;
  const check = first === 10 ? (weighted(value, [3, 4, 5, 6, 7, 8, 9, 1, 2, 3]) % 11) % 10 : first;
  return check === last(value) && hasDate(value, 3, 5);
}

/** The code of the Italian ministry for characters in odd places. */
const ODD: readonly number[] = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23];
function codiceFiscaleFits(value: string): boolean {
  let sum = 0;
  for (let at = 0; at < 15; at++) {
    const code = valueAt(value, at);
    const index = code > 9 ? code - 10 : code;
    sum += at % 2 === 0 ? (ODD[index] ?? 0) : index;
  }
  return valueAt(value, 15) - 10 === sum % 26;
}

/** Rodné číslo: women's months have 50 more, and 20 more where the numbers of a day ran out. Before 1954 without a check digit. */
function rodneFits(value: string): boolean {
  const month = Number(value.slice(2, 4)) % 50;
  const day = hasDate(`${String(month > 20 ? month - 20 : month).padStart(2, "0")}${value.slice(4, 6)}`, 0, 2);
  if (value.length === 9) return day && Number(value.slice(0, 2)) < 54 && !value.endsWith("000");
  const rest = Number(value.slice(0, 9)) % 11;
  return day && (Number(value) % 11 === 0 || (rest === 10 && value.endsWith("0")));
}

/** CPR has had no check digit since 2007. */
const hasDayFirst = (value: string): boolean => hasDate(value, 2, 0);

function fodselsnummerFits(value: string): boolean {
  const day = Number(value.slice(0, 2)) % 40;
  const month = Number(value.slice(2, 4)) % 40;
  if (!hasDate(String(month).padStart(2, "0") + String(day).padStart(2, "0"), 0, 2)) return false;
  return (
    weighted(value, [3, 7, 6, 1, 8, 9, 4, 5, 2, 1]) % 11 === 0 && weighted(value, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1]) % 11 === 0
  );
}

function peselFits(value: string): boolean {
  return (
    weighted(value, [1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1]) % 10 === 0 &&
    hasDate(String(Number(value.slice(2, 4)) % 20).padStart(2, "0") + value.slice(4, 6), 0, 2)
  );
}

function egnFits(value: string): boolean {
  return (
    (weighted(value, [2, 4, 8, 5, 10, 9, 7, 3, 6]) % 11) % 10 === last(value) &&
    hasDate(String(Number(value.slice(2, 4)) % 20).padStart(2, "0") + value.slice(4, 6), 0, 2)
  );
}

/** Machine-readable documents: weights 7, 3, 1. */
const icao = (value: string): boolean =>
  Array.from(value.slice(0, -1)).reduce((sum, _, at) => sum + valueAt(value, at) * ([7, 3, 1][at % 3] ?? 0), 0) % 10 ===
  last(value);

/** Rentenversicherung: the letter counts as two digits, and each product as its digit sum. */
function renteFits(value: string): boolean {
  const digits = value.slice(0, 8) + String(valueAt(value, 8) - 9).padStart(2, "0") + value.slice(9, 11);
  const sum = [2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1].reduce((total, weight, at) => {
    const product = weight * valueAt(digits, at);
    return total + Math.floor(product / 10) + (product % 10);
  }, 0);
  return sum % 10 === last(value);
}

/** Krankenversichertennummer: the letter counts as two digits, then Luhn from the left. */
function kvnrFits(value: string): boolean {
  const digits = String(valueAt(value, 0) - 9).padStart(2, "0") + value.slice(1, 9);
  let sum = 0;
  for (let at = 0; at < digits.length; at++) {
    const product = valueAt(digits, at) * (at % 2 === 0 ? 1 : 2);
    sum += Math.floor(product / 10) + (product % 10);
  }
  return sum % 10 === last(value);
}

const PPS = "WABCDEFGHIJKLMNOPQRSTUV";
const ppsFits = (value: string): boolean => {
  const second = value.length > 8 ? value.charAt(8) : "W";
  return (
    letterOf(PPS, (weighted(value, [8, 7, 6, 5, 4, 3, 2]) + 9 * (second === "W" ? 0 : valueAt(second, 0) - 9)) % 23) ===
    value.charAt(7)
  );
};

/** Cyprus: digits in odd places by a table of their own. */
function cyprusFits(value: string): boolean {
  const table = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21];
  let sum = 0;
  for (let at = 0; at < 8; at++) sum += at % 2 === 0 ? (table[valueAt(value, at)] ?? 0) : valueAt(value, at);
  return valueAt(value, 8) - 10 === sum % 26;
}

function uniqueMasterCitizenNumberFits(value: string): boolean {
  const rest = 11 - (weighted(value, [7, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11);
  return (rest > 9 ? 0 : rest) === last(value) && hasDayFirst(value);
}

const nhsFits = (value: string): boolean =>
  weighted(value, [10, 9, 8, 7, 6, 5, 4, 3, 2, 1]) % 11 === 0 && new Set(value).size > 1;

const kennitalaFits = (value: string): boolean =>
  weighted(value, [3, 2, 7, 6, 5, 4, 3, 2, 1]) % 11 === 0 &&
  hasDate(String(Number(value.slice(0, 2)) % 40).padStart(2, "0") + value.slice(2, 4), 2, 0);

const nirFits = (value: string): boolean => {
  const number = value.slice(0, 13).replace("2A", "19").replace("2B", "18");
  return 97 - Number(BigInt(number) % 97n) === Number(value.slice(13));
};

const belgianFits = (value: string): boolean => {
  const check = Number(value.slice(9));
  if (Number(value.slice(2, 4)) % 20 > 12) return false; // months have 20 or 40 more where the number was given before the birth was known
  return 97 - (Number(value.slice(0, 9)) % 97) === check || 97 - (Number(`2${value.slice(0, 9)}`) % 97) === check;
};

export const EUROPE: readonly IdKind[] = [
  {
    kind: "national-id:at",
    name: "Sozialversicherungsnummer",
    shape: /^[1-9]\d{9}$/,
    check: (value) => weighted(value, [3, 7, 9, 0, 5, 8, 4, 2, 1, 6]) % 11 === valueAt(value, 3) && hasDate(value, 6, 4),
    words: "sozialversicherung|svnr|sv nummer|versicherungsnummer",
  },
  {
    kind: "national-id:at",
    name: "Abgabenkontonummer",
    shape: /^\d{9}$/,
    check: (value) =>
      (10 -
        (Array.from(value.slice(0, 8)).reduce((sum, digit, at) => {
          const product = Number(digit) * (at % 2 === 0 ? 1 : 2);
          return sum + Math.floor(product / 10) + (product % 10);
        }, 0) %
          10)) %
        10 ===
      last(value),
    words: "steuernummer|st\\.? ?nr|abgabenkonto|finanzamt",
    alone: { written: /^\d{2}-\d{3}\/\d{4}$/, confidence: 0.7 },
  },
  {
    kind: "national-id:be",
    name: "Rijksregisternummer, numéro de registre national",
    shape: /^\d{11}$/,
    check: belgianFits,
    words: "rijksregister|insz|registre national|niss|nrn|nationalregister",
    alone: { written: /^\d{2}\.\d{2}\.\d{2}-\d{3}\.\d{2}$/, confidence: 0.9 },
  },
  {
    kind: "national-id:bg",
    name: "ЕГН (EGN)",
    shape: /^\d{10}$/,
    check: egnFits,
    words: "егн|egn|единен граждански",
  },
  {
    kind: "national-id:ch",
    name: "AHV-Nummer, numéro AVS",
    shape: /^756\d{10}$/,
    check: (value) => weighted(value, [1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1]) % 10 === 0,
    words: "ahv|avs|sozialversicherung|oasi",
    alone: { written: ANY, confidence: 0.8 },
  },
  {
    kind: "national-id:cy",
    name: "ΑΦΜ (TIC)",
    shape: /^[09]\d{7}[A-Z]$/,
    check: cyprusFits,
    words: "tic(?![a-z])|tax id|φορολογ",
  },
  {
    kind: "national-id:cz",
    name: "Rodné číslo",
    shape: /^\d{9,10}$/,
    check: rodneFits,
    words: "rodn[eéý]|r\\.? ?č\\.?|birth number",
    alone: { written: /^\d{6}\/\d{4}$/, confidence: 0.7 },
  },
  {
    kind: "national-id:de",
    name: "Steuerliche Identifikationsnummer",
    shape: /^[1-9]\d{10}$/,
    check: mod11_10,
    words: "steuer|id ?nr|identifikationsnummer|tin(?![a-z])|tax id|finanzamt",
  },
  {
    kind: "national-id:de",
    name: "Personalausweis",
    shape: /^(?=.{1,5}\d)[CFGHJKLMNPRTVWXYZ][\dCFGHJKLMNPRTVWXYZ]{8}\d$/,
    check: (value) => icao(value) && /\d/.test(value.slice(0, 9)),
    words: "personalausweis|ausweis|perso(?![a-z])|identity card|id card|id number",
  },
  {
    kind: "national-id:de",
    name: "Rentenversicherungsnummer",
    shape: /^\d{8}[A-Z]\d{3}$/,
    check: (value) =>
      renteFits(value) && hasDate(String(Number(value.slice(2, 4)) % 50 || 1).padStart(2, "0") + value.slice(4, 6), 2, 0),
    words: "rentenversicherung|sozialversicherung|rvnr|svnr|sv nummer|versicherungsnummer",
    alone: { written: ANY, confidence: 0.6 },
  },
  {
    kind: "national-id:de",
    name: "Krankenversichertennummer",
    shape: /^[A-Z]\d{9}$/,
    check: kvnrFits,
    words: "kranken|kvnr|versicherten|gesundheitskarte|health insurance",
  },
  {
    kind: "national-id:dk",
    name: "CPR-nummer",
    shape: /^\d{10}$/,
    check: hasDayFirst,
    words: "cpr|personnummer|person number",
    alone: { written: /^\d{6}-\d{4}$/, confidence: 0.6 },
  },
  {
    kind: "national-id:ee",
    name: "Isikukood",
    shape: /^[1-8]\d{10}$/,
    check: balticFits,
    words: "isikukood|eesti",
    alone: { written: ANY, confidence: 0.4 },
  },
  {
    kind: "national-id:es",
    name: "DNI, NIE",
    shape: /^(?:\d{8}|[XYZ]\d{7})[A-Z]$/,
    check: dniFits,
    words: "dni|nif|nie|documento|identidad|extranjero|spanish id",
    alone: { written: /^(?:\d{8}|\d{2}\.\d{3}\.\d{3}|[XYZ][ -]?\d{7})[ -]?[A-Z]$/, confidence: 0.8 },
  },
  {
    kind: "national-id:es",
    name: "Número de la Seguridad Social",
    shape: /^\d{12}$/,
    check: (value) => Number(BigInt(value.slice(0, 10)) % 97n) === Number(value.slice(10)),
    words: "seguridad social|afiliaci[oó]n|nuss",
  },
  {
    kind: "national-id:fi",
    name: "Henkilötunnus",
    shape: /^\d{6}(?:[A-FU-Y+])?\d{3}[\dA-FHJ-NPR-Y]$/,
    check: (value) =>
      hasDayFirst(value) &&
      value.slice(-4, -1) > "001" &&
      letterOf(HETU, Number(value.slice(0, 6) + value.slice(-4, -1)) % 31) === value.at(-1),
    words: "henkil[öo]tunnus|hetu|personbeteckning|finnish|suomi",
    alone: { written: /^\d{6}[-+A-FU-Y]\d{3}[\dA-Y]$/, confidence: 0.9 },
  },
  {
    kind: "national-id:fr",
    name: "Numéro de sécurité sociale (NIR)",
    shape: /^[1278]\d{2}(?:0[1-9]|1[0-2]|[2-9]\d)(?:\d{2}|2[AB])\d{8}$/,
    check: nirFits,
    words: "s[eé]curit[eé] sociale|nir(?![a-z])|insee|num[eé]ro de s[eé]cu|carte vitale",
    alone: { written: ANY, confidence: 0.8 },
  },
  {
    kind: "national-id:fr",
    name: "Numéro fiscal (SPI)",
    shape: /^[0-3]\d{12}$/,
    check: (value) => Number(value.slice(0, 10)) % 511 === Number(value.slice(10)),
    words: "fiscal|spi(?![a-z])|imp[oô]t|tax",
  },
  {
    kind: "national-id:gb",
    name: "National Insurance number",
    shape: /^(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]\d{6}[A-D]$/,
    words: "national insurance|nino|ni number|ni no",
    alone: { written: /^[A-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D]$/, confidence: 0.75 },
  },
  {
    kind: "national-id:gb",
    name: "NHS number",
    shape: /^\d{10}$/,
    check: nhsFits,
    words: "nhs|national health|chi number|patient",
    alone: { written: /^\d{3}[ -]\d{3}[ -]\d{4}$/, confidence: 0.4 },
  },
  {
    kind: "national-id:gb",
    name: "Unique Taxpayer Reference",
    shape: /^\d{10}$/,
    check: (value) => valueAt("21987654321", weighted(value.slice(1), [6, 7, 8, 9, 10, 5, 4, 3, 2]) % 11) === valueAt(value, 0),
    words: "utr(?![a-z])|taxpayer|self assessment|tax reference",
  },
  {
    kind: "national-id:gr",
    name: "ΑΜΚΑ",
    shape: /^\d{11}$/,
    check: (value) => hasDayFirst(value) && luhn(value),
    words: "αμκα|amka",
  },
  {
    kind: "national-id:gr",
    name: "ΑΦΜ",
    shape: /^\d{9}$/,
    check: (value) => (weighted(value, [256, 128, 64, 32, 16, 8, 4, 2]) % 11) % 10 === last(value) && new Set(value).size > 1,
    words: "αφμ|α\\.φ\\.μ|afm(?![a-z])|φορολογικ|tax id|vat",
  },
  {
    kind: "national-id:hr",
    name: "OIB",
    shape: /^\d{11}$/,
    check: mod11_10,
    words: "oib|osobni identifikacijski|hrvatsk",
  },
  {
    kind: "national-id:hu",
    name: "Adóazonosító jel",
    shape: /^8\d{9}$/,
    check: (value) => weighted(value, [1, 2, 3, 4, 5, 6, 7, 8, 9]) % 11 === last(value),
    words: "ad[oó]azonos[ií]t[oó]|ad[oó]sz[aá]m|tax id",
  },
  {
    kind: "national-id:ie",
    name: "PPS number",
    shape: /^\d{7}[A-W][A-IW]?$/,
    check: ppsFits,
    words: "pps|ppsn|personal public service|irish",
    alone: { written: /^\d{7}[A-W][A-IW]?$/, confidence: 0.45 },
  },
  {
    kind: "national-id:is",
    name: "Kennitala",
    shape: /^\d{9}[089]$/,
    check: kennitalaFits,
    words: "kennitala|kt\\.",
    alone: { written: /^\d{6}-\d{4}$/, confidence: 0.7 },
  },
  {
    kind: "national-id:it",
    name: "Codice fiscale",
    shape: /^[A-Z]{6}\d[\dL-NP-V][A-EHLMPR-T][\dL-NP-V]{2}[A-Z][\dL-NP-V]{3}[A-Z]$/,
    check: codiceFiscaleFits,
    words: "codice fiscale|c\\.? ?f\\.?(?![a-z])|tax code",
    alone: { written: ANY, confidence: 0.9 },
  },
  {
    kind: "national-id:it",
    name: "Carta d'identità",
    shape: /^(?:[A-Z]{2}\d{5}[A-Z]{2}|\d{7}[A-Z]{2}|[A-Z]{2}\d{7})$/,
    words: "carta d.identit[aà]|carta di identit[aà]|identity card|id card|documento",
  },
  {
    kind: "national-id:lt",
    name: "Asmens kodas",
    shape: /^[3-6]\d{10}$/,
    check: balticFits,
    words: "asmens kod|lietuv",
    alone: { written: ANY, confidence: 0.4 },
  },
  {
    kind: "national-id:lu",
    name: "Matricule",
    shape: /^(?:18|19|20)\d{11}$/,
    check: (value) => hasDate(value, 4, 6) && luhn(value.slice(0, 12)),
    words: "matricule|cns|luxemb|l[eë]tzebuerg",
  },
  {
    kind: "national-id:lv",
    name: "Personas kods",
    shape: /^(?:3[2-9]\d{9}|\d{6}[012]\d{4})$/,
    check: (value) =>
      value.startsWith("3") && Number(value.slice(0, 2)) > 31
        ? true
        : hasDayFirst(value) && ((1101 - weighted(value, [1, 6, 3, 7, 9, 10, 5, 8, 4, 2])) % 11) % 10 === last(value),
    words: "personas kod|latvi",
    alone: { written: /^\d{6}-\d{5}$/, confidence: 0.7 },
  },
  {
    kind: "national-id:mt",
    name: "Identity card",
    shape: /^\d{5,7}[MGAPLHBZ]$/,
    words: "maltese|malta|karta tal-identit",
  },
  {
    kind: "national-id:nl",
    name: "Burgerservicenummer",
    shape: /^\d{9}$/,
    check: (value) => (weighted(value, [9, 8, 7, 6, 5, 4, 3, 2]) - last(value)) % 11 === 0 && new Set(value).size > 1,
    words: "bsn|burgerservice|sofi",
  },
  {
    kind: "national-id:no",
    name: "Fødselsnummer, D-nummer",
    shape: /^\d{11}$/,
    check: fodselsnummerFits,
    words: "f[øo]dselsnummer|fnr|personnummer|d-nummer|person ?nr",
    alone: { written: ANY, confidence: 0.5 },
  },
  {
    kind: "national-id:pl",
    name: "PESEL",
    shape: /^\d{11}$/,
    check: peselFits,
    words: "pesel",
    alone: { written: ANY, confidence: 0.4 },
  },
  {
    kind: "national-id:pl",
    name: "NIP",
    shape: /^\d{10}$/,
    check: (value) => weighted(value, [6, 5, 7, 2, 3, 4, 5, 6, 7]) % 11 === last(value),
    words: "nip(?![a-z])|podatkow",
  },
  {
    kind: "national-id:pl",
    name: "Dowód osobisty",
    shape: /^[A-Z]{3}\d{6}$/,
    check: (value) => weighted(value, [7, 3, 1, 9, 7, 3, 1, 7, 3]) % 10 === 0,
    words: "dow[oó]d|identity card|id card",
  },
  {
    kind: "national-id:pt",
    name: "NIF",
    shape: /^[1235689]\d{8}$/,
    check: (value: string): boolean => {
      const rest = 11 - (weighted(value, [9, 8, 7, 6, 5, 4, 3, 2]) % 11);
      return (rest > 9 ? 0 : rest) === last(value);
    },
    words: "nif(?![a-z])|contribuinte|fiscal",
  },
  {
    kind: "national-id:ro",
    name: "CNP",
    shape: /^[1-9]\d{12}$/,
    check: (value) => mod11Cnp(value) && hasDate(value, 3, 5),
    words: "cnp(?![a-z])|cod numeric|numeric personal",
    alone: { written: ANY, confidence: 0.4 },
  },
  {
    kind: "national-id:rs",
    name: "JMBG",
    shape: /^\d{13}$/,
    check: (value) => uniqueMasterCitizenNumberFits(value) && !value.slice(7).startsWith("50"),
    words: "jmbg|јмбг|matični broj|матични број",
  },
  {
    kind: "national-id:ru",
    name: "СНИЛС (SNILS)",
    shape: /^\d{11}$/,
    check: (value) => (weighted(value, [9, 8, 7, 6, 5, 4, 3, 2, 1]) % 101) % 100 === Number(value.slice(9)),
    words: "снилс|snils|пенсионн",
    alone: { written: /^\d{3}-\d{3}-\d{3}[ -]\d{2}$/, confidence: 0.9 },
  },
  {
    kind: "national-id:ru",
    name: "ИНН (INN)",
    shape: /^\d{12}$/,
    check: (value) =>
      (weighted(value, [7, 2, 4, 10, 3, 5, 9, 4, 6, 8]) % 11) % 10 === valueAt(value, 10) &&
      (weighted(value, [3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8]) % 11) % 10 === last(value),
    words: "инн(?![а-я])|inn(?![a-z])|налогоплательщ",
  },
  {
    kind: "national-id:se",
    name: "Personnummer, samordningsnummer",
    shape: /^(?:1[89]|20)?\d{6}\+?\d{4}$/,
    check: (value: string): boolean => {
      const short = value.replace("+", "").slice(-10);
      const day = String(Number(short.slice(4, 6)) % 60).padStart(2, "0");
      return luhn(short) && hasDate(short.slice(2, 4) + day, 0, 2);
    },
    words: "personn|pnr|samordn|svensk|swedish",
    alone: { written: /^(?:1[89]|20)?\d{6}[-+]\d{4}$/, confidence: 0.85 },
  },
  {
    kind: "national-id:si",
    name: "EMŠO",
    shape: /^\d{7}50\d{4}$/,
    check: uniqueMasterCitizenNumberFits,
    words: "em[sš]o",
    alone: { written: ANY, confidence: 0.5 },
  },
  {
    kind: "national-id:si",
    name: "Davčna številka",
    shape: /^[1-9]\d{7}$/,
    check: (value: string): boolean => {
      const rest = 11 - (weighted(value, [8, 7, 6, 5, 4, 3, 2]) % 11);
      return rest !== 11 && rest % 10 === last(value);
    },
    words: "dav[cč]na|tax",
  },
  {
    kind: "national-id:sk",
    name: "Rodné číslo",
    shape: /^\d{9,10}$/,
    check: rodneFits,
    words: "slovak|slovensk|rodné číslo sk",
  },
  {
    kind: "national-id:ua",
    name: "РНОКПП (RNTRC)",
    shape: /^\d{10}$/,
    check: (value) => (((weighted(value, [-1, 5, 7, 9, 4, 6, 10, 5, 7]) % 11) + 11) % 11) % 10 === last(value),
    words: "рнокпп|іпн|ідентифікаційний|rntrc|ipn",
  },
];

function mod11Cnp(value: string): boolean {
  const rest = weighted(value, [2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9]) % 11;
  return (rest === 10 ? 1 : rest) === last(value);
}
