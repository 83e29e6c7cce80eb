/** One known value is found wherever a project ever had it, in the forms in which tools write it. */
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { folderOf, git, madeUpKey, repositoryOf, write } from "../project.testkit.js";
import { openProject } from "../project/project.js";
import { findValue, type Traces } from "./find-value.js";

const KEY = madeUpKey();
const shown = ({ places }: Traces): readonly string[] =>
  places
    .map(({ where, file, line, form, commit }) => `${where} ${file}:${line} ${form}${commit === undefined ? "" : " by a commit"}`)
    .sort();

describe("findValue", () => {
  it("finds it in files, ignored ones and those of a build too", async () => {
    const folder = await folderOf({
      ".gitignore": ".env\ndist/\n",
      ".env": `\nA=${KEY}`,
      "dist/a.js": KEY,
      "src/a.ts": "nothing",
      "img.bin": Buffer.concat([Buffer.from([0, 1, 2]), Buffer.from(KEY)]),
    });
    expect(shown(await findValue(await openProject(folder), KEY))).toEqual([
      "folder .env:2 plain",
      "folder dist/a.js:1 plain",
      "folder img.bin:1 plain",
    ]);
  });

  it("finds it in commits that were taken back, on other branches, in what no branch holds any more, and in the texts of commits", async () => {
    const folder = await repositoryOf({ "a.ts": `x\n${KEY}`, "b.ts": "" });
    await write(folder, { "a.ts": "" });
    git(folder, "commit", "-qam", "taken back");
    git(folder, "checkout", "-qb", "other");
    await write(folder, { "sub/c.ts": KEY });
    git(folder, "add", "-A");
    git(folder, "commit", "-qm", `with ${KEY}`);
    git(folder, "checkout", "-q", "-");
    await write(folder, { "d.ts": `d ${KEY}` });
    git(folder, "add", "-A");
    await rm(join(folder, "d.ts"));
    git(folder, "add", "-A");
    const traces = shown(await findValue(await openProject(folder), KEY));
    // Behind the header of the commit: tree, parent, author, committer, an empty line.
    expect(traces.map((line) => line.replace(/[0-9a-f]{12}/, "ID"))).toEqual([
      "history a file that no branch holds (ID):1 plain",
      "history a.ts:2 plain by a commit",
      "history sub/c.ts:1 plain by a commit",
      "history the text of commit ID:6 plain",
    ]);
  });

  it("names the commit that brought it, not the one that took it away", async () => {
    const folder = await repositoryOf({ "a.ts": KEY });
    const first = git(folder, "rev-parse", "HEAD").trim();
    await write(folder, { "a.ts": "" });
    git(folder, "commit", "-qam", "taken back");
    const { places } = await findValue(await openProject(folder), KEY);
    expect(places[0]?.commit?.oid).toBe(first);
  });

  test.prop([fc.nat(5), fc.uint8Array({ maxLength: 5 }), fc.constantFrom("base64", "base64url", "hex")])(
    "finds it encoded, wherever it stands in what was encoded",
    async (before, after, encoding) => {
      const text = Buffer.concat([Buffer.alloc(before, 65), Buffer.from(KEY), after]).toString(encoding);
      const folder = await folderOf({ "k.yaml": `data: ${text}\n` });
      expect(shown(await findValue(await openProject(folder), KEY))).toEqual([
        `folder k.yaml:1 ${encoding === "hex" ? "hex" : "base64"}`,
      ]);
    },
  );
});
