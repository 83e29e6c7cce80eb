/**
 * Which number of which country a run of groups begins with. Shape and check digits first, for they are cheap; then the words around. A value
 * whose check digit is wrong is never found. Without check digits a word must name the kind; without a word the written form must be one
 * that little else has.
 */
import { extentOf, parsePattern } from "../../../pattern/pattern.js";
import type { Confirmed, Evidence } from "../../detector.js";
import { COUNTRY_WORDS, ID_WORDS, OTHER_NUMBER, wordsOf, type Words } from "../words.js";
import { compact, endsOf } from "../written.js";
import { ANY, type IdKind } from "./id-kind.js";

/** With a word of its own, and with words that only say "a number of a person" or name the country. */
const NAMED = 0.95;
const NAMED_UNCHECKED = 0.75;
const LIKELY = 0.8;
const LIKELY_UNCHECKED = 0.7;
/** Only the one or the other, and check digits that one number in ten has. */
const PERSONAL_ONLY = 0.6;
const COUNTRY_ONLY = 0.4;
/** A text that is nothing but the number, and no other kind fits: perhaps the answer to a question. Under every preset's threshold. */
const ONLY = 0.3;
const NOTHING: Confirmed = { confidence: 0 };

interface Ready extends IdKind {
  readonly own: Words;
  readonly country: Words | undefined;
}

type Confirm = (run: string, groups: Readonly<Record<string, string | undefined>>) => Confirmed | null;

/** @param context - Whether words for "a number of a person" and the country's name are enough beside check digits, or only the kind's own. */
export function createIdJudge(kinds: readonly IdKind[], context: "any words" | "own words" = "any words"): Confirm {
  const all = new Map<number, Ready[]>();
  const formed = new Map<number, Ready[]>();
  const bare = new Map<number, Ready[]>();
  const add = (map: Map<number, Ready[]>, length: number, kind: Ready): void => {
    map.set(length, [...(map.get(length) ?? []), kind]);
  };
  for (const kind of kinds) {
    const country = COUNTRY_WORDS[kind.kind.slice(-2)];
    const ready = { ...kind, own: wordsOf(kind.words), country: country === undefined ? undefined : wordsOf(country) };
    const { min, max } = extentOf(parsePattern(kind.shape));
    for (let length = min; length <= max; length++) {
      add(all, length, ready);
      if (kind.alone !== undefined) add(formed, length, ready);
      if (kind.alone?.written === ANY) add(bare, length, ready);
    }
  }

  return (run, groups) => {
    const { before, only, readings } = readRun(run, groups);
    let best = NOTHING;
    let unsure = 0;
    for (const { written, value, around, plain, digits } of readings) {
      const alone = only && context === "any words";
      // Most numbers stand in tables of numbers: without a word near only what has a form of its own is looked at.
      const candidates = (around.hasWords || alone ? all : digits ? bare : formed).get(value.length);
      if (candidates === undefined) continue;
      for (const kind of candidates) {
        // Cheapest first: most numbers have the wrong shape or the wrong check digits.
        if (!plain && kind.alone === undefined) continue;
        if (!kind.shape.test(value) || kind.check?.(value) === false) continue;
        const typical = kind.alone?.written.test(written) === true && (kind.alone.written !== ANY || plain);
        if (!typical && !plain) continue;
        const free = written.includes("-") || (!before.goesOn && around.isFree);
        const confidence = typical && free && !before.isOther ? kind.alone.confidence : 0;
        if (confidence === 0 && !alone && !around.hasWords) continue;
        const judged = judge(kind, confidence, around, { only: alone, context });
        if (judged?.confidence === ONLY) unsure += 1;
        if (judged !== null && judged.confidence > best.confidence) best = { ...judged, length: written.length };
      }
    }
    return best === NOTHING || (best.confidence === ONLY && unsure > 1) ? null : best;
  };
}

/** An address on the Internet, or the first parts of one: four numbers under 256 between dots. */
const ADDRESS = /^(?:(?:25[0-5]|2[0-4]\d|1?\d{1,2})\.){3}(?:25[0-5]|2[0-4]\d|1?\d{1,2})(?![\d.])/;

