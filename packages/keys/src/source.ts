/**
 * Where a secret comes from. Sources are written as `kind:rest`, so that a configuration file, which gets committed, copied and printed,
 * names the place of a secret and never holds one.
 */
import { open } from "node:fs/promises";
import { checkApiKeyShape } from "./anthropic-key.js";
import { KeySourceError } from "./errors.js";

/** One member per kind of place; a new kind is a new member, and the switches below won't compile until it is read. */
export type KeySource = { readonly kind: "env"; readonly name: string } | { readonly kind: "file"; readonly path: string };

/** Secrets are short; a source that yields more is the wrong file. */
const MAX_BYTES = 16_384;
const OTHERS_MAY = 0o077;

/**
 * @param text - `env:NAME` or `file:PATH`.
 * @throws {@link KeySourceError} if it is neither. The text is not repeated: it could be the key itself.
 */
export function parseKeySource(text: string): KeySource {
  const colon = text.indexOf(":");
  const rest = text.slice(colon + 1);
  switch (colon < 0 ? "" : text.slice(0, colon)) {
    case "env":
      if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(rest))
        throw new KeySourceError("`env:` must be followed by the name of an environment variable");
      return { kind: "env", name: rest };
    case "file":
      if (rest === "" || rest.includes("\0")) throw new KeySourceError("`file:` must be followed by the path of a file");
      return { kind: "file", path: rest };
  }
  if (/sk-ant-|sp-(?:dev|stg|prd)-/i.test(text)) {
    throw new KeySourceError(
      "a key stands where its place should be named: put the key into a variable or a file, and write env:NAME or file:PATH",
    );
  }
  throw new KeySourceError("a key source must be env:NAME or file:PATH");
}

/** The source as it was written: a place, never a secret. */
export function describeKeySource(source: KeySource): string {
  switch (source.kind) {
    case "env":
      return `env:${source.name}`;
    case "file":
      return `file:${source.path}`;
  }
}

/**
 * Reads any secret: what the variable holds as it is, or the file's text without its final line break.
 * @throws {@link KeySourceError} if there is nothing, or others than the owner can read the file.
 */
export async function readSecret(
  source: KeySource,
  env: Readonly<Record<string, string | undefined>> = process.env,
): Promise<string> {
  const where = describeKeySource(source);
  const secret = await readPlace(source, env);
  if (secret === "") throw new KeySourceError(`\`${where}\` is empty`);
  return secret;
}

/**
 * Reads an Anthropic API key and checks its shape before anybody uses it.
 * @throws {@link KeySourceError} if it can't be read; {@link KeyShapeError} if it can't be an API key. Neither shows it.
 */
export async function readKey(
  source: KeySource,
  env: Readonly<Record<string, string | undefined>> = process.env,
): Promise<string> {
  const key = await readSecret(source, env);
  checkApiKeyShape(key, describeKeySource(source));
  return key;
}

async function readPlace(source: KeySource, env: Readonly<Record<string, string | undefined>>): Promise<string> {
  switch (source.kind) {
    case "env": {
      const value = env[source.name];
      if (value === undefined) throw new KeySourceError(`the environment variable \`${source.name}\` is not set`);
      return value;
    }
    case "file":
      return (await readOwnFile(source.path)).replace(/\r?\n$/, "");
  }
}

/** Mode and content are read through one handle, so that the file that was checked is the file that is read. */
async function readOwnFile(path: string): Promise<string> {
  const file = await open(path, "r").catch((error: unknown) => {
    throw new KeySourceError(`the key file \`${path}\` can't be opened: ${systemCode(error)}`);
  });
  try {
    const { mode, size } = await file.stat().then((stats) => {
      if (!stats.isFile()) throw new KeySourceError(`\`${path}\` is not a file`);
      return stats;
    });
    // Windows has no such bits: Node reports every file as open to all there.
    if (process.platform !== "win32" && (mode & OTHERS_MAY) !== 0) {
      throw new KeySourceError(`others can read the key file \`${path}\`: run chmod 600 on it`);
    }
    if (size > MAX_BYTES)
      throw new KeySourceError(`the key file \`${path}\` is larger than ${MAX_BYTES} bytes: it should hold the key alone`);
    return await file.readFile("utf8");
  } finally {
    await file.close();
  }
}

function systemCode(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "unknown reason";
}
