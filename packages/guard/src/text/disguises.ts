/**
 * Disguises that people write and models see through: escapes of HTML, URLs and program text, characters that a terminal deletes, rotated,
 * reversed and upside-down letters, digits for letters, letters set apart, and tokens broken over two lines. Each first tells at little cost
 * whether it is there at all.
 */
import { backwards, rewritten, type Reading } from "./reading.js";

/** All disguises of a text that could be told. */
export function disguisedReadings(text: string): readonly Reading[] {
  return [escapes, terminal, rotated, reversed, upsideDown, leet, spaced, wrapped]
    .map((read) => read(text))
    .filter((reading) => reading !== undefined);
}

const NAMED: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: " ",
  colon: ":",
  lowbar: "_",
  hyphen: "-",
  period: ".",
  sol: "/",
  equals: "=",
  num: "#",
  excl: "!",
  Tab: "\t",
  NewLine: "\n",
  zwnj: "",
  zwj: "",
  shy: "",
};
const ESCAPES =
  /&(?:#\d{1,7}|#[xX][\dA-Fa-f]{1,6}|[A-Za-z]{2,8});?|%u[\dA-Fa-f]{4}|(?:%[\dA-Fa-f]{2})+|\\{1,4}(?:u\{[\dA-Fa-f]{1,6}\}|u[\dA-Fa-f]{4}|x[\dA-Fa-f]{2}|[0-3][0-7]{2})/g;

/** @see https://html.spec.whatwg.org/multipage/named-characters.html https://www.rfc-editor.org/rfc/rfc3986#section-2.1 https://tc39.es/ecma262/#prod-EscapeSequence */
function escapes(text: string): Reading | undefined {
  if (!text.includes("&") && !text.includes("%") && !text.includes("\\")) return undefined;
  return rewritten(text, "escapes", ESCAPES, (escape) => {
    if (escape.startsWith("&")) return fromEntity(escape.slice(1).replace(";", ""));
    if (escape.startsWith("%")) return escape[1] === "u" ? fromCode(Number.parseInt(escape.slice(2), 16)) : fromPercent(escape);
    const code = escape.replace(/^\\+/, "");
    return fromCode(/^[ux]/.test(code) ? Number.parseInt(code.slice(1).replace("{", ""), 16) : Number.parseInt(code, 8));
  });
}

function fromEntity(name: string): string | undefined {
  if (!name.startsWith("#")) return Object.hasOwn(NAMED, name) ? NAMED[name] : undefined;
  return fromCode(/^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1)));
}

function fromCode(code: number): string | undefined {
  return code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff) ? String.fromCodePoint(code) : undefined;
}

function fromPercent(escape: string): string | undefined {
  try {
    return decodeURIComponent(escape);
  } catch {
    return undefined;
  }
}

/** What a terminal deletes: a character before a backspace, and control sequences (ECMA-48, section 5.4). */
function terminal(text: string): Reading | undefined {
  if (!text.includes("\b") && !text.includes("\x1b") && !text.includes("\x9b") && !text.includes("\x7f")) return undefined;
  return rewritten(
    text,
    "terminal",
    /[^\b\x7f][\b\x7f]|(?:\x1b\[|\x9b)[\d;:<=>?]{0,32}[ -/]{0,4}[@-~]|\x1b\][^\x07\x1b]{0,200}(?:\x07|\x1b\\)/g,
    () => "",
  );
}

/**
 * Words that show in which way letters were changed: the commonest ones, and those of an instruction or of a secret's name. A text is read the
 * other way only if it holds one of them so.
 */
const TELLING = [
  "ignore",
  "instructions",
  "previous",
  "system",
  "prompt",
  "password",
  "secret",
  "reveal",
  "forget",
  "disregard",
  "assistant",
  "please",
  "should",
  "would",
  "about",
  "there",
  "which",
  "their",
  "conversation",
  "history",
  "message",
  "without",
  "because",
];
const rotate = (text: string): string =>
  text.replace(/[A-Za-z]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) + (letter.toLowerCase() < "n" ? 13 : -13)));
const reverse = (text: string): string => Array.from(text).reverse().join("");
const anyOf = (words: readonly string[]): RegExp => new RegExp(words.join("|"), "i");
const ROTATED = anyOf(TELLING.map(rotate));
const REVERSED = anyOf(TELLING.map(reverse));

function rotated(text: string): Reading | undefined {
  if (!ROTATED.test(text)) return undefined;
  return { disguise: "rot13", text: rotate(text), original: (span) => span };
}

function reversed(text: string): Reading | undefined {
  return REVERSED.test(text) ? backwards("reversed", reverse(text), text.length) : undefined;
}

