/** Makes the repairs of a diagnosis. A repair never takes anything away, never follows a link, and leaves a whole file or none. */
import { chmod, lstat, open, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ProjectError } from "../errors.js";
import type { Repair } from "./point.js";

/** What came of a repair. */
export interface Repaired {
  readonly repair: Repair;
  readonly outcome: "done" | "nothing to do";
}

/**
 * @param root - The project's.
 * @throws {@link ProjectError} for a file that is a link, or that can't be written; repairs before it are done, and that one has changed nothing.
 */
export async function makeRepairs(root: string, repairs: readonly Repair[]): Promise<readonly Repaired[]> {
  const done: Repaired[] = [];
  for (const repair of repairs) done.push({ repair, outcome: await makeRepair(root, repair) });
  return done;
}

async function makeRepair(root: string, repair: Repair): Promise<Repaired["outcome"]> {
  const path = join(root, repair.file);
  const stats = await lstat(path).catch(() => undefined);
  if (stats !== undefined && !stats.isFile()) throw new ProjectError(`\`${repair.file}\` is no plain file: change it by hand`);
  try {
    switch (repair.kind) {
      case "append":
        return await append(path, stats?.mode, repair.lines);
      case "create":
        return await create(path, repair.text);
      case "close":
        if (stats === undefined) return "nothing to do";
        await chmod(path, 0o600);
        return "done";
    }
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown reason";
    throw new ProjectError(`\`${repair.file}\` can't be changed: ${code}`);
  }
}

/** The last rule wins in a `.gitignore`, so the lines go to its end even where one of them stands above. */
async function append(path: string, mode: number | undefined, lines: readonly string[]): Promise<Repaired["outcome"]> {
  const before = mode === undefined ? "" : await readFile(path, "utf8");
  const added = `${lines.join("\n")}\n`;
  if (before === added || before.endsWith(`\n${added}`)) return "nothing to do";
  const lineBreak = before === "" || before.endsWith("\n") ? "" : "\n";
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    await writeFile(temporary, before + lineBreak + added, { flag: "wx", mode: mode ?? 0o644 });
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  return "done";
}

async function create(path: string, text: string): Promise<Repaired["outcome"]> {
  const file = await open(path, "wx").catch((error: unknown) => {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return undefined;
    throw error;
  });
  if (file === undefined) return "nothing to do";
  try {
    await file.writeFile(text);
  } finally {
    await file.close();
  }
  return "done";
}
