/**
 * One streamed tool call. It is judged as a whole, after unescaping, and nothing of it goes before: half a call is no call, and a secret may
 * be cut and escaped in any way inside the fragments of its input.
 */
import { writeEdits } from "../exchange/edit.js";
import type { Unreadable } from "../exchange/reading.js";
import { frameOf } from "../exchange/sse.js";
import { readToolInput } from "../exchange/tool-input.js";
import type { Engine } from "../judge/engine.js";
import type { ExchangeRecord } from "../judge/record.js";
import { judgeSegment } from "../judge/segment.js";
import type { CallItem } from "./outbox.js";

export interface ToolCall {
  readonly item: CallItem;
  /** Takes a frame of the call; `json` is the fragment of its input, for the frames that carry one. */
  add(frame: string, json?: string): void;
  /** Takes the last frame and judges the call. Stops are in the record; the path of the first edit, or why the input can't be read, is returned. */
  close(frame: string): { readonly edited: string | undefined } | { readonly unreadable: Unreadable };
}

export function createToolCall(
  engine: Engine,
  record: ExchangeRecord,
  call: { readonly block: number; readonly acts: boolean },
): ToolCall {
  const item: CallItem = { kind: "call", frames: undefined, acts: call.acts };
  const frames: { readonly raw: string; readonly isInput: boolean }[] = [];
  let input = "";
  return {
    item,
    add(frame, json) {
      frames.push({ raw: frame, isInput: json !== undefined });
      input += json ?? "";
    },
    close(frame) {
      const reading = readToolInput(input, call.block, engine.policy.limits);
      if (!reading.ok) return { unreadable: reading.error };
      let path: string | undefined;
      const edits = reading.value.segments.flatMap((segment) => {
        const made = judgeSegment(engine, record, segment);
        if (made.length > 0) path ??= segment.path;
        return made;
      });
      if (edits.length === 0) {
        item.frames = [...frames.map(({ raw }) => raw), frame];
        return { edited: undefined };
      }
      const delta = { type: "input_json_delta", partial_json: writeEdits(reading.value.source, edits) };
      const edited = frameOf("content_block_delta", JSON.stringify({ type: "content_block_delta", index: call.block, delta }));
      item.frames = [...frames.filter(({ isInput }) => !isInput).map(({ raw }) => raw), edited, frame];
      return { edited: path };
    },
  };
}
