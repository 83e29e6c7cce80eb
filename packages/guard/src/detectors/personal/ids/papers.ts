/** Shapes of passports and driving licenses: none has a check digit that all of its country's numbers keep. */
import type { IdKind } from "./id-kind.js";

const PASSPORT =
  "passport|pass (?:no|nr|number)|pass ?nr|reisepass|passeport|pasaporte|passaporto|passaporte|paspoort|pass(?![a-z])|passi(?![a-z])|paszport|cestovní pas|útlevél|pașaport|pasaport|διαβατηρ|паспорт|جواز|گذرنامه|דרכון|护照|護照|パスポート|旅券|여권|หนังสือเดินทาง|hộ chiếu|paspor|पासपोर्ट";
const LICENSE =
  "driv(?:er|ing)[a-z']* (?:license|licence|permit|id|no)|dl(?:n|#| no)?(?![a-z])|licen[sc]e (?:no|number|#)|licen[sc]e[:=#]? $|führerschein|fuehrerschein|permis de conduire|permiso de conducir|licencia de conducir|patente|carta de condução|cnh(?![a-z])|rijbewijs|körkort|førerkort|kørekort|ajokortti|prawo jazdy|řidičsk|vodičsk|jogosítvány|permis de conducere|δίπλωμα οδήγησης|водительск|посвідчення водія|ehliyet|رخصة|גניקה|רישיון נהיגה|驾驶证|駕駛執照|運転免許|운전면허|ใบขับขี่|bằng lái|sim [abc](?![a-z])|ड्राइविंग";

export const PASSPORTS: readonly IdKind[] = [
  {
    kind: "passport",
    name: "Letters and digits, eight to ten, as most countries write it",
    // Not a year, nor a day in one piece.
    shape:
      /^(?!(?:19|20)\d{6}$)(?:[A-Z]{1,3}\d{6,8}[A-Z]?|\d{2}[A-Z]{2}\d{5}|[A-Z]\d{2}[A-Z]\d{4}[A-Z\d]|[CFGHJK][\dCFGHJKLMNPRTVWXYZ]{8}\d?|\d{8,10}|[A-Z]\d[A-Z]\d{5,6})$/,
    words: PASSPORT,
  },
];

export const PAPERS: readonly IdKind[] = [
  {
    kind: "driver-license:gb",
    name: "Driving license of Great Britain",
    // Five of the name, filled up with nines; the day of birth between the digits of its year; two initials.
    shape:
      /^(?:[A-Z]{5}|[A-Z]{4}9|[A-Z]{3}99|[A-Z]{2}999|[A-Z]9{4})\d(?:[05][1-9]|[16][0-2])(?:0[1-9]|[12]\d|3[01])\d[A-Z][A-Z9][A-Z\d]{3}$/,
    words: LICENSE,
    // Sixteen hexadecimal digits may look like one.
    alone: { written: /[G-Z]/i, confidence: 0.85 },
  },
  {
    kind: "driver-license:it",
    name: "Patente di guida",
    shape: /^(?:[A-Z]{2}\d{7}[A-Z]|U1[\dA-Z]{7}[A-Z])$/,
    words: LICENSE,
    alone: { written: /^U1[\dA-Z]{7}[A-Z]$/i, confidence: 0.5 },
  },
  {
    kind: "driver-license:de",
    name: "Führerschein",
    shape: /^[A-Z]\d{2}[\dA-Z]{6}\d[\dA-Z]$/,
    words: LICENSE,
  },
  {
    kind: "driver-license:us",
    name: "Driver's license of a state",
    shape:
      /^(?:[A-Z]\d{6,14}|[A-Z]{2}\d{6,7}|\d{7,10}|\d{12}|\d{3}[A-Z]{2}\d{4}|[A-Z]\d{12}|[A-Z]{3}\d{6}|\d{2}[A-Z]{3}\d{5}|[A-Z]{2}\d{2}[A-Z]\d{4}|WDL[A-Z\d]{9})$/,
    words: LICENSE,
  },
];
