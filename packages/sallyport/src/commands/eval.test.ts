import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { inFolder, sallyport, sallyportHere } from "../command.testkit.js";
import { madeUpKey } from "../secret.testkit.js";

// Three bad rows, of which the two with a key are found; three good ones, of which one holds a key by mistake. The number is a US social
// security number in form, so it is found too, unless secrets alone are looked for.
const ROWS = [
  { id: "1", text: `use ${madeUpKey()}`, label: 1, kind: "key", source: "a" },
  { id: "2", text: `xé😀 ${madeUpKey()} and more`, label: 1, kind: "key", source: "b", channel: "tool_result" },
  { id: "3", text: "the word is mellon", label: 1, kind: "password", source: "b" },
  { id: "4", text: "good morning", label: 0, kind: "benign", source: "a" },
  { id: "5", text: `no key: ${madeUpKey()}`, label: 0, kind: "benign", source: "b" },
  { id: "6", text: "my number is 536-22-1849", label: 0, kind: "benign", source: "b" },
];
const JSONL = ROWS.map((row) => `${JSON.stringify(row)}\n`).join("");

interface Report {
  readonly rows: number;
  readonly skipped: number;
  readonly all: unknown;
  readonly kinds: readonly { readonly name: string }[];
  readonly sources: unknown;
  readonly atRates: readonly { readonly recall: number; readonly falsePositiveRate: number }[];
  readonly time: { readonly microsecondsPerKiB: number; readonly textBytes: number };
}

describe("eval, on rows whose figures are worked out by hand", () => {
  it("counts recall and false positives at the policy's decision, by kind and by source", async () => {
    const { stdout, stderr, code } = await inFolder((cwd) =>
      sallyport(["eval", "--only", "secrets", "-", "--format", "json"], { cwd, stdin: JSONL }),
    );
    expect(stderr).toBe("");
    expect(code).toBe(0);
    const report = JSON.parse(stdout) as Report;
    const bad = (rows: number, detected: number) => ({ rows, detected, flagged: 0, recall: rows === 0 ? null : detected / rows });
    const good = (rows: number, detected: number) => ({
      rows,
      detected,
      flagged: 0,
      falsePositiveRate: rows === 0 ? null : detected / rows,
    });
    expect(report).toMatchObject({ policy: { name: "balanced" }, only: ["secrets"], rows: 6, skipped: 0, unchecked: 0 });
    expect(report.all).toEqual({ name: "all", bad: bad(3, 2), good: good(3, 1) });
    expect(report.kinds).toEqual([
      { name: "benign", bad: bad(0, 0), good: good(3, 1) },
      { name: "key", bad: bad(2, 2), good: good(0, 0) },
      { name: "password", bad: bad(1, 0), good: good(0, 0) },
    ]);
    expect(report.sources).toEqual([
      { name: "a", bad: bad(1, 1), good: good(1, 0) },
      { name: "b", bad: bad(2, 1), good: good(2, 1) },
    ]);
    // One good row has the highest score that there is, and of three none may be found at 1%: no bad row lies above it.
    expect(report.atRates.map(({ recall, falsePositiveRate }) => [recall, falsePositiveRate])).toEqual([
      [0, 0],
      [0, 0],
    ]);
    expect(report.time.textBytes).toBe(ROWS.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0));
    expect(report.time.microsecondsPerKiB).toBeGreaterThan(0);
  });

  it("finds more when no family is left out, in a gzipped file too, and writes each row's result with offsets in its text", async () => {
    await inFolder(async (cwd) => {
      await writeFile(join(cwd, "rows.jsonl.gz"), gzipSync(JSONL));
      const { stdout, code } = await sallyportHere(["eval", join(cwd, "rows.jsonl.gz"), "--rows", join(cwd, "out.jsonl")]);
      expect(code).toBe(0);
      expect(stdout).toMatch(/benign +3 +66\.67 %/);
      expect(stdout).toMatch(/key +2 +100\.00 %/);
      expect(stdout).toMatch(/µs per KiB/);

      const out = await readFile(join(cwd, "out.jsonl"), "utf8");
      const results = out
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line) as Record<string, unknown>);
      expect(results.map(({ id, action }) => [id, action])).toEqual([
        ["1", "redact"],
        ["2", "redact"],
        ["3", "allow"],
        ["4", "allow"],
        ["5", "redact"],
        ["6", "redact"],
      ]);
      // `é` is one UTF-16 unit and the emoji two, so the key of row 2 begins at 5.
      expect(results[1]).toMatchObject({ findings: [{ detector: "anthropic-api-key", kind: "secrets", start: 5, end: 113 }] });
      expect(results[5]).toMatchObject({ findings: [{ detector: "us-ssn", kind: "us-ssn", start: 13, end: 24 }] });
      for (const { score } of results) expect(score).toBeGreaterThanOrEqual(0);
      for (const { score } of results) expect(score).toBeLessThanOrEqual(1);
    });
  });

  it("leaves the operator's own patterns out where families are named, and counts them where none is", async () => {
    await inFolder(async (cwd) => {
      const pattern =
        "version: 1\npatterns: { word: { pattern: mellon } }\nrules: { words: { detectors: ['*'], action: flag } }\n";
      await writeFile(join(cwd, "p.yaml"), pattern);
      await writeFile(join(cwd, "rows"), JSONL);
      const measure = (...args: readonly string[]) =>
        sallyportHere(["eval", join(cwd, "rows"), "-p", join(cwd, "p.yaml"), "-f", "json", ...args]);
      const flagged = async (...args: readonly string[]) => {
        const { all } = JSON.parse((await measure(...args)).stdout) as {
          readonly all: { readonly bad: { readonly flagged: number } };
        };
        return all.bad.flagged;
      };
      expect(await flagged()).toBe(3);
      expect(await flagged("--only", "secrets,personal")).toBe(2);
      expect(await flagged("--only", "personal")).toBe(0);
    });
  });

  it("stops at a line that is no row and names it, or skips and counts such lines if told so", async () => {
    await inFolder(async (cwd) => {
      const file = join(cwd, "rows");
      await writeFile(file, `${JSONL}{"id":"7","text":"mellon"}\n`);
      const strict = await sallyportHere(["eval", file]);
      expect(strict).toMatchObject({ code: 2, stdout: "" });
      expect(strict.stderr).toContain("rows` is no row: `label` must be 1 (bad) or 0 (good)");
      expect(strict.stderr).toContain("error: line 7 of ");
      expect(strict.stderr).not.toContain("mellon");
      const lenient = await sallyportHere(["eval", file, "--skip-bad", "-f", "json"]);
      expect(lenient.code).toBe(0);
      expect(JSON.parse(lenient.stdout)).toMatchObject({ rows: 6, skipped: 1 });
    });
  });

  it("measures nothing out of nothing", async () => {
    const { code, stderr } = await inFolder(async (cwd) => {
      await writeFile(join(cwd, "rows"), "\n\n");
      return sallyportHere(["eval", join(cwd, "rows")]);
    });
    expect(code).toBe(2);
    expect(stderr).toContain("holds no rows");
  });

  it("doesn't write over the rows that it reads", async () => {
    await inFolder(async (cwd) => {
      const file = join(cwd, "rows.jsonl");
      await writeFile(file, JSONL);
      expect(await sallyportHere(["eval", file, "--rows", join(cwd, ".", "rows.jsonl")])).toMatchObject({ code: 2 });
      expect(await readFile(file, "utf8")).toBe(JSONL);
    });
  });
});
