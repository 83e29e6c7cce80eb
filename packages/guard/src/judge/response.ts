/** Judges a whole response. A stream of the same message comes to the same result (promise 5): see `stream/`. */
import type { RequestFacts, ResponseDecision } from "./decision.js";
import { writeEdits } from "../exchange/edit.js";
import type { Edit, ResponseReading } from "../exchange/reading.js";
import { readResponse } from "../exchange/response.js";
import { conclude, NO_FACTS, type Engine } from "./engine.js";
import { createExits } from "./exits.js";
import { createDefinitions } from "./definitions.js";
import { createJsonText } from "./json-text.js";
import { restoringPlaceholders } from "./placeholders.js";
import { createRecord, type ExchangeRecord } from "./record.js";
import { judgeSegment } from "./segment.js";
import { createAnswerCheck } from "./structure.js";
import { createToolJudge } from "./tool-calls.js";

export function judgeResponse<Body extends string | Uint8Array>(
  engine: Engine,
  body: Body,
  facts: RequestFacts = NO_FACTS,
): ResponseDecision<Body> {
  const { policy } = engine;
  const record = createRecord(engine);
  const reading = readResponse(body, policy.limits);
  if (!reading.ok) {
    record.unreadable(reading.error);
    return conclude(engine, record, { side: "response", body, source: "", edits: [] });
  }
  const response = reading.value;
  for (const unread of response.unread) record.unread(unread);
  for (const unknown of response.unknown) record.unknown(unknown);
  record.declared(createDefinitions(engine).judge(response.definitions));

  const exits = createExits(engine, facts);
  const placeholders = restoringPlaceholders(engine, record, facts.hidden);
  let firstEdited: { readonly block: number; readonly path: string } | undefined;
  const edits = response.segments.flatMap((segment) => {
    const isAnswer = isBlockText(response, segment.path, segment.block);
    const prefill = isAnswer && segment.block === 0 ? facts.prefill : "";
    const made = judgeSegment(engine, record, segment, {
      side: "response",
      exits,
      placeholders,
      ...(prefill === "" ? {} : { seed: prefill }),
      ...(isAnswer && facts.jsonOutput ? { json: createJsonText() } : {}),
    });
    const answer = isAnswer ? createAnswerCheck(engine, record, facts, segment, prefill) : undefined;
    answer?.append(segment.text);
    answer?.close();
    if (made.some(({ restored }) => restored !== true) && segment.block !== undefined)
      firstEdited ??= { block: segment.block, path: segment.path };
    return made;
  });
  if (policy.editBeforeThinking === "block" && firstEdited !== undefined) checkThinking(response, firstEdited, record);
  judgeCalls(engine, record, response, edits, facts);

  const { asks } = record;
  const conclusion = () => conclude(engine, record, { side: "response", body, source: response.source, edits });
  const mayPass = record.stops.length === 0;
  // Without an answer it is a no.
  record.answer(new Set());
  const unanswered = conclusion();
  if (unanswered.kind === "pass" || !mayPass || asks.length === 0) return unanswered;
  let answered = false;
  const decide = (approved: ReadonlySet<string>) => {
    if (answered) throw new RangeError("the calls of this response were decided on before");
    answered = true;
    record.answer(approved);
    return conclusion();
  };
  return { ...unanswered, asks: () => asks, decide };
}

/** Judges the tool calls as the client will get them. */
function judgeCalls(
  engine: Engine,
  record: ExchangeRecord,
  response: ResponseReading,
  edits: readonly Edit[],
  facts: RequestFacts,
): void {
  if (response.toolCalls.length === 0) return;
  const edited = edits.length === 0 ? undefined : readResponse(writeEdits(response.source, edits), engine.policy.limits);
  const { toolCalls, source } = edited?.ok === true ? edited.value : response;
  const tools = createToolJudge(engine, facts, record);
  for (const { block, name, input } of toolCalls) tools.judge(name, input, source, `content[${block}]`);
}

/** Whether the segment is the text of a text block, and not a title or a citation beside it. */
function isBlockText(response: ResponseReading, path: string, block: number | undefined): boolean {
  return block !== undefined && response.blocks[block] === "text" && path === `content[${block}].text`;
}

/** An edit that stands before a thinking block breaks that block's binding when the message is sent back (CLAUDE-API.md 1.4). */
function checkThinking(
  response: ResponseReading,
  edited: { readonly block: number; readonly path: string },
  record: ExchangeRecord,
): void {
  const bound = response.blocks.some((type, index) => index > edited.block && isBound(type));
  if (bound) record.stop({ kind: "edit-before-thinking", path: edited.path });
}

/** Blocks whose signature covers what stands before them. */
export const isBound = (blockType: string): boolean => blockType === "thinking" || blockType === "redacted_thinking";
