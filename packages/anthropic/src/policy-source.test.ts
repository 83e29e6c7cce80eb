import { createGuard, PolicyError, type PolicyInput } from "@sallyport/guard";
import { describe, expect, it } from "vitest";
import { toGuard, type PolicySource } from "./policy-source.js";

const TEXT = `
version: 1
extends: balanced
mode: monitor
patterns:
  ticket:
    pattern: "ACME-[0-9]{4}"
rules:
  tickets: { detectors: [ticket], action: redact }
`;
const DATA = {
  version: 1,
  extends: "balanced",
  mode: "monitor",
  patterns: { ticket: { pattern: "ACME-[0-9]{4}" } },
  rules: { tickets: { detectors: ["ticket"], action: "redact" } },
} as const satisfies PolicyInput;

const guardOf = (source: PolicySource, secret?: Uint8Array) => {
  const warnings: string[] = [];
  const guard = toGuard(source, secret === undefined ? {} : { secret }, (message) => warnings.push(message));
  return { guard, warnings };
};

describe("one policy: the same text, data or preset means the same here", () => {
  it("text and data give the same policy, the operator's own patterns included", () => {
    const [fromText, fromData] = [guardOf(TEXT).guard, guardOf(DATA).guard];
    expect(fromText.policy.version).toBe(fromData.policy.version);
    for (const guard of [fromText, fromData]) {
      const { verdict } = guard.text("see ACME-1234", { origin: "user", trust: "user" });
      expect(verdict.findings).toMatchObject([{ detector: "ticket", action: "redact" }]);
    }
  });

  it("a preset's name", () => {
    expect(guardOf("strict").guard.policy.name).toBe("strict");
  });

  it("a guard is taken as it is", () => {
    const guard = createGuard("strict");
    expect(guardOf(guard).guard).toBe(guard);
  });
});

describe("a mistake is an error when the client is made, and names the place", () => {
  it.each([
    ["a typo in a preset's name", "balancd", /balanced/],
    ["a typo in a file", "version: 1\nextends: balanced\nmoed: monitor\n", /moed[\s\S]*mode/],
    ["text that is no policy", "Dear operator: please be careful.", /./],
    ["nothing", "", /./],
  ])("%s", (_, source, message) => {
    expect(() => guardOf(source)).toThrow(PolicyError);
    expect(() => guardOf(source)).toThrow(message);
  });
});

describe("honest: what won't work as written is said", () => {
  const allowing = {
    version: 1,
    extends: "balanced",
    allowlist: [{ detector: "us-ssn", fingerprint: "fp_0123456789abcdef", reason: "test data", until: "2999-01-01" }],
  } as const satisfies PolicyInput;

  it("an allowlist without a secret matches nothing", () => {
    expect(guardOf(allowing).warnings).toEqual([expect.stringContaining("`secret`")]);
    expect(guardOf(allowing, new Uint8Array(32)).warnings).toEqual([]);
  });

  it("the policy's own warnings are passed on", () => {
    const past: PolicyInput = { ...allowing, allowlist: [{ ...allowing.allowlist[0], until: "2020-01-01" }] };
    expect(guardOf(past, new Uint8Array(32)).warnings).toEqual([expect.stringContaining("allowlist[0]")]);
  });
});
