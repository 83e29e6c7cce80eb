/** Whether the value of a variable in an example stands for one, or is one. */

const WORDS =
  /your|placeholder|example|sample|change[-_ ]?me|replace|insert|dummy|fake|todo|redacted|\.\.\.|…|[<>{}]|x{4}|\*{3}|0{6}|(?:^|[^a-z])(?:my|test|secret|password)(?:[^a-z]|$)/i;
/** A shorter value opens nothing that a guess wouldn't. */
const MIN_CHARS = 8;

/** True for what nobody could take for a real value: empty, a word for one, letters and separators alone. */
export const isPlaceholder = (value: string): boolean =>
  value.length < MIN_CHARS || WORDS.test(value) || /^[a-z]+(?:[-_ ][a-z]+)*$|^[A-Z]+(?:[-_ ][A-Z]+)*$/.test(value);
