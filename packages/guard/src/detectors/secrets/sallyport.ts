/**
 * Sallyport's own virtual keys: `sp-`, the environment, `-`, 43 base64url characters (256 random bits), and the checksum of all
 * before it. The checksum decides: what fails it is a typo or something else, and opens nothing.
 */
import { alone } from "../boundaries.js";
import { checksum } from "../checksum.js";
import { defineDetector } from "../define.js";

export const sallyportVirtualKey = defineDetector({
  id: "sallyport-virtual-key",
  family: "secrets",
  severity: "critical",
  keywords: ["sp-dev-", "sp-stg-", "sp-prd-"],
  pattern: alone(/sp-(?:dev|stg|prd)-[\w-]{43}[\dA-Za-z]{6}/),
  confidence: 1,
  confirm: (key) => (checksum(key.slice(0, -6)) === key.slice(-6) ? 1 : null),
  examples: {
    hit: [
      "x-api-key: sp-dev-{43 base64url}{checksum of 50}",
      "sp-stg-{43 base64url}{checksum of 50}",
      "sp-prd-{43 base64url}{checksum of 50}",
    ],
    miss: [
      "sp-dev-{43 base64url}{6 digits}",
      "sp-dev-{43 base64url}{checksum of 43}",
      "sp-tst-{43 base64url}{checksum of 50}",
      "sp-dev-{42 base64url}{checksum of 49}",
      "wasp-dev-{43 base64url}{checksum of 50}",
    ],
  },
});
