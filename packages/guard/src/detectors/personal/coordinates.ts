/**
 * Coordinates: two decimals in range with so many places that they name a house, beside a word or marks of degrees that say what they are.
 * @see https://www.iso.org/standard/75147.html ISO 6709
 */
import { defineDetector } from "../define.js";

export const coordinates = defineDetector({
  id: "coordinates",
  kind: "coordinates",
  family: "personal",
  severity: "low",
  keywords: ["lat", "gps", "coord", "geo", "loc"],
  pattern:
    /(?:gps|lat(?:itude)?|coord(?:inate)?s?|geo|location|loc)[\\"']{0,6}(?: is| are)?[\s:=[({\\"']{1,8}(?<value>(?<lat>-?\d{1,2}\.\d{4,15})°?\s?[NS]?[\\"']{0,6}[,;\s]{1,3}(?:[\\"']{0,6}(?:lon(?:g(?:itude)?)?|lng)[\\"']{0,6}[\s:=]{1,3}[\\"']{0,6})?(?<lon>-?\d{1,3}\.\d{4,15})°?\s?[EW]?)(?![\d.])/i,
  confidence: 0.85,
  confirm: (_match, { lat = "", lon = "" }) =>
    Math.abs(Number(lat)) <= 90 && Math.abs(Number(lon)) <= 180 ? { confidence: 0.85, evidence: ["shape", "context"] } : null,
  examples: {
    hit: [
      '"lat": 52.52{3 digits}, "lng": 13.40{3 digits}',
      "GPS: 48.85{4 digits}, 2.29{4 digits}",
      "geo:37.78{4 digits},-122.39{4 digits}",
      "location (51.50{4 digits}, -0.12{4 digits})",
    ],
    miss: ["translate(52.5200, 13.4050)", "lat 52.5, lng 13.4", "location 97.5200{2 digits}, 13.4050", "scale: 1.0000, 2.0000"],
  },
});
