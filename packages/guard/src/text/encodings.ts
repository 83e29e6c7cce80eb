/**
 * Encodings that machines write and models read: runs of base64, base32, hexadecimal and binary digits, and payloads in variation selectors. A
 * run counts only for the readable text in it: an image, a key or a hash has none.
 * @see https://www.rfc-editor.org/rfc/rfc4648 base 16, 32 and 64
 */
import { decoded, type Disguise, type Reading } from "./reading.js";
import type { Span } from "./span.js";

interface Encoding {
  readonly disguise: Disguise;
  readonly isMember: (code: number) => boolean;
  /** Shorter runs are words, and hold no secret and no instruction. In characters. */
  readonly shortest: number;
  /** Global; what of a run of members is encoded text. */
  readonly shape: RegExp;
  readonly decode: (run: string) => Uint8Array;
}

/** Of text within other bytes: shorter runs are chance, and longer ones than this aren't met among them. */
const LEAST_WITHIN = 16;
const MOST_WITHIN = 8_192;
/** Fewer bytes say nothing. */
const FEWEST_BYTES = 8;

const ENCODINGS: readonly Encoding[] = [
  {
    disguise: "hex",
    isMember: isHexOrGap,
    shortest: 20,
    shape: /(?<![\dA-Za-z])(?:0x)?[\dA-Fa-f]{2}(?:[ :,-]{0,2}(?:0x)?[\dA-Fa-f]{2}){9,}(?![\dA-Za-z])/g,
    decode: (run) => fromDigits(run.replace(/0x|[ :,-]/g, ""), 16, 2),
  },
  {
    disguise: "binary",
    isMember: isBinaryOrGap,
    shortest: FEWEST_BYTES * 8,
    shape: /(?<![\dA-Za-z])[01]{8}(?:[ ,]{0,2}[01]{8}){7,}(?![\dA-Za-z])/g,
    decode: (run) => fromDigits(run.replace(/[ ,]/g, ""), 2, 8),
  },
  {
    disguise: "decimal",
    isMember: isDecimalOrGap,
    shortest: 40,
    shape: /(?<![\w.-])\d{2,3}(?:[ ,;]{1,2}\d{2,3}){15,}(?![\w.-])/g,
    decode: (run) => Uint8Array.from(run.match(/\d+/g) ?? [], Number),
  },
  {
    disguise: "base32",
    isMember: isBase32,
    shortest: 24,
    shape: /(?<![\w+/])[A-Z2-7]{24,}={0,6}(?![\w+/=])/g,
    decode: fromBase32,
  },
  {
    disguise: "base64",
    isMember: isBase64OrBreak,
    shortest: 20,
    // Lines of 40 and more go on, as in mail and certificates.
    shape: /(?<![\w+/-])[\w+/-]{20,}(?:(?<=[\w+/-]{40})\r?\n[\w+/-]{4,})*={0,2}(?![\w+/-])/g,
    decode: fromBase64,
  },
  {
    disguise: "selectors",
    isMember: isSelector,
    shortest: FEWEST_BYTES,
    shape: /[\ufe00-\ufe0f\u{e0100}-\u{e01ef}]{8,}/gu,
    decode: fromSelectors,
  },
];

/** What the encoded runs of a text stand for. */
export function encodedReadings(text: string): readonly Reading[] {
  const readings: Reading[] = [];
  for (const { disguise, isMember, shortest, shape, decode } of ENCODINGS) {
    for (const run of runsOf(text, isMember, shortest)) {
      // With a character on each side, for the shape to see what it borders on.
      const from = Math.max(0, run.start - 1);
      for (const match of text.slice(from, run.end + 3).matchAll(shape)) {
        const start = from + match.index;
        const plain = readable(match[0], decode);
        if (plain !== undefined) readings.push(decoded(disguise, plain, { start, end: start + match[0].length }));
      }
    }
  }
  return readings;
}

/** The longest runs of members that have at least so many. It looks at every `shortest`-th character: one of them lies in such a run. */
function* runsOf(text: string, isMember: (code: number) => boolean, shortest: number): Generator<Span> {
  for (let at = shortest - 1; at < text.length; at += shortest) {
    if (!isMember(text.charCodeAt(at))) continue;
    let start = at;
    let end = at + 1;
    while (start > 0 && isMember(text.charCodeAt(start - 1))) start -= 1;
    while (end < text.length && isMember(text.charCodeAt(end))) end += 1;
    if (end - start >= shortest) yield { start, end };
    at = end - 1;
  }
}

/** What a run says if it is text, or what text stands in it: a few bytes of something else must not hide the rest. */
function readable(run: string, decode: Encoding["decode"]): string | undefined {
  const bytes = decode(run);
  return isReadable(bytes) ? new TextDecoder().decode(bytes) : textWithin(bytes);
}

