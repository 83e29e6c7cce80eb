/** Which files are code or configuration that we read, and how comments are written in them. */

/** `slashes`: C and its kin; `hashes`: Python, Ruby, shells, YAML, TOML, Dockerfiles; `none`: every character counts. */
export type Comments = "slashes" | "hashes" | "none";

const SLASHES = new Set(
  "js mjs cjs jsx ts mts cts tsx vue svelte astro go java kt kts scala swift rs c h cc cpp hpp cs php dart groovy jsonc json5".split(
    " ",
  ),
);
const HASHES = new Set(
  "py pyi rb sh bash zsh fish ps1 pl r jl ex exs yml yaml toml ini cfg conf properties env tf hcl nix".split(" "),
);
const NONE = new Set(["json", "ipynb"]);
/** Files known by their names. */
const NAMED =
  /^(?:(?:.*\.)?(?:dockerfile|containerfile)(?:\..*)?|\.env.*|.*\.env|\.npmrc|\.yarnrc|\.curlrc|makefile|justfile|procfile)$/i;

/** How comments are written in a file; `undefined` for one that isn't code: prose may name what code may not do. */
export function commentsOf(path: string): Comments | undefined {
  const name = path.slice(path.lastIndexOf("/") + 1);
  if (NAMED.test(name)) return "hashes";
  if (name === "Jenkinsfile") return "slashes";
  const extension = name.slice(name.lastIndexOf(".") + 1).toLowerCase();
  if (SLASHES.has(extension)) return "slashes";
  if (HASHES.has(extension)) return "hashes";
  return NONE.has(extension) ? "none" : undefined;
}
