import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { parsePolicy } from "./parse.js";
import { DETECTORS, parse } from "./policy.testkit.js";
import { DEFAULTS } from "./presets.js";
import { PolicyError, type PolicyPlaces, type PolicyProblem } from "./problems.js";
import { PRESET_NAMES } from "./schema.js";

function problemsOf(input: unknown): readonly PolicyProblem[] {
  try {
    parse(input);
  } catch (error) {
    if (error instanceof PolicyError) return error.problems;
    throw error;
  }
  return [];
}

function parsePolicyWith(input: unknown, places: PolicyPlaces) {
  return parsePolicy(input, { detectors: DETECTORS, places, source: "policy.yaml" });
}

/** 95 characters that could be a key's; made here, so that none lies in the repository. */
const someSecret = fc
  .tuple(
    fc.constantFrom("sk-ant-api03-", "ghp_", "AKIA", ""),
    fc.array(fc.constantFrom(...Array.from("abcdefghijkmnABCDEFGHJKLM23456789")), { minLength: 20, maxLength: 95 }),
  )
  .map(([prefix, rest]) => prefix + rest.join(""));

describe("a policy is resolved", () => {
  it.for(PRESET_NAMES)("preset %s stands by itself, without a warning", (name) => {
    const policy = parse(name);
    expect(policy).toMatchObject({ name, warnings: [], failures: { detectors: { "us-ssn": "block" } } });
    expect(policy.version).toMatch(/^[0-9a-f]{16}$/);
    expect(parse({ version: 1, extends: name })).toEqual(policy);
  });

  it("replaces a preset's rule of the same name, and keeps the others", () => {
    const policy = parse({ version: 1, extends: "balanced", rules: { personal: { detectors: ["personal"], action: "allow" } } });
    expect(policy.rules.get("personal")?.action).toBe("allow");
    expect(policy.rules.get("secrets")?.action).toBe("redact");
    expect(policy.warnings).toEqual([]);
  });

  it("keeps the closed defaults beside what is written", () => {
    const policy = parse({ version: 1, rules: {}, limits: { tools: 3 }, unread: { url: "flag" } });
    expect(policy.limits).toEqual({ ...DEFAULTS.limits, tools: 3 });
    expect(policy.unread).toEqual({ ...DEFAULTS.unread, url: "flag" });
    expect(policy).toMatchObject({
      name: "custom",
      mode: "enforce",
      models: undefined,
      editBeforeThinking: "block",
      stream: { stop: "error" },
    });
  });

  it("what names a detector more closely counts when it fails, and block is the default", () => {
    const failures = { detectors: { "*": "flag", secrets: "block", jwt: "allow" } };
    expect(parse({ version: 1, extends: "balanced", failures }).failures.detectors).toMatchObject({
      "us-ssn": "flag",
      "anthropic-api-key": "block",
      jwt: "allow",
    });
    expect(parse("balanced").failures.detectors["constructor"]).toBeUndefined();
  });

  it("takes a policy that it returned before as it is", () => {
    const policy = parse("strict");
    expect(parse(policy)).toBe(policy);
  });

  it("isn't touched by later changes of the object that it was made of", () => {
    const input = { version: 1, extends: "balanced", models: ["claude-haiku-5-5"] };
    const policy = parse(input);
    input.models.push("*");
    expect(policy.models).toEqual(["claude-haiku-5-5"]);
  });

  it("has another version for every change that matters, and none for order or the way it is written", () => {
    const versions = [
      parse("balanced"),
      parse("strict"),
      parse("monitor"),
      parse({ version: 1, extends: "balanced", models: ["claude-*"] }),
      parse({ version: 1, extends: "balanced", failures: { detectors: { "*": "flag" } } }),
    ].map(({ version }) => version);
    expect(new Set(versions).size).toBe(versions.length);
    const { secrets, personal } = Object.fromEntries(parse("balanced").rules);
    expect(parse({ version: 1, rules: { secrets, personal } }).version).toBe(
      parse({ rules: { personal, secrets }, version: 1 }).version,
    );
  });
});

