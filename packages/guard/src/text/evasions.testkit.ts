/** Ways to hide a text from a reader of characters that a model sees through: each as the function that hides it. */
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const bytes = (text: string, write: (byte: number) => string, between = ""): string =>
  Array.from(utf8(text), write).join(between);
const each = (text: string, write: (character: string) => string): string => Array.from(text, write).join("");
const map = (text: string, table: Readonly<Record<string, string>>): string => each(text, (one) => table[one] ?? one);
const hex = (byte: number): string => byte.toString(16).padStart(2, "0");
const base64 = (text: string): string => btoa(String.fromCharCode(...utf8(text)));

function base32(text: string): string {
  const bits = bytes(text, (byte) => byte.toString(2).padStart(8, "0"));
  const digit = (five: string): string => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".charAt(Number.parseInt(five.padEnd(5, "0"), 2));
  return (bits.match(/.{1,5}/g) ?? []).map(digit).join("");
}

const rotate = (text: string): string =>
  text.replace(/[A-Za-z]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) + (letter.toLowerCase() < "n" ? 13 : -13)));
const shift = (text: string, lower: number, upper: number): string =>
  text.replace(/[A-Za-z]/g, (letter) =>
    String.fromCodePoint(letter.charCodeAt(0) + (letter < "a" ? upper - 0x41 : lower - 0x61)),
  );
const CYRILLIC = {
  a: "\u0430",
  c: "\u0441",
  e: "\u0435",
  i: "\u0456",
  o: "\u043e",
  p: "\u0440",
  s: "\u0455",
  x: "\u0445",
  y: "\u0443",
  I: "\u0406",
  P: "\u0420",
};
const GREEK = { o: "\u03bf", v: "\u03bd", I: "\u0399", P: "\u03a1", a: "\u03b1", i: "\u03b9" };
const TURNED = {
  a: "\u0250",
  c: "\u0254",
  e: "\u01dd",
  f: "\u025f",
  g: "\u0183",
  h: "\u0265",
  i: "\u1d09",
  j: "\u027e",
  k: "\u029e",
  m: "\u026f",
  r: "\u0279",
  t: "\u0287",
  v: "\u028c",
  w: "\u028d",
  y: "\u028e",
  b: "q",
  q: "b",
  d: "p",
  p: "d",
  n: "u",
  u: "n",
  ".": "\u02d9",
};

/** Characters and encodings that keep every character apart: a secret survives them. */
export const LOSSLESS: Readonly<Record<string, (text: string) => string>> = {
  "zero-width spaces": (text) => each(text, (one) => `${one}\u200b`),
  "word joiners": (text) => each(text, (one) => `${one}\u2060`),
  "soft hyphens": (text) => each(text, (one) => `${one}\u00ad`),
  "variation selectors": (text) => each(text, (one) => `${one}\ufe0e`),
  "tag characters": (text) =>
    `ok ${each(text, (one) => (one < "\x7f" ? String.fromCodePoint(0xe0000 + one.charCodeAt(0)) : one))}`,
  "payload in variation selectors": (text) =>
    `\u{1f642}${bytes(text, (byte) => String.fromCodePoint(byte < 16 ? 0xfe00 + byte : 0xe0100 + byte - 16))}`,
  "bidi controls": (text) => `\u202d${text}\u202c`,
  "full width": (text) =>
    each(text, (one) => (one > " " && one < "\x7f" ? String.fromCharCode(one.charCodeAt(0) + 0xfee0) : one)),
  "mathematical letters": (text) => shift(text, 0x1d5ba, 0x1d5a0),
  "Cyrillic letters": (text) => map(text, CYRILLIC),
  "Greek letters": (text) => map(text, GREEK),
  "combining marks": (text) => each(text, (one) => `${one}\u0336`),
  base64,
  "base64 in lines": (text) => base64(text).replace(/.{76}/g, "$&\n"),
  "base64, twice": (text) => base64(base64(text)),
  base32,
  hex: (text) => bytes(text, hex),
  "hex with spaces": (text) => bytes(text, hex, " "),
  binary: (text) => bytes(text, (byte) => byte.toString(2).padStart(8, "0"), " "),
  "decimal codes": (text) => bytes(text, String, " "),
  "base64 behind other bytes": (text) => btoa(String.fromCharCode(0x00, 0x01, 0xff, 0x03, 0xfe, ...utf8(text))),
  "HTML entities": (text) => each(text, (one) => `&#${one.codePointAt(0) ?? 0};`),
  "URL escapes": (text) => bytes(text, (byte) => `%${hex(byte)}`),
  "JavaScript escapes": (text) => each(text, (one) => `\\u${(one.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}`),
  "escapes of every third letter": (text) =>
    text.replace(/(..)([a-z])/g, (_, before: string, one: string) => `${before}&#x${hex(one.charCodeAt(0))};`),
  "base64 of URL escapes": (text) => base64(bytes(text, (byte) => `%${hex(byte)}`)),
  "terminal colors": (text) => text.replace(/(.{5})/g, "$1\x1b[0;31m"),
  backspaces: (text) => text.replace(/(.{4})/g, "$1x\b"),
};

/** What keeps words and not characters: an instruction survives these. */
export const FOR_WORDS: Readonly<Record<string, (text: string) => string>> = {
  rot13: rotate,
  reversed: (text) => Array.from(text).reverse().join(""),
  "upside down": (text) => Array.from(map(text.toLowerCase(), TURNED)).reverse().join(""),
  leetspeak: (text) => map(text, { o: "0", i: "1", e: "3", a: "4", s: "5", t: "7" }),
  "letters apart": (text) =>
    text
      .split(" ")
      .map((word) => Array.from(word).join(" "))
      .join("   "),
  "dotted letters": (text) =>
    text
      .split(" ")
      .map((word) => Array.from(word).join("."))
      .join("  "),
  "circled letters": (text) => shift(text, 0x24d0, 0x24b6),
  "regional letters": (text) => shift(text.toUpperCase(), 0, 0x1f1e6),
  "small capitals": (text) =>
    map(text, {
      a: "\u1d00",
      e: "\u1d07",
      g: "\u0262",
      i: "\u026a",
      l: "\u029f",
      n: "\u0274",
      o: "\u1d0f",
      r: "\u0280",
      t: "\u1d1b",
      u: "\u1d1c",
    }),
};
