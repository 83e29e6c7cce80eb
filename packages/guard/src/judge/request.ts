/**
 * Judges a request. Segments come in the order in which the API builds its prompt, and an edit depends only on its own segment and on what
 * stands before it, so that the same history always gives the same bytes (promise 3).
 */
import type { CheckResult, RequestDecision, RequestFacts } from "./decision.js";
import { readConversation } from "../exchange/conversation.js";
import type { Insertion } from "../exchange/edit.js";
import type { Segment } from "../exchange/segment.js";
import type { Edit, RequestReading } from "../exchange/reading.js";
import { readRequest } from "../exchange/request.js";
import { readSchemas } from "../exchange/schemas.js";
import type { Policy } from "../policy/policy.js";
import { checksFor, settleChecks } from "./checks.js";
import { conclude, NO_FACTS, type Engine } from "./engine.js";
import { createDefinitions } from "./definitions.js";
import { createRecord, type ExchangeRecord } from "./record.js";
import { createHiddenValues } from "../placeholders/hidden-values.js";
import { hidingPlaceholders, type Placeholders } from "./placeholders.js";
import { overLimits } from "./limits.js";
import { createRequestMarks, type RequestMarks } from "./mark.js";
import { judgeSegment, redactOrBlock, type SegmentRules } from "./segment.js";
import { judgeServerSide } from "./server-side.js";

/** The beta that lets a request say what happens to thinking whose history was changed (CLAUDE-API.md 1.4). */
const DROP_BLOCK_BETA = "thinking-binding-controls-2026-08-01";

export function judgeRequest<Body extends string | Uint8Array>(engine: Engine, body: Body): RequestDecision<Body> {
  const { policy, judge } = engine;
  const record = createRecord(engine);
  const reading = readRequest(body, policy.limits);
  if (!reading.ok) {
    record.unreadable(reading.error);
    return finish(conclude(engine, record, { side: "request", body, source: "", edits: [] }), [], NO_FACTS);
  }
  const request = reading.value;
  checkLimits(request, policy, record);
  engine.roles.check(request, record);
  record.declared(judgeServerSide(request.serverSide, policy.tools.server));
  record.declared(createDefinitions(engine).judge(request.definitions));
  for (const unread of request.unread) record.unread(unread);
  for (const unknown of request.unknown) record.unknown(unknown);

  const marks = createRequestMarks(engine, request);
  const hidden = createHiddenValues();
  const edits: (Edit | Insertion)[] = editRequest(engine, request, record, {
    marks,
    placeholders: hidingPlaceholders(engine, record, hidden),
  });
  if (marks?.told === "nowhere") record.stop({ kind: "unknown", what: "parameter", path: "system" });
  else if (marks !== undefined) edits.push(marks.told);
  const betas: string[] = [];
  if (policy.editBeforeThinking === "drop_block" && request.thinkingBinding !== undefined) {
    const { insertAt, empty } = request.thinkingBinding;
    edits.push({ at: insertAt, text: `"block_binding":{"prefix_mismatch_behavior":"drop_block"}${empty ? "" : ","}` });
    if (policy.mode === "enforce") betas.push(DROP_BLOCK_BETA);
  }
  const facts: RequestFacts = {
    prefill: request.prefill.slice(-judge.scanner.reach),
    jsonOutput: request.jsonOutput,
    // Read when they are asked for: most answers make no call that acts.
    schemas: once(() => readSchemas(request.body)),
    conversation: () => readConversation(request),
    hidden: policy.mode === "monitor" ? createHiddenValues() : hidden,
  };
  const conclusion = () =>
    finish(conclude(engine, record, { side: "request", body, source: request.source, edits }), betas, facts);

  // A request that stops anyway is not shown to anybody else.
  const checks = record.stops.length > 0 ? [] : checksFor(policy, request);
  const toRun = checks.filter(({ texts }) => texts.length > 0);
  const decide = (results: readonly CheckResult[]) => {
    settleChecks(checks, results, policy, record);
    return conclusion();
  };
  return toRun.length === 0 ? decide([]) : { kind: "checks", checks: toRun, decide };
}

function once<T extends object>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

