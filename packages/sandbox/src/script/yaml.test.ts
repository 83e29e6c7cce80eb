import { test } from "@fast-check/vitest";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseScript, ScriptError } from "./yaml.js";

const problemOf = (text: string): string => {
  try {
    parseScript(text, "s.yaml");
  } catch (error) {
    expect(error).toBeInstanceOf(ScriptError);
    return (error as Error).message;
  }
  return "none";
};

describe("a mistake in a script is named with its place", () => {
  it.for([
    [
      "a key that nobody knows",
      "rules:\n  - when: { modle: echo }\n    reply: { content: x }\n",
      "s.yaml:2:13: unknown key at `rules[0].when.modle`",
    ],
    ["a reply that is missing", "rules:\n  - when: {}\n", "s.yaml:2:5: missing value at `rules[0].reply`"],
    [
      "a block of an unknown type",
      "rules:\n  - reply:\n      content:\n        - type: tekst\n",
      "s.yaml:4:11: Input tag 'tekst'",
    ],
    [
      "a field that a block doesn't have",
      "rules:\n  - reply:\n      content:\n        - { type: text, text: x, txt: y }\n",
      "s.yaml:4:34: unknown key at `rules[0].reply.content[0].txt`",
    ],
    ["an unknown stop reason", "rules:\n  - reply: { content: x, stop_reason: done }\n", 's.yaml:2:26: expected ("end_turn"'],
    [
      "a pattern that is none",
      'rules:\n  - when: { user_matches: "(" }\n    reply: { content: x }\n',
      "s.yaml:2:13: not a regular expression at `rules[0].when.user_matches`",
    ],
    ["no rules", "rules: []\n", "s.yaml:1:1: expected >=1 at `rules`"],
    ["text that is no YAML", "rules: [\n", "s.yaml:2:1:"],
    ["the same key twice", "rules: []\nrules: []\n", "s.yaml:2:1: Map keys must be unique"],
  ] as const)("%s", ([, text, expected]) => {
    expect(problemOf(text)).toContain(expected);
  });

  it("an alias that points nowhere, or to far too much", () => {
    expect(problemOf("rules: *nowhere\n")).toContain("s.yaml:1:");
    const bomb = ["a: &a [x, x, x, x, x, x, x, x, x, x]"];
    for (const [name, of] of [
      ["b", "a"],
      ["c", "b"],
      ["d", "c"],
      ["e", "d"],
      ["f", "e"],
    ] as const)
      bomb.push(`${name}: &${name} [${Array(10).fill(`*${of}`).join(", ")}]`);
    expect(problemOf(`${bomb.join("\n")}\nrules: *f\n`)).toContain("s.yaml:1:1: an alias can't be resolved");
  });

  test.prop([
    fc.oneof(
      fc.string(),
      fc.string({
        unit: fc.constantFrom("rules:", "\n", "  ", "- ", "reply: ", "{", "}", "[", "]", "*a", "&a ", "x", ": ", '"'),
      }),
    ),
  ])("any text whatever is a script or a ScriptError", (text) => {
    problemOf(text);
  });

  it("doesn't repeat what stands there", () => {
    expect(problemOf("rules:\n  - reply: { content: [{ type: text, text: 7777 }] }\n")).not.toContain("7777");
  });
});

describe("a script in YAML is the script that it would be in code", () => {
  it("fills in nulls and turns names around", () => {
    const script = parseScript(`
rules:
  - when: { model: echo, user_matches: "^hi", nth: 2 }
    reply:
      content:
        - { type: text, text: x, citations: [{ type: char_location, cited_text: x, document_index: 0, start_char_index: 0, end_char_index: 1 }] }
      stop_reason: refusal
      stop_details: { category: cyber }
      stream: { delta_chars: 1, line_ending: crlf }
      fault: { type: cut, after_events: 3 }
  - reply: { events: [{ delay_ms: 1 }, { comment: c }, { raw: r }, { type: ping }, { cut: true }] }
  - reply: { error: { status: 429, error_code: ramp_limit_exceeded } }
`);
    expect(script.rules).toMatchObject([
      {
        when: { model: "echo", userMatches: /^hi/iu, nth: 2 },
        reply: {
          content: [{ citations: [{ document_title: null, file_id: null }] }],
          stopReason: "refusal",
          stopDetails: { category: "cyber" },
          stream: { deltaChars: 1, lineEnding: "crlf" },
          fault: { type: "cut", afterEvents: 3 },
        },
      },
      { when: {}, reply: { events: [{ delayMs: 1 }, { comment: "c" }, { raw: "r" }, { type: "ping" }, { cut: true }] } },
      { when: {}, reply: { error: { status: 429, errorCode: "ramp_limit_exceeded" } } },
    ]);
  });
});
