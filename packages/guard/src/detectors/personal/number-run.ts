/**
 * Where a number of a person may stand: a run of groups of letters and digits that begins outside of a word and holds a digit early, with what stands
 * around it. All detectors of such numbers search for this one pattern, so that a text is read for them once.
 */

/** A capital may have five letters behind it, a small letter one: most words are neither, and a stream need not wait for their end. */
const FIRST = "[A-Za-z\\d]";
/** Not behind what makes it a part of something: a word, a path, a decimal, a negative or hyphenated number, an entity, an amount. The `n` of a line break that JSON escapes is no
 * word. */
const BEGINS = `(?<!(?:[A-Za-mo-qsu-z\\d_\\-.,/#$€£+@&%\\\\]|(?<!\\\\)[nrt])${FIRST})`;
/** Nor a time of the day of a date, of which logs are full. */
const NO_TIME = "(?!(?:19|20)\\d\\d-\\d\\d-\\d\\d[T ]\\d\\d:)";
/** What may join groups, if there is a digit or a lone letter behind it. */
const JOINT = "(?:[ .\\-/+])(?=[A-Za-z]{0,3}\\d|[A-Za-z](?![A-Za-z]))";

export const NUMBER_RUN = new RegExp(
  `${NO_TIME}${FIRST}${BEGINS}(?=(?:(?<=[A-Z\\d])[A-Za-z]{0,5}|[A-Za-z]?)[ .-]?\\d)(?=(?:[ .\\-/+]?[A-Za-z\\d]){5})(?<=(?<before>[^]{0,48})${FIRST})[A-Za-z\\d]{0,18}(?:${JOINT}[A-Za-z\\d]{1,18}){0,7}(?:\\([\\dA]\\)|\\[[\\dA]\\])?(?![\\w@])(?=(?<after>[^]{0,32}))`,
);
