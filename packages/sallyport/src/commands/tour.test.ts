import { readdir } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { inFolder, sallyport } from "../command.testkit.js";

describe("the tour", () => {
  it("shows the four exchanges as promised, within 100 columns, without a color or a key, and leaves nothing behind", async () => {
    await inFolder(async (cwd) => {
      const { code, stdout, stderr } = await sallyport(["tour", "--exit"], { cwd, env: { TMPDIR: cwd } });
      expect(stderr).toBe("");
      expect(stdout).toContain("all 4 went as promised");
      expect(code).toBe(0);
      for (const line of stdout.split("\n")) expect(Array.from(line).length).toBeLessThanOrEqual(100);
      expect(stdout).not.toContain("\u001b");
      expect(stdout).not.toMatch(/sk-ant-api03-[\w-]/);
      expect(await readdir(cwd)).toEqual([]);
    });
  });

  it("tells the same as JSON", async () => {
    const { stdout } = await inFolder((cwd) => sallyport(["tour", "--exit", "-f", "json"], { cwd }));
    const report = JSON.parse(stdout) as { readonly kept: boolean; readonly exchanges: readonly unknown[] };
    expect(report.kept).toBe(true);
    expect(report.exchanges).toHaveLength(4);
    expect(report.exchanges[1]).toMatchObject({ without: { toClaude: expect.any(String) as string }, with: { toClaude: null } });
    expect(stdout).not.toMatch(/sk-ant-api03-[\w-]/);
  });
});
