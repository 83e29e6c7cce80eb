/** Where bytes come from: a file, or standard input (`-`). Errors name the file and say what to do, never what is in it. */
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import type { Readable } from "node:stream";
import { InputError, systemProblem } from "../errors.js";
import { printable } from "../terminal/terminal.js";

export interface Source {
  /** For messages: the file's name, or `standard input`. */
  readonly name: string;
  /** `undefined` where it can't be known. */
  readonly bytes: number | undefined;
  readonly stream: Readable;
}

/**
 * Opens a file or standard input.
 * @throws {@link InputError} if there is no such file, or if standard input is a terminal where nobody was told to type.
 */
export async function openSource(file: string): Promise<Source> {
  if (file === "-") {
    if (process.stdin.isTTY) throw new InputError("nothing comes on standard input", "name a file, or pipe something in");
    return { name: "standard input", bytes: undefined, stream: process.stdin };
  }
  const name = `\`${printable(file, 200)}\``;
  try {
    const stats = await stat(file);
    if (stats.isDirectory()) throw new InputError(`${name} can't be read: it is a directory`, "name a file");
    return { name, bytes: stats.isFile() ? stats.size : undefined, stream: createReadStream(file) };
  } catch (error) {
    throw unreadable(name, error);
  }
}

/**
 * Reads all of a source.
 * @throws {@link InputError} past `maxBytes`, or if reading fails.
 */
export async function readAll(source: Source, maxBytes: number): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of chunksOf(source)) {
    bytes += chunk.length;
    if (bytes > maxBytes) throw new InputError(`${source.name} is larger than ${maxBytes / 2 ** 20} MiB`, "check it in parts");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, bytes);
}

/** The bytes of a source as they come. */
export async function* chunksOf(source: Source): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of source.stream as AsyncIterable<Buffer>) yield chunk;
  } catch (error) {
    throw unreadable(source.name, error);
  }
}

function unreadable(name: string, error: unknown): Error {
  const problem = systemProblem(error);
  return problem === undefined && error instanceof Error
    ? error
    : new InputError(`${name} can't be read: ${problem ?? "unknown problem"}`);
}
