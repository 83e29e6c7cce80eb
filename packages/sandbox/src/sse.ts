/** Steps of a stream to the bytes of server-sent events, cut as a script wants them. */
import type { Random } from "./ids.js";
import type { StreamShape } from "./reply.js";
import type { RawEvent } from "./wire/message.js";

const LINE_ENDINGS = { lf: "\n", cr: "\r", crlf: "\r\n" } as const;

export function frameOf(event: RawEvent, lineEnding: StreamShape["lineEnding"] = "lf"): string {
  const end = LINE_ENDINGS[lineEnding];
  return `event: ${event.type}${end}data: ${JSON.stringify(event)}${end}${end}`;
}

export function commentOf(comment: string, lineEnding: StreamShape["lineEnding"] = "lf"): string {
  const end = LINE_ENDINGS[lineEnding];
  return `: ${comment}${end}${end}`;
}

/** Cuts bytes into random pieces of 1 to `chunkBytes`: also through the middle of a character and of a line ending. */
export function* pieces(bytes: Uint8Array, chunkBytes: number, random: Random): Generator<Uint8Array> {
  for (let start = 0; start < bytes.length;) {
    const length = 1 + random.below(chunkBytes);
    yield bytes.subarray(start, start + length);
    start += length;
  }
}