const TURNED: Readonly<Record<string, string>> = {
  "\u0250": "a",
  "\u0254": "c",
  "\u01dd": "e",
  "\u025f": "f",
  "\u0183": "g",
  "\u0265": "h",
  "\u1d09": "i",
  "\u0131": "i",
  "\u027e": "j",
  "\u029e": "k",
  "\u05df": "l",
  "\u026f": "m",
  "\u0279": "r",
  "\u0287": "t",
  "\u028c": "v",
  "\u028d": "w",
  "\u028e": "y",
  "\u2200": "A",
  "\u0186": "C",
  "\u018e": "E",
  "\u2132": "F",
  "\u2141": "G",
  "\u017f": "J",
  "\u02e5": "L",
  "\u0500": "P",
  "\u22a5": "T",
  "\u2229": "U",
  "\u039b": "V",
  "\u2144": "Y",
  "\u00bf": "?",
  "\u00a1": "!",
  "\u02d9": ".",
  ",": "'",
  "'": ",",
  // These look like another letter when they are turned.
  b: "q",
  q: "b",
  d: "p",
  p: "d",
  n: "u",
  u: "n",
  m: "w",
  "6": "9",
  "9": "6",
};
const TURNED_LETTERS = /[\u0250\u0254\u01dd\u025f\u0183\u0265\u026f\u0279\u0287\u028c\u028d\u028e]/g;

function upsideDown(text: string): Reading | undefined {
  if ((text.match(TURNED_LETTERS)?.length ?? 0) < 4) return undefined;
  const turned = Array.from(text, (letter) => TURNED[letter] ?? letter);
  return backwards("upside-down", turned.reverse().join(""), text.length);
}

const LEET: Readonly<Record<string, string>> = {
  "0": "o",
  "1": "i",
  "3": "e",
  "4": "a",
  "5": "s",
  "7": "t",
  "@": "a",
  $: "s",
  "!": "i",
};
/** A word with digits, and perhaps signs, for some of its letters, the last of which is a letter or stands for one behind another. */
const LEET_WORD = /(?<![\w@$!./=-])(?=[a-z@$!]{0,15}[013457])(?=[013457@$!]{0,3}[a-z])[a-z013457@$!]{2,15}[a-z\d](?![\w@$/=-])/gi;
const DIGIT_AMONG_LETTERS = /[a-z@$!][013457]|[013457][a-z]/i;
/** A telling word, with or without such signs. */
const MAYBE_LEET = new RegExp(
  TELLING.map((word) => word.replace(/[aeiost]/g, (letter) => `[${letter}${signsFor(letter)}]`)).join("|"),
  "gi",
);

function signsFor(letter: string): string {
  return Object.keys(LEET)
    .filter((sign) => LEET[sign] === letter)
    .join("");
}

/** Names and numbers look like it too: it counts where it spells a telling word. */
function leet(text: string): Reading | undefined {
  if (!DIGIT_AMONG_LETTERS.test(text)) return undefined;
  for (const [word] of text.matchAll(MAYBE_LEET))
    if (/[^a-z]/i.test(word))
      return rewritten(text, "leet", LEET_WORD, (one) => one.replace(/[^a-z]/gi, (sign) => LEET[sign] ?? sign));
  return undefined;
}

/** Characters set apart by a separator; several blanks stand between words. */
const SPACED = /(?<![\w-])[\w-](?:[ .*|/][\w-](?![\w-])|[ ]{2,4}[\w-](?![\w-])){4,}/g;
const TWO_SET_APART = /[ .*|/][\w-][ .*|/]{1,4}[\w-][ .*|/]/;
/** Numbers in a row are a table. */
const FEWEST_SPACED_LETTERS = 4;

function spaced(text: string): Reading | undefined {
  if (!TWO_SET_APART.test(text)) return undefined;
  return rewritten(text, "spaced", SPACED, (run) =>
    (run.match(/[a-z]/gi)?.length ?? 0) < FEWEST_SPACED_LETTERS
      ? undefined
      : run.replace(/ {2,4}|[ .*|/]/g, (gap) => (gap.length > 1 ? " " : "")),
  );
}

/** A token that goes on behind a line break, with what editors, mail and program text put there: a backslash, quotes, a plus, an indent. */
const WRAPPED =
  /(?:["'`][ \t]{0,2}[+.&\\]?[ \t]{0,2}\r?\n|\\?\r?\n)(?<=[\w+/=-]{12}["'`]?[ \t]{0,2}[+.&\\]?[ \t]{0,2}\r?\n)[ \t>]{0,12}["'`]?(?=[\w+/=-]{8})|["'`][ \t]{0,2}[+.&][ \t]{0,2}["'`](?<=[\w+/=-]["'`][ \t]{0,2}[+.&][ \t]{0,2}["'`])(?=\w)/g;

function wrapped(text: string): Reading | undefined {
  return rewritten(text, "wrapped", WRAPPED, () => "");
}
