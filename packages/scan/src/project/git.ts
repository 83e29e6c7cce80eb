/**
 * What git has of a project: the files of its index and of its history's tip. A repository is untrusted input, and git runs what its
 * configuration names (a file-system monitor, hooks, a transport to fetch missing objects with), so all of that is switched off.
 */
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { ProjectError } from "../errors.js";

/** A file as git has it. */
export interface Blob {
  readonly oid: string;
  readonly path: string;
  /** Where it stands: what the next commit will hold, what the last one holds. */
  readonly places: readonly GitPlace[];
}
export type GitPlace = "index" | "last commit";

export interface Repository {
  /** The folder that holds the whole repository; the project may be a folder in it. */
  readonly top: string;
  /** Files alone: no links, no submodules. Paths are relative to the project. */
  readonly blobs: readonly Blob[];
  /** Links and submodules: what they lead to is another place's. */
  readonly others: readonly string[];
  /**
   * The contents of blobs, one after another.
   * @throws {@link ProjectError} if git ends before it has given all.
   */
  read(oids: readonly string[]): AsyncGenerator<{ readonly oid: string; readonly bytes: Buffer | undefined }>;
  /**
   * Everything that the repository holds, in no order: files of every commit on every branch, what no branch leads to any more, and the texts
   * of commits and tags. `bytes` is `undefined` where it is larger than `maxBytes`.
   * @throws {@link ProjectError} if git can't list it, or ends before it has given all.
   */
  readAll(maxBytes: number): AsyncGenerator<StoredObject>;
  /** Under which paths a file stands in the history, and the commit that brought it: the first of those that did. */
  originOf(oid: string): Promise<Origin>;
}

/** Something that a repository holds. */
export interface StoredObject {
  readonly oid: string;
  readonly type: "blob" | "commit" | "tag";
  readonly bytes: Buffer | undefined;
}

export interface Origin {
  readonly paths: readonly string[];
  /** `undefined` where no branch leads to it any more. */
  readonly commit: { readonly oid: string; readonly date: string } | undefined;
}

const SAFE = [
  "--no-pager",
  "--no-optional-locks",
  "--no-replace-objects",
  "-c",
  "core.fsmonitor=false",
  "-c",
  "core.hooksPath=/dev/null",
  "-c",
  "protocol.allow=never",
] as const;
/** Output of one listing: a million files. */
const MAX_LISTING = 256 * 2 ** 20;

/**
 * @param root - A folder.
 * @returns `undefined` where it is in no repository, or git isn't installed.
 * @throws {@link ProjectError} if there is a repository that git can't or won't read, one that belongs to somebody else for example.
 */
export async function openRepository(root: string): Promise<Repository | undefined> {
  const top = await git(root, ["rev-parse", "--show-toplevel"]);
  if (top.kind === "missing" || (top.kind === "failed" && /not a git repository/i.test(top.message))) return undefined;
  if (top.kind === "failed") throw new ProjectError(`git can't read this repository (${reasonOf(top.message)})`);
  const [index, head] = await Promise.all([
    git(root, ["ls-files", "-z", "--stage"]),
    git(root, ["ls-tree", "-z", "-r", "HEAD"]), // fails before the first commit
  ]);
  if (index.kind !== "done") throw new ProjectError("git can't list the files of its index");
  const entries = [
    ...parseListing(index.output, "index"),
    ...(head.kind === "done" ? parseListing(head.output, "last commit") : []),
  ];
  return {
    top: top.output.replace(/\r?\n$/, ""),
    blobs: joined(entries.filter(({ mode }) => isFile(mode))),
    others: [...new Set(entries.filter(({ mode }) => !isFile(mode)).map(({ path }) => path))],
    async *read(oids) {
      for await (const { oid, bytes } of readObjects(root, oids)) yield { oid, bytes };
    },
    readAll: (maxBytes) => readAll(root, maxBytes),
    originOf: (oid) => originOf(root, oid),
  };
}

async function* readAll(root: string, maxBytes: number): AsyncGenerator<StoredObject> {
  const listing = await git(root, ["cat-file", "--batch-all-objects", "--batch-check=%(objectname) %(objecttype) %(objectsize)"]);
  if (listing.kind !== "done") throw new ProjectError("git can't list what its history holds");
  const objects = [...listing.output.matchAll(/^([0-9a-f]+) (blob|commit|tag) (\d+)$/gm)].map(
    ([, oid = "", type, size]) =>
      ({
        oid,
        type: type === "blob" ? "blob" : type === "commit" ? "commit" : "tag",
        large: Number(size) > maxBytes,
      }) as const,
  );
  for (const { oid, type, large } of objects) if (large) yield { oid, type, bytes: undefined };
  const read = objects.filter(({ large }) => !large);
  const typeOf = new Map(read.map(({ oid, type }) => [oid, type]));
  for await (const { oid, bytes } of readObjects(
    root,
    read.map(({ oid }) => oid),
  ))
    yield { oid, type: typeOf.get(oid) ?? "blob", bytes };
}

async function originOf(root: string, oid: string): Promise<Origin> {
  const log = await git(root, [
    "log",
    "--all",
    "--reverse",
    `--find-object=${oid}`,
    "--format=%H %cI",
    "--raw",
    "--no-abbrev",
    "-z",
  ]);
  const output = log.kind === "done" ? log.output : "";
  const [, commit, date] = /(?:^|\0)([0-9a-f]{40,64}) (\d{4}-\d\d-\d\dT[\d:+Z-]+)/.exec(output) ?? [];
  const paths = [...output.matchAll(new RegExp(`:\\d+ \\d+ [0-9a-f]+ ${oid} [A-Z]\\d*\\0([^\\0]+)\\0`, "g"))].map(
    ([, path = ""]) => path,
  );
  return {
    paths: [...new Set(paths)],
    commit: commit === undefined || date === undefined ? undefined : { oid: commit, date },
  };
}

