import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { FOLDING } from "./folding.js";
import { createView } from "./view.js";

const PIECES = [
  "a",
  "-",
  "é",
  "漢",
  "😀",
  "​",
  "­",
  "️",
  "‑",
  "—",
  "“",
  " ",
  "ﬀ",
  "Ⅷ",
  "ａ",
  "①",
  "½",
  "\u{1d400}",
  "\u{e0041}",
  "\u{e0100}",
];
const pieces = fc.array(fc.constantFrom(...PIECES), { maxLength: 30 });

const folded = (text: string): string => createView(FOLDING, 0).push(text);

describe("the folded view", () => {
  it.each([
    ["full width", "ＡＫＩＡ－１", "AKIA-1"],
    ["mathematical letters", "\u{1d400}\u{1d41a}\u{1d7d9}", "Aa1"],
    ["zero-width characters", "a​b⁠c﻿d‌e", "abcde"],
    ["soft hyphens, joiners and selectors", "a­b͏c️d\u{e0100}", "abcd"],
    ["bidirectional controls", "‮abc‬⁦⁩", "abc"],
    ["tag characters", "\u{e0001}\u{e0068}\u{e0069}\u{e007f}", "hi"],
    ["hyphens and dashes", "1‐2‑3–4—5−6", "1-2-3-4-5-6"],
    ["spaces", "a b c　d e", "a b c d e"],
    ["quotation marks", "‘a’ “b”", "'a' \"b\""],
    ["ligatures and numerals", "ofﬁce Ⅷ ② …", "office VIII 2 ..."],
  ])("reads %s", (_name, original, shown) => {
    expect(folded(original)).toBe(shown);
  });

  it.each(["café naïve Ünïcödé", "漢字かな 한국어", "½ ¼ ©", "👩💻", "plain text\n\t"])("leaves %j as it is", (text) => {
    expect(folded(text)).toBe(text);
  });

  test.prop([pieces, fc.nat(20)])(
    "maps each span back to the characters that show in it, however the text is cut",
    (parts, size) => {
      const text = parts.join("");
      const view = createView(FOLDING, 0);
      let shown = "";
      for (let at = 0; at < parts.length; at += size + 1) shown += view.push(parts.slice(at, at + size + 1).join(""));
      expect(shown).toBe(folded(text));

      // Each character on its own: what it shows, and where it stands.
      const places: { start: number; end: number }[] = [];
      let offset = 0;
      for (const part of parts) {
        for (const character of part) {
          for (let unit = 0; unit < folded(character).length; unit++)
            places.push(
              folded(character) === character
                ? { start: offset + unit, end: offset + unit + 1 }
                : { start: offset, end: offset + character.length },
            );
          offset += character.length;
        }
      }
      expect(places).toHaveLength(shown.length);
      for (let start = 0; start < shown.length; start++) {
        expect(view.originalStart(start)).toBe(places[start]?.start);
        for (let end = start + 1; end <= shown.length; end++)
          expect(view.original({ start, end })).toEqual({ start: places[start]?.start, end: places[end - 1]?.end });
      }
      expect(view.originalStart(shown.length)).toBe(text.length);
    },
  );
});
