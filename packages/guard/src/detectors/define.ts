/** Turns what a detector's file says into a detector, or says what is wrong with it: when the program starts, not when text comes. */
import { SallyportError } from "../errors.js";
import { VALUE_GROUP, type Detector, type Examples } from "./detector.js";
import { holdsKeyword, MAX_KEYWORD } from "../pattern/heads.js";
import { extentOf, parsePattern, PatternError } from "../pattern/pattern.js";

/** A detector can't be used as it is written. */
export class DetectorDefinitionError extends SallyportError {
  readonly code = "ERR_DETECTOR_INVALID";
  readonly detector: string;
  constructor(detector: string, problem: string, options?: ErrorOptions) {
    super(`detector \`${detector}\`: ${problem}`, options);
    this.detector = detector;
  }
}

/** What a detector's file says. */
export interface DetectorSpec extends Pick<
  Detector,
  "id" | "family" | "severity" | "pattern" | "confirm" | "compile" | "reference" | "kind" | "onlyByName"
> {
  /** The id in capitals and brackets if left out. */
  readonly mask?: string;
  /** None if left out: the pattern is then searched for everywhere. */
  readonly keywords?: readonly string[];
  /** 0 if left out: a match begins with a keyword. */
  readonly keywordOffset?: number;
  readonly confidence: number;
  readonly examples?: Examples;
}

/** Longer reaches would hold back too much of a stream. The longest that is needed is that of a private key. */
const MAX_REACH = 32_768;

/**
 * Checks and completes a detector.
 * @throws {@link DetectorDefinitionError} if the pattern has no bound, can match nothing, or matches without a keyword; if the id, mask, keywords or
 *   confidence have the wrong form.
 */
export function defineDetector(spec: DetectorSpec): Detector {
  const { keywords = [], keywordOffset = 0, examples = { hit: [], miss: [] } } = spec;
  const mask = spec.mask ?? `[${spec.id.replaceAll("-", " ").toUpperCase()}]`;
  const problem = problemOf({ ...spec, mask, keywords, keywordOffset });
  if (problem !== undefined) throw new DetectorDefinitionError(spec.id, problem);
  return { ...spec, mask, keywords, keywordOffset, examples };
}

type Candidate = Omit<Detector, "examples">;

function problemOf({ id, mask, keywords, keywordOffset, pattern, confidence, compile }: Candidate): string | undefined {
  if (!/^[a-z][a-z\d]*(?:-[a-z\d]+)*$/.test(id)) return "write the id in kebab-case";
  // A line feed may stand in for what can't be in a string of JSON either.
  if (!/^[ !#-[\]-~]*$/.test(mask) && mask !== "\n")
    return "write the mask in ASCII without quotes and backslashes, so that it fits into any string";
  if (!(confidence > 0 && confidence <= 1)) return "give a confidence above 0 and at most 1";
  if (compile !== undefined && keywords.length > 0) return "leave the keywords out: another engine only searches";
  if (!keywords.every((keyword) => /^[\n -~]{2,}$/.test(keyword) && keyword.length <= MAX_KEYWORD))
    return `give keywords of 2 to ${MAX_KEYWORD} ASCII characters`;

  let parsed;
  try {
    parsed = parsePattern(pattern);
  } catch (error) {
    if (!(error instanceof PatternError)) throw error;
    return error.message;
  }
  const { min, ahead, behind } = extentOf(parsed);
  if (min === 0) return "the pattern can match the empty text";
  if (ahead + behind > MAX_REACH) return `the pattern reaches over ${ahead + behind} characters: keep it under ${MAX_REACH}`;
  const names = [...pattern.source.matchAll(/\(\?<([A-Za-z_$][\w$]*)>/g)].map(([, name]) => name ?? "");
  if (names.some((name) => name.startsWith("_"))) return "group names that begin with `_` are taken";
  if (names.filter((name) => name === VALUE_GROUP).length > 1) return `put the group \`${VALUE_GROUP}\` once`;
  const lowered = keywords.map((keyword) => keyword.toLowerCase());
  if (keywords.length > 0 && !holdsKeyword(pattern, lowered, keywordOffset))
    return "the pattern can match without one of the keywords at its beginning (or `keywordOffset` behind it)";
  return undefined;
}
