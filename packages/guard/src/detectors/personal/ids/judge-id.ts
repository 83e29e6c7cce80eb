/**
 * Which number of which country a run of groups begins with. Shape and check digits first, for they are cheap; then the words around. A value
 * whose check digit is wrong is never found. Without check digits a word must name the kind; without a word the written form must be one
 * that little else has.
 */
import { extentOf, parsePattern } from "../../../pattern/pattern.js";
import type { Confirmed, Evidence } from "../../detector.js";
import { COUNTRY_WORDS, ID_WORDS, OTHER_NUMBER, wordsOf, type Words } from "../words.js";
import { valuesOf, type Written } from "../written.js";
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
/** Of all tables' numbers, so that a run is read once for all of them. */
const SHORTEST = 5;
const LONGEST = 18;

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

  if ([...all.keys()].some((length) => length < SHORTEST || length > LONGEST))
    throw new RangeError(`a number has from ${SHORTEST} to ${LONGEST} characters`);

  return (run, groups) => {
    if (run.length < SHORTEST) return null;
    const { only, readings } = readRun(run, groups);
    let best = NOTHING;
    let unsure = 0;
    for (const { written, value, around, plain, digits } of readings) {
      if (!all.has(value.length)) continue;
      const alone = only && context === "any words";
      // Most numbers stand in tables of numbers: without a word near only what has a form of its own is looked at.
      const worded = alone || around.hasWords;
      const isFree = (): boolean => !around.isOther && (written.includes("-") || around.isFree);
      if (!worded && !isFree()) continue;
      const candidates = (worded ? all : digits ? bare : formed).get(value.length) ?? [];
      for (const kind of candidates) {
        // Cheapest first: most numbers have the wrong shape or the wrong check digits.
        if (!(worded && plain) && !isTypical(kind, written, plain)) continue;
        if (!kind.shape.test(value) || kind.check?.(value) === false) continue;
        const confidence = isTypical(kind, written, plain) && isFree() ? (kind.alone?.confidence ?? 0) : 0;
        const judged = judge(kind, confidence, around, { only: alone, context });
        if (judged?.confidence === ONLY) unsure += 1;
        if (judged !== null && judged.confidence > best.confidence) best = { ...judged, length: written.length };
      }
    }
    return best === NOTHING || (best.confidence === ONLY && unsure > 1) ? null : best;
  };
}

/** Whether it is written as its kind is and little else. */
const isTypical = ({ alone }: IdKind, written: string, plain: boolean): boolean =>
  alone !== undefined && (alone.written === ANY ? plain : alone.written.test(written));

/** An address on the Internet, or the first parts of one: four numbers under 256 between dots. */
const ADDRESS = /^(?:(?:25[0-5]|2[0-4]\d|1?\d{1,2})\.){3}(?:25[0-5]|2[0-4]\d|1?\d{1,2})(?![\d.])/;

/** In one piece, or in groups with the same between them. */
const ONE_SEPARATOR = /^[^ .\-/]+(?:([ .\-/])[^ .\-/]+(?:\1[^ .\-/]+)*)?$/;
/** A number in groups, or an IBAN, of which this would be the rest. */
const GOES_ON_BEFORE = /[\dA-Za-z]\d ?-?$/;

/** A run of groups, with each value that it may begin with. Read once for all tables. */
interface RunReading {
  readonly groups: object;
  /** Nothing else stands in the text. */
  readonly only: boolean;
  readonly readings: readonly RunValue[];
}

interface RunValue extends Written {
  readonly around: Around;
  /** In one piece, or in groups with the same between them. */
  readonly plain: boolean;
  /** Nothing but digits. */
  readonly digits: boolean;
}

let lastRun: RunReading | undefined;

function readRun(run: string, groups: Readonly<Record<string, string | undefined>>): RunReading {
  if (lastRun?.groups === groups) return lastRun;
  const before = groups["before"] ?? "";
  const after = groups["after"] ?? "";
  const values = ADDRESS.test(run) ? [] : valuesOf(run.toUpperCase(), SHORTEST, LONGEST);
  const readings = values.map(({ written, value }) => ({
    written,
    value,
    plain: value.length === written.length || ONE_SEPARATOR.test(written),
    digits: /^\d+$/.test(written),
    around: new Around(before, run.slice(written.length) + after),
  }));
  lastRun = { groups, only: before === "" && after === "", readings };
  return lastRun;
}

const WORD = /[A-Za-z\u00c0-\uffff]{2}/;

/** What stands around a number. Most numbers are none of a person's, so nothing is looked at before somebody asks, and nothing twice. */
class Around {
  readonly #before: string;
  readonly #after: string;
  #lowered: readonly [before: string, after: string] | undefined;
  #hasWords: boolean | undefined;
  #isFree: boolean | undefined;
  #isOther: boolean | undefined;
  #isPersonal: boolean | undefined;

  constructor(before: string, after: string) {
    this.#before = before;
    this.#after = after;
  }

  /** No other number stands next to it, with which it could be one. */
  get isFree(): boolean {
    return (this.#isFree ??= !/^ \d/.test(this.#after) && !GOES_ON_BEFORE.test(this.#before));
  }

  /** "Order no." and the like stand before it. */
  get isOther(): boolean {
    return (this.#isOther ??= OTHER_NUMBER.test(this.#small[0]));
  }

  get hasWords(): boolean {
    return (this.#hasWords ??= WORD.test(this.#before) || WORD.test(this.#after));
  }

  /** Words that say "a number of a person". */
  get isPersonal(): boolean {
    return (this.#isPersonal ??= this.has(ID_WORDS));
  }

  has(words: Words): boolean {
    return this.hasWords && (words.test(this.#small[0]) || words.test(this.#small[1]));
  }

  get #small(): readonly [string, string] {
    return (this.#lowered ??= [this.#before.toLowerCase(), this.#after.toLowerCase()]);
  }
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
  const said = any && around.isPersonal;
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
