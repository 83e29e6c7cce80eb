/**
 * Hygiene edits that a policy can ask for by name: what isn't seen is taken out, what reorders the line is taken out, heaps of marks are capped, line
 * ends are made one. What writing needs stays: joiners in Arabic, Indic and other scripts and in emoji, variation selectors behind emoji and
 * ideographs, the marks that a letter of any language carries, the direction marks U+200E, U+200F and U+061C.
 * @see https://www.unicode.org/reports/tr36/
 */
import { defineDetector } from "../define.js";

/**
 * Joiners are writing behind a letter of a script that joins or stacks, and inside of an emoji; between letters of Latin, Greek and Cyrillic, behind
 * other joiners and at the edges of words they only cut words apart for filters. A variation selector belongs to an emoji, a symbol, an
 * ideograph or a keycap, and there is never a second one.
 */
export const invisibleCharacters = defineDetector({
  id: "invisible-characters",
  family: "hygiene",
  severity: "low",
  mask: "",
  pattern:
    /[\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180e\u200b\u2060-\u2064\u206a-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\u{1d173}-\u{1d17a}]{1,64}|(?<![\u0590-\u115e\u1780-\u17b3\u17b6-\u180d\u1810-\u1cff\u2190-\u2bff\ua800-\uabff\ufb1d-\ufdff\ufe0f\ufe70-\ufefc\u{10a00}-\u{11fff}\u{1f000}-\u{1faff}])[\u200c\u200d]{1,64}|(?<![#*0-9\u00a9\u00ae\u1000-\u109f\u1820-\u18af\u203c-\u3299\u3400-\u9fff\ua860-\ua87f\uf900-\ufaff\u{1d400}-\u{1d7ff}\u{1f000}-\u{1faff}\u{20000}-\u{323af}])[\ufe00-\ufe0f\u{e0100}-\u{e01ef}]{1,64}/u,
  confidence: 1,
  onlyByName: true,
  examples: {
    hit: ["pass\u200bword", "\ufeffbegin", "soft\u00adhyphen", "i\u200dg\u200cnore", "a\ufe0f", "x\u{e0101}", "\u3164"],
    miss: [
      "می\u200cخواهم",
      "क्\u200dष",
      "ශ්\u200dරී",
      "👨\u200d👩\u200d👧",
      "❤\ufe0f\u200d🔥",
      "1\ufe0f\u20e3",
      "葛\u{e0100}",
      "שלום\u200f!",
      "plain text",
    ],
  },
});

/** Embeddings, overrides and isolates: they show a line in another order than the model reads it. */
export const bidiControls = defineDetector({
  id: "bidi-controls",
  family: "hygiene",
  severity: "medium",
  mask: "",
  pattern: /[\u202a-\u202e\u2066-\u2069]{1,64}/,
  confidence: 1,
  onlyByName: true,
  examples: { hit: ["user\u202e // admin", "\u2066a\u2069"], miss: ["שלום\u200f (hello)", "السلام\u061c عليكم", "plain"] },
});

/** Marks stacked on one letter: beyond four, which no language and no phonetic notation needs. */
export const combiningFlood = defineDetector({
  id: "combining-flood",
  family: "hygiene",
  severity: "low",
  mask: "",
  pattern:
    /(?<=[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]{4})[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]{1,64}/,
  confidence: 1,
  onlyByName: true,
  examples: {
    hit: ["a\u0300\u0301\u0302\u0303\u0304", `z${"\u0335\u0489".repeat(20)}`],
    miss: ["e\u0302\u0301", "a\u0300\u0301\u0302\u0303", "1\ufe0f\u20e3", "בְּרֵאשִׁ֖ית"],
  },
});

/** The carriage return of a Windows line end: the line feed behind it is enough. */
export const windowsLineEnds = defineDetector({
  id: "windows-line-ends",
  family: "hygiene",
  severity: "low",
  mask: "",
  pattern: /\r(?=\n)/,
  confidence: 1,
  onlyByName: true,
  examples: { hit: ["one\r\ntwo"], miss: ["one\ntwo", "one\rtwo", "\\r\\n"] },
});

/** A carriage return by itself: a terminal writes what follows over the line, so that a person doesn't see it. */
export const loneCarriageReturns = defineDetector({
  id: "lone-carriage-returns",
  family: "hygiene",
  severity: "low",
  mask: "\n",
  pattern: /\r(?!\n)/,
  confidence: 1,
  onlyByName: true,
  examples: { hit: ["rm -rf ~\recho hello", "end\r"], miss: ["one\r\ntwo", "one\ntwo"] },
});