describe("a typo never reads as off", () => {
  it.for([
    ["an unknown member", { version: 1, extends: "balanced", rulez: {} }, "rulez", "did you mean `rules`?"],
    [
      "an unknown member of a rule",
      { version: 1, rules: { a: { detectors: ["*"], acton: "block", action: "flag" } } },
      "rules.a.acton",
      "did you mean `action`?",
    ],
    [
      "a misspelled limit of what the API's side runs",
      { version: 1, extends: "balanced", tools: { server: { webSearch: { allowedDomain: ["corp.example"] } } } },
      "tools.server.webSearch.allowedDomain",
      "did you mean `allowedDomains`?",
    ],
    [
      "a domain that can be mistaken",
      { version: 1, extends: "balanced", tools: { server: { webFetch: { allowedDomains: ["c\u043erp.example"] } } } },
      "tools.server.webFetch.allowedDomains[0]",
      "it must be a domain in lower-case ASCII, as in corp.example or corp.example/docs",
    ],
    [
      "a pin without its fingerprint",
      { version: 1, extends: "balanced", tools: { pins: [{ name: "search" }] } },
      "tools.pins[0].schema",
      "every such entry needs it",
    ],
    ["an unknown preset", { version: 1, extends: "ballanced" }, "extends", "did you mean `balanced`?"],
    [
      "an unknown action",
      { version: 1, rules: { a: { detectors: ["*"], action: "blok" } } },
      "rules.a.action",
      "did you mean `block`?",
    ],
    [
      "an unknown detector",
      { version: 1, rules: { a: { detectors: ["jwt", "antropic-api-key"], action: "block" } } },
      "rules.a.detectors[1]",
      "did you mean `anthropic-api-key`?",
    ],
    [
      "an unknown family",
      { version: 1, rules: { a: { detectors: ["secrts"], action: "block" } } },
      "rules.a.detectors[0]",
      "did you mean `secrets`?",
    ],
    [
      "an unknown origin",
      { version: 1, rules: { a: { detectors: ["*"], origins: ["tool_result"], action: "block" } } },
      "rules.a.origins[0]",
      "did you mean `tool-result`?",
    ],
    [
      "an unknown detector among failures",
      { version: 1, rules: {}, failures: { detectors: { jvt: "allow" } } },
      "failures.detectors.jvt",
      "did you mean `jwt`?",
    ],
    [
      "an unknown check among failures",
      { version: 1, rules: {}, failures: { checks: { screen: "allow" } } },
      "failures.checks.screen",
      "write `*`",
    ],
    [
      "a list in place of named rules",
      { version: 1, rules: [{ detectors: ["*"], action: "block" }] },
      "rules",
      "write its entries with their names",
    ],
    [
      "a word in place of a list",
      { version: 1, rules: { a: { detectors: "secrets", action: "block" } } },
      "rules.a.detectors",
      "write a list, also for a single entry",
    ],
    ["a number as text", { version: 1, rules: {}, limits: { tools: "3" } }, "limits.tools", "write a number"],
    ["a missing member", { version: 1, rules: { a: { detectors: ["*"] } } }, "rules.a.action", "every such entry needs it"],
    ["a missing version", { rules: {} }, "version", "every such entry needs it"],
    [
      "an empty list",
      { version: 1, rules: { a: { detectors: [], action: "block" } } },
      "rules.a.detectors",
      "it must not be empty",
    ],
    [
      "a pattern named as a detector",
      { version: 1, rules: {}, patterns: { jwt: { pattern: "x" } } },
      "patterns.jwt",
      "choose another name",
    ],
    [
      "a day that doesn't exist",
      {
        version: 1,
        rules: {},
        allowlist: [{ detector: "jwt", fingerprint: "fp_0000000000000001", reason: "r", until: "2027-02-30" }],
      },
      "allowlist[0].until",
      "write a day as in 2027-01-31",
    ],
    [
      "a family in the allowlist",
      {
        version: 1,
        rules: {},
        allowlist: [{ detector: "secrets", fingerprint: "fp_0000000000000001", reason: "r", until: "2027-02-01" }],
      },
      "allowlist[0].detector",
      "write `anthropic-api-key`, `jwt`, `us-ssn`, `ignore-instructions`, `canary`, `external-url`, `control-characters`, `answer-schema` or `tool-input-schema`",
    ],
    [
      "nothing to search for",
      { version: 1, limits: { tools: 1 } },
      "",
      "add `extends: balanced`, or `rules: {}` if that is meant",
    ],
    [
      "a style of what isn't redacted",
      { version: 1, rules: { a: { detectors: ["us-ssn"], action: "flag", style: "mask" } } },
      "rules.a.style",
      "write `action: redact`, or leave `style` out",
    ],
    [
      "a severity that no detector of the rule has",
      { version: 1, rules: { a: { detectors: ["us-ssn"], severity: "critical", action: "block" } } },
      "rules.a.severity",
      "none of its detectors has findings of such a severity: lower it",
    ],
    [
      "a rule for words that an origin doesn't hold",
      {
        version: 1,
        trust: { "tool-definition": "third-party" },
        rules: { a: { detectors: ["*"], origins: ["tool-definition"], trust: ["operator"], action: "block" } },
      },
      "rules.a.trust",
      "`trust` of the policy says that its origins hold other words",
    ],
  ] as const)("%s", ([, input, path, remedy]) => {
    expect(problemsOf(input)).toEqual([expect.objectContaining({ path, remedy })]);
  });

  it.for(["__proto__", "constructor", "prototype"])("a rule named %s is not skipped in silence", (name) => {
    const rules: unknown = JSON.parse(`{"${name}":{"detectors":["*"],"action":"block"}}`);
    expect(problemsOf({ version: 1, extends: "balanced", rules })).toHaveLength(1);
  });

  it("says everything that is wrong at once, and the first of it in the message", () => {
    const input = { version: 1, rulez: {}, modes: "x", extends: "strict", limits: { depth: 101, tool: 3 } };
    expect(problemsOf(input).map(({ path }) => path)).toEqual(["rulez", "modes", "limits.tool", "limits.depth"]);
    expect(() => parse(input)).toThrow(
      "the policy can't be used: unknown name at `rulez`: did you mean `rules`? (and 3 more problems)",
    );
  });

  it("what isn't data is refused: code, dates, circles", () => {
    const circle: Record<string, unknown> = { version: 1 };
    circle["rules"] = circle;
    for (const input of [
      undefined,
      null,
      7,
      () => "x",
      [],
      new Date(0),
      circle,
      { version: 1, extends: "strict", models: [() => "x"] },
      { version: NaN },
    ]) {
      expect(problemsOf(input).length).toBeGreaterThan(0);
    }
  });

  it("a place of the file stands with the problem, and orders the problems", () => {
    const places = (path: readonly (string | number)[]) => ({ line: path.length, column: 2 });
    const input = { version: 1, rules: { a: { detectors: ["x"], action: "block" } }, modes: 1 };
    const run = () => parsePolicyWith(input, places);
    expect(run).toThrow(
      "policy.yaml can't be used: unknown name at `modes` (line 1, column 2): did you mean `mode`? (and 1 more problem)",
    );
  });
});

