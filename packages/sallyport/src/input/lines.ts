/** Lines of a file, one at a time, gzipped or not. */
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { InputError, systemProblem } from "../errors.js";
import { chunksOf, type Source } from "./source.js";

export interface Line {
  /** Counts from 1. */
  readonly number: number;
  readonly text: string;
  /** Bytes of the source that were read so far, packed as they are there. */
  readonly sourceBytes: number;
}

/** A line longer than this is no row of a data set; reading on would only fill the memory. */
const MAX_LINE_CHARS = 64 * 2 ** 20;

/**
 * Lines that end in `\n` or `\r\n`. (Not `node:readline`: it also cuts at U+2028, which may stand raw in JSON.)
 * @throws {@link InputError} if the source can't be read, is not UTF-8, or is no whole gzip file though it begins like one.
 */
export async function* linesOf(source: Source): AsyncGenerator<Line> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  const progress = { bytes: 0 };
  // Pieces of the line that isn't whole yet; joined only when it is, so that a very long line is not copied again and again.
  let pending: string[] = [];
  let pendingChars = 0;
  let number = 0;
  for await (const chunk of unpacked(source, progress)) {
    const parts = decode(decoder, chunk, source, number).split("\n");
    const last = parts.pop() ?? "";
    for (const part of parts) {
      yield { number: ++number, text: withoutReturn(pending.join("") + part), sourceBytes: progress.bytes };
      pending = [];
      pendingChars = 0;
    }
    pending.push(last);
    pendingChars += last.length;
    if (pendingChars > MAX_LINE_CHARS) throw new InputError(`line ${number + 1} of ${source.name} is longer than 64 MiB`);
  }
  const rest = pending.join("") + decode(decoder, undefined, source, number);
  if (rest !== "") yield { number: number + 1, text: withoutReturn(rest), sourceBytes: progress.bytes };
}

function withoutReturn(line: string): string {
  return line.endsWith("\r") ? line.slice(0, -1) : line;
}

function decode(decoder: InstanceType<typeof TextDecoder>, chunk: Buffer | undefined, source: Source, lines: number): string {
  try {
    return chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true });
  } catch {
    throw new InputError(`${source.name} is not UTF-8, somewhere after line ${lines}`);
  }
}

async function* unpacked(source: Source, progress: { bytes: number }): AsyncGenerator<Buffer> {
  const counted = (async function* () {
    for await (const chunk of chunksOf(source)) {
      progress.bytes += chunk.length;
      yield chunk;
    }
  })();
  const head = await firstBytes(counted, 2);
  const whole = (async function* () {
    yield head;
    yield* counted;
  })();
  // The two magic bytes of RFC 1952 decide, not the name: standard input has none.
  if (head[0] !== 0x1f || head[1] !== 0x8b) yield* whole;
  else yield* gunzipped(whole, source.name);
}

/** Takes chunks until there are so many bytes: a pipe may bring them one by one. */
async function firstBytes(chunks: AsyncGenerator<Buffer>, bytes: number): Promise<Buffer> {
  let head = Buffer.alloc(0);
  while (head.length < bytes) {
    const next = await chunks.next();
    if (next.done === true) break;
    head = Buffer.concat([head, next.value]);
  }
  return head;
}

async function* gunzipped(packed: AsyncIterable<Buffer>, name: string): AsyncGenerator<Buffer> {
  const gunzip = createGunzip();
  const done = pipeline(packed, gunzip).catch(() => undefined); // the error also comes out of the iteration below
  try {
    for await (const chunk of gunzip as AsyncIterable<Buffer>) yield chunk;
    await done;
  } catch (error) {
    if (error instanceof InputError) throw error;
    const problem = systemProblem(error);
    throw new InputError(`${name} is no whole gzip file${problem === undefined ? "" : `: ${problem}`}`);
  }
}
