/** Which files of a folder are looked at: what people share, variables wherever they lie, and what gets published. */
import { mkdir, symlink } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { folderOf, git, repositoryOf, type Files } from "../project.testkit.js";
import { environmentOf } from "./kinds.js";
import { openProject } from "./project.js";

const shownOf = async (files: Files): Promise<readonly string[]> => {
  const { files: found } = await openProject(await folderOf(files));
  return found.map(({ path, kind, ignored }) => `${path} ${kind}${ignored ? " ignored" : ""}`);
};

describe("openProject", () => {
  it("refuses what is no folder", async () => {
    await expect(openProject(join(await folderOf({}), "missing"))).rejects.toThrow("there is no such folder");
  });

  it("takes what git would take, files with variables even where it wouldn't, and what a build published", async () => {
    expect(
      await shownOf({
        ".gitignore": "node_modules\ndist/\n*.log\n.env*\n!.env.example\n",
        ".env": "A=1",
        ".env.example": "A=",
        "apps/web/.env.local": "A=1",
        "debug.log": "x",
        "src/app.ts": "x",
        "src/app.test.ts": "x",
        "dist/main.js": "x",
        "dist/main.d.ts": "x",
        "node_modules/lib/index.js": "x",
        "node_modules/lib/.env": "A=1",
      }),
    ).toEqual([
      ".env env ignored",
      ".env.example env-example",
      ".gitignore source",
      "apps/web/.env.local env ignored",
      "dist/main.js bundle ignored",
      "src/app.test.ts test",
      "src/app.ts source",
    ]);
  });

  it("obeys the rules of each folder as git does, up to the repository's own", async () => {
    const files = {
      ".gitignore": "*.secret\nbuilt/\n!kept.secret\n",
      "a/.gitignore": "!mine.secret\nlocal.txt\n",
      "a/mine.secret": "1",
      "a/other.secret": "1",
      "a/kept.secret": "1",
      "a/local.txt": "1",
      "a/built/.gitignore": "!x.txt\n",
      "a/built/x.txt": "1",
      "b/local.txt": "1",
      "a/deep/.gitignore": "/only-here.txt\n",
      "a/deep/only-here.txt": "1",
      "a/deep/er/only-here.txt": "1",
    };
    const folder = await repositoryOf(files);
    const byGit = git(folder, "ls-files", "-co", "--exclude-standard").trim().split("\n").sort();
    const { files: found } = await openProject(folder);
    expect(found.map(({ path }) => path).sort()).toEqual(byGit);
    const part = await openProject(join(folder, "a"));
    expect(part.files.map(({ path }) => `a/${path}`).sort()).toEqual(byGit.filter((path) => path.startsWith("a/")));
  });

  it("follows no link and reads no other repository, and says so", async () => {
    const folder = await folderOf({ "a.txt": "a", "inner/b.txt": "b" });
    await symlink("/etc", join(folder, "link"));
    await mkdir(join(folder, "inner/.git"));
    const { files, unread } = await openProject(folder);
    expect(files.map(({ path }) => path)).toEqual(["a.txt"]);
    expect(unread).toEqual([
      { path: "inner", why: "a submodule or another repository" },
      { path: "link", why: "a link" },
    ]);
  });

  it("reads UTF-16, which PowerShell writes, and no binary file", async () => {
    const utf16 = new Uint8Array([0xff, 0xfe, ...Buffer.from("KEY=äß", "utf16le")]);
    const project = await openProject(await folderOf({ ".env": utf16, "a.png": new Uint8Array([137, 80, 0, 1]) }));
    expect(await project.read(".env")).toBe("KEY=äß");
    expect(await project.read("a.png")).toBeUndefined();
  });
});

describe("environmentOf", () => {
  it.each([
    [".env.production", "production"],
    [".env.production.local", "production"],
    ["deploy/prod/values.yaml", "production"],
    ["config/staging.json", "staging"],
    [".env", "development"],
    [".env.local", "development"],
    ["web/.env.test", "development"],
    ["src/product.ts", undefined],
    ["src/liverpool.ts", undefined],
  ])("%s: %s", (path, environment) => {
    expect(environmentOf(path)).toBe(environment);
  });
});
