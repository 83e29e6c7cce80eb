/**
 * Numbers of value-added tax of the European Union and its neighbors, and of some countries that write theirs alike: the country's prefix and check
 * digits, or check digits and a word that names the tax. They name trades, of which many are one person.
 */
import { defineDetector } from "../define.js";
import { createIdJudge } from "./ids/judge-id.js";
import { VAT_NUMBERS } from "./ids/vat.js";
import { NUMBER_RUN } from "./number-run.js";

export const vatNumber = defineDetector({
  id: "vat-number",
  kind: "vat",
  family: "personal",
  severity: "low",
  pattern: NUMBER_RUN,
  confidence: 0.95,
  confirm: createIdJudge(VAT_NUMBERS, "own words"),
  examples: {
    hit: [
      "{vat:de DE#########}",
      "USt-IdNr.: {vat:de DE#########}",
      "P.IVA {vat:it ###########}",
      "{vat:nl NL#########B01}",
      "TVA FR{vat:fr ###########}",
    ],
    miss: ["{wrong vat:de DE#########}", "DE{8 digits}", "{vat:it ###########} parcels", "model DE2{3 digits}"],
  },
});
