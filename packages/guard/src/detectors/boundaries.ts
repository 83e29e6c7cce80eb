/**
 * Where a token begins and ends. The language's `\b` is wrong for keys: many end in `-` or `_`, and in JSON within JSON a key follows the
 * `n` of an escaped line break.
 */

/** An escape right before a token: its last letter doesn't belong to the token's word. */
const ESCAPES = "\\\\[nrt]|\\\\u[\\dA-Fa-f]{4}|%[\\dA-Fa-f]{2}";

/**
 * The pattern, beginning where no longer word has begun.
 * @param word - The characters of which words are made here, as the inside of a class. Leave `-` and `_` out for tokens that may stand between them.
 */
export function begun(pattern: RegExp, word = "\\w-"): RegExp {
  return new RegExp(`(?:(?<![${word}])|(?<=${ESCAPES}))(?:${pattern.source})`, pattern.flags);
}

/** The pattern, standing alone: neither beginning nor ending inside of a longer word. */
export function alone(pattern: RegExp, word = "\\w-"): RegExp {
  return new RegExp(`${begun(pattern, word).source}(?![${word}])`, pattern.flags);
}
