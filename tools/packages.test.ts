/** What people install: each package publishable by itself, its export map pinned, what it exports pinned, and nothing of ours in it but its build. */
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const ROOT = fileURLToPath(new URL("../packages/", import.meta.url));
const NAMES = readdirSync(ROOT).sort();

interface Manifest {
  readonly name: string;
  readonly exports: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
  readonly bin?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly [field: string]: unknown;
}
const manifestOf = (name: string): Manifest => JSON.parse(readFileSync(`${ROOT}${name}/package.json`, "utf8")) as Manifest;

describe.each(NAMES)("packages/%s", (name) => {
  const manifest = manifestOf(name);

  it("says what it is, what it needs and what it may bring", () => {
    expect(manifest).toMatchObject({ license: "Apache-2.0", type: "module", sideEffects: false, engines: { node: ">=20.19" } });
    expect(manifest.name).toBe(name === "sallyport" ? name : `@sallyport/${name}`);
    expect(manifest["files"]).toEqual(expect.arrayContaining(["dist"]));
    // Nothing of ours runs on somebody's machine because they installed it.
    expect(manifest).not.toHaveProperty("scripts");
    expect(existsSync(`${ROOT}${name}/README.md`)).toBe(true);
  });

  it("exports files that the build makes, with their types", () => {
    const targets = Object.values(manifest.exports).flatMap((target) =>
      typeof target === "string" ? [target] : Object.values(target),
    );
    for (const target of [...targets, ...Object.values(manifest.bin ?? {})])
      expect(existsSync(`${ROOT}${name}/${target.replace("./", "")}`), target).toBe(true);
    expect(manifest.exports).toMatchSnapshot();
  });

  it("exports these names and no others", async () => {
    const require = createRequire(`${ROOT}${name}/package.json`);
    const module = (await import(require.resolve(manifest.name))) as object;
    expect(Object.keys(module).sort()).toMatchSnapshot();
  });
});
