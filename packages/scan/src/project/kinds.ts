/** What a file is to us, told by its path. */

/**
 * - `env`: variables with their values, for one machine or environment;
 * - `env-example`: the committed list of them;
 * - `bundle`: what a build made for browsers;
 * - `test`: runs on made-up values against servers of its own;
 * - `source`: everything else that people write.
 */
export type FileKind = "env" | "env-example" | "bundle" | "test" | "source";

export const ENVIRONMENTS = ["development", "staging", "production"] as const;
export type Environment = (typeof ENVIRONMENTS)[number];

const EXAMPLE = /(?:^|[._-])(?:example|sample|template|dist|defaults?)$/i;
/** Where common frameworks put what browsers load. */
const BUNDLE =
  /(?:^|\/)(?:dist|build|out|_site|www|public|storybook-static|\.next\/static|\.nuxt\/dist\/client|\.output\/public|\.svelte-kit\/output\/client|\.vercel\/output\/static)\//;
const LOADED_BY_BROWSERS = /\.(?:js|mjs|cjs|css|html?|map|json|wasm)$/i;
const TEST =
  /(?:^|\/)(?:tests?|__tests__|__mocks__|specs?|fixtures|testdata|e2e)\/|[._-](?:test|spec|testkit)\.[a-z]+$|(?:^|\/)test_[^/]*\.py$/i;

export function kindOf(path: string): FileKind {
  const name = path.slice(path.lastIndexOf("/") + 1);
  if (isEnvName(name)) return EXAMPLE.test(name) ? "env-example" : "env";
  if (isBundle(path)) return "bundle";
  return TEST.test(path) ? "test" : "source";
}

/** Whether a build made it for browsers. Such files are looked at even where git ignores them: they are what gets published. */
export const isBundle = (path: string): boolean => BUNDLE.test(path) && LOADED_BY_BROWSERS.test(path);
/** Whether bundles lie in it, or below it. */
export const mayHoldBundles = (folder: string): boolean =>
  BUNDLE.test(`${folder}/`) || /(?:^|\/)\.(?:next|nuxt|output|svelte-kit|vercel)(?:\/(?:dist|output))?$/.test(folder);

/** `.env`, `.env.production`, `prod.env`; not `.envrc`, which is a program. */
const isEnvName = (name: string): boolean => /^\.env(?:[._-].*)?$|^[\w-]+\.env$/i.test(name);

/** The folders that hold other people's code, which has its own project. */
export const FOREIGN_FOLDERS: ReadonlySet<string> = new Set([
  ".git",
  ".hg",
  ".svn",
  "node_modules",
  ".venv",
  "venv",
  "__pycache__",
]);

/**
 * Which environment a file belongs to, told by the words of its path; `undefined` where none says so. A bare `.env` is what a developer's
 * machine loads.
 */
export function environmentOf(path: string): Environment | undefined {
  const words = new Set(path.toLowerCase().split(/[^a-z]+/));
  const has = (...names: readonly string[]): boolean => names.some((name) => words.has(name));
  if (has("production", "prod", "prd", "live")) return "production";
  if (has("staging", "stage", "stg", "preprod", "uat")) return "staging";
  if (has("development", "dev", "local", "test")) return "development";
  return kindOf(path) === "env" ? "development" : undefined;
}
