/**
 * A streamed response under guard (promise 5). Bytes become frames, frames become events, events are judged as they come; what may go on
 * goes on at once, and in the bytes it came in where nothing had to be changed.
 */
import type { GuardedStream, RequestFacts } from "../judge/decision.js";
import { writeEdits } from "../exchange/edit.js";
import { readEvent, type BlockStart, type PieceDelta, type StreamEvent } from "../exchange/events.js";
import type { JsonString } from "../exchange/json.js";
import type { Unreadable } from "../exchange/reading.js";
import { createFrameReader, frameOf, type SseFrame } from "../exchange/sse.js";
import { NO_FACTS, type Engine } from "../judge/engine.js";
import { createExits } from "../judge/exits.js";
import { createDefinitions } from "../judge/definitions.js";
import { createJsonText } from "../judge/json-text.js";
import { createRecord } from "../judge/record.js";
import { isBound } from "../judge/response.js";
import { restoringPlaceholders } from "../judge/placeholders.js";
import { judgeSegment } from "../judge/segment.js";
import { refusalOf, type Refusal } from "../judge/refusal.js";
import { errorEnding, refusalEnding, truncatedEnding, type ClientState } from "./ending.js";
import { createEventOrder } from "./event-order.js";
import { createHeldText, type HeldText } from "./held-text.js";
import { createOutbox, type Mark } from "./outbox.js";
import { createAnswerCheck } from "../judge/structure.js";
import { createToolJudge } from "../judge/tool-calls.js";
import { createToolCall, type StartedCall, type ToolCall } from "./tool-call.js";

type BlockStop = Extract<StreamEvent, { type: "content_block_stop" }>;
type EventFrame = Extract<SseFrame, { kind: "event" }>;

/** The block that upstream is in the middle of. */
type OpenBlock =
  | {
      readonly kind: "text";
      readonly delta: string;
      readonly held: HeldText;
      readonly path: string;
      length: number;
      citations: number;
    }
  | { readonly kind: "call"; readonly call: ToolCall }
  | { readonly kind: "whole" };

export interface StreamOptions {
  /** Whether somebody is there to ask about tool calls. Otherwise a call that needs a person's yes stops the stream. */
  readonly approver?: boolean;
}

