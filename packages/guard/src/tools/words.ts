/**
 * Finding a value in a text. Both are read without disguise and case, and a value stands there only as a whole: `doe@x.example` does not
 * stand in `john.doe@x.example`, and 12 does not stand in 12:00.
 */

/** A text made ready for searching. */
export interface Words {
  /** As it was written. */
  readonly raw: string;
  /** Normal form: see {@link normalize}. */
  readonly text: string;
  /** The words of the text with one space around each, in order: for names, which people write with other punctuation. */
  readonly spaced: string;
}

export function wordsOf(text: string): Words {
  const normal = normalize(text);
  return { raw: text, text: normal, spaced: spaced(normal) };
}

/** Compatibility forms as they read, no invisible characters, small letters, plain quotes and dashes, one space for any white space. */
export function normalize(text: string): string {
  const plain = PLAIN.test(text) ? text : text.normalize("NFKC").replace(INVISIBLE, "").replace(QUOTES, "'").replace(DASHES, "-");
  return plain.toLowerCase().replace(/\s+/g, " ").trim();
}

const PLAIN = /^[\t\n\r -~]*$/;
const INVISIBLE = /\p{Default_Ignorable_Code_Point}/gu;
const QUOTES = /[\u2018\u2019\u201a\u201b\u2032\u02bc`]/g;
const DASHES = /[\u2010-\u2015\u2212]/g;

function spaced(normal: string): string {
  return ` ${normal
    .replace(/'s\b/g, "")
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim()} `;
}

/** Whether a text is the value, which is in normal form, and nothing more. */
export const isSame = (text: string, value: string): boolean => text.length <= 2 * value.length + 8 && normalize(text) === value;

/** The words of a name with the extension of a file and the marks of an answered mail left out: `Re: Team-Plan.docx` is `team plan`. */
export function nameWords(name: string): string {
  return spaced(
    normalize(name)
      .replace(/^(?:(?:re|fwd?|aw|wg|tr|rv):\s*)+/, "")
      .replace(/(?<=.)\.[a-z][a-z0-9]{1,4}$/, ""),
  ).trim();
}

/** Where the value stands as a whole in the normal text, from a place on; -1 if it doesn't. */
export function placeOfWhole(text: string, value: string, from = 0): number {
  if (value === "") return -1;
  for (let at = text.indexOf(value, from); at >= 0; at = text.indexOf(value, at + 1)) {
    if (!continues(text, at - 1, -1) && !continues(text, at + value.length, 1)) return at;
  }
  return -1;
}

/** Every place where the value stands as a whole. */
export function* placesOfWhole(text: string, value: string): Generator<number> {
  for (let at = placeOfWhole(text, value); at >= 0; at = placeOfWhole(text, value, at + 1)) yield at;
}

const WORD = /[\p{L}\p{N}_]/u;
/** What joins the parts of addresses, paths, hosts, numbers and times. */
const JOINT = /[.@+%/:\\#=&?~,-]/;

/** Whether a token goes on over this border: with a word character, or with a joint that has one behind it. */
function continues(text: string, at: number, step: 1 | -1): boolean {
  const next = text.charAt(at);
  if (next === "") return false;
  if (WORD.test(next) || next === "@") return true;
  if (!JOINT.test(next)) return false;
  // `a, b` and `a.` end; `a.b`, `a/b` and `a://b` go on. A comma joins digits only.
  let beyond = at + step;
  while (beyond >= 0 && beyond < text.length && JOINT.test(text.charAt(beyond))) beyond += step;
  const far = text.charAt(beyond);
  return next === "," ? /\d/.test(far) && /\d/.test(text.charAt(at - step)) : far !== "" && WORD.test(far);
}

/** Whether a value reads as it is written: nothing invisible in it, no character that only stands for another. */
export const isPlain = (value: string): boolean =>
  PLAIN.test(value) || value.normalize("NFC") === value.normalize("NFKC").replace(INVISIBLE, "");

/** A value that any text holds by chance, so that standing there says nothing. */
export function isCommon(value: string): boolean {
  return value.length < 2 || COMMON.has(value) || !/[\p{L}\p{N}]/u.test(value);
}

const COMMON = new Set(
  (
    "a about after all also an and any are as at be before but by can do each every file first for from get go had has have he her here him his how i if in " +
    "into is it its just last let like make may me mine more most my mail name need new next no not now of off ok on one only or other our out please re read " +
    "send she show so some than that the their them then there these they this those to today tomorrow two up us use was we what when where which who why will " +
    "with yes you your user message messages email emails file files null none true false"
  ).split(" "),
);

/** Numbers without anything around them that makes them mean more than a count or a time. */
export const isShortNumber = (value: string): boolean => /^\d{1,4}$/.test(value);

/** Whether the text names a short number as an id: `ID '13'`, `no. 7`, `#12`. */
export function namesId(text: string, value: string): boolean {
  for (const at of placesOfWhole(text, value)) {
    if (
      /(?:\b(?:id|ids|no|nr|nos|number|num|ref|reference|key)\b[.:]?|#)[ '"(]{0,3}(?:is |= ?)?['"]?$/.test(
        text.slice(Math.max(0, at - 24), at),
      )
    )
      return true;
  }
  return false;
}

/** Accounts and telephone numbers are written with and without spaces: whether the text holds the value with separators in it. */
export function holdsGrouped(text: string, value: string): boolean {
  const bare = value.replace(/[ ().-]/g, "");
  if (!/^\+?[a-z]{0,4}\d[a-z0-9]{6,40}$/.test(bare)) return false;
  const pattern = [...bare].map((one) => (one === "+" ? "\\+" : one)).join("[ ().-]{0,2}");
  return new RegExp(`(?<![\\p{L}\\p{N}])${pattern}(?![\\p{L}\\p{N}])`, "u").test(text);
}

/** A text without the characters that it ends in. By hand: an expression for it takes the square of a run that ends elsewhere. */
export function withoutEnd(text: string, characters: string): string {
  let end = text.length;
  while (end > 0 && characters.includes(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end);
}
