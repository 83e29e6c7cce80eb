import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { readRecords } from "./records.js";
import { readYaml } from "./yaml.js";

const plain = (text: string) =>
  readRecords(text).map(({ fields }) =>
    Object.fromEntries([...fields].map(([name, values]) => [name, values.map((value) => value.text)])),
  );

describe("records that serializers write", () => {
  it("lists of mappings, folded and quoted scalars, lists at the indent of their key", () => {
    const text = [
      "- all_day: false",
      "  description: Industry event to meet professionals. Don't",
      "    miss it!",
      "  id_: '13'",
      "  participants:",
      "  - ada@corp.example",
      "  - ben@corp.example",
      "  body: 'Hi,",
      "",
      "",
      "    it''s   fine: - no'",
      '  note: "first\\nline, \\',
      '    \\ second: \\"x\\" \\xe9"',
      "  shared_with:",
      "    eve@corp.example: r",
      "  tags: []",
      "  empty:",
      "- title: 'two'",
    ].join("\n");
    expect(plain(text)).toEqual([
      {
        all_day: ["false"],
        description: ["Industry event to meet professionals. Don't miss it!"],
        id_: ["13"],
        participants: ["ada@corp.example", "ben@corp.example"],
        body: ["Hi,\n\nit's   fine: - no"],
        note: ['first\nline,  second: "x" \u00e9'],
      },
      { "eve@corp.example": ["r"] },
      { title: ["two"] },
    ]);
  });

  it("says in which line each value begins", () => {
    const [record] = readRecords("- a: 1\n  b: 'x\n\n    y'\n  c: z\n");
    expect([...(record?.fields ?? [])].map(([, [value]]) => value?.line)).toEqual([1, 2, 5]);
    const [json] = readRecords('{\n "a": "x",\n "b": "y"}');
    expect([...(json?.fields ?? [])].map(([, [value]]) => value?.line)).toEqual([2, 3]);
  });

  it.for([
    ["a sentence", "The minutes of May."],
    ["a second document", "a: 1\n---\nb: 2"],
    ["an anchor", "a: &x 1\nb: *x"],
    ["a tag", "a: !!binary aGk="],
    ["a comment", "a: 1 # two"],
    ["a flow mapping", "a: {b: c}"],
    ["a name that stands twice", "a: 1\na: 2"],
    ["a tab as indent", "a:\n\tb: 1"],
    ["a quoted scalar without an end", "a: 'x\nb: y"],
    ["text behind a quoted scalar", "a: 'x' y"],
    ["a colon in a plain scalar", "a: b: c"],
    ["a quoted scalar that goes on at the indent of its key", "a: 'x\nb: y'"],
    ["a broken indent", "a:\n    b: 1\n  c: 2"],
    ["a complex key", "? a\n: b"],
    ["prose behind records", "- a: 1\nThe end."],
    ["Python's own notation", "{'a': 'b'}"],
    ["JSON with a name twice", '{"a":1,"a":2}'],
  ] as const)("%s has no fields", ([, text]) => {
    expect(readRecords(text)).toEqual([]);
  });

  it("whatever stands in a value, it is read as what the serializer wrote", () => {
    const value = fc.oneof(
      fc.string({ unit: "grapheme", maxLength: 60 }),
      fc.constantFrom("- a: b", "x\n- id: 1\n", "'", "''", '"', "\\", "a: 'b", "# c", "k: v", "\n\n  y", "|", "- ", "null"),
    );
    const record = fc.dictionary(fc.stringMatching(/^[a-z_]{1,8}$/), value, { minKeys: 1, maxKeys: 4 });
    fc.assert(
      fc.property(
        fc.array(record, { minLength: 1, maxLength: 4 }),
        fc.constantFrom("QUOTE_DOUBLE", "QUOTE_SINGLE", "PLAIN"),
        fc.constantFrom(20, 80),
        (records, style, lineWidth) => {
          const text = stringify(records, { defaultStringType: style, lineWidth });
          const node = readYaml(text);
          if (node === undefined) return; // strict: it may refuse, and never read otherwise
          const read =
            node.kind === "list"
              ? node.items.map((item) =>
                  item.kind === "map"
                    ? Object.fromEntries(
                        item.fields.map((field) => [field.name, field.node.kind === "scalar" ? field.node.value : "?"]),
                      )
                    : "?",
                )
              : "?";
          expect(read).toEqual(records);
        },
      ),
      { numRuns: 1_000 },
    );
  });

  it("costs no more than it is long", () => {
    const hostile = [
      `a: "${"\\".repeat(200_000)}`,
      `a: '${"'".repeat(200_001)}`,
      "- ".repeat(100_000),
      "a:\n".repeat(50_000),
      `a: "${"x\\\n  ".repeat(50_000)}"`,
      " ".repeat(200_000),
    ];
    for (const text of hostile) {
      const before = process.cpuUsage();
      readYaml(text);
      expect(process.cpuUsage(before).user / 1e6).toBeLessThan(10);
    }
  });
});
