/**
 * Dates of birth: a date beside a word that says so. Any other date says nothing of a person, and is no finding.
 * @see https://www.iso.org/iso-8601-date-and-time-format.html
 */
import { defineDetector } from "../define.js";
import { BIRTH_WORDS } from "./words.js";

const MONTH =
  "(?:[Jj]an(?:uar[yi]?)?|[Ff]eb(?:ruar[yi]?)?|[Mm](?:ar(?:ch|s)?|ärz|rz|ay|ai|aj)|[Aa]pr(?:il)?|[Jj]un[ei]?|[Jj]ul[yi]?|[Aa]ug(?:ust)?|[Ss]ept?(?:ember)?|[Oo][ck]t(?:ober)?|[Nn]ov(?:ember)?|[Dd]e[cz](?:ember)?|janvier|février|avril|juin|juillet|août|septembre|octobre|novembre|décembre|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre)";
const YEAR = "(?:1[89]|20)\\d{2}";
const DAY = "\\d{1,2}(?:st|nd|rd|th|\\.)?";

export const dateOfBirth = defineDetector({
  id: "date-of-birth",
  kind: "date-of-birth",
  family: "personal",
  severity: "medium",
  pattern: new RegExp(
    `[\\dJFMASOND](?<![\\w.,/+-][\\dA-Za-z](?<!\\\\[nrt][\\dA-Za-z]))(?=\\d{0,3}[-./年 snrt]|[a-z]{2})(?<=(?<before>[^]{0,40})[\\dA-Za-z])(?:` +
      `(?<=\\d)(?:(?<=[12])\\d{3}(?:[-./]\\d{1,2}[-./]\\d{1,2}|年\\d{1,2}月\\d{1,2}日?)|\\d?[-./]\\d{1,2}[-./](?:${YEAR}|\\d{2})|\\d?(?:st|nd|rd|th|\\.)?(?: de| of)? ${MONTH}\\.?,?(?: de)? ${YEAR})` +
      `|(?<=[A-Za-z])(?<![A-Za-z])${MONTH}\\.? ${DAY},? ${YEAR})(?![\\w-]|[./]\\d)(?=(?<after>[^]{0,24}))`,
  ),
  confidence: 0.9,
  confirm: (_match, { before = "", after = "" }) =>
    BIRTH_WORDS.test(before.toLowerCase()) || /^[\s,(]{0,2}(?:生まれ|生|출생|doğumlu|geboren|születé)/.test(after.toLowerCase())
      ? { confidence: 0.9, evidence: ["shape", "context"] }
      : null,
  examples: {
    hit: [
      "DOB: 19{2 digits}-04-12",
      "born on 12/04/19{2 digits}",
      "geboren am 3.4.19{2 digits} in Ulm",
      "née le 14 février 19{2 digits}",
      "дата рождения 12.04.19{2 digits}",
      '"birth_date":"19{2 digits}-04-12"',
      "出生日期:19{2 digits}年4月12日",
    ],
    miss: ["published 1998-04-12", "12/04/1998", "version 3.4.19", "born in 1998", "expires 12/27"],
  },
});
