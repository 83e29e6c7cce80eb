/**
 * Where a secret comes from. Sources are written as `kind:rest`, so that a configuration file, which gets committed, copied and printed,
 * names the place of a secret and never holds one.
 */
import { open } from "node:fs/promises";
import { anthropicCredentialKind, checkApiKeyShape } from "./anthropic-key.js";
import { KeyShapeError, KeySourceError } from "./errors.js";
import { runCommand, splitCommand } from "./exec-source.js";
import { readTyped } from "./typed-source.js";

/** One member per kind of place; a new kind is a new member, and the switches below won't compile until it is read. */
export type KeySource =
  | { readonly kind: "env"; readonly name: string }
  | { readonly kind: "file"; readonly path: string }
  /** A secret manager's own client, run without a shell. */
  | { readonly kind: "exec"; readonly command: readonly [string, ...string[]] }
  /** Standard input: a pipe, or a prompt that shows nothing of what is typed. */
  | { readonly kind: "stdin" };

const KINDS = "env:NAME, file:PATH, exec:COMMAND or stdin";

/** Secrets are short; a source that yields more is the wrong file. */
const MAX_BYTES = 16_384;
const OTHERS_MAY = 0o077;

/**
 * @param text - `env:NAME`, `file:PATH`, `exec:COMMAND` or `stdin`.
 * @throws {@link KeySourceError} if it is none of them. The text is not repeated: it could be the key itself.
 */
export function parseKeySource(text: string): KeySource {
  if (text === "stdin") return { kind: "stdin" };
  if (HOLDS_A_KEY.test(text)) {
    throw new KeySourceError(`a key stands where its place should be named: keep the key in such a place, and write ${KINDS}`);
  }
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
    case "exec":
      return { kind: "exec", command: splitCommand(rest) };
  }
  throw new KeySourceError(`a key source must be ${KINDS}`);
}

/** Longer than any placeholder, so that `file:sk-ant-notes.txt` stays a path. */
const HOLDS_A_KEY = /sk-ant-[a-z]{2,8}\d{2}-[\w-]{16}|sp-(?:dev|stg|prd)-[\w-]{16}/i;

/** The place, never a secret. Of a command the program alone: its arguments are the operator's business. */
export function describeKeySource(source: KeySource): string {
  switch (source.kind) {
    case "env":
      return `env:${source.name}`;
    case "file":
      return `file:${source.path}`;
    case "exec":
      return `exec:${source.command[0]}`;
    case "stdin":
      return "stdin";
  }
}

/**
 * Reads any secret: what the variable holds as it is; the file's text, the command's output or the line typed without its final line break.
 * @throws {@link KeySourceError} if there is nothing, others than the owner can read the file, or the command fails.
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

/**
 * Reads a key of the Admin API.
 * @throws {@link KeySourceError} if it can't be read; {@link KeyShapeError} if it is no admin key.
 */
export async function readAdminKey(
  source: KeySource,
  env: Readonly<Record<string, string | undefined>> = process.env,
): Promise<string> {
  const key = await readSecret(source, env);
  if (anthropicCredentialKind(key) !== "admin-key" || /\s/.test(key)) {
    throw new KeyShapeError(
      `the key in \`${describeKeySource(source)}\` can't be used: it is no admin key (\`sk-ant-admin01-\`)`,
    );
  }
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
    case "exec":
      return runCommand(source.command, { env });
    case "stdin":
      return readTyped(process.stdin, (text) => process.stderr.write(text));
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
