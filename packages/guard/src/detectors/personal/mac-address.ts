/**
 * Hardware addresses of network interfaces (EUI-48 and EUI-64): pairs with colons or hyphens, or fours with dots. Broadcast and the empty address
 * are nobody's.
 * @see https://standards.ieee.org/wp-content/uploads/import/documents/tutorials/eui.pdf
 */
import { defineDetector } from "../define.js";

export const macAddress = defineDetector({
  id: "mac-address",
  kind: "mac",
  family: "personal",
  severity: "low",
  pattern:
    /[\dA-Fa-f](?<=(?:(?<![\w:.-])|(?<=\\[nrt]))[\dA-Fa-f])[\dA-Fa-f][:\-\dA-Fa-f][\dA-Fa-f](?:(?<=:.)(?:[\dA-Fa-f](?::[\dA-Fa-f]{2}){4}(?:(?::[\dA-Fa-f]{2}){2})?)|(?<=-.)(?:[\dA-Fa-f](?:-[\dA-Fa-f]{2}){4}(?:(?:-[\dA-Fa-f]{2}){2})?)|(?<![:-].)(?:\.[\dA-Fa-f]{4}){2,3})(?![\w:]|[.-]\w)/,
  confidence: 0.9,
  confirm: (match) =>
    /^(?:[0:.-]+|[f:.-]+)$/i.test(match) || /^(?:\d{4}\.){2}\d{4}$/.test(match) ? null : { confidence: 0.9, evidence: ["shape"] },
  examples: {
    hit: [
      "ether 00:1a:2b:{2 hex}:4d:5e txqueuelen",
      "00-1A-2B-3C-4D-5{1 digits}",
      "aabb.cc{2 digits}.eeff",
      "02:00:5e:10:00:00:00:0{1 digits}",
    ],
    miss: [
      "00:00:00:00:00:00",
      "ff:ff:ff:ff:ff:ff",
      "00:1a:2b:3c:4d",
      "00:1a:2b:3c:4d:5e:6f",
      "00:1a-2b:3c:4d:5e",
      "{8 hex}-{4 hex}-4{3 hex}-a{3 hex}-{12 hex}",
      "12:30:45",
      "1234.5678.9012",
    ],
  },
});
