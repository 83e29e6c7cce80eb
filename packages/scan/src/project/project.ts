/**
 * A project as it lies in a folder: the files that people write, the variables' files even where git ignores them, what a build made for
 * browsers, and what git has of it. Links are not followed: they lead out of the project.
 */
import { readFile, readdir, stat } from "node:fs/promises";
import { join, relative, resolve, sep } from "node:path";
import { ProjectError } from "../errors.js";
import { openRepository, type Repository } from "./git.js";
import { createIgnoreRules, type IgnoreRules } from "./ignore-rules.js";
import { FOREIGN_FOLDERS, isBundle, kindOf, mayHoldBundles, type FileKind } from "./kinds.js";
import { MAX_FILE_BYTES, textOf } from "./text.js";

export interface ProjectFile {
  /** Relative to the root, with `/` between its parts on every system. */
  readonly path: string;
  readonly kind: FileKind;
  /** Whether a `.gitignore` of the project ignores it. */
  readonly ignored: boolean;
  /** Permission bits, as `0o600`; all of them on Windows, which has none. */
  readonly mode: number;
}

/** A file that wasn't searched, and why. */
export interface Unread {
  readonly path: string;
  readonly why: "too large" | "can't be read" | "a link" | "a submodule or another repository";
}

export interface Project {
  /** Absolute. */
  readonly root: string;
  readonly files: readonly ProjectFile[];
  readonly unread: readonly Unread[];
  readonly repository: Repository | undefined;
  ignores(path: string): boolean;
  /** The text of one of the files; `undefined` for a binary one, or one that is gone or can't be read any more. */
  read(path: string): Promise<string | undefined>;
}

/**
 * @param folder - The project's root, or a part of it.
 * @throws {@link ProjectError} if it is no folder, or git refuses to read its repository.
 */
export async function openProject(folder: string): Promise<Project> {
  const root = resolve(folder);
  const isFolder = await stat(root).then(
    (stats) => stats.isDirectory(),
    () => false,
  );
  if (!isFolder) throw new ProjectError("there is no such folder");
  const repository = await openRepository(root);
  const rules = createIgnoreRules();
  const above = repository === undefined ? "" : pathBetween(repository.top, root);
  const inTop = (path: string): string => (above === "" ? path : `${above}/${path}`);
  if (repository !== undefined) await readRulesAbove(repository.top, above, rules);
  const files: ProjectFile[] = [];
  const unread: Unread[] = [];
  await walk({ root, rules, inTop, files, unread }, "", false);
  return {
    root,
    files,
    unread,
    repository,
    ignores: (path) => rules.ignores(inTop(path)),
    read: async (path) => {
      const bytes = await readFile(join(root, path)).catch(() => undefined);
      return bytes === undefined ? undefined : textOf(bytes);
    },
  };
}

/** `packages/app` of `/repo` and `/repo/packages/app`; empty where they are the same, or linked in a way that can't be told. */
function pathBetween(top: string, root: string): string {
  const path = relative(top, root).split(sep).join("/");
  return path.startsWith("..") ? "" : path;
}

async function readRulesAbove(top: string, above: string, rules: IgnoreRules): Promise<void> {
  const parts = above === "" ? [] : above.split("/");
  for (let depth = 0; depth < parts.length; depth++) {
    const folder = parts.slice(0, depth).join("/");
    await readRules(join(top, folder), folder, rules);
  }
}

async function readRules(folder: string, name: string, rules: IgnoreRules): Promise<void> {
  const text = await readFile(join(folder, ".gitignore"), "utf8").catch(() => undefined);
  if (text !== undefined) rules.add(name, text);
}

interface Walk {
  readonly root: string;
  readonly rules: IgnoreRules;
  readonly inTop: (path: string) => string;
  readonly files: ProjectFile[];
  readonly unread: Unread[];
}

/** @param ignored - Whether a folder above is ignored: then all in it is, whatever its own rules say, as git has it. */
async function walk(walking: Walk, folder: string, ignored: boolean): Promise<void> {
  const { root, rules, inTop, unread } = walking;
  const absolute = join(root, folder);
  if (!ignored) await readRules(absolute, inTop(folder).replace(/\/$/, ""), rules);
  const entries = await readdir(absolute, { withFileTypes: true }).catch(() => undefined);
  if (entries === undefined) {
    unread.push({ path: folder, why: "can't be read" });
    return;
  }
  if (folder !== "" && entries.some(({ name }) => name === ".git")) {
    unread.push({ path: folder, why: "a submodule or another repository" });
    return;
  }
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) {
      if (FOREIGN_FOLDERS.has(entry.name)) continue;
      const ignoredHere = ignored || rules.ignores(`${inTop(path)}/`);
      if (!ignoredHere || mayHoldBundles(path)) await walk(walking, path, ignoredHere);
    } else if (entry.isSymbolicLink()) {
      if (!ignored && !rules.ignores(inTop(path))) unread.push({ path, why: "a link" });
    } else if (entry.isFile()) {
      await addFile(walking, path, ignored || rules.ignores(inTop(path)));
    }
  }
}

async function addFile({ root, files, unread }: Walk, path: string, ignored: boolean): Promise<void> {
  const kind = kindOf(path);
  if (ignored && kind !== "env" && kind !== "env-example" && !isBundle(path)) return;
  const stats = await stat(join(root, path)).catch(() => undefined);
  if (stats === undefined) unread.push({ path, why: "can't be read" });
  else if (stats.size > MAX_FILE_BYTES) unread.push({ path, why: "too large" });
  else files.push({ path, kind, ignored, mode: stats.mode & 0o777 });
}