/** Runs of printable ASCII, one on a line. Random bytes hold one of this length in a hundred thousand. */
function textWithin(bytes: Uint8Array): string | undefined {
  const runs: string[] = [];
  let start = 0;
  for (let at = 0; at <= bytes.length; at++) {
    const byte = bytes[at] ?? 0;
    if (byte >= 0x20 && byte < 0x7f) continue;
    if (at - start >= LEAST_WITHIN) runs.push(String.fromCharCode(...bytes.subarray(start, Math.min(at, start + MOST_WITHIN))));
    start = at + 1;
  }
  return runs.length === 0 ? undefined : runs.join("\n");
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

function isGap(code: number): boolean {
  return code === 0x20 || code === 0x2c || code === 0x3a || code === 0x2d;
}

function isHexOrGap(code: number): boolean {
  const lower = code | 0x20;
  return isDigit(code) || (lower >= 0x61 && lower <= 0x66) || lower === 0x78 || isGap(code);
}

function isBinaryOrGap(code: number): boolean {
  return code === 0x30 || code === 0x31 || code === 0x20 || code === 0x2c;
}

function isDecimalOrGap(code: number): boolean {
  return isDigit(code) || code === 0x20 || code === 0x2c || code === 0x3b;
}

function isBase32(code: number): boolean {
  return (code >= 0x41 && code <= 0x5a) || (code >= 0x32 && code <= 0x37);
}

/** Both alphabets: `+` and `/`, `-` and `_`. */
function isBase64OrBreak(code: number): boolean {
  const lower = code | 0x20;
  if (isDigit(code) || (lower >= 0x61 && lower <= 0x7a)) return true;
  return code === 0x2b || code === 0x2f || code === 0x2d || code === 0x5f || code === 0x0a || code === 0x0d;
}

/** In UTF-16: the second sixteen and all others are two units. */
function isSelector(code: number): boolean {
  return (code >= 0xfe00 && code <= 0xfe0f) || code === 0xdb40 || (code >= 0xdd00 && code <= 0xddef);
}

function fromDigits(digits: string, base: number, size: number): Uint8Array {
  return Uint8Array.from({ length: Math.floor(digits.length / size) }, (_, index) =>
    Number.parseInt(digits.slice(index * size, (index + 1) * size), base),
  );
}

function fromBase32(run: string): Uint8Array {
  const bytes: number[] = [];
  let bits = 0;
  let held = 0;
  for (let at = 0; at < run.length && run[at] !== "="; at++) {
    const code = run.charCodeAt(at);
    held = ((held << 5) | (isDigit(code) ? code - 0x32 + 26 : code - 0x41)) & 0xffff;
    bits += 5;
    if (bits >= 8) bytes.push((held >> (bits -= 8)) & 0xff);
  }
  return Uint8Array.from(bytes);
}

const NO_DIGIT = 64;
const SIX_BITS = new Uint8Array(128).fill(NO_DIGIT);
const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
for (let value = 0; value < DIGITS.length; value++) SIX_BITS[DIGITS.charCodeAt(value)] = value;
SIX_BITS["-".charCodeAt(0)] = 62;
SIX_BITS["_".charCodeAt(0)] = 63;

/** Both alphabets, with and without padding. What is left over of a run whose length fits no bytes is dropped. */
function fromBase64(run: string): Uint8Array {
  const bytes = new Uint8Array(Math.floor((run.length * 3) / 4));
  let length = 0;
  let bits = 0;
  let held = 0;
  for (let at = 0; at < run.length; at++) {
    const value = SIX_BITS[run.charCodeAt(at)] ?? NO_DIGIT;
    if (value === NO_DIGIT) continue; // a line break or padding
    held = ((held << 6) | value) & 0xffff;
    bits += 6;
    if (bits >= 8) bytes[length++] = (held >> (bits -= 8)) & 0xff;
  }
  return bytes.subarray(0, length);
}

/** A byte to a selector: the first sixteen are U+FE00 to U+FE0F, the others U+E0100 to U+E01EF. */
function fromSelectors(run: string): Uint8Array {
  return Uint8Array.from(
    Array.from(run, (character) => {
      const code = character.codePointAt(0) ?? 0;
      return code <= 0xfe0f ? code - 0xfe00 : code - 0xe0100 + 16;
    }),
  );
}

/**
 * Whether the bytes are text: well-formed UTF-8 with hardly a control character. Told by hand, since nearly all runs are names and keys, whose first
 * bytes say so; the language's decoder says it by throwing.
 */
function isReadable(bytes: Uint8Array): boolean {
  let odd = 0;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0;
    if (byte < 0x80) {
      if ((byte < 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) || byte === 0x7f) odd += 1;
      continue;
    }
    const more = byte >= 0xc2 && byte < 0xe0 ? 1 : byte >= 0xe0 && byte < 0xf0 ? 2 : byte >= 0xf0 && byte < 0xf5 ? 3 : 0;
    if (more === 0) return false;
    for (let next = 1; next <= more; next++) {
      const following = bytes[at + next];
      if (following === undefined || following >> 6 !== 0b10) return false;
    }
    at += more;
  }
  return bytes.length >= FEWEST_BYTES && odd * 50 <= bytes.length;
}
