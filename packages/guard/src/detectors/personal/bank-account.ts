/**
 * What leads to a bank account beside an IBAN: US routing numbers (with their check digit) and account numbers, British sort codes, and business identifier
 * codes. Each only where a word beside it names it.
 * @see https://www.aba.com/about-us/routing-number
 * @see https://www.iso.org/standard/84108.html ISO 9362
 */
import { defineDetector } from "../define.js";
import { weighted } from "./checkdigits.js";
import type { IdKind } from "./ids/id-kind.js";
import { createIdJudge } from "./ids/judge-id.js";
import { NUMBER_RUN } from "./number-run.js";

export const BANK_NUMBERS: readonly IdKind[] = [
  {
    kind: "bank-routing:us",
    name: "ABA routing number",
    shape: /^(?:0\d|1[0-2]|2[1-9]|3[0-2]|6[1-9]|7[0-2]|80)\d{7}$/,
    check: (value) => weighted(value, [3, 7, 1, 3, 7, 1, 3, 7, 1]) % 10 === 0 && value !== "000000000",
    words: "routing|aba(?![a-z])|rtn(?![a-z])|transit|wire|bank ?#",
    alone: { written: /^\d{4}-\d{4}-\d$/, confidence: 0.6 },
  },
  {
    kind: "bank-account:us",
    name: "Account number",
    shape: /^\d{8,17}$/,
    words:
      "bank acc|checking acc|savings acc|deposit acc|acct|account (?:no|number|#)|konto(?:nummer| ?nr)|numéro de compte|n[uú]mero de cuenta|numero di conto|rekeningnummer|kontonummer|numer konta|номер счета|账号|口座番号",
  },
  {
    kind: "bank-routing:gb",
    name: "Sort code",
    shape: /^\d{6}$/,
    words: "sort code",
  },
];

export const bankAccount = defineDetector({
  id: "bank-account",
  kind: "bank-account",
  family: "personal",
  severity: "high",
  pattern: NUMBER_RUN,
  confidence: 0.95,
  confirm: createIdJudge(BANK_NUMBERS, "own words"),
  examples: {
    hit: ["routing number {bank-routing:us 1210#####}", "bank account number 9454{8 digits}", "sort code 20-00-{2 digits}"],
    miss: ["routing number {wrong bank-routing:us 1210#####}", "account 12", "sorted 20-00-00", "{bank-routing:us 1210#####}"],
  },
});

export const bicCode = defineDetector({
  id: "bic-code",
  kind: "bank-routing:bic",
  family: "personal",
  severity: "low",
  keywords: ["bic", "swift"],
  pattern:
    /(?:bic|swift)(?:[ _/-]?(?:bic|swift))?(?:[ _-]?code)?[\s:=#\\"']{1,10}(?:is\s)?(?<value>[A-Z]{4}(?:A[DEFGILMNOQRSTUWXZ]|B[ABDEFGHIJLMNOQRSTVWYZ]|C[ACDFGHIKLMNORUVWXYZ]|D[EJKMOZ]|E[CEGHRST]|F[IJKMOR]|G[ABDEFGHILMNPQRSTUWY]|H[KMNRTU]|I[DELMNOQRST]|J[EMOP]|K[EGHIMNPRWYZ]|L[ABCIKRSTUVY]|M[ACDEFGHKLMNOPQRSTUVWXYZ]|N[ACEFGILOPRUZ]|OM|P[AEFGHKLMNRSTWY]|QA|R[EOSUW]|S[ABCDEGHIJKLMNORSTVXYZ]|T[CDFGHJKLMNORTVWZ]|U[AGMSYZ]|V[ACEGINU]|W[FS]|XK|Y[ET]|Z[AMW])[A-Z\d]{2}(?:[A-Z\d]{3})?)(?![A-Za-z\d])/i,
  confidence: 0.85,
  confirm: (_match, { value = "" }) =>
    value === value.toUpperCase() ? { confidence: 0.85, evidence: ["shape", "context"] } : null,
  examples: {
    hit: ["BIC: DEUTDEFF{3 digits}", "SWIFT code CHASUS3{1 upper}", '"swift_bic": "BNPAFRPP"'],
    miss: ["swift: DEUTXXFF", "swift language is fast", "bic DEUTDEF", "SWIFT: deutdeff"],
  },
});
