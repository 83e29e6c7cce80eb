/**
 * Numbers that a state gives to persons (and, where the same number taxes a trade, to trades): identity, tax, social security and health. Tables by
 * part of the world say each kind's shape, check digits and words. A number that fits several countries is the one that the words around it
 * name.
 */
import { defineDetector } from "../define.js";
import { AFRICA_OCEANIA } from "./ids/africa-oceania.js";
import { AMERICAS } from "./ids/americas.js";
import { ASIA } from "./ids/asia.js";
import { EUROPE } from "./ids/europe.js";
import { createIdJudge } from "./ids/judge-id.js";
import { NUMBER_RUN } from "./number-run.js";

export const NATIONAL_IDS = [...EUROPE, ...AMERICAS, ...ASIA, ...AFRICA_OCEANIA];

export const nationalId = defineDetector({
  id: "national-id",
  kind: "national-id",
  family: "personal",
  severity: "high",
  pattern: NUMBER_RUN,
  confidence: 0.95,
  confirm: createIdJudge(NATIONAL_IDS),
  examples: {
    hit: [
      "PESEL {national-id:pl ##0#1######}",
      "hetu {national-id:fi 1#0#8#-###?}",
      "my Aadhaar is {national-id:in 5### #### ####}",
      "DNI {national-id:es ########?} de mi madre",
      "{national-id:br ###.###.###-##}",
      '"cpf": "{national-id:br ###########}"',
      "NHS number: {national-id:gb ### ### ####}",
      "身份证{national-id:cn 11010119900101####}",
      "personnummer {national-id:se 8#010#-####}, tack",
      "{national-id:it ??????80A01H501?}",
    ],
    miss: [
      "{wrong national-id:br ###.###.###-##}",
      "PESEL {wrong national-id:pl ###########}",
      "{11 digits}",
      "order 2026-11-{5 digits}",
      "id {8 hex}-{4 hex}-4{3 hex}-a{3 hex}-{12 hex}",
      "commit {40 hex}",
      "ISBN 978-3-16-148410-0",
    ],
  },
});
