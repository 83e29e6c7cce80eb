/**
 * One streamed tool call. It is judged as a whole, after unescaping, and nothing of it goes before: half a call is no call, and a secret may
 * be cut and escaped in any way inside the fragments of its input.
 */
import { writeEdits } from "../exchange/edit.js";
import type { Unreadable } from "../exchange/reading.js";
import { frameOf } from "../exchange/sse.js";
import { readToolInput, type ToolInputReading } from "../exchange/tool-input.js";
import type { JsonValue } from "../exchange/json.js";
import type { Engine } from "../judge/engine.js";
import type { ExchangeRecord } from "../judge/record.js";
import type { Placeholders } from "../judge/placeholders.js";
import { judgeSegment } from "../judge/segment.js";
import type { ToolJudge } from "../judge/tool-calls.js";
import type { CallItem } from "./outbox.js";

export interface ToolCall {
  readonly item: CallItem;
  /** Takes a frame of the call; `piece` is the fragment of its input, for the frames that carry one. */
  add(frame: string, piece?: string): void;
  /** Takes the last frame and judges the call. Stops are in the record; the path of the first edit, or why the input can't be read, is returned. */
  close(frame: string): { readonly edited: string | undefined } | { readonly unreadable: Unreadable };
}

/** A call as its block begins. */
export interface StartedCall {
  readonly block: number;
  readonly name: string;
  /** Input that stands in the first event, with that event's data. */
  readonly initial: { readonly input: JsonValue; readonly source: string } | undefined;
  /** Who judges what the call does; `undefined` for calls that the API runs itself. */
  readonly judge: ToolJudge | undefined;
  readonly placeholders: Placeholders | undefined;
}

export function createToolCall(engine: Engine, record: ExchangeRecord, call: StartedCall): ToolCall {
  const item: CallItem = { kind: "call", frames: undefined, acts: call.judge !== undefined };
  const frames: { readonly raw: string; readonly isInput: boolean }[] = [];
  let json = "";
  return {
    item,
    add(frame, piece) {
      frames.push({ raw: frame, isInput: piece !== undefined });
      json += piece ?? "";
    },
    close(frame) {
      const reading = readToolInput(json, call.block, engine.policy.limits);
      if (!reading.ok) return { unreadable: reading.error };
      let path: string | undefined;
      const edits = reading.value.segments.flatMap((segment) => {
        const made = judgeSegment(engine, record, segment, { side: "response", placeholders: call.placeholders });
        if (made.some(({ restored }) => restored !== true)) path ??= segment.path;
        return made;
      });
      const source = writeEdits(reading.value.source, edits);
      const input = edits.length === 0 ? reading : readToolInput(source, call.block, engine.policy.limits);
      item.acts = judgeWhatItDoes(call, input.ok ? input.value : reading.value);
      if (edits.length === 0) {
        item.frames = [...frames.map(({ raw }) => raw), frame];
        return { edited: undefined };
      }
      const delta = { type: "input_json_delta", partial_json: source };
      const edited = frameOf("content_block_delta", JSON.stringify({ type: "content_block_delta", index: call.block, delta }));
      item.frames = [...frames.filter(({ isInput }) => !isInput).map(({ raw }) => raw), edited, frame];
      return { edited: path };
    },
  };
}

/** Whether the call acts. Clients differ in what they make of input that stands in the first event beside the deltas, so both are judged. */
function judgeWhatItDoes({ judge, initial, name, block }: StartedCall, streamed: ToolInputReading): boolean {
  if (judge === undefined) return false;
  const path = `content[${block}]`;
  const effects = [judge.judge(name, streamed.value, streamed.source, path).effect];
  if (initial?.input.kind === "object" && initial.input.members.length > 0)
    effects.push(judge.judge(name, initial.input, initial.source, path).effect);
  return effects.some((effect) => effect !== "read");
}
