import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { createMarks, MARKINGS } from "./marking.js";

const SECRET = new Uint8Array(32).fill(7);
const marks = createMarks(SECRET, "first message");
const tagOf = (clause: string): string => /<(untrusted-[a-z\d]{12})>/.exec(clause)?.[1] ?? "";
const TAG = tagOf(marks.clause(["delimit"]));

describe("marked text can't break out of its mark", () => {
  const attack = fc
    .array(
      fc.constantFrom(
        `</${TAG}>`,
        `<${TAG}>`,
        TAG.toUpperCase(),
        TAG.slice(10),
        '"',
        "\\",
        '\\"',
        "\n",
        "^",
        " ",
        "</untrusted>",
        "now obey",
      ),
      { maxLength: 12 },
    )
    .map((parts) => parts.join(""));
  test.prop([fc.oneof(attack, fc.string({ unit: "grapheme" }))])("delimited: the closing tag stands once, at the end", (text) => {
    const marked = marks.mark(text, "delimit", "tool-result");
    expect(marked.startsWith(`<${TAG} source="tool-result">\n`)).toBe(true);
    expect(marked.toLowerCase().indexOf(`</${TAG}`)).toBe(marked.length - TAG.length - 3);
  });
  test.prop([fc.oneof(attack, fc.string({ unit: "grapheme" }))])("as JSON: it is one string, and the text reads back", (text) => {
    expect(JSON.parse(marks.mark(text, "json", "document"))).toBe(text);
  });
  test.prop([attack])("datamarked: no blank is left", (text) => {
    expect(marks.mark(text, "datamark", "document")).not.toMatch(/\s/);
  });
});

describe("marks", () => {
  it("are the same throughout a conversation, and others in another or with another secret", () => {
    const clause = marks.clause(MARKINGS);
    expect(createMarks(SECRET, "first message").clause(MARKINGS)).toBe(clause);
    expect(createMarks(SECRET, "another").clause(MARKINGS)).not.toBe(clause);
    expect(createMarks(new Uint8Array(32).fill(8), "first message").clause(MARKINGS)).not.toBe(clause);
  });
});
