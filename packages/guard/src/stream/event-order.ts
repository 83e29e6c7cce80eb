/**
 * The order of a stream's events: message_start, then block after block (start, deltas, stop; indices 0, 1, 2 … without gaps), then
 * message_delta and message_stop. Clients put blocks together by position, so a stream out of order could be read in two ways.
 */
import type { StreamEvent } from "../exchange/events.js";

export interface EventOrder {
  /** What is wrong about this event at this point, if anything is. */
  check(event: StreamEvent): string | undefined;
  readonly openBlock: number | undefined;
}

export function createEventOrder(): EventOrder {
  let started = false;
  let ended = false;
  let openBlock: number | undefined;
  let nextBlock = 0;

  return {
    get openBlock() {
      return openBlock;
    },
    check(event) {
      if (event.type === "ping" || event.type === "error" || event.type === "unknown") return undefined;
      if (ended) return "an event after message_stop";
      if (event.type === "message_start") {
        if (started) return "a second message_start";
        started = true;
        return undefined;
      }
      if (!started) return "an event before message_start";
      switch (event.type) {
        case "content_block_start":
          if (openBlock !== undefined) return "a block begins before the one before has ended";
          if (event.index !== nextBlock) return "a block's index is not the next one";
          openBlock = event.index;
          nextBlock += 1;
          return undefined;
        case "text_delta":
        case "thinking_delta":
        case "input_json_delta":
        case "citations_delta":
        case "signature_delta":
        case "compaction_delta":
          return event.index === openBlock ? undefined : "a delta for a block that isn't open";
        case "content_block_stop":
          if (event.index !== openBlock) return "the end of a block that isn't open";
          openBlock = undefined;
          return undefined;
        case "message_delta":
          return openBlock === undefined ? undefined : "the message ends in the middle of a block";
        case "message_stop":
          if (openBlock !== undefined) return "the message ends in the middle of a block";
          ended = true;
          return undefined;
      }
    },
  };
}
