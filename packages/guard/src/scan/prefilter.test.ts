import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { createPrefilter, START } from "./prefilter.js";

const word = fc.string({ unit: fc.constantFrom("a", "b", "-"), minLength: 1, maxLength: 4 });
const words = fc.array(word, { minLength: 1, maxLength: 8 });
const text = fc.string({ unit: fc.constantFrom("a", "b", "A", "B", "-", "é", "漢"), maxLength: 40 });

describe("the prefilter", () => {
  test.prop([words, text, fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1 })])(
    "finds every keyword where it ends, however the text is cut",
    (keywords, whole, sizes) => {
      const prefilter = createPrefilter(keywords);
      const found: string[] = [];
      let state = START;
      for (let at = 0, turn = 0; at < whole.length; turn++) {
        const piece = whole.slice(at, at + (sizes[turn % sizes.length] ?? 1));
        const before = at;
        state = prefilter.read(state, piece, (keyword, end) => found.push(`${keyword} ends at ${before + end}`));
        at += piece.length;
      }
      const expected: string[] = [];
      const lowered = whole.replaceAll(/[AB]/g, (letter) => letter.toLowerCase());
      keywords.forEach((keyword, number) => {
        for (let at = lowered.indexOf(keyword); at >= 0; at = lowered.indexOf(keyword, at + 1))
          expected.push(`${number} ends at ${at + keyword.length}`);
      });
      expect(found.sort()).toEqual(expected.sort());
    },
  );

  test.prop([words, text])("knows which keywords the text may go on to complete", (keywords, whole) => {
    const prefilter = createPrefilter(keywords);
    const lowered = whole.replaceAll(/[AB]/g, (letter) => letter.toLowerCase());
    const state = prefilter.read(START, whole, () => undefined);
    const opened: string[] = [];
    prefilter.opened(state, (keyword, length) => opened.push(`${keyword} ${length}`));
    const expected = keywords.flatMap((keyword, number) =>
      Array.from({ length: keyword.length - 1 }, (_, at) => at + 1)
        .filter((length) => lowered.endsWith(keyword.slice(0, length)))
        .map((length) => `${number} ${length}`),
    );
    expect(opened.sort()).toEqual(expected.sort());
    expect(prefilter.depth(state)).toBe(
      Math.max(
        0,
        ...keywords.flatMap((keyword) =>
          Array.from(keyword, (_, at) => at + 1).filter((length) => lowered.endsWith(keyword.slice(0, length))),
        ),
      ),
    );
  });
});
