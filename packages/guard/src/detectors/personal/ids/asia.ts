/**
 * Personal and tax numbers of Asia and the Middle East.
 * @see https://arthurdejong.org/python-stdnum/doc/stable/
 */
import { hasDate, luhn, mod11_2, valueAt, verhoeff, weighted } from "../checkdigits.js";
import { ANY, type IdKind } from "./id-kind.js";

const last = (value: string): number => valueAt(value, value.length - 1);
const varied = (value: string): boolean => new Set(value).size > 1;

/** Numbers given out since October 2020 have no check digit: those of people born since, and of some others. */
function koreanFits(value: string): boolean {
  if (!hasDate(value, 2, 4) || value[6] === "0" || value[6] === "9") return false;
  if ("3478".includes(value.charAt(6)) && value.slice(0, 4) >= "2010") return true;
  const sum = weighted(value, [2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5]);
  return ((value.charAt(6) < "5" ? 11 : 13) - (sum % 11)) % 10 === last(value);
}

const NRIC: Readonly<Record<string, readonly [letters: string, offset: number]>> = {
  S: ["JZIHGFEDCBA", 0],
  T: ["JZIHGFEDCBA", 4],
  F: ["XWUTRQPNMLK", 0],
  G: ["XWUTRQPNMLK", 4],
  M: ["XWUTRQPNJLK", 3],
};
function nricFits(value: string): boolean {
  const [letters, offset] = NRIC[value.charAt(0)] ?? ["", 0];
  const rest = (weighted(value.slice(1), [2, 7, 6, 5, 4, 3, 2]) + offset) % 11;
  return (
    letters.charAt(value.startsWith("M") ? 10 - rest : rest) === value.at(-1) ||
    (letters.charAt(rest) === value.at(-1) && !value.startsWith("M"))
  );
}

function hkidFits(value: string): boolean {
  const padded = value.length === 8 ? ` ${value}` : value;
  let sum = padded.startsWith(" ") ? 36 * 9 : valueAt(padded, 0) * 9;
  for (let at = 1; at < 8; at++) sum += valueAt(padded, at) * (9 - at);
  return (sum + (padded.endsWith("A") ? 10 : last(padded))) % 11 === 0;
}

const TAIWAN = "ABCDEFGHJKLMNPQRSTUVXYWZIO";
function taiwanFits(value: string): boolean {
  const area = TAIWAN.indexOf(value.charAt(0)) + 10;
  const sum = Math.floor(area / 10) + (area % 10) * 9 + weighted(value.slice(1), [8, 7, 6, 5, 4, 3, 2, 1, 1]);
  return sum % 10 === 0;
}

function turkishFits(value: string): boolean {
  const digits = Array.from(value, Number);
  const at = (index: number): number => digits[index] ?? 0;
  const odd = at(0) + at(2) + at(4) + at(6) + at(8);
  const even = at(1) + at(3) + at(5) + at(7);
  return (((odd * 7 - even) % 10) + 10) % 10 === at(9) && (odd + even + at(9)) % 10 === at(10);
}

