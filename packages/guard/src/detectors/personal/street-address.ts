/**
 * Street addresses, by their form in a few languages: a number and a name with a word for a street. Many a name of a shop has that form too, and most
 * addresses of the world have another: unsure, and only run where a rule names it.
 */
import { defineDetector } from "../define.js";

export const streetAddress = defineDetector({
  id: "street-address",
  kind: "address",
  family: "personal",
  severity: "medium",
  onlyByName: true,
  pattern:
    /(?<!(?:[\w.](?<!\\[nrt])))(?:\d{1,5}[A-Za-z]?,? (?:[NSEW]\.? )?(?:(?:[A-Z][\w'-]{1,20}|\d{1,3}(?:st|nd|rd|th)) ){1,3}(?:Street|St|Avenue|Ave|Road|Rd|Boulevard|Blvd|Lane|Ln|Drive|Dr|Court|Ct|Square|Sq|Place|Pl|Terrace|Way|Parkway|Highway|Hwy)(?![a-z])\.?|\d{1,4},? (?:bis |ter )?(?:rue|avenue|boulevard|place|chemin|allée|impasse|quai) (?:(?:de|du|des|la|le|les|l'|d') ?){0,2}[A-ZÀ-Ý][\wà-ÿ'-]{1,24}(?: [A-ZÀ-Ý][\wà-ÿ'-]{1,24}){0,2}|(?:[A-ZÄÖÜ][\wäöüß-]{2,24}(?:straße|strasse|str\.|weg|gasse|platz|allee)|(?:Calle|Avenida|Av\.|Via|Viale|Piazza|Rua|Plaza) (?:(?:de|del|della|la|da|do|dos) ){0,2}[A-ZÀ-Ý][\wà-ÿ'-]{1,24}(?: [A-ZÀ-Ý][\wà-ÿ'-]{1,24}){0,2}),? ?\d{1,4}[a-z]?(?![\w.]))(?:, [A-ZÀ-Ý][\wà-ÿ .'-]{1,30})?/,
  confidence: 0.5,
  confirm: () => ({ confidence: 0.5, evidence: ["shape"] }),
  examples: {
    hit: [
      "lives at 12{1 digits} Maple Street, Springfield",
      "12 rue de Rivoli",
      "Hauptstraße 1{1 digits}",
      "Via Garibaldi, 1{1 digits}",
    ],
    miss: ["5 Ways to win", "on the street", "version 12 Drive", "Rua das"],
  },
});
