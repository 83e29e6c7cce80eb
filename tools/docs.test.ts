/** Documents that say what the code does are held to it: links lead somewhere, promises cite tests that exist, code is the code of a file that runs. */
import { existsSync, readFileSync } from "node:fs";
import { execFileSync } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { linearPatterns, parsePolicyText } from "@sallyport/door";
import { describe, expect, it } from "vitest";

const ROOT = fileURLToPath(new URL("../", import.meta.url));
const PAGES = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard", "*.md"], {
  cwd: ROOT,
  encoding: "utf8",
})
  .split("\n")
  .filter((page) => page !== "" && existsSync(join(ROOT, page)));

const textOf = (path: string): string => readFileSync(join(ROOT, path), "utf8");

describe.each(PAGES)("%s", (page) => {
  const text = textOf(page);

  it("links to files that are there", () => {
    const prose = text.replaceAll(/```[\s\S]*?```/g, "").replaceAll(/`[^`\n]*`/g, "");
    const targets = [...prose.matchAll(/\]\(([^)#\s]+)(?:#[^)\s]*)?\)/g)]
      .map(([, target = ""]) => target)
      .filter((target) => !/^[a-z]+:/.test(target));
    expect(targets.filter((target) => !existsSync(join(ROOT, dirname(page), target)))).toEqual([]);
  });

  // `<!-- from examples/sdk-chat/app.ts -->` before a block of code: the block stands in that file as it is, and a test runs the file.
  it("shows code that stands in a file", () => {
    const stale = [...text.matchAll(/<!-- from (\S+) -->\n+```\w*\n([\s\S]*?)```/g)]
      .filter(([, file = "", code = ""]) => !unindented(textOf(file)).includes(unindented(code)))
      .map(([, file]) => file);
    expect(stale).toEqual([]);
  });
});

describe("policies in documents", () => {
  const policies = PAGES.flatMap((page) =>
    [...textOf(page).matchAll(/```yaml\n(version: 1\n[\s\S]*?)```/g)].map(([, yaml = ""], index) => ({ page, index, yaml })),
  );
  it.each(policies)("policy $index of $page is in order", ({ yaml }) => {
    expect(parsePolicyText(yaml, { patternEngine: linearPatterns }).warnings).toEqual([]);
  });
});

const unindented = (text: string): string =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .join("\n");

describe("docs/promises.md", () => {
  const cells = [...textOf("docs/promises.md").matchAll(/\[([^\]]+)\]\(\.\.\/(packages\/[^)]+\.test\.ts)\)/g)];
  it.each(cells.map(([, name = "", file = ""]) => ({ name, file })))("$file has the test `$name`", ({ name, file }) => {
    expect(textOf(file)).toContain(name);
  });
  it("has tests for each promise", () => {
    const rows = textOf("docs/promises.md")
      .split("\n")
      .filter((line) => /^\| \d\./.test(line));
    expect(rows).toHaveLength(8);
    for (const row of rows) expect(row).toMatch(/\.test\.ts\)/);
  });
});
