/**
 * ASCII control characters but newline, carriage return and tab: they show nowhere, they move cursors and hide text in terminals, and no
 * prompt needs them. Removed, not masked.
 */
import { defineDetector } from "../define.js";

export const controlCharacters = defineDetector({
  id: "control-characters",
  family: "hygiene",
  severity: "low",
  mask: "",
  pattern: /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]{1,64}/,
  confidence: 1,
  examples: {
    hit: ["a\u0000b", "\u001b[2Kgone", "bell\u0007", "\u007f", "\u000b\u000c"],
    miss: ["line\nline\r\n\ttab", "plain text", "\u0080\u00a0", "\\u0000"],
  },
});
