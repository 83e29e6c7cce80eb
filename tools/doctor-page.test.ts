/** `docs/doctor.md` says what the doctor does: every point, and a report from a real run. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { randomBytes } from "node:crypto";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { POINTS } from "@sallyport/scan";
import { describe, expect, it } from "vitest";

const PAGE = readFileSync(new URL("../docs/doctor.md", import.meta.url), "utf8");
const COMMAND = fileURLToPath(new URL("../packages/sallyport/bin/sallyport.js", import.meta.url));

describe("docs/doctor.md", () => {
  it("names every point, in order", () => {
    const rows = [...PAGE.matchAll(/^\| `([a-z-]+)` +\| (.+?) +\|/gm)].map(([, id, title]) => [id, title]);
    expect(rows).toEqual(Object.entries(POINTS));
  });

  it.skipIf(process.platform === "win32")("shows a report as it is", () => {
    const folder = mkdtempSync(join(tmpdir(), "sallyport-page-"));
    try {
      const key = `sk-ant-api03-${randomBytes(80).toString("base64url").slice(0, 93)}AA`;
      writeFileSync(join(folder, ".env"), `ANTHROPIC_API_KEY=${key}\n`, { mode: 0o644 });
      writeFileSync(join(folder, ".env.production"), `ANTHROPIC_API_KEY=${key}\n`, { mode: 0o600 });
      writeFileSync(join(folder, ".gitignore"), "node_modules\n");
      const report = runDoctor(folder).replaceAll(/fp_[0-9a-f]+/g, "fp_0c07d1fe2ab4a1c6");
      const shown = /```text\n\$ npx sallyport doctor\n([\s\S]*?)```/.exec(PAGE)?.[1] ?? "";
      for (const part of shown.split("…\n")) expect(report).toContain(part);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

function runDoctor(folder: string): string {
  try {
    return execFileSync(process.execPath, [COMMAND, "doctor"], {
      cwd: folder,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
  } catch (error) {
    return String((error as { readonly stdout?: unknown }).stdout); // it ends with 1: points failed
  }
}
