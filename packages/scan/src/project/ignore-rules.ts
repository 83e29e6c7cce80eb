/**
 * What the project's `.gitignore` files ignore. Those files alone: what one person's own configuration ignores is not ignored in anybody
 * else's clone. The patterns are read by the `ignore` package, which is tested against git itself.
 */
import ignore, { type Ignore } from "ignore";

export interface IgnoreRules {
  /** Takes the text of the `.gitignore` of a folder; `""` is the project's root. Parents come before their children. */
  add(folder: string, text: string): void;
  /** @param path - Relative to the root, with `/` between its parts, and a `/` at its end for a folder. */
  ignores(path: string): boolean;
}

export function createIgnoreRules(): IgnoreRules {
  const byFolder = new Map<string, Ignore>();
  return {
    add(folder, text) {
      byFolder.set(folder, ignore().add(text));
    },
    ignores(path) {
      let ignored = false;
      for (const folder of foldersAbove(path)) {
        const rules = byFolder.get(folder);
        if (rules === undefined) continue;
        const said = rules.test(path.slice(folder === "" ? 0 : folder.length + 1));
        if (said.ignored) ignored = true;
        else if (said.unignored) ignored = false;
      }
      return ignored;
    },
  };
}

/** `""`, `a`, `a/b` of `a/b/c`. The last word is the deepest folder's. */
function foldersAbove(path: string): readonly string[] {
  const parts = path.replace(/\/$/, "").split("/");
  return parts.map((_, index) => parts.slice(0, index).join("/"));
}
