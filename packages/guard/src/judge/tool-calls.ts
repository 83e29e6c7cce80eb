/** Judges the tool calls of a response by its request: their inputs by the schemas of the tools, what they do by the conversation. */
import type { RequestFacts } from "./decision.js";
import type { JsonValue } from "../exchange/json.js";
import { readContext, type Context } from "../tools/context.js";
import { judgeCall } from "../tools/judge-call.js";
import { reportCall, type CallReport } from "../tools/report.js";
import type { Engine } from "./engine.js";
import type { ExchangeRecord } from "./record.js";
import { checkToolInput } from "./structure.js";

export interface ToolJudge {
  /** Judges one call; what came of it is in the record. */
  judge(name: string, input: JsonValue, source: string, path: string): CallReport;
}

/** @param facts - Of the request. Without a conversation nothing in a call has an origin. */
export function createToolJudge(engine: Engine, facts: RequestFacts, record: ExchangeRecord): ToolJudge {
  const { policy } = engine;
  let context: Context | undefined;
  return {
    judge(name, input, source, path) {
      checkToolInput(engine, record, facts, { name, input, path });
      const conversation = facts.conversation?.();
      context ??= readContext(conversation, policy.tools, policy.trust);
      const judgment = judgeCall(name, input, context, (text) => facts.hidden.repeatsIn(text, true).length > 0);
      const raw =
        input.kind === "object" || input.kind === "array" || input.kind === "string" ? source.slice(input.start, input.end) : "";
      const report = reportCall(judgment, path, { conversation: conversation?.source ?? "", input: raw });
      record.call(
        {
          path,
          // A name that nobody offered is the model's own text.
          tool: judgment.known || context.types.has(name) ? name : "(not offered)",
          effect: judgment.effect,
          action: judgment.action,
          problems: judgment.questions.map(({ problem, argument }) => ({
            problem,
            ...(argument === undefined ? {} : { argument: PLAIN_PATH.test(argument.path) ? argument.path : "(odd name)" }),
          })),
        },
        report,
      );
      return report;
    },
  };
}

/** Names of arguments are the schema's where they are plain; any other may hold a value, and goes into no record. */
const PLAIN_PATH = /^[A-Za-z_][A-Za-z0-9_]{0,31}(?:\.[A-Za-z_][A-Za-z0-9_]{0,31}|\[\d{1,4}\]){0,6}$/;