const iranianFits = (value: string): boolean => {
  const rest = weighted(value, [10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11;
  return varied(value) && last(value) === (rest < 2 ? rest : 11 - rest);
};

/** GSTIN: Luhn in base 36. */
function gstinFits(value: string): boolean {
  let sum = 0;
  for (let at = 0; at < 14; at++) {
    const product = valueAt(value, at) * (at % 2 === 0 ? 1 : 2);
    sum += Math.floor(product / 36) + (product % 36);
  }
  return (36 - (sum % 36)) % 36 === last(value);
}

const kazakhFits = (value: string): boolean => {
  const first = weighted(value, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]) % 11;
  const rest = first === 10 ? weighted(value, [3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2]) % 11 : first;
  return rest === last(value) && hasDate(value, 2, 4);
};

function myNumberFits(value: string): boolean {
  const rest = weighted(value, [6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11;
  return (rest < 2 ? 0 : 11 - rest) === last(value) && varied(value);
}

export const ASIA: readonly IdKind[] = [
  {
    kind: "national-id:ae",
    name: "Emirates ID",
    shape: /^784(?:19|20)\d{10}$/,
    check: luhn,
    words: "emirates id|هوية|uae",
    alone: { written: ANY, confidence: 0.8 },
  },
  {
    kind: "national-id:cn",
    name: "居民身份证",
    shape: /^[1-9]\d{5}(?:(?:18|19|20)\d{9}[\dX]|\d{9})$/,
    check: (value) => (value.length === 18 ? hasDate(value, 10, 12) && mod11_2(value) : hasDate(value, 8, 10)),
    words: "身份证|身份證|公民身份|居民身份|resident identity|chinese id|china",
    alone: { written: /^\d{17}[\dX]$/, confidence: 0.8 },
  },
  {
    kind: "national-id:hk",
    name: "香港身份證",
    shape: /^[A-Z]{1,2}\d{6}[\dA]$/,
    check: hkidFits,
    words: "身份證|身份证|hkid|hong kong",
    alone: { written: /[([]/, confidence: 0.85 },
  },
  {
    kind: "national-id:id",
    name: "NIK",
    shape: /^[1-9]\d{15}$/,
    check: (value) => hasDate(String(Number(value.slice(6, 8)) % 40).padStart(2, "0") + value.slice(8, 10), 2, 0),
    words: "nik(?![a-z])|ktp|nomor induk|indonesia",
  },
  {
    kind: "national-id:il",
    name: "מספר זהות",
    shape: /^\d{9}$/,
    check: (value) => luhn(value) && varied(value),
    words: "תעודת זהות|מספר זהות|teudat|israel",
  },
  {
    kind: "national-id:in",
    name: "Aadhaar",
    shape: /^[2-9]\d{11}$/,
    check: (value) => verhoeff(value) && varied(value) && value !== Array.from(value).reverse().join(""),
    words: "aadh?aa?r|uidai|uid(?![a-z])|आधार|ஆதார்|ఆధార్|আধার",
    alone: { written: /^\d{4}([ -])\d{4}\1\d{4}$/, confidence: 0.8 },
  },
  {
    kind: "national-id:in",
    name: "PAN",
    shape: /^[A-Z]{3}[ABCFGHLJPT][A-Z](?!0000)\d{4}[A-Z]$/,
    words: "pan(?![a-z])|permanent account|income tax",
    alone: { written: /^[A-Z]{5}\d{4}[A-Z]$/, confidence: 0.7 },
  },
  {
    kind: "national-id:in",
    name: "EPIC of voters",
    shape: /^[A-Z]{3}\d{7}$/,
    words: "vote|epic(?![a-z])|election|मतदाता",
  },
  {
    kind: "national-id:in",
    name: "GSTIN",
    shape: /^(?:[0-3]\d)[A-Z]{5}\d{4}[A-Z][1-9A-Z]Z[\dA-Z]$/,
    check: gstinFits,
    words: "gst(?:in)?(?![a-z])",
    alone: { written: ANY, confidence: 0.9 },
  },
  {
    kind: "national-id:ir",
    name: "کد ملی",
    shape: /^\d{10}$/,
    check: iranianFits,
    words: "کد ?ملی|شماره ملی|کدملی|melli|iran",
  },
  {
    kind: "national-id:jp",
    name: "マイナンバー",
    shape: /^\d{12}$/,
    check: myNumberFits,
    words: "マイナンバー|個人番号|my number|japan",
  },
  {
    kind: "national-id:kr",
    name: "주민등록번호, 외국인등록번호",
    shape: /^\d{6}[0-9]\d{6}$/,
    check: koreanFits,
    words: "주민|등록번호|rrn|frn|resident registration|alien registration",
    alone: { written: /^\d{6}-\d{7}$/, confidence: 0.8 },
  },
  {
    kind: "national-id:kr",
    name: "The same, where a new one was given out since October 2020: without a check digit",
    shape: /^\d{6}[1-8](?:[0-8]\d|9[0-5])\d{4}$/,
    words: "주민|등록번호|rrn|frn|resident registration|alien registration",
  },
  {
    kind: "national-id:kz",
    name: "ЖСН, ИИН",
    shape: /^\d{12}$/,
    check: kazakhFits,
    words: "иин|жсн|iin(?![a-z])|казах|kazakh",
  },
  {
    kind: "national-id:lk",
    name: "National identity card",
    shape: /^(?:[1-9]\d{8}[VX]|(?:19|20)\d{10})$/,
    check: (value: string): boolean => {
      const day = Number(value.length === 10 ? value.slice(2, 5) : value.slice(4, 7)) % 500;
      return day >= 1 && day <= 366;
    },
    words: "nic(?![a-z])|sri lanka|national identity|හැඳුනුම්",
    alone: { written: /^\d{9}[VX]$/, confidence: 0.6 },
  },
  {
    kind: "national-id:my",
    name: "NRIC, MyKad",
    shape: /^\d{12}$/,
    check: (value) => hasDate(value, 2, 4),
    words: "mykad|nric|kad pengenalan|malaysia|ic no",
    alone: { written: /^\d{6}-\d{2}-\d{4}$/, confidence: 0.8 },
  },
  {
    kind: "national-id:pk",
    name: "CNIC",
    shape: /^[1-7]\d{12}$/,
    words: "cnic|nicop|شناختی|pakistan",
    alone: { written: /^\d{5}-\d{7}-\d$/, confidence: 0.85 },
  },
  {
    kind: "national-id:sa",
    name: "هوية وطنية",
    shape: /^[12]\d{9}$/,
    check: luhn,
    words: "الهوية|هوية وطنية|iqama|إقامة|saudi",
  },
  {
    kind: "national-id:sg",
    name: "NRIC, FIN",
    shape: /^[STFGM]\d{7}[A-Z]$/,
    check: nricFits,
    words: "nric|fin(?![a-z])|singapore",
    alone: { written: ANY, confidence: 0.8 },
  },
  {
    kind: "national-id:th",
    name: "เลขประจำตัวประชาชน",
    shape: /^[1-8]\d{12}$/,
    check: (value) => (11 - (weighted(value, [13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11)) % 10 === last(value),
    words: "ประชาชน|บัตร|tnin",
    alone: { written: /^\d-\d{4}-\d{5}-\d{2}-\d$/, confidence: 0.9 },
  },
  {
    kind: "national-id:tr",
    name: "T.C. kimlik numarası",
    shape: /^[1-9]\d{10}$/,
    check: turkishFits,
    words: "kimlik|t\\.?c\\.? ?(?:no|kim)|tckn|vatandaşl|turkish|kişi",
    alone: { written: ANY, confidence: 0.45 },
  },
  {
    kind: "national-id:tw",
    name: "國民身分證",
    shape: /^[A-Z][1289]\d{8}$/,
    check: taiwanFits,
    words: "身分證|身份證|taiwan|居留證",
  },
  {
    kind: "national-id:vn",
    name: "Căn cước công dân",
    shape: /^0\d{11}$/,
    words: "c[aă]n c[uư][oớ]c|cccd|cmnd|vietnam",
  },
];
