/** The grammar of a YAML script. Its names are the API's where the API has one, and in the same style where it has none. */
import * as v from "valibot";
import type { Fault, Reply, StreamShape, StreamStep } from "../reply.js";
import { wholeNumber } from "../validate/schema.js";
import { Content } from "./block-schema.js";
import type { Condition, Rule, Script } from "./script.js";

const text = v.exactOptional(v.string());
const count = v.exactOptional(wholeNumber());
const flag = v.exactOptional(v.boolean());

const When = v.pipe(
  v.strictObject({
    model: text,
    stream: flag,
    user_contains: text,
    user_matches: v.exactOptional(v.pipe(v.string(), v.check(isPattern, "not a regular expression"))),
    system_contains: text,
    has_tool: text,
    after_tool_result: flag,
    nth: v.exactOptional(wholeNumber(1)),
  }),
  v.transform(({ user_contains, user_matches, system_contains, has_tool, after_tool_result, ...same }): Condition => ({
    ...same,
    ...(user_contains === undefined ? {} : { userContains: user_contains }),
    ...(user_matches === undefined ? {} : { userMatches: new RegExp(user_matches, "iu") }),
    ...(system_contains === undefined ? {} : { systemContains: system_contains }),
    ...(has_tool === undefined ? {} : { hasTool: has_tool }),
    ...(after_tool_result === undefined ? {} : { afterToolResult: after_tool_result }),
  })),
);

/** How a stream is written; also what the command's own settings take. */
const Shape = v.pipe(
  v.strictObject({
    delta_chars: v.exactOptional(wholeNumber(1)),
    delay_ms: count,
    between_ms: count,
    chunk_bytes: v.exactOptional(wholeNumber(1)),
    line_ending: v.exactOptional(v.picklist(["lf", "cr", "crlf"])),
    ping_every: count,
    comment_every: count,
  }),
  v.transform(({ delta_chars, delay_ms, between_ms, chunk_bytes, line_ending, ping_every, comment_every }): StreamShape => ({
    ...(delta_chars === undefined ? {} : { deltaChars: delta_chars }),
    ...(delay_ms === undefined ? {} : { delayMs: delay_ms }),
    ...(between_ms === undefined ? {} : { betweenMs: between_ms }),
    ...(chunk_bytes === undefined ? {} : { chunkBytes: chunk_bytes }),
    ...(line_ending === undefined ? {} : { lineEnding: line_ending }),
    ...(ping_every === undefined ? {} : { pingEvery: ping_every }),
    ...(comment_every === undefined ? {} : { commentEvery: comment_every }),
  })),
);

const status = v.pipe(v.number(), v.integer(), v.minValue(400), v.maxValue(599));
const afterEvents = { after_events: v.optional(wholeNumber(), 0) };
const FaultOrder = v.pipe(
  v.variant("type", [
    v.strictObject({ type: v.literal("status"), status, retry_after_seconds: count, should_retry: flag }),
    v.strictObject({ type: v.picklist(["cut", "close", "malformed-frame"]), ...afterEvents }),
    v.strictObject({ type: v.literal("error-event"), ...afterEvents, error_type: text, message: text }),
  ]),
  v.transform((fault): Fault => {
    switch (fault.type) {
      case "status": {
        const { retry_after_seconds, should_retry } = fault;
        return {
          type: "status",
          status: fault.status,
          ...(retry_after_seconds === undefined ? {} : { retryAfterSeconds: retry_after_seconds }),
          ...(should_retry === undefined ? {} : { shouldRetry: should_retry }),
        };
      }
      case "error-event":
        return {
          type: "error-event",
          afterEvents: fault.after_events,
          ...(fault.error_type === undefined ? {} : { errorType: fault.error_type }),
          ...(fault.message === undefined ? {} : { message: fault.message }),
        };
      case "cut":
      case "close":
      case "malformed-frame":
        return { type: fault.type, afterEvents: fault.after_events };
    }
  }),
);

const shaped = { stream: v.exactOptional(Shape), fault: v.exactOptional(FaultOrder) };
const nullable = <const Schema extends v.GenericSchema>(schema: Schema) => v.exactOptional(v.nullable(schema));

