/**
 * Writes edits into a JSON text. Only the characters of an edit's own span change; every other byte of the source stays, escapes and
 * spelling of the same string included (promise 3).
 */
import type { Edit } from "./reading.js";

/** Source text to put in at a place of the source, as it is: for a parameter that the request doesn't have yet. */
export interface Insertion {
  readonly at: number;
  readonly text: string;
}

/**
 * The source with the edits in it; the source itself if there are none.
 * @param edits - In any order. Positions of an {@link Edit} are UTF-16 units of the decoded text of its literal.
 * @throws RangeError if edits overlap, reach out of their text or cut a surrogate pair: a fault of the caller, never of the body.
 */
export function writeEdits(source: string, edits: readonly (Edit | Insertion)[]): string {
  if (edits.length === 0) return source;
  const pieces: string[] = [];
  let written = 0;
  for (const { start, end, text } of replacementsIn(source, edits)) {
    if (start < written) throw new RangeError("two edits overlap");
    pieces.push(source.slice(written, start), text);
    written = end;
  }
  pieces.push(source.slice(written));
  return pieces.join("");
}

/** A span of the source and the source text to stand there instead. */
interface Replacement {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

function replacementsIn(source: string, edits: readonly (Edit | Insertion)[]): Replacement[] {
  const replacements: Replacement[] = [];
  const byLiteral = new Map<number, Edit[]>();
  for (const edit of edits) {
    if ("at" in edit) {
      if (edit.at < 0 || edit.at > source.length) throw new RangeError("an insertion lies outside of the source");
      replacements.push({ start: edit.at, end: edit.at, text: edit.text });
    } else {
      const { literal } = edit.segment;
      const inSameLiteral = byLiteral.get(literal.start);
      if (inSameLiteral === undefined) byLiteral.set(literal.start, [edit]);
      else inSameLiteral.push(edit);
    }
  }
  for (const inLiteral of byLiteral.values()) {
    for (const replacement of inOneLiteral(source, inLiteral)) replacements.push(replacement);
  }
  return replacements.sort((a, b) => a.start - b.start || a.end - b.end);
}

function inOneLiteral(source: string, edits: readonly Edit[]): Replacement[] {
  const sorted = edits.toSorted((a, b) => a.start - b.start || a.end - b.end);
  const [first] = sorted;
  if (first === undefined) return [];
  const { literal } = first.segment;
  const rawOf = rawPositions(source, literal.start + 1, literal.end - 1, literal.value.length);
  let passed = 0;
  return sorted.map(({ start, end, replacement }) => {
    if (start < passed || end < start) throw new RangeError("two edits overlap");
    if (end > literal.value.length) throw new RangeError("an edit reaches out of its text");
    if (cutsPair(literal.value, start) || cutsPair(literal.value, end)) throw new RangeError("an edit cuts a surrogate pair");
    passed = end;
    return { start: rawOf(start), end: rawOf(end), text: JSON.stringify(replacement).slice(1, -1) };
  });
}

/** Maps offsets of a decoded string, asked for in ascending order, to places in the source: each escape is one unit there. */
function rawPositions(source: string, start: number, end: number, length: number): (offset: number) => number {
  if (end - start === length) return (offset) => start + offset;
  const raw = source.slice(start, end);
  let at = 0;
  let decoded = 0;
  let escape = raw.indexOf("\\");
  return (offset) => {
    while (escape >= 0 && decoded + escape - at < offset) {
      decoded += escape - at + 1;
      at = escape + (raw[escape + 1] === "u" ? 6 : 2);
      escape = raw.indexOf("\\", at);
    }
    at += offset - decoded;
    decoded = offset;
    return start + at;
  };
}

function cutsPair(text: string, at: number): boolean {
  return isSurrogate(text.charCodeAt(at - 1), 0xd800) && isSurrogate(text.charCodeAt(at), 0xdc00);
}

function isSurrogate(code: number, from: number): boolean {
  return code >= from && code < from + 0x400;
}
