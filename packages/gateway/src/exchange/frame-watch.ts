/**
 * Watches the frames of a checked stream on their way to the client: what they say of model and usage, and where the message ends. From
 * its `message_stop` on everything is held back, so that no client sees an end that isn't recorded yet. Bytes pass as they are, in whole
 * frames: a client acts on a frame when it is whole, and some read the event's name and others its data.
 */
import { isRecord, laterFacts, NO_USAGE, readMessageFacts } from "./usage.js";
import type { MessageFacts } from "./usage.js";

export interface FrameWatch {
  /** Takes the next bytes, cut anywhere; returns those that may go now. */
  pass(bytes: Uint8Array): Uint8Array;
  /** Whether the message has ended, and its end is held. */
  readonly ended: boolean;
  /** What is held back: the message's end, or a frame that isn't whole yet. */
  held(): Uint8Array;
  facts(): MessageFacts;
}

/** Two line ends in a row; a CR before an LF is no line end of its own. */
const FRAME_END = /(?:\r\n|\n|\r(?!\n))(?:\r\n|\n|\r(?!\n))/g;
const LINE_END = /\r\n|\n|\r/;
/** In each frame that matters here, and hardly ever in another. */
const WORD = "message_";
/** A frame that is longer is let pass in pieces: it is none of those that matter. */
const MAX_FRAME = 1_048_576;
const NOTHING = Buffer.alloc(0);

export function createFrameWatch(): FrameWatch {
  let facts: MessageFacts = { model: null, usage: NO_USAGE };
  let rest: Buffer = NOTHING;
  let held: Buffer[] | undefined;

  /** Takes note of a frame; true if it ends the message. */
  const see = (frame: string): boolean => {
    const { event, data } = readFrame(frame);
    const type = isRecord(data) ? data["type"] : undefined;
    if (event === "message_stop" || type === "message_stop") return true;
    if (type === "message_start" && isRecord(data)) facts = laterFacts(facts, readMessageFacts(data["message"]));
    if (type === "message_delta") facts = laterFacts(facts, readMessageFacts(data));
    return false;
  };

  return {
    pass(bytes) {
      const incoming = asBuffer(bytes);
      if (held !== undefined) {
        held.push(incoming);
        return NOTHING;
      }
      const chunk = rest.length === 0 ? incoming : Buffer.concat([rest, incoming]);
      rest = NOTHING;
      // Most chunks are whole frames of text.
      if (endsWithFrame(chunk) && !chunk.includes(WORD)) return chunk;
      const text = chunk.toString("latin1");
      let start = 0;
      FRAME_END.lastIndex = 0;
      for (let end = FRAME_END.exec(text); end !== null; end = FRAME_END.exec(text)) {
        const frame = text.slice(start, end.index);
        if (frame.includes(WORD) && see(frame)) {
          held = [chunk.subarray(start)];
          return chunk.subarray(0, start);
        }
        start = FRAME_END.lastIndex;
      }
      if (chunk.length - start > MAX_FRAME) return chunk;
      rest = chunk.subarray(start);
      return chunk.subarray(0, start);
    },
    get ended() {
      return held !== undefined;
    },
    held: () => (held === undefined ? rest : Buffer.concat(held)),
    facts: () => facts,
  };
}

/** Latin-1 stands for the bytes here: names and numbers are ASCII. */
function readFrame(frame: string): { readonly event: string | undefined; readonly data: unknown } {
  let event: string | undefined;
  const data: string[] = [];
  for (const line of frame.split(LINE_END)) {
    if (line.startsWith("event:")) event = line.slice("event:".length).trim();
    else if (line.startsWith("data:")) data.push(line.slice("data:".length));
  }
  return { event, data: parse(data.join("\n")) };
}

/** The guard has let the frame pass, so it is JSON; a record must not depend on that. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function endsWithFrame(chunk: Buffer): boolean {
  return chunk.length > 1 && chunk[chunk.length - 1] === 0x0a && chunk[chunk.length - 2] === 0x0a;
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