const MessageReply = v.pipe(
  v.strictObject({
    content: Content,
    stop_reason: v.exactOptional(
      v.picklist([
        "end_turn",
        "max_tokens",
        "stop_sequence",
        "tool_use",
        "pause_turn",
        "refusal",
        "model_context_window_exceeded",
        "compaction",
      ]),
    ),
    stop_sequence: text,
    stop_details: v.exactOptional(
      v.strictObject({
        category: nullable(v.picklist(["cyber", "bio", "frontier_llm", "reasoning_extraction", "general_harms"])),
        explanation: nullable(v.string()),
        recommended_model: nullable(v.string()),
        fallback_credit_token: nullable(v.string()),
        fallback_has_prefill_claim: nullable(v.boolean()),
      }),
    ),
    container: v.exactOptional(
      v.strictObject({
        id: v.string(),
        expires_at: v.string(),
        skills: v.optional(
          v.nullable(
            v.array(v.strictObject({ type: v.picklist(["anthropic", "custom"]), skill_id: v.string(), version: v.string() })),
          ),
          null,
        ),
      }),
    ),
    usage: v.exactOptional(
      v.strictObject({
        input_tokens: count,
        output_tokens: count,
        cache_creation_input_tokens: count,
        cache_read_input_tokens: count,
        cache_creation: v.exactOptional(
          v.strictObject({ ephemeral_5m_input_tokens: wholeNumber(), ephemeral_1h_input_tokens: wholeNumber() }),
        ),
        output_tokens_details: v.exactOptional(v.strictObject({ thinking_tokens: wholeNumber() })),
        server_tool_use: v.exactOptional(
          v.strictObject({ web_search_requests: wholeNumber(), web_fetch_requests: wholeNumber() }),
        ),
        service_tier: v.exactOptional(v.picklist(["standard", "priority", "batch"])),
        speed: v.exactOptional(v.picklist(["standard", "fast"])),
        inference_geo: text,
      }),
    ),
    ...shaped,
  }),
  v.transform(({ stop_reason, stop_sequence, stop_details, ...same }): Reply => ({
    ...same,
    ...(stop_reason === undefined ? {} : { stopReason: stop_reason }),
    ...(stop_sequence === undefined ? {} : { stopSequence: stop_sequence }),
    ...(stop_details === undefined ? {} : { stopDetails: stop_details }),
  })),
);

const Event = v.looseObject({ type: v.string() });
const Pause = v.pipe(
  v.strictObject({ delay_ms: wholeNumber() }),
  v.transform(({ delay_ms }) => ({ delayMs: delay_ms })),
);
const Step: v.GenericSchema<unknown, StreamStep> = v.lazy((input) => {
  if (typeof input !== "object" || input === null) return Event;
  if ("delay_ms" in input) return Pause;
  if ("comment" in input) return v.strictObject({ comment: v.string() });
  if ("raw" in input) return v.strictObject({ raw: v.string() });
  return "cut" in input ? v.strictObject({ cut: v.literal(true) }) : Event;
});
const StreamReply = v.strictObject({ events: v.array(Step), ...shaped });

const ErrorReply = v.pipe(
  v.strictObject({
    error: v.strictObject({
      status,
      type: text,
      message: text,
      error_code: text,
      headers: v.exactOptional(v.record(v.string(), v.string())),
    }),
  }),
  v.transform(({ error: { error_code, ...same } }): Reply => ({
    error: { ...same, ...(error_code === undefined ? {} : { errorCode: error_code }) },
  })),
);

const AnyReply: v.GenericSchema<unknown, Reply> = v.lazy((input) => {
  if (typeof input === "object" && input !== null && "error" in input) return ErrorReply;
  return typeof input === "object" && input !== null && "events" in input ? StreamReply : MessageReply;
});

const ScriptRule: v.GenericSchema<unknown, Rule> = v.strictObject({ when: v.optional(When, {}), reply: AnyReply });

export const ScriptSchema: v.GenericSchema<unknown, Script> = v.strictObject({
  rules: v.pipe(v.array(ScriptRule), v.minLength(1)),
});

function isPattern(source: string): boolean {
  try {
    new RegExp(source, "iu");
    return true;
  } catch {
    return false;
  }
}
