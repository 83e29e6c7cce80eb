/** What git has is read as git has it, and nothing that a repository's configuration names is run. */
import { existsSync } from "node:fs";
import { chmod, mkdir, symlink } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { folderOf, git, repositoryOf, write } from "../project.testkit.js";
import { openRepository, type Repository } from "./git.js";

async function opened(folder: string): Promise<Repository> {
  const repository = await openRepository(folder);
  if (repository === undefined) throw new Error("no repository");
  return repository;
}

async function contents(repository: Repository): Promise<readonly string[]> {
  const texts: string[] = [];
  for await (const { bytes } of repository.read(repository.blobs.map(({ oid }) => oid))) texts.push(String(bytes));
  return texts;
}

describe("openRepository", () => {
  it("finds none where there is none", async () => {
    expect(await openRepository(await folderOf({ "a.txt": "a" }))).toBeUndefined();
  });

  it("tells the index from the last commit, file by file", async () => {
    const folder = await repositoryOf({ "same.txt": "same", "changed.txt": "old" });
    await write(folder, { "changed.txt": "new", "added.txt": "added" });
    git(folder, "add", "-A");
    const repository = await opened(folder);
    const shown = await Promise.all(
      repository.blobs.map(async (blob) => {
        for await (const { bytes } of repository.read([blob.oid])) return [blob.path, String(bytes), blob.places];
        return [];
      }),
    );
    expect(shown.sort()).toEqual([
      ["added.txt", "added", ["index"]],
      ["changed.txt", "new", ["index"]],
      ["changed.txt", "old", ["last commit"]],
      ["same.txt", "same", ["index", "last commit"]],
    ]);
  });

  it("reads what has no commit yet, names with line breaks and quotes, empty files, and bytes as they are", async () => {
    const folder = await folderOf({
      'od\nd "name".txt': "x\ny\n",
      "empty.txt": "",
      "bytes.bin": new Uint8Array([0, 10, 255, 10]),
    });
    git(folder, "init", "-q");
    git(folder, "add", "-A");
    const repository = await opened(folder);
    expect(repository.blobs.map(({ path }) => path).sort()).toEqual(["bytes.bin", "empty.txt", 'od\nd "name".txt']);
    expect((await contents(repository)).map((text) => text.length).sort()).toEqual([0, 4, 4]);
  });

  it("reads a file that is larger than what a pipe holds", async () => {
    const text = "0123456789".repeat(200_000);
    expect(await contents(await opened(await repositoryOf({ "large.txt": text })))).toEqual([text]);
  });

  it("reads a part of a repository, with paths of its own", async () => {
    const folder = await repositoryOf({ "a/b/c.txt": "c", "other.txt": "o" });
    const repository = await opened(join(folder, "a"));
    expect(repository.blobs.map(({ path, places }) => [path, places])).toEqual([["b/c.txt", ["index", "last commit"]]]);
  });

  it("leaves links alone", async () => {
    const folder = await folderOf({ "a.txt": "a" });
    await symlink("/etc/passwd", join(folder, "link"));
    git(folder, "init", "-q");
    git(folder, "add", "-A");
    const repository = await opened(folder);
    expect(repository.blobs.map(({ path }) => path)).toEqual(["a.txt"]);
    expect(repository.others).toEqual(["link"]);
  });

  it("runs nothing that the repository's configuration names", async () => {
    const folder = await repositoryOf({ "a.txt": "a" });
    const trap = join(folder, "trap.sh");
    await write(folder, { "trap.sh": `#!/bin/sh\ntouch ${JSON.stringify(join(folder, "sprung"))}\n` });
    await chmod(trap, 0o755);
    await mkdir(join(folder, "hooks"), { recursive: true });
    for (const [name, value] of [
      ["core.fsmonitor", trap],
      ["core.pager", trap],
      ["core.sshCommand", trap],
      ["filter.x.clean", trap],
      ["filter.x.smudge", trap],
      ["diff.external", trap],
    ] as const)
      git(folder, "config", name, value);
    await write(folder, { ".gitattributes": "* filter=x\n" });
    await contents(await opened(folder));
    expect(existsSync(join(folder, "sprung"))).toBe(false);
  });

  it("is not led to another repository by the environment", async () => {
    const other = await repositoryOf({ "other.txt": "o" });
    const folder = await repositoryOf({ "own.txt": "o" });
    process.env["GIT_DIR"] = join(other, ".git");
    try {
      expect((await opened(folder)).blobs.map(({ path }) => path)).toEqual(["own.txt"]);
    } finally {
      delete process.env["GIT_DIR"];
    }
  });
});
