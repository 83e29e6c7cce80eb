/**
 * Parts of injection rules. A rule matches a frame: a verb and its object with few words between them, in one sentence. Whether the
 * sentence orders something or only mentions it is seen from what stands right before: an order begins a sentence, a line or a member of
 * JSON, or follows "please" and the like; after "never", "attackers write" or a quotation mark it is spoken about.
 */
import { defineDetector, type DetectorSpec } from "../define.js";
import type { Detector } from "../detector.js";
import { beginningsOf } from "../../pattern/heads.js";

/** Between two words. Disjoint from what a word is made of, so that a gap can be read in one way only. */
export const SPACE = String.raw`[\s,;]{1,4}`;
const WORD = String.raw`[^\s,;.!?]{1,24}`;

/** Up to so many words, each with the space before it. */
export const words = (most: number): string => `(?:${SPACE}${WORD}){0,${most}}`;

/**
 * One of several phrases. A space in them stands for any space, `~` for one plain space: where a phrase begins with a word that is everywhere, its
 * second word belongs to what the prefilter looks for.
 */
export const oneOf = (...phrases: readonly string[]): string =>
  `(?:${phrases.join("|").replaceAll(" ", SPACE).replaceAll("~", " ")})`;

/** Behind what somebody says in a matter of their own. */
export const TOPIC = `(?<topic>${SPACE}(?:about|on|regarding|concerning|for|of)\\b)?`;

/** What an order follows. */
const LEAD = [
  "^",
  String.raw`[\n.!?;,*#\]()|~=-]\s{0,3}`,
  String.raw`(?<!(?:user|human|attacker|input|example|prompt)\s?\d?):\s{0,3}`,
  String.raw`\S>\s{0,3}`, // behind an element, but not in a quoted line
  String.raw`[^\x00-\x7f\u00ab\u2018\u201c\u300c]\s{0,2}`,
  String.raw`":\s{0,2}"`,
  String.raw`\\n`,
  String.raw`(?<![\w'])(?:please|pls|now|then|and|but|so|just|first|also|instead|must|should|shall|will|always|assistant|ai|claude|simply|kindly|hey|ok|okay)\s{1,3}`,
].join("|");

/** An injection rule as its file says it. */
export interface OrderSpec extends Pick<DetectorSpec, "id" | "severity" | "mask" | "examples"> {
  /** Sources of the frames, any of which may match. Letter case doesn't count. */
  readonly frames: readonly string[];
  /** Confidence where the sentence orders. */
  readonly ordered: number;
  /** Confidence where it may be about orders. */
  readonly mentioned: number;
}

/** @throws DetectorDefinitionError as `defineDetector` does. */
export function defineOrder({ id, severity, mask = "[INSTRUCTION]", frames, ordered, mentioned, examples }: OrderSpec): Detector {
  // `ordered` takes part, empty, where the match stands as an order: the check of a match sees nothing around it. `topic` is what makes of
  // an order to the model one about some matter between people: "ignore the previous instructions about parking".
  const pattern = new RegExp(String.raw`(?:(?<=${LEAD})(?<ordered>)|(?<![\w'-]))(?:${frames.join("|")})(?!\w)`, "i");
  return defineDetector({
    id,
    family: "injection",
    severity,
    mask,
    keywords: beginningsOf(pattern),
    pattern,
    confidence: ordered,
    confirm: (_match, groups) => (groups["ordered"] === undefined || groups["topic"] !== undefined ? mentioned : ordered),
    ...(examples === undefined ? {} : { examples }),
  });
}
