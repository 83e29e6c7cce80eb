/** Detectors made ready to search with: patterns parsed and measured, and the expressions that search for them. */
import { VALUE_GROUP, type Detector } from "../detectors/detector.js";
import { extentOf, flagsOf, parsePattern, sourceOf, type Extent, type Pattern } from "../pattern/pattern.js";
import { createPrefilter, type Prefilter } from "./prefilter.js";
import { requiredBy, type Required } from "../pattern/required.js";
import type { Compile, Searcher } from "../pattern/searcher.js";
import { createUndecided, type Undecided } from "../pattern/undecided.js";

const compileNative: Compile = (source, flags) => {
  const expression = new RegExp(source, flags);
  return {
    exec(text, from) {
      expression.lastIndex = from;
      return expression.exec(text);
    },
  };
};

export interface CompiledDetector {
  readonly detector: Detector;
  readonly extent: Extent;
  /** Of a detector without keywords: what a text must hold to be worth a search. */
  readonly required: Required | undefined;
  /** The pattern: at a place for a detector with keywords, from a place on otherwise. */
  readonly decided: Searcher;
  readonly undecided: Undecided;
}

/** All detectors of a scanner. */
export interface DetectorSet {
  readonly detectors: readonly CompiledDetector[];
  /** Detectors without keywords, by index; of those that search for the same pattern only the first. */
  readonly everywhere: readonly number[];
  /** Per detector: those that search for the very same pattern, itself among them. A text is read for them once, by the first. */
  readonly sharing: readonly (readonly number[])[];
  readonly prefilter: Prefilter;
  /** Per keyword of the prefilter: whose it is, and how long. */
  readonly owners: readonly { readonly detector: number; readonly length: number }[];
  /** Detectors whose matches may begin before their keyword, by index, and how far before at most. */
  readonly offset: readonly number[];
  readonly farthestKeyword: number;
  /** How far the detectors look back from where a match begins, in UTF-16 units. */
  readonly behind: number;
  /** Longest match with what it looks at around it. */
  readonly reach: number;
}

export function compileDetectors(detectors: readonly Detector[]): DetectorSet {
  const compiled = detectors.map(compileDetector);
  const sharing = sharingOf(detectors);
  const words = detectors.flatMap(({ keywords }, detector) => keywords.map((keyword) => ({ detector, keyword })));
  return {
    detectors: compiled,
    everywhere: detectors.flatMap(({ keywords }, index) =>
      keywords.length === 0 && sharing[index]?.[0] === index ? [index] : [],
    ),
    sharing,
    prefilter: createPrefilter(words.map(({ keyword }) => keyword.toLowerCase())),
    owners: words.map(({ detector, keyword }) => ({ detector, length: keyword.length })),
    offset: detectors.flatMap(({ keywordOffset }, index) => (keywordOffset > 0 ? [index] : [])),
    farthestKeyword: Math.max(0, ...detectors.map(({ keywordOffset }) => keywordOffset)),
    behind: Math.max(1, ...compiled.map(({ extent }) => extent.behind)),
    reach: Math.max(0, ...compiled.map(({ extent }) => extent.ahead + extent.behind)),
  };
}

/** By the pattern's identity: a table of many kinds gives one pattern to all its detectors. */
function sharingOf(detectors: readonly Detector[]): readonly (readonly number[])[] {
  const byPattern = new Map<RegExp, number[]>();
  return detectors.map(({ pattern, keywords, compile }, index) => {
    if (keywords.length > 0 || compile !== undefined) return [index];
    const sharing = byPattern.get(pattern) ?? [];
    byPattern.set(pattern, sharing);
    sharing.push(index);
    return sharing;
  });
}

function compileDetector(detector: Detector): CompiledDetector {
  const parsed = parsePattern(detector.pattern);
  // Another engine may refuse what an operator wrote: that must be known now.
  let decided = detector.compile === undefined ? undefined : compileDecided(detector, parsed);
  let undecided: Undecided | undefined;
  return {
    detector,
    extent: extentOf(parsed),
    required: detector.keywords.length > 0 ? undefined : requiredBy(parsed, flagsOf(detector.pattern)),
    // Most detectors never see their keyword: what they search with is made when they do.
    get decided() {
      return (decided ??= compileDecided(detector, parsed));
    },
    get undecided() {
      return (undecided ??= createUndecided(parsed, flagsOf(detector.pattern)));
    },
  };
}

function compileDecided({ pattern, keywords, compile = compileNative }: Detector, parsed: Pattern): Searcher {
  const source = sourceOf(parsed, true);
  const indices = source.includes(`(?<${VALUE_GROUP}>`) ? "d" : "";
  return compile(source, `${indices}${flagsOf(pattern)}${keywords.length > 0 ? "y" : "g"}`);
}