export function guardStream(
  engine: Engine,
  facts: RequestFacts = NO_FACTS,
  { approver = false }: StreamOptions = {},
): GuardedStream {
  const { policy } = engine;
  const record = createRecord(engine);
  const tools = createToolJudge(engine, facts, record);
  const exits = createExits(engine, facts);
  const definitions = createDefinitions(engine);
  const placeholders = restoringPlaceholders(engine, record, facts.hidden);
  const asking = approver && policy.mode === "enforce";
  const frames = createFrameReader(policy.limits);
  const order = createEventOrder();
  const client: ClientState = { started: false, openBlock: undefined, outputTokens: 0 };
  const outbox = createOutbox(client);
  let open: OpenBlock | undefined;
  let firstEdit: { readonly block: number; readonly path: string } | undefined;
  /** Set by message_stop, or by an error of the upstream's: after either nothing is missing. */
  let complete = false;
  let unreadable = false;
  let refusal: Refusal | undefined;
  /** Set where all calls of the message are judged and some wait for a person's answer: those, and all behind them, stay in the outbox. */
  let waiting = false;

  const fail = (error: Unreadable): void => {
    unreadable = true;
    record.unreadable(error);
  };
  const edited = (block: number | undefined, path: string): void => {
    if (block !== undefined) firstEdit ??= { block, path };
  };

  /** Judges what an event holds beside streamed text; gives its data as it is to go. */
  const checked = (event: StreamEvent, piece?: JsonString): string => {
    for (const unread of event.unread) record.unread(unread);
    for (const unknown of event.unknown) record.unknown(unknown);
    record.declared(definitions.judge(event.definitions));
    const edits = event.segments.flatMap((segment) => {
      if (segment.literal === piece) return [];
      const made = judgeSegment(engine, record, segment, { side: "response", exits, placeholders });
      if (made.some(({ restored }) => restored !== true)) edited(segment.block, segment.path);
      return made;
    });
    return edits.length === 0 ? event.source : writeEdits(event.source, edits);
  };
  const written = (frame: EventFrame, event: StreamEvent, data: string): string =>
    data === event.source ? frame.raw : frameOf(frame.event ?? event.type, data);
  const addFrame = (frame: EventFrame, event: StreamEvent, mark?: Mark): void => {
    outbox.add({ kind: "frame", raw: written(frame, event, checked(event)), ...(mark === undefined ? {} : { mark }) });
  };

  /** The input in a call's first event, as the client gets it. */
  const initialInput = (event: BlockStart, data: string): StartedCall["initial"] => {
    const reading = data === event.source ? undefined : readEvent(data, policy.limits, { event: event.type, citations: 0 });
    const sent = reading?.ok === true && reading.value.type === "content_block_start" ? reading.value : event;
    return sent.toolInput === undefined ? undefined : { input: sent.toolInput, source: sent.source };
  };

  const startBlock = (frame: EventFrame, event: BlockStart): void => {
    const mark: Mark = { kind: "open", block: event.index };
    if (policy.editBeforeThinking === "block" && firstEdit !== undefined && isBound(event.blockType)) {
      record.stop({ kind: "edit-before-thinking", path: firstEdit.path });
    }
    if (event.toolName !== undefined) {
      // Whose calls the API runs itself, it has run already: they are not ours to judge.
      const judge = event.blockType === "tool_use" ? tools : undefined;
      const data = checked(event);
      const initial = initialInput(event, data);
      const call = createToolCall(engine, record, { block: event.index, name: event.toolName, initial, judge, placeholders });
      call.add(written(frame, event, data));
      outbox.add(call.item);
      open = { kind: "call", call };
      return;
    }
    const segment = event.segments.find(({ literal }) => literal === event.initialText);
    if (event.blockType === "compaction" || event.initialText === undefined || segment === undefined) {
      addFrame(frame, event, mark);
      open = { kind: "whole" };
      return;
    }
    const answer = event.blockType === "text";
    const prefill = answer && event.index === 0 ? facts.prefill : "";
    const held = createHeldText({
      engine,
      record,
      segment,
      placeholders,
      seed: prefill,
      exits,
      json: answer && facts.jsonOutput ? createJsonText() : undefined,
      answer: answer ? createAnswerCheck(engine, record, facts, segment, prefill) : undefined,
    });
    open = { kind: "text", delta: `${event.blockType}_delta`, held, path: segment.path, length: 0, citations: 0 };
    addPiece(frame, event, event.initialText, open, mark);
  };

  const addPiece = (
    frame: EventFrame,
    event: StreamEvent,
    literal: JsonString,
    block: Extract<OpenBlock, { kind: "text" }>,
    mark?: Mark,
  ): void => {
    const start = block.length;
    block.length += literal.value.length;
    block.held.append(literal.value);
    const data = checked(event, literal);
    // Beside a piece of text the API sends nothing that can be edited; if it ever does, the positions in the data must stay true.
    if (data !== event.source) {
      fail({ code: "wrong-shape", place: "delta", problem: "a delta holds text beside the piece that it brings" });
      return;
    }
    const name = frame.event ?? "content_block_delta";
    const place = { start, end: block.length, held: block.held };
    outbox.add({ kind: "text", raw: frame.raw, event: name, data, literal, ...place, ...(mark === undefined ? {} : { mark }) });
  };

  const takePiece = (frame: EventFrame, event: PieceDelta): void => {
    if (open?.kind === "call" && event.type === "input_json_delta") {
      checked(event, event.literal);
      open.call.add(frame.raw, event.literal.value);
    } else if (open?.kind === "text" && event.type === open.delta) addPiece(frame, event, event.literal, open);
    else fail({ code: "bad-order", place: `content[${event.index}]`, problem: "a delta of another kind than its block" });
  };

  const closeBlock = (frame: EventFrame, event: BlockStop): void => {
    if (open?.kind === "call") {
      const result = open.call.close(frame.raw);
      if ("unreadable" in result) fail(result.unreadable);
      else if (result.edited !== undefined) edited(event.index, result.edited);
      if (!asking) record.answer(NOBODY);
    } else {
      if (open?.kind === "text") {
        open.held.close();
        if (open.held.redacted) edited(event.index, open.path);
      }
      addFrame(frame, event, { kind: "close" });
    }
    open = undefined;
  };

  /** Comments and ids are no event, but they are bytes from upstream that reach a client; mostly there are none, or a sign of life. */
  const checkAside = (aside: string): void => {
    if (aside === "") return;
    const literal = { kind: "string", start: 0, end: aside.length, value: aside } as const;
    judgeSegment(
      engine,
      record,
      { path: "stream", text: aside, origin: "parameter", trust: "third-party", editing: "never", literal },
      { side: "response" },
    );
  };

  const take = (frame: EventFrame): string => {
    const citations = open?.kind === "text" ? open.citations : 0;
    const reading = readEvent(frame.data, policy.limits, { event: frame.event, citations });
    if (!reading.ok) {
      fail(reading.error);
      return "";
    }
    const event = reading.value;
    const problem = order.check(event);
    if (problem !== undefined) {
      fail({ code: "bad-order", place: "stream", problem });
      return "";
    }
    switch (event.type) {
      case "ping":
        // A sign of life: it waits for nothing, and clients take it anywhere.
        return written(frame, event, checked(event));
      case "message_start":
        addFrame(frame, event, { kind: "message" });
        return "";
      case "content_block_start":
        startBlock(frame, event);
        return "";
      case "text_delta":
      case "thinking_delta":
      case "input_json_delta":
        takePiece(frame, event);
        return "";
      case "citations_delta":
        if (open?.kind === "text") open.citations += 1;
        addFrame(frame, event);
        return "";
      case "signature_delta":
      case "compaction_delta":
      case "unknown":
        addFrame(frame, event);
        return "";
      case "content_block_stop":
        closeBlock(frame, event);
        return "";
      case "message_delta":
        client.outputTokens = event.outputTokens ?? client.outputTokens;
        waiting = record.asks.length > 0;
        if (!waiting) outbox.openCalls();
        addFrame(frame, event);
        return "";
      case "message_stop":
        complete = true;
        addFrame(frame, event);
        return "";
      case "error":
        giveUp();
        addFrame(frame, event);
        complete = true;
        return "";
    }
  };

  /** Nothing more comes of what is open: its text ends here, and half a call is no call. */
  const giveUp = (): void => {
    if (open?.kind === "text") open.held.close();
    outbox.abandonCalls();
    waiting = false;
    open = undefined;
  };

  const stop = (): string => {
    refusal = refusalOf(record.stops, record.verdict().findings, engine.newIncident(), "response");
    outbox.drop();
    return policy.stream.stop === "refusal" ? refusalEnding(refusal, client) : errorEnding(refusal);
  };

  const takeAll = (incoming: readonly SseFrame[]): string => {
    let out = "";
    for (const frame of incoming) {
      let now = "";
      switch (frame.kind) {
        case "unreadable":
          fail(frame.error);
          break;
        case "comment":
          checkAside(frame.aside);
          now = frame.raw;
          break;
        case "event":
          checkAside(frame.aside);
          now = take(frame);
          break;
      }
      if (policy.mode === "monitor") {
        // Nothing is changed, so nothing waits.
        if (unreadable) return "";
        outbox.drop();
        continue;
      }
      if (record.stops.length === 0) out += now + outbox.flush();
      if (record.stops.length > 0) return out + stop();
    }
    return out;
  };

  return {
    push(chunk) {
      if (refusal !== undefined) return new Uint8Array();
      if (policy.mode === "monitor") {
        if (!unreadable) takeAll(frames.push(chunk));
        return chunk;
      }
      return encoder.encode(takeAll(frames.push(chunk)));
    },
    asks: () => (waiting && refusal === undefined ? record.asks : []),
    answer(approved) {
      if (!waiting || refusal !== undefined) throw new RangeError("no call of this stream waits for an answer");
      waiting = false;
      record.answer(approved);
      if (record.stops.length > 0) return encoder.encode(stop());
      outbox.openCalls();
      return encoder.encode(outbox.flush());
    },
    end() {
      if (refusal !== undefined) return new Uint8Array();
      // Who ends the stream without an answer has said no.
      if (waiting) return this.answer(NOBODY);
      let out = unreadable ? "" : takeAll(frames.end());
      if (!complete && !unreadable) {
        giveUp();
        if (record.stops.length > 0) out += stop();
        else out += outbox.flush() + truncatedEnding();
      }
      return policy.mode === "monitor" ? new Uint8Array() : encoder.encode(out);
    },
    get stopped() {
      return refusal !== undefined;
    },
    get refusal() {
      return refusal;
    },
    verdict: () => record.verdict(),
  };
}

const encoder = new TextEncoder();
const NOBODY: ReadonlySet<string> = new Set();
