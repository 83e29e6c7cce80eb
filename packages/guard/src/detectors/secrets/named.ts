/**
 * Keys of providers who gave them no prefix: the provider's name and, not far behind, a value of the provider's length and alphabet. What stands
 * between them decides: a word such as `token`, or at least a sign that gives a value to a name. Detectors made from rows of tables.
 */
import { defineDetector } from "../define.js";
import type { Detector, Severity } from "../detector.js";
import { isPlaceholder, readsAsWords } from "../randomness.js";
import { BEGINS, ENDS, isHarmless, isTelling } from "./assignment.js";
import { exampleOf, nearMissesOf, patternOf } from "./shape.js";

/** A row: a kind of key that is told by the name before it. */
export interface NamedKey {
  readonly id: string;
  /** The provider, as it stands in names of variables: lower case; a space stands for `_`, `-`, `.`, a space or nothing. */
  readonly names: readonly string[];
  /** Of the value, in the notation of shape.ts. Letter case doesn't count. */
  readonly shapes: readonly string[];
  readonly see: string;
  readonly severity?: Severity;
}

/** Confidence in a value of the right form behind the provider's name: with a word like `token` between them, and without. */
const TOLD = 0.9;
const UNTOLD = 0.7;

/**
 * A detector of values of a provider's form that are given to a name with the provider in it.
 * @throws {@link DetectorDefinitionError} if a name is too short to be looked for.
 */
export function named({ id, names, shapes, see, severity = "high" }: NamedKey): Detector {
  const words = names.map((name) => name.replaceAll(" ", "[ _.-]?"));
  const value = shapes.map(patternOf).join("|");
  const name = names[0]?.replaceAll(" ", "_") ?? "";
  const [shape = ""] = shapes;
  return defineDetector({
    id,
    family: "secrets",
    severity,
    keywords: names.flatMap(spellings),
    pattern: new RegExp(
      `(?<=(?<before>(?<!\\\\)[A-Za-z]?))(?<provider>${words.join("|")})(?<gap>[^]{0,40}?)${BEGINS}(?<value>${value})${ENDS}`,
      "i",
    ),
    confidence: TOLD,
    confirm: confirmNamed,
    reference: see,
    examples: {
      hit: [
        ...shapes.map((form) => `${name}_api_key = "${exampleOf(form)}"`),
        `${name.toUpperCase()}_TOKEN=${exampleOf(shape)}`,
        `<${name}Token>${exampleOf(shape)}</${name}Token>`,
        `System.setProperty("${name}.secret", "${exampleOf(shape)}")`,
      ],
      miss: [
        ...(shapes.length === 1 ? nearMissesOf(shape).map((form) => `${name}: ${form}`) : []),
        `${name}_public_key = "${exampleOf(shape)}"`,
        `${name}_commit_sha = "${exampleOf(shape)}"`,
        ...(isTelling(name) || /[|:.]/.test(shape) ? [] : [`${name} ${exampleOf(shape)}`]),
        `${name}_token = "\${${name.toUpperCase()}_TOKEN}"`,
        `blob${name}: ${exampleOf(shape)}`,
      ],
    },
  });
}

/** Ways to write a name of several words. */
export function spellings(name: string): readonly string[] {
  const [first = "", ...rest] = name.split(" ");
  return rest.reduce<readonly string[]>(
    (begun, word) => begun.flatMap((text) => ["", " ", "_", ".", "-"].map((joint) => text + joint + word)),
    [first],
  );
}

/** A sign right before a value that gives it to a name. */
export const GIVEN = /[=:]>?\s{0,12}[\\"'`({[@]{0,6}\s?$/;

/** Judges a value by what stands between the provider's name and it. */
function confirmNamed(_match: string, groups: Readonly<Record<string, string | undefined>>): number | null {
  const { before = "", provider = "", gap = "", value = "" } = groups;
  if (!standsAlone(before, provider, gap)) return null;
  if (isHarmless(lastName(gap)) || isPlaceholder(value) || readsAsWords(value)) return null;
  const mixed = /[A-Za-z]/.test(value) && /\d/.test(value);
  const bothCases = /[A-Z]/.test(value) && /[a-z]/.test(value);
  if (isTelling(provider + gap) || /[|:.]/.test(value)) return mixed || bothCases ? TOLD : null;
  if (!mixed || !GIVEN.test(gap)) return null;
  // Without a word like `token` a hash or a UUID may be anything: a checksum in a lock file, an id.
  return !bothCases && HASH_OR_UUID.test(value) && !DIRECTLY.test(gap) ? null : UNTOLD;
}

/** What stands last before a value, of several lines or members. */
export function lastName(gap: string): string {
  const last = gap.split(/[\n,;&]/).at(-1) ?? "";
  return /[A-Za-z]/.test(last) ? last : gap;
}

/** Nothing between a name and its quoted value but the sign. */
const DIRECTLY = /^["']?\s{0,3}(?:=|:=|=>)\s{0,3}["'`]$/;
const HASH_OR_UUID =
  /^(?:[\da-f]{32}|[\da-f]{40}|[\da-f]{64}|[\da-f]{96}|[\da-f]{128}|[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})$/i;
/** Names so short that they stand in many words. */
const SHORT = 6;

/** Whether the provider's name is a word of its own, also in camel case: `myEtsyKey`, not `setSysctl` or `sumOfParts`. */
export function standsAlone(before: string, provider: string, after: string): boolean {
  const capital = /^[A-Z]/.test(provider);
  if (/[A-Za-z]/.test(before) && !(/[a-z]/.test(before) && capital)) return false;
  if (provider.length > SHORT) return true;
  return /^(?:[A-Z]?[^A-Z]+|[^a-z]+)$/.test(provider) && !(/[a-z]$/.test(provider) && /^[a-z]/.test(after));
}
