/**
 * Phone numbers of all countries. With `+` or `00` the calling code's numbering plan must know the number. Without, a word must name it (in many
 * languages), or it must be written as its country writes phone numbers and as little else is: `(212) 555-…`, `01 42 … … …`, `030/…`. A bare
 * number is a number among numbers, and no finding: timestamps, order numbers, ISBNs and versions look the same.
 * @see https://www.itu.int/rec/T-REC-E.164
 */
import type { Confirmed } from "../detector.js";
import { defineDetector } from "../define.js";
import { isInternationalNumber, isNationalNumber } from "./phone-plans.js";
import { hasWord, OTHER_NUMBER, PHONE_WORDS } from "./words.js";

/** How countries write their numbers, and which countries do. */
const FORMS: readonly { readonly written: RegExp; readonly countries: readonly string[]; readonly confidence: number }[] = [
  { written: /^(?:1[ .-]?)?\([2-9]\d{2}\) ?[2-9]\d{2}[ .-]\d{4}$/, countries: ["US"], confidence: 0.85 },
  {
    written: /^(?:1-)?[2-9]\d{2}-[2-9]\d{2}-\d{4}$|^(?:1\.)?[2-9]\d{2}\.[2-9]\d{2}\.\d{4}$/,
    countries: ["US"],
    confidence: 0.75,
  },
  { written: /^(?:1 )?[2-9]\d{2} [2-9]\d{2}[ -]\d{4}$/, countries: ["US"], confidence: 0.6 },
  { written: /^0[1-9](?:([ .-])\d{2})(?:\1\d{2}){3}$/, countries: ["FR"], confidence: 0.8 },
  {
    written: /^\(?0\d{2,4}\)?[ -]\d{3,4}[ -]\d{3,4}$/,
    countries: ["GB", "JP", "KR", "CN", "AU", "ZA", "TR", "IN", "TW", "NZ", "IE"],
    confidence: 0.6,
  },
  { written: /^\(?0\d{2,5}\)?[ /-]\d{5,8}$/, countries: ["GB", "DE", "AT", "IT", "NL", "BE", "CH", "CN", "SE"], confidence: 0.6 },
  { written: /^\(?0\d{2,5}\)? ?[/-] ?\d{2,4}(?: \d{2,4}){1,3}$/, countries: ["DE", "AT", "CH"], confidence: 0.7 },
  { written: /^0\d(?:[ -]\d{2,4}){3,4}$/, countries: ["AU", "NL", "BE", "CH", "AT", "DE", "SE", "FI"], confidence: 0.6 },
  { written: /^01[016789]-\d{3,4}-\d{4}$|^0[789]0-\d{4}-\d{4}$/, countries: ["KR", "JP"], confidence: 0.75 },
  { written: /^\(\d{2}\) ?9?\d{4}-\d{4}$/, countries: ["BR"], confidence: 0.8 },
  { written: /^8 ?\(\d{3}\) ?\d{3}-\d{2}-\d{2}$/, countries: ["RU"], confidence: 0.85 },
  { written: /^1[3-9]\d[ -]\d{4}[ -]\d{4}$/, countries: ["CN"], confidence: 0.7 },
];

/** Digits in groups that are no phone number whatever the plans say: a date, all the same digit, a decimal, an ISBN, an address, a social security number. */
const NEVER =
  /^(?:19|20)\d{2}[-./ ](?:0[1-9]|1[0-2])[-./ ]|^\d{1,2}[./-]\d{1,2}[./-](?:19|20)\d{2}|^(?:\D*(\d)\D*)(?:\1\D*){6,}$|^\d{3,5}\.\d+$|^\d\.\d|^\d-\d{2,4}-\d{3,6}-\d$|^97[89][- ]|^\d{1,3}(?:\.\d{1,3}){3}$|^\d{3}-\d{2}-\d{4}$/;

function judge(written: string, before: string, after: string): Confirmed | null {
  const digits = written.replace(/[x#e].*$/i, "").replaceAll(/\D/g, "");
  const named = hasWord(before, PHONE_WORDS) || hasWord(after, PHONE_WORDS);
  if (written.startsWith("+")) {
    if (!isInternationalNumber(digits)) return null;
    return named ? { confidence: 0.98, evidence: ["shape", "context"] } : { confidence: 0.9, evidence: ["shape"] };
  }
  if (NEVER.test(written)) return null;
  if (digits.startsWith("00") && digits.length > 9 && isInternationalNumber(digits.slice(2)))
    return { confidence: named ? 0.95 : 0.7, evidence: named ? ["shape", "context"] : ["shape"] };
  if (OTHER_NUMBER.test(before)) return null;
  if (named && (digits.length > 7 || written.length > digits.length))
    return isNationalNumber(digits) ? { confidence: 0.85, evidence: ["shape", "context"] } : null;
  const form = /^\d+$/.test(written)
    ? undefined
    : FORMS.find(({ written: shape, countries }) => shape.test(written) && isNationalNumber(digits, countries));
  if (form !== undefined) return { confidence: form.confidence, evidence: ["shape"] };
  // A text that is nothing but the number: perhaps the answer to a question. Under every preset's threshold.
  return before === "" && after === "" && isNationalNumber(digits) ? { confidence: 0.3, evidence: ["shape"] } : null;
}

export const phoneNumber = defineDetector({
  id: "phone-number",
  kind: "phone",
  family: "personal",
  severity: "medium",
  pattern:
    /[+(\d](?:(?<![\w.,#/$€£+&%\\-][+(\d])|(?<=\\[nrt][+(\d]))(?=[ (]{0,2}\d{0,4}(?:[ .\-/()]{0,3}\d){5})(?<=(?<before>[^]{0,32})[+(\d])(?:[ .\-/()]{0,3}\d){6,16}(?: ?(?:x|ext\.?|#) ?\d{1,5})?(?![\w@])(?![.,:]\d|[-/]\w)(?=(?<after>[^]{0,16}))/,
  confidence: 0.95,
  confirm: (match, { before = "", after = "" }) => judge(match, before.toLowerCase(), after.toLowerCase()),
  examples: {
    hit: [
      "call +49 30 {6 digits}4",
      "tel: 020 7946 0{3 digits}",
      "+1 (212) 5{2 digits}-{4 digits}",
      "(212) 5{2 digits}-{4 digits}",
      "我的电话是 138{8 digits}",
      "01 42 68 5{1 digits} 00",
      "0044 20 7946 0{3 digits}",
      "WhatsApp: +55 11 9{4 digits}-{4 digits}",
    ],
    miss: [
      "at 17{8 digits}",
      "ts=17{11 digits}",
      "{8 hex}-{4 hex}-4{3 hex}-a{3 hex}-{12 hex}",
      "order 49{8 digits}",
      "ISBN 978-3-16-148410-0",
      "2026-11-25 10:30:00",
      "3.14159265358979",
      "version 10.0.19045.3693",
      "+1 (555) 12",
      "192.168.100.200",
      "{40 hex}",
      "$1,234,567,890",
    ],
  },
});
