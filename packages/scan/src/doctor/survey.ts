/** Everything that the points need to know of a project, read in one pass over its files. */
import { parseEnv } from "node:util";
import { messagesCalls } from "../code/calls.js";
import { commentsOf } from "../code/language.js";
import { readCode } from "../code/lexer.js";
import { LINTS, type Lint } from "../code/lints.js";
import { promptHits } from "../code/prompt-lints.js";
import type { Blob, GitPlace } from "../project/git.js";
import { kindOf, type FileKind } from "../project/kinds.js";
import type { Project, ProjectFile, Unread } from "../project/project.js";
import { MAX_FILE_BYTES, textOf } from "../project/text.js";
import { placesOf } from "../secrets/place.js";
import type { Secret, SecretSearch } from "../secrets/search.js";
import type { PointId } from "./point.js";

export interface FoundSecret extends Secret {
  readonly file: string;
  readonly kind: FileKind;
  /** Where a version of the file holds it. */
  readonly places: readonly (GitPlace | "folder")[];
}

/** Something that a line shows. */
export interface Hit {
  readonly point: PointId;
  readonly weight: Lint["weight"];
  readonly what: string;
  readonly file: string;
  readonly line: number;
}

export interface EnvFile extends ProjectFile {
  /** Names and values, as programs would read them. Values are never shown. */
  readonly variables: Readonly<Record<string, string>>;
  /** The name that a line gives a value to; lines count from 1. */
  readonly names: ReadonlyMap<number, string>;
}

export interface Survey {
  readonly project: Project;
  readonly secrets: readonly FoundSecret[];
  readonly hits: readonly Hit[];
  /** Files with variables, the examples among them. */
  readonly envFiles: readonly EnvFile[];
  readonly unread: readonly Unread[];
  readonly searched: { readonly files: number; readonly blobs: number };
}

/** @throws ProjectError if git stops giving what it has. */
export async function survey(project: Project, search: SecretSearch): Promise<Survey> {
  const found = new Map<string, FoundSecret>();
  const add = (file: string, text: string, place: GitPlace | "folder"): void => {
    for (const secret of search(text)) {
      const key = `${file} ${secret.fingerprint} ${secret.what}`;
      const known = found.get(key);
      const places = [...new Set([...(known?.places ?? []), place])];
      found.set(key, { ...(known ?? { ...secret, file, kind: kindOf(file) }), places });
    }
  };
  const hits: Hit[] = [];
  const envFiles: EnvFile[] = [];
  const unread = [...project.unread];
  let files = 0;
  for (const file of project.files) {
    const text = await project.read(file.path);
    if (text === undefined) continue;
    files += 1;
    add(file.path, text, "folder");
    if (file.kind === "env" || file.kind === "env-example") envFiles.push({ ...file, ...readVariables(text) });
    if (!file.ignored) hits.push(...hitsIn(file, text));
  }
  let blobs = 0;
  const { repository } = project;
  if (repository !== undefined) {
    const byOid = new Map<string, Blob[]>();
    for (const blob of repository.blobs) byOid.set(blob.oid, [...(byOid.get(blob.oid) ?? []), blob]);
    for await (const { oid, bytes } of repository.read([...byOid.keys()])) {
      const text = bytes === undefined || bytes.length > MAX_FILE_BYTES ? undefined : textOf(bytes);
      for (const { path, places } of byOid.get(oid) ?? []) {
        if (bytes === undefined) unread.push({ path, why: "can't be read" });
        else if (bytes.length > MAX_FILE_BYTES) unread.push({ path, why: "too large" });
        else if (text !== undefined) for (const place of places) add(path, text, place);
      }
      blobs += 1;
    }
  }
  return { project, secrets: [...found.values()], hits, envFiles, unread, searched: { files, blobs } };
}

function readVariables(text: string): Pick<EnvFile, "variables" | "names"> {
  const entries = Object.entries(parseEnv(text));
  const names = text
    .split("\n")
    .flatMap((line, index) =>
      [...line.matchAll(/^\s*(?:export\s+)?([\w.-]+)\s*=/g)].map(([, name = ""]) => [index + 1, name] as const),
    );
  return {
    variables: Object.fromEntries(entries.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]))),
    names: new Map(names),
  };
}

function hitsIn({ path, kind }: ProjectFile, text: string): readonly Hit[] {
  const comments = commentsOf(path);
  // What a build made says nothing about how people write; what it holds is searched for keys.
  if (comments === undefined || kind === "bundle") return [];
  const code = readCode(text, comments);
  const found: { readonly at: number; readonly hit: Omit<Hit, "file" | "line"> }[] = [];
  for (const { point, files, pattern, what, weight } of LINTS) {
    if (files !== undefined && !files.test(path)) continue;
    for (const { index } of code.text.matchAll(pattern)) found.push({ at: index, hit: { point, what, weight } });
  }
  for (const call of messagesCalls(code))
    for (const hit of promptHits(call)) found.push({ at: call.start, hit: { point: "system-parameter", ...hit } });
  const places = placesOf(
    code.text,
    found.map(({ at }) => at),
  );
  return found.flatMap(({ at, hit }) => {
    const line = places.get(at)?.line;
    if (line === undefined) return [];
    if (kind !== "test") return [{ ...hit, file: path, line }];
    // Tests try wrong ways on purpose, and what a test does right the application need not do.
    return hit.weight === "problem" ? [{ ...hit, weight: "doubt", file: path, line }] : [];
  });
}