function finish<Body>(
  conclusion: ReturnType<typeof conclude<Body & (string | Uint8Array)>>,
  betas: readonly string[],
  facts: RequestFacts,
) {
  return conclusion.kind === "stop" ? conclusion : { ...conclusion, betas, facts };
}

function checkLimits(request: RequestReading, policy: Policy, record: ExchangeRecord): void {
  const { models } = policy;
  for (const stop of overLimits(request, policy)) record.stop(stop);
  if (models === undefined) return;
  for (const model of request.models) {
    if (!models.some((allowed) => isModel(model, allowed))) {
      record.stop({ kind: "model", allowed: models });
      return;
    }
  }
}

function isModel(model: string, allowed: string): boolean {
  return allowed.endsWith("*") ? model.startsWith(allowed.slice(0, -1)) : model === allowed;
}

interface RequestEditing {
  readonly marks: RequestMarks | undefined;
  readonly placeholders: Placeholders | undefined;
}

function editRequest(
  engine: Engine,
  request: RequestReading,
  record: ExchangeRecord,
  { marks, placeholders }: RequestEditing,
): Edit[] {
  const hidden = new Set<string>();
  // What stands in an assistant's turn, the API has seen: it goes back as it was, except where it repeats a value that was hidden before it
  // (promise 3). Unless the operator says that such turns hold somebody else's words.
  const onRedact: NonNullable<SegmentRules["onRedact"]> = (finding, segment, repeats) => {
    const seen = segment.role === "assistant" && (finding.trust === "model" || finding.trust === "third-party");
    // A character that isn't seen is no value that anybody hid: the same one stands in many texts.
    const known = finding.family !== "hygiene" && hidden.has(finding.fingerprint);
    if (seen && !repeats && (segment.editing === "never" || !known)) return "flag";
    const action = redactOrBlock(finding, segment);
    // Values with placeholders are known by themselves: where one stands again, the finding repeats it.
    if (action === "redact" && finding.style !== "placeholder") hidden.add(finding.fingerprint);
    return action;
  };
  let before: Segment | undefined;
  let seed = "";
  return request.segments.flatMap((segment) => {
    // A value that was found whole where a block ends doesn't go on in the next, whatever word that begins with.
    const goesOn = before !== undefined && runsOn(before, segment) && !record.endsInFinding(before);
    seed = goesOn ? (seed + (before?.text ?? "")).slice(-MAX_SEED) : "";
    before = segment;
    const redactions = judgeSegment(engine, record, segment, { side: "request", onRedact, seed, placeholders });
    redactions.push(...judgeSlots(engine, record, segment, { redactions, placeholders }));
    return marks === undefined ? redactions : [...redactions, ...marks.of(segment, redactions)];
  });
}

/** What stands in the slots of a system prompt is the user's text, and is judged as such. */
function judgeSlots(
  engine: Engine,
  record: ExchangeRecord,
  segment: Segment,
  { redactions, placeholders }: Pick<RequestEditing, "placeholders"> & { readonly redactions: readonly Edit[] },
): Edit[] {
  return engine.roles.slotsOf(segment).flatMap((slot) => {
    const edits = judgeSegment(engine, record, { ...segment, trust: "user" }, { side: "request", within: slot, placeholders });
    return edits.filter(({ start, end }) => !redactions.some((redaction) => start < redaction.end && end > redaction.start));
  });
}

/** Longer values than this aren't put together from blocks: a message of many tiny blocks must not cost their square. */
const MAX_SEED = 1_024;

/**
 * Whether two texts are neighboring blocks of one message, and a word goes on from one to the other: to the model they are one text, so that a
 * value cut in two there is still a value. Its first half stays, since an edit never depends on what comes later (promise 3).
 */
function runsOn(before: Segment, after: Segment): boolean {
  const neighbors = before.block !== undefined && after.block === before.block + 1 && before.role === after.role;
  return (
    neighbors &&
    BLOCK_TEXT.test(before.path) &&
    BLOCK_TEXT.test(after.path) &&
    /\S$/.test(before.text.slice(-1)) &&
    /^\S/.test(after.text)
  );
}

/** The text of a text block, and nothing beside it. */
const BLOCK_TEXT = /^(?:messages\[\d+\]\.content|system)\[\d+\]\.text$/;
