/**
 * Text as a language model takes it in. What is hidden from people isn't from it: it reads tag characters, full-width letters and look-alikes
 * of other alphabets like the plain ones, looks past invisible characters, and understands base64.
 */

const INVISIBLE = /[\u00AD\u200B-\u200F\u202A-\u202E\u2060-\u2064\u2066-\u2069\uFEFF\u{E0000}-\u{E007F}]/gu;
const TAGS = /[\u{E0020}-\u{E007E}]/gu;
const BASE64 = /(?<![\w+/=-])[A-Za-z0-9+/_-]{16,4096}={0,2}(?![\w+/=-])/g;
const PRINTABLE = /^[\t\n\r\x20-\x7E\u00A0-\uFFFC]+$/;

/** Letters of other alphabets that look like a Latin one, and that one. */
const LOOK_ALIKES: ReadonlyMap<string, string> = new Map(
  [
    "аa",
    "еe",
    "оo",
    "рp",
    "сc",
    "уy",
    "хx",
    "іi",
    "ѕs",
    "ԁd",
    "јj",
    "һh",
    "ԛq",
    "ѡw",
    "οo",
    "αa",
    "νv",
    "ɡg",
    "ıi",
    "Аa",
    "Еe",
    "Оo",
    "Рp",
    "Сc",
    "Ѕs",
    "’'",
  ].map((pair) => [pair.charAt(0), pair.charAt(1)]),
);
const LOOK_ALIKE = new RegExp(`[${[...LOOK_ALIKES.keys()].join("")}]`, "gu");

/** Encoded text is followed by what it says. Linear in the length of the text. */
export function asRead(text: string): string {
  return text
    .replace(TAGS, (tag) => String.fromCodePoint((tag.codePointAt(0) ?? 0) - 0xe0000))
    .replace(INVISIBLE, "")
    .normalize("NFKC")
    .replace(LOOK_ALIKE, (letter) => LOOK_ALIKES.get(letter) ?? letter)
    .replace(BASE64, (encoded) => {
      const decoded = Buffer.from(encoded, "base64").toString();
      return PRINTABLE.test(decoded) && decoded.includes(" ") ? `${encoded}\n${decoded}` : encoded;
    });
}