describe("addresses of checks", () => {
  const withUrl = (url: string) => ({ version: 1, rules: {}, checks: { screen: { kind: "http", url, action: "block" } } });

  it.for(["https://checks.example/a", "http://localhost:8080/a", "http://127.0.0.1/", "http://[::1]:9/"])(
    "%s is taken",
    (url) => {
      expect(problemsOf(withUrl(url))).toEqual([]);
      expect(parse(withUrl(url)).checks.get("screen")?.timeoutMs).toBe(5_000);
    },
  );

  it.for([
    "http://checks.example/a",
    "http://127.0.0.1.evil.example/",
    "http://localhost.evil.example/",
    "ftp://checks.example/",
    "file:///etc/passwd",
    "checks.example",
  ])("%s is refused", (url) => {
    expect(problemsOf(withUrl(url))).toHaveLength(1);
  });

  test.prop([someSecret])("credentials are refused and not shown", (secret) => {
    const problems = problemsOf(withUrl(`https://user:${secret}@checks.example/a?key=${secret}`));
    expect(problems).toEqual([expect.objectContaining({ path: "checks.screen.url", problem: "an address with credentials" })]);
    expect(JSON.stringify(problems)).not.toContain(secret);
  });
});

describe("no value of a policy is in an error, wherever somebody put a key", () => {
  test.prop([someSecret])("as a name, a word, a pattern, a tool, a preset", (secret) => {
    const rule = { detectors: [secret], origins: [secret], action: secret, [secret]: 1 };
    const inputs = [
      secret,
      { version: secret },
      { version: 1, extends: secret, [secret]: { [secret]: secret } },
      { version: 1, rules: { [secret]: rule, a: rule } },
      {
        version: 1,
        rules: { a: { detectors: [secret], action: "block" } },
        failures: { detectors: { [secret]: "allow" }, checks: { [secret]: "allow" } },
      },
      {
        version: 1,
        rules: {},
        patterns: { [secret]: { pattern: secret, mask: `"${secret}` } },
        tools: { [secret]: { effect: secret } },
      },
      { version: 1, rules: {}, allowlist: [{ detector: secret, fingerprint: secret, reason: secret, until: secret }] },
      {
        version: 1,
        rules: {},
        models: [`${secret}**`],
        trust: { [secret]: secret },
        checks: { a: { kind: secret, url: secret, action: secret } },
      },
    ];
    for (const input of inputs) {
      const problems = problemsOf(input);
      expect(problems.length).toBeGreaterThan(0);
      expect(new PolicyError(problems).message + JSON.stringify(problems)).not.toContain(secret);
    }
  });
});

describe("warnings, for what is odd and not wrong", () => {
  it("an allowlist entry past its day", () => {
    const allowlist = [{ detector: "jwt", fingerprint: "fp_0000000000000001", reason: "r", until: "2026-06-14" }];
    expect(parse({ version: 1, extends: "balanced", allowlist }).warnings).toMatchObject([{ path: "allowlist[0].until" }]);
  });

  it("an `allow` rule that can't weaken anything, since the strictest rule wins", () => {
    const rules = { mine: { detectors: ["us-ssn"], action: "allow" } };
    expect(parse({ version: 1, extends: "balanced", rules }).warnings).toMatchObject([{ path: "rules.mine.action" }]);
  });

  it("a policy without rules, though it says so", () => {
    expect(parse({ version: 1, rules: {} }).warnings).toMatchObject([{ path: "rules", problem: "no rule" }]);
  });
});
