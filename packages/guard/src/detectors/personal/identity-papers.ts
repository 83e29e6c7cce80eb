/**
 * Passports and driving licenses. Few of their numbers carry a check digit, so a word beside the number must name the paper; only licenses whose
 * number holds the name and date of birth (Great Britain) are found without.
 * @see https://www.icao.int/publications/pages/publication.aspx?docnum=9303
 * @see https://www.gov.uk/government/publications/driving-licence-number-format
 */
import { defineDetector } from "../define.js";
import { PAPERS, PASSPORTS } from "./ids/papers.js";
import { createIdJudge } from "./ids/judge-id.js";
import { NUMBER_RUN } from "./number-run.js";

export const driverLicense = defineDetector({
  id: "driver-license",
  kind: "driver-license",
  family: "personal",
  severity: "high",
  pattern: NUMBER_RUN,
  confidence: 0.95,
  confirm: createIdJudge(PAPERS, "own words"),
  examples: {
    hit: [
      "driver's license: D{7 digits}",
      "patente U1{7 digits}A",
      "Führerschein B072RRE2I5{1 digits}",
      "JONES7101{1 digits}3J99EF",
    ],
    miss: ["license MIT", "part D{7 digits}", "Apache-2.0 license 2026", "licensed since 1998"],
  },
});

export const passportNumber = defineDetector({
  id: "passport-number",
  kind: "passport",
  family: "personal",
  severity: "high",
  pattern: NUMBER_RUN,
  confidence: 0.95,
  confirm: createIdJudge(PASSPORTS, "own words"),
  examples: {
    hit: [
      "passport no. X{8 digits}",
      "Reisepass C01X0{2 digits}7H",
      "passeport 12AB{5 digits}",
      "护照号码 E{8 digits}",
      "паспорт 45 09 {6 digits}",
    ],
    miss: [
      "passport.js 0.7.0",
      "passport 2026-11-25",
      "passport login from 10.21.33.141 ok",
      "part X{7 digits}",
      "passport for 1998",
    ],
  },
});
