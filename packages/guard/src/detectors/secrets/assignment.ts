/**
 * How a value is given to a name, in whatever language: `name = "…"`, `name: …`, `:=`, `=>`, `->`, `"name", "…"` (a call), `<name>…</name>`,
 * `name="…" value="…"`, `--name …`. Text of regular expressions, for the detectors that tell a secret by its name. Each part is
 * short and bounded, so that a name without a value is refused at once.
 */

/** What closes a name: quotes (escaped, in JSON within JSON), brackets. */
export const CLOSE = String.raw`[\\"'${"`"}\])]{0,4}`;
/** A type between name and value: `token string = `, `token: string = `. */
const TYPE = String.raw`(?:\s?:?\s?(?:string|str|String)(?=\s))?`;
/** What opens a value. */
const OPEN = String.raw`[\s\\"'${"`"}=(\[{@]{0,12}`;

/** Signs that give a value to a name. */
export const GIVES = String.raw`(?::{0,3}=>?|[!=]={1,2}|[.?+|]{1,2}=|->|:|,?(?:\s|\\{1,3}[nrt]){0,16}["']?value["']?\s?[:=]|<\/\w{1,12}>\s{0,12}<\w{1,12}>|>|,)`;

/** From the end of a name to the beginning of a value. */
export const GIVEN = String.raw`${CLOSE}${TYPE}\s{0,3}(?<sign>${GIVES})${OPEN}`;

/** Before a value: not in the middle of a word, unless an escape ended right there. */
export const BEGINS = String.raw`(?<![\w+/-])`;

/** Behind a value of letters and digits. */
export const ENDS = String.raw`(?![\w+/=-])`;

/** Words of names that hold what identifies, describes or may be known by everyone. */
const HARMLESS =
  /public|pub_?key|publishable|client[-_ ]?id|app(?:lication)?[-_ ]?id|project[-_ ]?id|account[-_ ]?id|user[-_ ]?id|sha\d|md5|hash|digest|checksum|integrity|commit|revision|version|fingerprint|resolved|etag|uuid|guid|trace|span|thumb/i;
const TELLING = /key(?!word|board|down|up|press)|token|secret|pass|pwd|auth(?!or)|api|cred|access|bearer/i;

/** Whether a name says that its value is a secret. */
export const isTelling = (name: string): boolean => TELLING.test(name);

/** Whether a name says that its value is none. */
export const isHarmless = (name: string): boolean => HARMLESS.test(name);