/** In one piece, or in groups with the same between them. */
const ONE_SEPARATOR = /^[^ .\-/]+(?:([ .\-/])[^ .\-/]+(?:\1[^ .\-/]+)*)?$/;
const GOES_ON_BEFORE = /[\da-z]\d ?-?$/;

/** A run of groups, with each value that it may begin with. Read once for all tables. */
interface RunReading {
  readonly groups: object;
  readonly before: {
    /** A number in groups, or an IBAN, of which this would be the rest. */
    readonly goesOn: boolean;
    /** "Order no." and the like. */
    readonly isOther: boolean;
  };
  /** Nothing else stands in the text. */
  readonly only: boolean;
  readonly readings: readonly {
    readonly written: string;
    /** In capitals, without what stands between groups. */
    readonly value: string;
    readonly around: Around;
    /** In one piece, or in groups with the same between them. */
    readonly plain: boolean;
    /** Nothing but digits. */
    readonly digits: boolean;
  }[];
}

let lastRun: RunReading | undefined;

function readRun(run: string, groups: Readonly<Record<string, string | undefined>>): RunReading {
  if (lastRun?.groups === groups) return lastRun;
  const before = (groups["before"] ?? "").toLowerCase();
  const after = (groups["after"] ?? "").toLowerCase();
  const readings = (ADDRESS.test(run) ? [] : endsOf(run)).map((length) => {
    const written = run.slice(0, length).toUpperCase();
    const value = compact(written);
    const plain = value.length === written.length || ONE_SEPARATOR.test(written);
    return {
      written,
      value,
      plain,
      digits: /^\d+$/.test(written),
      around: createAround(before, `${run.slice(length).toLowerCase()}${after}`),
    };
  });
  lastRun = {
    groups,
    before: { goesOn: GOES_ON_BEFORE.test(before), isOther: OTHER_NUMBER.test(before) },
    only: before === "" && after === "",
    readings,
  };
  return lastRun;
}

/** What stands around a number, looked at no more than once for each list of words. */
interface Around {
  /** No other number stands right behind, with which it could be one. */
  readonly isFree: boolean;
  readonly hasWords: boolean;
  has(words: Words): boolean;
  /** Words that say "a number of a person". */
  isPersonal(): boolean;
}

const WORD = /[a-z\u00df-\uffff]{2}/;

function createAround(before: string, after: string): Around {
  const hasWords = WORD.test(before) || WORD.test(after);
  const has = (words: Words): boolean => hasWords && (words.test(before) || words.test(after));
  let personal: boolean | undefined;
  return { isFree: !/^ \d/.test(after), hasWords, has, isPersonal: () => (personal ??= has(ID_WORDS)) };
}

function judge(
  { kind, own, country, check, alone }: Ready,
  formed: number,
  around: Around,
  { only, context }: { readonly only: boolean; readonly context: "any words" | "own words" },
): Confirmed | null {
  const checked = check !== undefined;
  const strong = alone !== undefined;
  const evidence: Evidence = checked ? "checksum" : "shape";
  if (around.has(own))
    return { kind, confidence: checked || formed > 0 ? NAMED : NAMED_UNCHECKED, evidence: [evidence, "context"] };
  const any = context === "any words";
  const said = any && around.isPersonal();
  const placed = any && country !== undefined && around.has(country);
  if (said && placed)
    return { kind, confidence: Math.max(formed, checked ? 0.9 : LIKELY_UNCHECKED), evidence: [evidence, "context"] };
  if (checked && (said || placed)) {
    const confidence = strong ? LIKELY : said ? PERSONAL_ONLY : COUNTRY_ONLY;
    return { kind, confidence: Math.max(formed, confidence), evidence: [evidence, "context"] };
  }
  if (formed > 0) return { kind, confidence: formed, evidence: checked ? ["checksum", "shape"] : ["shape"] };
  return checked && only ? { kind, confidence: ONLY, evidence: [evidence] } : null;
}
