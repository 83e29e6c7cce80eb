/**
 * What waits to go to the client, in the order in which it came. A frame goes, whole, when all before it have gone and nothing holds it: text
 * when all of it is free, a tool call when it is judged, and one that acts on the world not before the message's last call is.
 */
import { writeEdits } from "../exchange/edit.js";
import type { JsonString } from "../exchange/json.js";
import { frameOf } from "../exchange/sse.js";
import type { ClientState } from "./ending.js";
import type { HeldText } from "./held-text.js";

/** What a frame does to the client's picture of the message. */
export type Mark = { readonly kind: "message" } | { readonly kind: "open"; readonly block: number } | { readonly kind: "close" };

export type Item = FrameItem | TextItem | CallItem;

export interface FrameItem {
  readonly kind: "frame";
  readonly raw: string;
  readonly mark?: Mark;
}

/** A frame that carries a piece of a block's text. */
export interface TextItem {
  readonly kind: "text";
  readonly raw: string;
  readonly event: string;
  readonly data: string;
  readonly literal: JsonString;
  readonly held: HeldText;
  readonly start: number;
  readonly end: number;
  readonly mark?: Mark;
}

/** A whole tool call, from its first frame to its last. */
export interface CallItem {
  readonly kind: "call";
  /** Set once the call is judged; until then nothing of it goes. */
  frames: readonly string[] | undefined;
  /** A call that acts on the world waits for the end of the message. Known once the call is judged. */
  acts: boolean;
}

export interface Outbox {
  add(item: Item): void;
  /** From now on calls that act may go: all calls of the message are judged. */
  openCalls(): void;
  /** Takes out all that may go. Where a redaction can't be written, the stop is in the record, and the rest stays. */
  flush(): string;
  /** Takes out calls that were never completed or judged. */
  abandonCalls(): void;
  /** Forgets what waits. */
  drop(): void;
}

export function createOutbox(client: ClientState): Outbox {
  let items: Item[] = [];
  let callsOpen = false;

  const enter = (mark: Mark | undefined): void => {
    switch (mark?.kind) {
      case undefined:
        return;
      case "message":
        client.started = true;
        return;
      case "open":
        client.openBlock = mark.block;
        return;
      case "close":
        client.openBlock = undefined;
        return;
    }
  };

  return {
    add: (item) => {
      items.push(item);
    },
    openCalls: () => {
      callsOpen = true;
    },
    abandonCalls: () => {
      items = items.filter((item) => item.kind !== "call" || callsOpen);
    },
    drop: () => {
      items = [];
    },
    flush() {
      let out = "";
      let gone = 0;
      for (const item of items) {
        if (item.kind === "frame") {
          out += item.raw;
          enter(item.mark);
        } else if (item.kind === "call") {
          if (item.frames === undefined || (item.acts && !callsOpen)) break;
          out += item.frames.join("");
        } else {
          // Whatever a match may still reach, an empty piece has no text to hide.
          if (item.start < item.end && item.held.free < item.end) break;
          const piece = releaseText(item);
          if (piece === undefined) return out;
          out += piece;
          enter(item.mark);
        }
        gone += 1;
      }
      // What waits can be much: it is copied only when something goes.
      if (gone > 0) items = items.slice(gone);
      return out;
    },
  };
}

/** The frame as it came, unless some of its text is hidden. */
function releaseText(item: TextItem): string | undefined {
  const edits = item.held.release(item);
  if (edits === undefined) return undefined;
  if (edits.length === 0) return item.raw;
  const text = item.literal.value;
  // A piece whose text is all hidden has nothing to say; but the first frame of a block opens it.
  const empty = edits.reduce((rest, edit) => rest - (edit.end - edit.start) + edit.replacement.length, text.length) === 0;
  if (empty && item.mark === undefined) return "";
  const segment = { text, literal: item.literal };
  return frameOf(
    item.event,
    writeEdits(
      item.data,
      edits.map((edit) => ({ segment, ...edit })),
    ),
  );
}
