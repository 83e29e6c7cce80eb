/**
 * Finds one known value wherever a project has it: in its files, ignored ones too, and in all of git's history. The value itself and the
 * forms in which tools write it: base64 at any offset, hex, UTF-16. It is never given to another program.
 */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Project, Unread } from "../project/project.js";
import { MAX_FILE_BYTES } from "../project/text.js";

/** Where the value is. */
export interface ValuePlace {
  readonly where: "folder" | "history";
  /** Its path, or that of the file in the history; for the text of a commit or tag, which of the two. */
  readonly file: string;
  /** Of its first place in the file; counts from 1. */
  readonly line: number;
  readonly form: Form;
  /** The commit that brought it. */
  readonly commit?: { readonly oid: string; readonly date: string };
}

export type Form = "plain" | "base64" | "hex" | "UTF-16";

export interface Traces {
  readonly places: readonly ValuePlace[];
  readonly searched: { readonly files: number; readonly objects: number };
  readonly unread: readonly Unread[];
}

/** @throws ProjectError if git can't give its history. */
export async function findValue(project: Project, value: string): Promise<Traces> {
  const needles = needlesOf(value);
  const places: ValuePlace[] = [];
  const unread = [...project.unread];
  let files = 0;
  for (const { path } of project.files) {
    const bytes = await readFile(join(project.root, path)).catch(() => undefined);
    if (bytes === undefined) unread.push({ path, why: "can't be read" });
    else {
      files += 1;
      places.push(...hitsIn(bytes, needles).map((hit) => ({ where: "folder" as const, file: path, ...hit })));
    }
  }
  let objects = 0;
  const { repository } = project;
  if (repository !== undefined) {
    for await (const { oid, type, bytes } of repository.readAll(MAX_FILE_BYTES)) {
      objects += 1;
      if (bytes === undefined) {
        unread.push({ path: `${type} ${oid.slice(0, 12)} of the history`, why: "too large" });
        continue;
      }
      const hits = hitsIn(bytes, needles);
      if (hits.length === 0) continue;
      const { paths, commit } = type === "blob" ? await repository.originOf(oid) : { paths: [], commit: undefined };
      const named =
        type === "blob"
          ? paths.length > 0
            ? paths
            : [`a file that no branch holds (${oid.slice(0, 12)})`]
          : [`the text of ${type} ${oid.slice(0, 12)}`];
      for (const file of named)
        for (const hit of hits) places.push({ where: "history", file, ...hit, ...(commit === undefined ? {} : { commit }) });
    }
  }
  return { places, searched: { files, objects }, unread };
}

interface Needle {
  readonly form: Form;
  readonly bytes: Buffer;
}

function needlesOf(value: string): readonly Needle[] {
  const plain = Buffer.from(value, "utf8");
  // Bytes before and behind share characters of base64 with the value: those at its ends are left out.
  const shifted = [0, 1, 2].map((shift) => {
    const text = Buffer.concat([Buffer.alloc(shift), plain])
      .toString("base64")
      .replace(/=+$/, "");
    return text.slice(shift === 0 ? 0 : shift + 1, -1);
  });
  return [
    { form: "plain", bytes: plain },
    ...shifted.map((text) => ({ form: "base64" as const, bytes: Buffer.from(text) })),
    ...shifted.map((text) => ({ form: "base64" as const, bytes: Buffer.from(text.replaceAll("+", "-").replaceAll("/", "_")) })),
    { form: "hex", bytes: Buffer.from(plain.toString("hex")) },
    { form: "hex", bytes: Buffer.from(plain.toString("hex").toUpperCase()) },
    { form: "UTF-16", bytes: Buffer.from(value, "utf16le") },
  ];
}

/** The first place of each form. */
function hitsIn(bytes: Buffer, needles: readonly Needle[]): readonly { readonly line: number; readonly form: Form }[] {
  const found = new Map<Form, number>();
  for (const { form, bytes: needle } of needles) {
    const at = bytes.indexOf(needle);
    if (at >= 0) found.set(form, Math.min(at, found.get(form) ?? Infinity));
  }
  return [...found].map(([form, at]) => ({ form, line: lineOf(bytes, at) }));
}

function lineOf(bytes: Buffer, at: number): number {
  let line = 1;
  for (let next = bytes.indexOf(10); next >= 0 && next < at; next = bytes.indexOf(10, next + 1)) line += 1;
  return line;
}
