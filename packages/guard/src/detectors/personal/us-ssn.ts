/**
 * US social security numbers, written with hyphens: area, group, serial. Areas 000, 666 and 900 to 999, group 00 and serial 0000 were never given
 * out. Nothing else tells a number from a part number of that shape, so what stands around it must not say that it is one.
 * @see https://www.ssa.gov/employer/randomization.html
 */
import { defineDetector } from "../define.js";

/** Printed in leaflets, advertisements and forms, and therefore in countless examples. */
const SAMPLES = new Set(["078-05-1120", "219-09-9999", "123-45-6789", "457-55-5462"]);

export const usSsn = defineDetector({
  id: "us-ssn",
  family: "personal",
  severity: "high",
  mask: "[US SSN]",
  // The digits come first and what must not stand before them is looked for behind: a search is refused at the first character then.
  pattern:
    /(?!000|666|9)\d{3}(?<!(?:[\w\-.,/#$]|\\[\dA-Fa-f]{1,4})\d{3})-(?!00)\d{2}-(?!0000)\d{4}(?![\w/]|-\w|[.,]\d)(?<!(?:part|item|sku|order|invoice|model|serial|ticket|ref)[.:#]?(?: (?:no|number|id))?[.:#]? ?#?.{11})/i,
  confidence: 0.85,
  confirm: (number) => (SAMPLES.has(number) || new Set(number).size <= 2 ? null : 0.85),
  examples: {
    hit: ["SSN: {ssn}", "Her number is {ssn}.", "({ssn}, {ssn})", "ssn={ssn};"],
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
    ],
  },
});
