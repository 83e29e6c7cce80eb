import { fc, test } from "@fast-check/vitest";
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { describe, expect, it } from "vitest";
import { createPromptMatcher } from "./template.js";

const part = fc.string({ unit: fc.constantFrom("a", "b", " ", "."), maxLength: 4 });

describe("allowed system prompts", () => {
  it.each<[string, string, string, string[] | undefined]>([
    ["a text without slots", "Be kind.", "Be kind.", []],
    ["another text", "Be kind.", "Be kind. And wild.", undefined],
    ["a slot", "You help {{name}}.", "You help Ann.", ["Ann"]],
    ["an empty slot", "You help {{name}}.", "You help .", [""]],
    ["a slot at the end", "Today is {{ date }}", "Today is Monday", ["Monday"]],
    ["two slots, each as short as it can be", "{{a}}, {{b}}!", "one, two, three!", ["one", "two, three"]],
    ["fixed parts that would overlap", "ab{{x}}ba", "aba", undefined],
    ["fixed parts in another order", "a{{x}}b{{y}}c", "abab", undefined],
  ])("%s", (_, template, text, slots) => {
    expect(createPromptMatcher([template])(text)?.map(({ start, end }) => text.slice(start, end))).toEqual(slots);
  });
  it("a pin takes the one text, and no other", () => {
    const matches = createPromptMatcher([`sha256:${bytesToHex(sha256(utf8ToBytes("Be kind.")))}`]);
    expect(matches("Be kind.")).toEqual([]);
    expect(matches("Be kind")).toBeUndefined();
  });
  test.prop([fc.array(part, { minLength: 1, maxLength: 4 }), fc.array(part, { maxLength: 4 })])(
    "whatever fills the slots, the text fits, and what lies between slots is the template's",
    (parts, fills) => {
      const text = parts.map((one, index) => one + (index < parts.length - 1 ? (fills[index] ?? "") : "")).join("");
      const slots = createPromptMatcher([parts.join("{{s}}")])(text);
      if (slots === undefined) throw new Error("the text should fit");
      let at = 0;
      const fixed = slots.map(({ start, end }) => {
        const between = text.slice(at, start);
        at = end;
        return between;
      });
      expect([...fixed, text.slice(at)]).toEqual(parts);
    },
  );
});
