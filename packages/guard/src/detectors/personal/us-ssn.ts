/**
 * US social security numbers: area, group, serial. Areas 000, 666 and 900 to 999, group 00 and serial 0000 were never given out; there is no check digit. With
 * its hyphens a number is told from a part number of that shape by what doesn't stand before it; without them, a word must say so.
 * @see https://www.ssa.gov/employer/randomization.html
 */
import { defineDetector } from "../define.js";
import { hasWord, OTHER_NUMBER, wordsOf } from "./words.js";

/** Printed in leaflets, advertisements and forms, and therefore in countless examples. */
const SAMPLES = new Set(["078051120", "219099999", "123456789", "457555462"]);
const WORDS = wordsOf("ssns?(?![a-z])|social sec(?:urity)?|soc\\.? sec|ss ?#|ss no|seguro social|s[eé]curit[eé] sociale am");
export const usSsn = defineDetector({
  id: "us-ssn",
  kind: "us-ssn",
  family: "personal",
  severity: "high",
  mask: "[US SSN]",
  // The digits come first and what must not stand before them is looked for behind: a search is refused at the first character then.
  pattern:
    /(?!000|666|9)\d{3}(?<!(?:[\w\-.,/#$]|\\[\dA-Fa-f]{1,4})\d{3}(?<!\\[nrt]\d{3}))(?<=(?<before>[^]{0,32})\d{3})(?<first>[-. ]?)(?!00)\d{2}(?<second>[-. ]?)(?!0000)\d{4}(?![\w/]|-\w|[.,]\d)/,
  confidence: 0.85,
  confirm(match, { before = "", first = "", second = "" }) {
    const named = hasWord(before.toLowerCase(), WORDS);
    if (first === "" && second === "" && !named) return null;
    const digits = match.replaceAll(/\D/g, "");
    if (SAMPLES.has(digits) || new Set(digits).size <= 2 || OTHER_NUMBER.test(before.toLowerCase())) return null;
    if (named) return { confidence: 0.95, evidence: ["shape", "context"] };
    if (first === second && first !== "") return { confidence: first === "-" ? 0.85 : 0.6, evidence: ["shape"] };
    return first !== second && `${first}${second}` === "-" ? { confidence: 0.5, evidence: ["shape"] } : null;
  },
  examples: {
    hit: [
      "SSN: {ssn}",
      "Her number is {ssn}.",
      "({ssn}, {ssn})",
      "ssn={ssn};",
      '"social_security": "2{2 digits}45678{1 digits}"',
    ],
    miss: [
      "000-{2 digits}-{4 digits}",
      "666-12-{4 digits}",
      "9{2 digits}-12-3456",
      "219-00-3456",
      "219-45-0000",
      "078-05-1120",
      "123-45-6789",
      "111-11-1111",
      "1{ssn}",
      "{ssn}1",
      "PN-{ssn}",
      "{ssn}-01",
      "A{ssn}",
      "part number {ssn}",
      "order #{ssn}",
      "2026-11-25",
      "{ssn}.5",
      "2194567{2 digits}",
      "219 4567{2 digits}",
    ],
  },
});
