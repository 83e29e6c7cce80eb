/**
 * The text that an image file carries beside its picture: comments, EXIF, XMP, chunks of text. Nobody sees it, and programs that read files (and models
 * that are told of them) do. Only the parts that can hold text are decoded, so that a large picture costs little. What is compressed there (`zTXt`, `iCCP`) is
 * as unread as the picture itself, and the coverage names that in any case.
 * @see https://www.w3.org/TR/png-3/#11textinfo
 */

/** The file behind base64, read where it is asked for. */
interface Bytes {
  readonly length: number;
  /** One character for each byte; shorter at the end of the file. */
  slice(start: number, end: number): string;
}

/** Fewer characters in a row are chance, not text. */
const MIN_RUN = 6;

/**
 * @param data - Base64 of an image of that type, as `mediaKind` has taken it.
 * @returns What can be read of it, line by line; empty if there is nothing. Linear, and the picture itself isn't decoded.
 */
export function imageText(data: string, mediaType: string | undefined): string {
  const bytes = bytesOf(/[\r\n]/.test(data) ? data.replaceAll(/[\r\n]/g, "") : data);
  return [...partsOf(bytes, mediaType)].flatMap(readable).join("\n");
}

/** The bytes of each part that can hold text. */
function partsOf(bytes: Bytes, mediaType: string | undefined): Iterable<string> {
  switch (mediaType) {
    case "image/png":
      return pngParts(bytes);
    case "image/jpeg":
      return jpegParts(bytes);
    case "image/webp":
      return webpParts(bytes);
    case "image/gif":
      return gifParts(bytes);
    case undefined:
      return [];
  }
  return [];
}

/** Chunks of text, and what stands behind the last chunk: it belongs to no picture. */
function* pngParts(bytes: Bytes): Generator<string> {
  let at = 8;
  while (at + 12 <= bytes.length) {
    const head = bytes.slice(at, at + 8);
    const type = head.slice(4);
    const end = at + 8 + number(head.slice(0, 4), "big");
    if (type === "tEXt" || type === "eXIf") yield bytes.slice(at + 8, end);
    if (type === "iTXt") yield uncompressed(bytes.slice(at + 8, end));
    at = end + 4;
    if (type === "IEND") break;
  }
  yield bytes.slice(at, bytes.length);
}

/** The keyword alone where the text behind it is compressed. */
function uncompressed(chunk: string): string {
  const keywordEnd = chunk.indexOf("\0");
  return chunk.charCodeAt(keywordEnd + 1) === 1 ? chunk.slice(0, keywordEnd) : chunk;
}

/** Segments of applications and comments, up to the picture. Color profiles are large, and their text is their makers'. */
function* jpegParts(bytes: Bytes): Generator<string> {
  let at = 2;
  while (at + 4 <= bytes.length) {
    const head = bytes.slice(at, at + 4);
    const marker = head.charCodeAt(1);
    if (head.charCodeAt(0) !== 0xff || marker === 0xda) return;
    const end = at + 2 + number(head.slice(2), "big");
    if (marker === 0xfe || (marker >= 0xe0 && marker <= 0xef && marker !== 0xe2)) yield bytes.slice(at + 4, end);
    at = Math.max(end, at + 2);
  }
}

/** Chunks but those of the picture and its colors. */
function* webpParts(bytes: Bytes): Generator<string> {
  let at = 12;
  while (at + 8 <= bytes.length) {
    const head = bytes.slice(at, at + 8);
    const end = at + 8 + number(head.slice(4), "little");
    if (!/^(?:VP8[ LX]|ALPH|ANIM|ANMF|ICCP)/.test(head)) yield bytes.slice(at + 8, end);
    at = end + (end % 2);
  }
}

/** Extensions: comments, plain text, applications (XMP). Their text comes in blocks of up to 255 bytes. */
function* gifParts(bytes: Bytes): Generator<string> {
  const all = bytes.slice(0, bytes.length);
  const byte = (at: number): number => all.charCodeAt(at) || 0;
  const tableSize = (flags: number): number => (flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0);
  let at = 13 + tableSize(byte(10));
  while (at < all.length) {
    const isExtension = byte(at) === 0x21;
    if (!isExtension && byte(at) !== 0x2c) return;
    at += isExtension ? 2 : 11 + tableSize(byte(at + 9));
    const blocks: string[] = [];
    for (; byte(at) > 0; at += 1 + byte(at)) if (isExtension) blocks.push(all.slice(at + 1, at + 1 + byte(at)));
    at += 1;
    if (isExtension) yield blocks.join("");
  }
}

/** Runs of text in UTF-8, and in UTF-16, in which cameras write comments. */
function readable(raw: string): readonly string[] {
  const narrow = raw.replaceAll(/(?:[\x20-\x7e]\0){6,}|(?:\0[\x20-\x7e]){6,}/g, (wide) => `\n${wide.replaceAll("\0", "")}\n`);
  const decoded = new TextDecoder().decode(Uint8Array.from(narrow, (one) => one.charCodeAt(0)));
  return decoded.split(/[\x00-\x08\x0b-\x1f\x7f\ufffd]+/).filter((run) => run.length >= MIN_RUN);
}

function number(bytes: string, order: "big" | "little"): number {
  const ordered = order === "big" ? [...bytes] : [...bytes].reverse();
  return ordered.reduce((value, byte) => value * 256 + byte.charCodeAt(0), 0);
}

function bytesOf(base64: string): Bytes {
  const unpadded = base64.replace(/={1,2}$/, "");
  const length = Math.floor((unpadded.length * 3) / 4);
  return {
    length,
    slice(start, end) {
      const to = Math.min(end, length);
      if (start >= to) return "";
      const first = Math.floor(start / 3);
      const chars = unpadded.slice(first * 4, Math.ceil(to / 3) * 4);
      return atob(chars).slice(start - first * 3, to - first * 3);
    },
  };
}
