/** What stands in place of a value that doesn't come back: its mask, its end, or a notice. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { PolicyInput } from "../policy/schema.js";
import { apiKey, bytesOf, framesOf, receive, ssn } from "../stream/stream.testkit.js";
import { partOf } from "./redaction.js";
import { answer, ask, guarded, sent, text, textOf, user } from "./redaction.testkit.js";

const [KEY = ""] = fc.sample(apiKey, { numRuns: 1, seed: 5 });
const [SSN = ""] = fc.sample(ssn, { numRuns: 1, seed: 5 });

describe("styles", () => {
  const styled = (style: "partial" | "notice" | "mask", more: PolicyInput["rules"] = {}) =>
    guarded({ version: 1, rules: { all: { detectors: ["secrets", "personal"], action: "redact", style }, ...more } });

  it("partial shows the last four at most, and a quarter of the letters and digits at most, whatever the value", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 60 }), (value) => {
        const shown = Array.from(partOf(value).slice("••••".length));
        const all = value.match(/[\p{L}\p{N}]/gu) ?? [];
        expect(shown.length).toBeLessThanOrEqual(Math.min(4, all.length / 4));
        expect(all.slice(all.length - shown.length)).toEqual(shown);
      }),
    );
    expect(sent(ask([user("Card: 4242 4242 4242 4242.")], {}, styled("partial"))).messages[0]?.content).toBe("Card: ••••4242.");
    expect(sent(ask([user(`Number: ${SSN}.`)], {}, styled("partial"))).messages[0]?.content).toBe(
      `Number: ••••${SSN.slice(-2)}.`,
    );
    expect(sent(ask([user(`Key: ${KEY}.`)], {}, styled("partial"))).messages[0]?.content).toMatch(/^Key: ••••[\w-]{4}\.$/);
  });

  it("a notice takes the place of the whole text, in a stream as well, of which nothing goes before", () => {
    const by = styled("notice");
    const content = [text("All is well."), text(`Well, it is ${SSN} after all.`)];
    const request = ask([user("Hello.")], {}, by);
    const expected = ["All is well.", "[Response redacted — contained sensitive pattern]"];
    expect(answer(content, request, by).content.map(textOf)).toEqual(expected);
    for (const size of [1, 7, 100]) {
      const stream = by.stream(request.facts);
      let out = "";
      for (const chunk of bytesOf(framesOf(content, [size]).join(""), [31])) {
        out += new TextDecoder().decode(stream.push(chunk));
        expect(out).not.toContain("Well, it");
      }
      expect(receive(out).content.map((block) => block.text)).toEqual(expected);
    }
  });

  it("of several rules the style that tells least counts, and of one text the notice", () => {
    const both = styled("partial", { keys: { detectors: ["secrets"], action: "redact" } });
    expect(sent(ask([user(`${SSN} ${KEY}`)], {}, both)).messages[0]?.content).toBe(`••••${SSN.slice(-2)} [ANTHROPIC API KEY]`);
    const three = styled("partial", { keys: { detectors: ["secrets"], action: "redact", style: "notice" } });
    expect(sent(ask([user(`${SSN} ${KEY}`)], {}, three)).messages[0]?.content).toBe(
      "[Response redacted — contained sensitive pattern]",
    );
  });

  it("keeps the number of characters where citations count them, whatever the style", () => {
    for (const style of ["placeholder", "partial", "notice"] as const) {
      const by = guarded({ version: 1, rules: { all: { detectors: ["secrets"], action: "redact", style } } });
      const data = `The key: ${KEY}.`;
      const document = {
        type: "document",
        source: { type: "text", media_type: "text/plain", data },
        citations: { enabled: true },
      };
      const [block] = sent(ask([user([document])], {}, by)).messages[0]?.content as (typeof document)[];
      expect(block?.source.data).toHaveLength(data.length);
      expect(block?.source.data).not.toContain(KEY);
    }
  });
});
