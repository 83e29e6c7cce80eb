/** Projects for tests: real folders, real repositories, and made-up keys that no file of ours holds. */
import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";

/** A key in the shape of Anthropic's API keys. */
export const madeUpKey = (): string => `sk-ant-api03-${randomBytes(80).toString("base64url").slice(0, 93)}AA`;

export type Files = Readonly<Record<string, string | Uint8Array>>;

/** A folder with these files, gone after the test. Files with variables are closed to others, as they should be. */
export async function folderOf(files: Files): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "sallyport-scan-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await write(folder, files);
  return folder;
}

export async function write(folder: string, files: Files): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    const file = join(folder, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
    if (/(?:^|\/)\.env(?!.*example)/.test(path)) await chmod(file, 0o600);
  }
}

/** Runs git in a folder, untouched by the configuration of whoever runs the tests. */
export function git(folder: string, ...args: readonly string[]): string {
  return execFileSync("git", ["-c", "user.name=test", "-c", "user.email=test@example.com", ...args], {
    cwd: folder,
    encoding: "utf8",
    env: { PATH: process.env["PATH"], HOME: folder, GIT_CONFIG_NOSYSTEM: "1" },
    stdio: ["ignore", "pipe", "pipe"],
  });
}

/** The same, as a repository whose last commit holds all that git would take. */
export async function repositoryOf(files: Files): Promise<string> {
  const folder = await folderOf(files);
  git(folder, "init", "-q");
  git(folder, "add", "-A");
  git(folder, "commit", "-q", "--allow-empty", "-m", "first");
  return folder;
}
