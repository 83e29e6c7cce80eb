/**
 * Reads server-sent events from bytes that come cut anywhere (WHATWG HTML, section 9.2.6), keeping each frame as it was written, so that an
 * event which nobody changed goes on in its own bytes.
 *
 * Stricter than the standard where readers differ: ill-formed UTF-8, NUL, unknown fields and an event without data are refused.
 */
import type { ReadLimits, Unreadable } from "./reading.js";

export type SseFrame =
  | {
      readonly kind: "event";
      /** All that was written, line ends and comments included: the raws of a stream, joined, are the stream. */
      readonly raw: string;
      /** Undefined where the frame names no event. */
      readonly event: string | undefined;
      readonly data: string;
      /** What stands in the frame beside the event: comments, and the values of `id` and `retry`. Mostly nothing. */
      readonly aside: string;
    }
  /** Comments, `id` and `retry` lines, blank lines: no event for anybody, but bytes that a client gets. */
  | { readonly kind: "comment"; readonly raw: string; readonly aside: string }
  /** The end of reading: what follows can't be told apart any more. */
  | { readonly kind: "unreadable"; readonly error: Unreadable };

export interface FrameReader {
  /** Takes the next bytes; returns the frames that are complete with them. After an unreadable frame there are no more. */
  push(chunk: Uint8Array | string): readonly SseFrame[];
  /** Says that there are no more bytes. Bytes of a frame that was not ended are unreadable: clients would drop them. */
  end(): readonly SseFrame[];
}

/** Whether a response of this content type is a stream of events. One rule for every door: what one reads as a stream, no other may read whole. */
export function isEventStream(contentType: string | null | undefined): boolean {
  return /^[\t ]*text\/event-stream[\t ]*(?:;|$)/i.test(contentType ?? "");
}

/** @param limits - `bodyBytes` bounds one frame, in UTF-16 units. */
export function createFrameReader(limits: Pick<ReadLimits, "bodyBytes">): FrameReader {
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  const lines = createLineReader();
  let frame = newFrame();
  let dead = false;

  const fail = (code: Unreadable["code"], problem: string): SseFrame => {
    dead = true;
    return { kind: "unreadable", error: { code, place: "stream", problem } };
  };
  const take = (text: string, last: boolean): SseFrame[] => {
    const frames: SseFrame[] = [];
    for (const line of lines.push(text, last)) {
      const problem = addLine(frame, line);
      if (problem !== undefined) return [...frames, fail("bad-frame", problem)];
      if (frame.length > limits.bodyBytes) break;
      if (line.text === "") {
        frames.push(finished(frame));
        frame = newFrame();
      }
    }
    if (frame.length + lines.waiting() > limits.bodyBytes) {
      frames.push(fail("too-large", `a frame has more than ${limits.bodyBytes} characters`));
    }
    return frames;
  };
  const decode = (chunk: Uint8Array | string, last: boolean): string | undefined => {
    if (typeof chunk === "string") return chunk;
    try {
      return decoder.decode(chunk, { stream: !last });
    } catch {
      return undefined;
    }
  };
  const read = (chunk: Uint8Array | string, last: boolean): SseFrame[] => {
    if (dead) return [];
    const text = decode(chunk, last);
    if (text === undefined) return [fail("not-utf8", "the stream is not well-formed UTF-8")];
    if (text.includes("\0")) return [fail("bad-frame", "the stream holds a NUL")];
    return take(text, last);
  };

  return {
    push: (chunk) => read(chunk, false),
    end() {
      const frames = read(new Uint8Array(), true);
      if (dead) return frames;
      if (lines.waiting() > 0 || frame.event !== undefined || frame.data.length > 0) {
        return [...frames, fail("bad-frame", "the stream ends inside of a frame")];
      }
      dead = true;
      return frame.length > 0 ? [...frames, finished(frame)] : frames;
    },
  };
}

/** A frame as the API writes it. */
export function frameOf(event: string, data: string): string {
  return `event: ${event}\ndata: ${data.replaceAll(/\r\n|\r|\n/g, "\ndata: ")}\n\n`;
}

interface Line {
  readonly text: string;
  readonly end: string;
}

/** Splits text that comes in pieces into lines. A line fed byte by byte costs no more than a whole one: its pieces are joined once. */
function createLineReader(): { push(text: string, last: boolean): readonly Line[]; waiting(): number } {
  let pieces: string[] = [];
  let waiting = 0;
  /** A carriage return that came last: the line feed that may follow belongs to it. */
  let carried = "";
  return {
    push(text, last) {
      let rest = carried + text;
      carried = "";
      if (!last && rest.endsWith("\r")) {
        carried = "\r";
        rest = rest.slice(0, -1);
      }
      const lines: Line[] = [];
      let at = 0;
      for (const { 0: end, index } of rest.matchAll(/\r\n|\r|\n/g)) {
        pieces.push(rest.slice(at, index));
        lines.push({ text: pieces.join(""), end });
        pieces = [];
        waiting = 0;
        at = index + end.length;
      }
      if (at < rest.length) {
        pieces.push(rest.slice(at));
        waiting += rest.length - at;
      }
      return lines;
    },
    waiting: () => waiting + carried.length,
  };
}

interface OpenFrame {
  readonly raw: string[];
  length: number;
  event: string | undefined;
  readonly data: string[];
  readonly aside: string[];
}

function newFrame(): OpenFrame {
  return { raw: [], length: 0, event: undefined, data: [], aside: [] };
}

/** Adds a line to the frame; says what is wrong with it, if anything is. */
function addLine(frame: OpenFrame, { text, end }: Line): string | undefined {
  frame.raw.push(text, end);
  frame.length += text.length + end.length;
  if (text === "") return frame.event !== undefined && frame.data.length === 0 ? "an event has no data" : undefined;
  if (text.startsWith(":")) {
    frame.aside.push(text.slice(1));
    return undefined;
  }
  const colon = text.indexOf(":");
  const field = colon < 0 ? text : text.slice(0, colon);
  const value = colon < 0 ? "" : text.slice(text.startsWith(" ", colon + 1) ? colon + 2 : colon + 1);
  switch (field) {
    case "event":
      if (frame.event !== undefined) return "a frame names two events";
      frame.event = value;
      return undefined;
    case "data":
      frame.data.push(value);
      return undefined;
    case "id":
    case "retry":
      frame.aside.push(value);
      return undefined;
  }
  return "a frame has a field that server-sent events don't know";
}

function finished({ raw, event, data, aside }: OpenFrame): SseFrame {
  const written = { raw: raw.join(""), aside: aside.join("\n").trim() };
  return data.length === 0 ? { kind: "comment", ...written } : { kind: "event", ...written, event, data: data.join("\n") };
}
