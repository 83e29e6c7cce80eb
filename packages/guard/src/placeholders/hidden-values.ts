/**
 * The values of one request that placeholders stand for. Filled in the order of the prompt while the request is judged, so that what is known at a
 * place depends only on what stands before it (promise 3); then read while the response is. Nothing outlives the exchange: a placeholder of somebody
 * else's value stands for nothing here.
 */
import type { Span } from "../text/span.js";
import { isWhole } from "./placeholder.js";
import { createPrefixTree } from "./prefix-tree.js";

/** A value that stands in a text again. */
export interface Repeat extends Span {
  readonly value: string;
  /** Of what it was when it was hidden first. */
  readonly mask: string;
}

export interface HiddenValues {
  /**
   * Makes a placeholder stand for a value.
   * @returns The value's placeholder: the one that it had before, if it had one. `undefined` where the placeholder stands for another value already.
   */
  add(value: string, mask: string, placeholder: () => string): string | undefined;
  placeholderOf(value: string): string | undefined;
  valueOf(placeholder: string): string | undefined;
  /**
   * Where the values stand in a text, as words of their own: leftmost first, of several the longest, none overlapping another.
   * @param inJson - Also as they are written inside of a string of JSON: so they are given back where an answer is JSON.
   */
  repeatsIn(text: string, inJson: boolean): readonly Repeat[];
}

/** A value as it is written at some places. */
type Spelling = Pick<Repeat, "value" | "mask"> & { readonly escaped: boolean };

export function createHiddenValues(): HiddenValues {
  const placeholders = new Map<string, string>();
  const values = new Map<string, string>();
  const tree = createPrefixTree<Spelling>();
  const firsts = new Set<string>();
  /** Finds where a value could begin. Most places are none, and an expression passes them ten times as fast as anything else. */
  let beginning: RegExp | undefined;
  const enter = (word: string, spelling: (before: Spelling | undefined) => Spelling): void => {
    tree.add(word, spelling);
    const first = word.charAt(0);
    if (!firsts.has(first)) beginning = undefined;
    firsts.add(first);
  };
  return {
    add(value, mask, make) {
      const known = placeholders.get(value);
      if (known !== undefined) return known;
      const placeholder = make();
      if (values.has(placeholder)) return undefined;
      placeholders.set(value, placeholder);
      values.set(placeholder, value);
      enter(value, () => ({ value, mask, escaped: false }));
      const escaped = insideJson(value);
      // Another value may be written just so: then it is that one.
      if (escaped !== value) enter(escaped, (before) => before ?? { value, mask, escaped: true });
      return placeholder;
    },
    placeholderOf: (value) => placeholders.get(value),
    valueOf: (placeholder) => values.get(placeholder),
    repeatsIn(text, inJson) {
      const repeats: Repeat[] = [];
      if (values.size === 0) return repeats;
      beginning ??= wordsBeginningWith(firsts);
      beginning.lastIndex = 0;
      for (let at = beginning.exec(text); at !== null; at = beginning.exec(text)) {
        const start = at.index;
        let longest: Repeat | undefined;
        tree.at(text, start, (end, { value, mask, escaped }) => {
          if ((inJson || !escaped) && isWhole(text, start, end)) longest = { start, end, value, mask };
        });
        if (longest === undefined) continue;
        repeats.push(longest);
        beginning.lastIndex = longest.end;
      }
      return repeats;
    },
  };
}

/** @param characters - UTF-16 units. */
function wordsBeginningWith(characters: ReadonlySet<string>): RegExp {
  const codes = Array.from(characters, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, "0")}`);
  return new RegExp(`(?<![A-Za-z0-9])[${codes.join("")}]`, "g");
}

/** A text as it stands between the quotes of a string of JSON. */
export const insideJson = (text: string): string => JSON.stringify(text).slice(1, -1);