interface Entry {
  readonly mode: string;
  readonly oid: string;
  readonly path: string;
  readonly place: GitPlace;
}

const isFile = (mode: string): boolean => mode.startsWith("100");

/** `MODE OID STAGE\tPATH` of the index, `MODE TYPE OID\tPATH` of a tree. */
function parseListing(output: string, place: GitPlace): readonly Entry[] {
  return output.split("\0").flatMap((line) => {
    const tab = line.indexOf("\t");
    const [mode, second, third] = line.slice(0, tab).split(" ");
    const oid = place === "index" ? second : third;
    return tab < 0 || mode === undefined || oid === undefined ? [] : [{ mode, oid, path: line.slice(tab + 1), place }];
  });
}

/** One blob for each path and content, with all places that have it. */
function joined(entries: readonly Entry[]): readonly Blob[] {
  const blobs = new Map<string, Blob>();
  for (const { oid, path, place } of entries) {
    const key = `${oid} ${path}`;
    blobs.set(key, { oid, path, places: [...new Set([...(blobs.get(key)?.places ?? []), place])] });
  }
  return [...blobs.values()];
}

type GitResult =
  | { readonly kind: "done"; readonly output: string }
  | { readonly kind: "failed"; readonly message: string }
  /** Git isn't installed. */
  | { readonly kind: "missing" };

function git(cwd: string, args: readonly string[]): Promise<GitResult> {
  return new Promise((resolve) => {
    execFile("git", [...SAFE, ...args], { cwd, env: environment(), maxBuffer: MAX_LISTING }, (error, stdout, stderr) => {
      if (error === null) resolve({ kind: "done", output: stdout });
      else if (error.code === "ENOENT") resolve({ kind: "missing" });
      else resolve({ kind: "failed", message: stderr });
    });
  });
}

/** What a program needs to start. Variables of git's own would lead to another repository than the folder's, and any other may hold a key. */
const NEEDED = new Set(["PATH", "HOME", "USERPROFILE", "SYSTEMROOT", "TMPDIR", "TMP", "TEMP", "PATHEXT"]);

/** Missing objects are not fetched, and nothing is asked. */
function environment(): NodeJS.ProcessEnv {
  const needed = Object.entries(process.env).filter(([name]) => NEEDED.has(name.toUpperCase()));
  return { ...Object.fromEntries(needed), GIT_NO_LAZY_FETCH: "1", GIT_TERMINAL_PROMPT: "0", LC_ALL: "C" };
}

/** Git's own words name paths and configuration, and no content. One line of them. */
const reasonOf = (message: string): string =>
  /dubious ownership/.test(message) ? "it belongs to another user: see `git config safe.directory`" : "see `git status` there";

/** `git cat-file --batch`: a line `OID TYPE SIZE`, so many bytes, a line break; `OID missing` for what isn't there. */
async function* readObjects(
  cwd: string,
  oids: readonly string[],
): AsyncGenerator<{ readonly oid: string; readonly bytes: Buffer | undefined }> {
  if (oids.length === 0) return;
  const child = spawn("git", [...SAFE, "cat-file", "--batch"], { cwd, env: environment(), stdio: ["pipe", "pipe", "ignore"] });
  const failed = once(child, "error").then(([error]) => {
    throw error instanceof Error ? error : new ProjectError("git can't be run");
  });
  failed.catch(() => undefined);
  child.stdin.on("error", () => undefined); // it ended early: the reader below says so
  child.stdin.end(`${oids.join("\n")}\n`);
  const reader = createByteReader(child.stdout as AsyncIterable<Buffer>);
  try {
    for (const oid of oids) {
      const header = await Promise.race([reader.line(), failed]);
      const size = /^[0-9a-f]+ (?:blob|commit|tag) (\d+)$/.exec(header)?.[1];
      if (size === undefined && !header.endsWith(" missing")) throw new ProjectError("git ended before it had given every file");
      yield { oid, bytes: size === undefined ? undefined : await reader.take(Number(size)) };
      if (size !== undefined) await reader.take(1);
    }
  } finally {
    child.kill();
  }
}

/** Lines and counted bytes out of a stream of chunks. At its end a line is empty, and bytes are fewer. */
function createByteReader(chunks: AsyncIterable<Buffer>): {
  line(): Promise<string>;
  take(count: number): Promise<Buffer>;
} {
  const source = chunks[Symbol.asyncIterator]();
  let held: Buffer = Buffer.alloc(0);
  const more = async (): Promise<boolean> => {
    const next = await source.next();
    if (next.done === true) return false;
    held = held.length === 0 ? next.value : Buffer.concat([held, next.value]);
    return true;
  };
  const cut = (count: number): Buffer => {
    const piece = held.subarray(0, count);
    held = held.subarray(count);
    return piece;
  };
  return {
    async line() {
      while (!held.includes(10)) if (!(await more())) return "";
      const text = cut(held.indexOf(10)).toString("utf8");
      cut(1);
      return text;
    },
    async take(count) {
      const pieces: Buffer[] = [];
      let left = count;
      while (left > 0) {
        if (held.length === 0 && !(await more())) break;
        const piece = cut(left);
        pieces.push(piece);
        left -= piece.length;
      }
      return Buffer.concat(pieces);
    },
  };
}
