import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { inFolder, sallyport, sallyportHere } from "../command.testkit.js";

async function checkPolicy(text: string, args: readonly string[] = []) {
  return inFolder(async (cwd) => {
    const file = join(cwd, "p.yaml");
    await writeFile(file, text);
    const result = await sallyportHere(["policy", "check", file, ...args]);
    return { ...result, stdout: result.stdout.replaceAll(file, "p.yaml") };
  });
}

describe("policy check", () => {
  it("names the place of each error and the nearest right word", async () => {
    const { code, stdout, stderr } = await checkPolicy("version: 1\nextends: balanced\nmode: enforced\nruls: {}\n");
    expect(code).toBe(1);
    expect(stderr).toBe("");
    expect(stdout).toMatch(/^p\.yaml:3:7: error .*`mode`.*`enforce`/m);
    expect(stdout).toMatch(/^p\.yaml:4:1: error .*`rules`/m);
    expect(stdout).toContain("2 errors: the policy can't be used");
  });

  it("says the same as JSON", async () => {
    const { code, stdout } = await checkPolicy("version: 1\nmode: monitr\nextends: strict\n", ["-f", "json"]);
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      file: "p.yaml",
      valid: false,
      name: null,
      problems: [{ path: "mode", line: 2, column: 7 }],
      warnings: [],
    });
  });

  it("warns of an allowlist entry past its day, and lets the policy be", async () => {
    const entry = "{ detector: us-ssn, fingerprint: fp_0123456789abcdef, reason: a part number, until: 2020-01-01 }";
    const { code, stdout } = await checkPolicy(`version: 1\nextends: balanced\nallowlist:\n  - ${entry}\n`);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^p\.yaml:4:\d+: warning /m);
    expect(stdout).toMatch(/in order {2}p\.yaml: extends balanced, version [0-9a-f]{16}, mode enforce/);
  });

  it("prints the policy in force so that it is that policy again", async () => {
    await inFolder(async (cwd) => {
      const text = [
        "version: 1",
        "extends: balanced",
        "limits: { messages: 7, origins: { user: { tokens: 9 } } }",
        "operator: { systemPrompts: [Help.], parts: block }",
        "marking: { document: delimit }",
        "answers: { schema: { type: object } }",
        "patterns: { order: { pattern: 'ORD-[0-9]{9}' } }",
        "rules: { orders: { detectors: [order], action: redact } }",
      ].join("\n");
      await writeFile(join(cwd, "p.yaml"), text);
      const printed = await sallyportHere(["policy", "check", join(cwd, "p.yaml"), "--print"]);
      expect(printed.code).toBe(0);
      expect(JSON.parse(printed.stdout)).toMatchObject({ version: 1, mode: "enforce", limits: { messages: 7, depth: 100 } });
      await writeFile(join(cwd, "whole.yaml"), printed.stdout);
      const [before, after] = await Promise.all(
        ["p.yaml", "whole.yaml"].map(async (file) => {
          const { stdout } = await sallyportHere(["policy", "check", join(cwd, file), "-f", "json"]);
          return (JSON.parse(stdout) as { readonly version: string }).version;
        }),
      );
      expect(after).toBe(before);
    });
  });

  it("takes a preset by name, and says so where there is no file", async () => {
    await inFolder(async (cwd) => {
      expect(await sallyportHere(["policy", "check", "inspect"])).toMatchObject({ code: 0 });
      const none = await sallyport(["policy", "check"], { cwd });
      expect(none.code).toBe(2);
      expect(none.stderr).toContain("there is no such file");
      expect(none.stderr).toContain("balanced");
    });
  });
});
