import { fc, test } from "@fast-check/vitest";
import { PolicyError, createGuard, parsePolicy, DETECTORS, type PolicyProblem } from "@sallyport/guard";
import { describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { linearPatterns } from "./linear-patterns.js";
import { parsePolicyText } from "./policy-file.js";

function problemsOf(text: string): readonly PolicyProblem[] {
  try {
    parsePolicyText(text, { patternEngine: linearPatterns });
  } catch (error) {
    if (error instanceof PolicyError) return error.problems;
    throw error;
  }
  return [];
}

const POLICY = {
  version: 1,
  extends: "balanced",
  rules: { personal: { detectors: ["us-ssn"], origins: ["user"], action: "block" } },
  models: ["claude-haiku-5-5", "claude-sonnet-*"],
  allowlist: [{ detector: "us-ssn", fingerprint: "fp_00000000000000e7", reason: "sample: of the manual", until: "2027-01-31" }],
  unread: { url: "flag" },
} as const;

describe("one policy, however it is written", () => {
  it("YAML and JSON mean the same as the data", () => {
    const { version } = parsePolicy(POLICY, { detectors: DETECTORS });
    for (const text of [
      JSON.stringify(POLICY),
      JSON.stringify(POLICY, null, "\t"),
      stringify(POLICY),
      `# ours\n---\n${stringify(POLICY)}`,
    ]) {
      expect(parsePolicyText(text).version).toBe(version);
      expect(createGuard(parsePolicyText(text)).policy.version).toBe(version);
    }
  });

  it("a day is a text, `no` and `0x10` are no surprise, and a fingerprint of digits with an `e` stays one", () => {
    expect(parsePolicyText(stringify(POLICY)).allowlist[0]).toEqual(POLICY.allowlist[0]);
    expect(problemsOf("version: 1\nextends: balanced\nmode: no\n")).toMatchObject([{ path: "mode", line: 3 }]);
  });

  it("takes detectors of the caller's own", () => {
    const [shipped] = DETECTORS;
    const own = shipped === undefined ? [] : [{ ...shipped, id: "our-token" }];
    const text = "version: 1\nrules: { ours: { detectors: [our-token], action: block } }";
    expect(parsePolicyText(text, { detectors: own }).rules.has("ours")).toBe(true);
    expect(problemsOf(text)).toHaveLength(1);
  });
});

describe("an error says the line and the column", () => {
  it.for<[string, string, Partial<PolicyProblem>]>([
    [
      "an unknown name",
      "version: 1\nextends: balanced\nrulez: {}\n",
      { path: "rulez", line: 3, column: 1, remedy: "did you mean `rules`?" },
    ],
    [
      "an unknown word",
      "version: 1\nrules:\n  keys:\n    detectors: [us-ssn, us-sn]\n    action: block\n",
      { path: "rules.keys.detectors[1]", line: 4, column: 25 },
    ],
    [
      "a wrong word",
      "version: 1\nrules:\n  keys:\n    detectors: [us-ssn]\n    action: blok\n",
      { path: "rules.keys.action", line: 5, column: 13 },
    ],
    [
      "a missing member",
      "version: 1\nrules:\n  keys:\n    detectors: [us-ssn]\n",
      { path: "rules.keys.action", line: 4, column: 5 },
    ],
    ["an empty value", "version: 1\nextends: strict\nlimits:\n", { path: "limits", line: 3 }],
    [
      "JSON",
      '{\n  "version": 1,\n  "extends": "strct"\n}',
      { path: "extends", line: 3, column: 14, remedy: "did you mean `strict`?" },
    ],
    [
      "a name that stands twice",
      "version: 1\nextends: strict\nextends: monitor\n",
      { line: 3, column: 1, problem: "a name that stands twice" },
    ],
    [
      "an unbounded pattern",
      "version: 1\nrules: { a: { detectors: [custom], action: block } }\npatterns:\n  ticket:\n    pattern: 'T-\\d+'\n",
      { path: "patterns.ticket.pattern", line: 5, column: 14 },
    ],
  ])("%s", ([, text, problem]) => {
    expect(problemsOf(text)).toEqual([expect.objectContaining(problem)]);
  });

  it("all problems in the order of the file, the first in the message", () => {
    const text = "version: 1\nlimits: { tool: 1 }\nrules:\n  a: { detectors: [us-sn], action: flag }\nmodels: []\n";
    expect(problemsOf(text).map(({ line }) => line)).toEqual([2, 4, 5]);
    expect(() => parsePolicyText(text, { source: "gate.yaml" })).toThrow(
      /^gate\.yaml can't be used: unknown name at `limits\.tool` \(line 2, column 11\)/,
    );
  });
});

describe("what could be read in two ways, or could run, is refused", () => {
  it.for([
    ["an alias", "version: 1\nextends: &x strict\nmode: *x\n"],
    [
      "a bomb of aliases",
      `version: 1\na: &a [1]\n${Array.from("bcdefghijk", (name, i) => `${name}: &${name} [${`*${"abcdefghij".charAt(i)},`.repeat(9)}]`).join("\n")}\n`,
    ],
    ["a tag of code", "version: 1\nextends: !!js/function 'function(){}'\n"],
    ["a plain tag", "version: 1\nextends: !!str strict\n"],
    ["an unknown tag", "version: 1\nextends: !secret strict\n"],
    ["a merge key", "version: 1\nextends: strict\ntools:\n  <<: { effect: read }\n"],
    ["a second document", "version: 1\nextends: strict\n---\nversion: 1\nextends: monitor\n"],
    ["YAML 1.1", "%YAML 1.1\n---\nversion: 1\nextends: strict\n"],
    ["a list as a name", "version: 1\nextends: strict\n? [mode]\n: monitor\n"],
    ["nothing", ""],
    ["a word", "strict"],
    ["a list", "- version: 1\n"],
    ["a special name", "version: 1\nextends: strict\nrules:\n  __proto__: { detectors: ['*'], action: allow }\n"],
    ["hostile nesting", `version: ${"[".repeat(50_000)}`],
    ["hostile nesting of objects", `version: ${"{a: ".repeat(20_000)}`],
    ["a file that is too large", `version: 1\nextends: strict\n#${" ".repeat(1_000_000)}`],
    ["not a number", "version: 1\nextends: strict\nlimits: { tools: .nan }\n"],
    ["a tab", "version: 1\nlimits:\n\ttools: 1\n"],
    ["an open quote", 'version: 1\nextends: "strict\n'],
  ])("%s", ([, text = ""]) => {
    const problems = problemsOf(text);
    expect(problems.length).toBeGreaterThan(0);
    expect(problems.length).toBeLessThan(20);
  });

  it("a second member of the same name in JSON is no other policy", () => {
    expect(problemsOf('{"version":1,"extends":"strict","extends":"monitor"}')).toHaveLength(1);
  });
});

test.prop([fc.string({ maxLength: 300, unit: "binary" })])("any text is a policy or a PolicyError", (text) => {
  problemsOf(text);
});

/** Made here, so that no key lies in the repository. */
const someKey = fc
  .array(fc.constantFrom(...Array.from("abcdefghjkmnpqrstuvwxyzABCDEFGHJKLM23456789")), { minLength: 24, maxLength: 60 })
  .map((chars) => `K7${chars.join("")}`);

test.prop([someKey, fc.nat(13)])("a key that somebody pasted anywhere is in no error", (key, at) => {
  const places = [
    `version: ${key}`,
    `version: 1\nextends: ${key}`,
    `version: 1\n${key}: 1`,
    `version: 1\nextends: "${key}`,
    `version: 1\nextends: *${key}`,
    `version: 1\nextends: !${key} x`,
    `%${key} x\n---\nversion: 1`,
    `version: 1\nextends: "\\${key}"`,
    `version: 1\nextends: ${key}: x`,
    `version: 1\nextends: @${key}`,
    `version: 1\n? [${key}]\n: x`,
    `version: 1\nrules: { a: { detectors: [custom], action: block } }\npatterns: { a: { pattern: "(${key}" } }`,
    `version: 1\nrules: { a: { detectors: [custom], action: block } }\npatterns: { a: { pattern: "(?=${key})x" } }`,
    `version: 1\nrules: { a: { detectors: [custom], action: block } }\npatterns: { a: { pattern: "(?<=${key})x" } }`,
  ];
  const problems = problemsOf(places[at] ?? "");
  expect(problems.length).toBeGreaterThan(0);
  expect(JSON.stringify(problems)).not.toContain(key);
});
