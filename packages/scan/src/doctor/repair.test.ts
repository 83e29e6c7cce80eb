/** A repair adds what is missing and takes nothing away; it reaches no file outside of the project. */
import { lstat, mkdir, readFile, readdir, symlink } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { folderOf } from "../project.testkit.js";
import { openProject } from "../project/project.js";
import { makeRepairs } from "./repair.js";

const LINES = [".env", ".env.*", "!.env.example"];
const IGNORE = { kind: "append", file: ".gitignore", lines: LINES } as const;

describe("makeRepairs", () => {
  it.each([
    [undefined, ".env\n.env.*\n!.env.example\n"],
    ["", ".env\n.env.*\n!.env.example\n"],
    ["dist", "dist\n.env\n.env.*\n!.env.example\n"],
    ["!.env\n", "!.env\n.env\n.env.*\n!.env.example\n"],
  ])("adds rules to a .gitignore of %j, and then they hold", async (before, after) => {
    const folder = await folderOf(before === undefined ? {} : { ".gitignore": before });
    expect(await makeRepairs(folder, [IGNORE])).toEqual([{ repair: IGNORE, outcome: "done" }]);
    expect(await readFile(join(folder, ".gitignore"), "utf8")).toBe(after);
    const project = await openProject(folder);
    expect([".env", ".env.production", ".env.example"].map((path) => project.ignores(path))).toEqual([true, true, false]);
    expect(await makeRepairs(folder, [IGNORE])).toEqual([{ repair: IGNORE, outcome: "nothing to do" }]);
    expect(await readdir(folder)).toEqual([".gitignore"]);
  });

  it("never writes over a file", async () => {
    const folder = await folderOf({ ".env.example": "A=1\n" });
    const create = { kind: "create", file: ".env.example", text: "B=2\n" } as const;
    expect((await makeRepairs(folder, [create]))[0]?.outcome).toBe("nothing to do");
    expect(await readFile(join(folder, ".env.example"), "utf8")).toBe("A=1\n");
  });

  it.skipIf(process.platform === "win32")("closes a file to others", async () => {
    const folder = await folderOf({ "prod.env": "A=1\n" });
    await makeRepairs(folder, [{ kind: "close", file: "prod.env" }]);
    expect((await lstat(join(folder, "prod.env"))).mode & 0o777).toBe(0o600);
  });

  it("follows no link out of the project", async () => {
    const outside = await folderOf({ target: "outside\n" });
    const folder = await folderOf({});
    await symlink(join(outside, "target"), join(folder, ".gitignore"));
    await symlink(join(outside, "made"), join(folder, ".env.example"));
    await mkdir(join(folder, ".env"));
    for (const repair of [
      IGNORE,
      { kind: "create", file: ".env.example", text: "A=\n" },
      { kind: "close", file: ".env" },
    ] as const)
      await expect(makeRepairs(folder, [repair])).rejects.toThrow(/is no plain file: change it by hand/);
    expect(await readdir(outside)).toEqual(["target"]);
    expect(await readFile(join(outside, "target"), "utf8")).toBe("outside\n");
  });
});
