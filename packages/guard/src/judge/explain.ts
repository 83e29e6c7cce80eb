/** Why each call of a response would go or not, with the origin of every argument: for a person, outside of any exchange. */
import { readConversation } from "../exchange/conversation.js";
import type { Reading } from "../exchange/reading.js";
import { readRequest } from "../exchange/request.js";
import { readResponse } from "../exchange/response.js";
import type { CallReport } from "../tools/report.js";
import type { RequestFacts } from "./decision.js";
import { NO_FACTS, type Engine } from "./engine.js";
import { createRecord } from "./record.js";
import { judgeRequest } from "./request.js";
import { createToolJudge } from "./tool-calls.js";

export function explainCalls(
  engine: Engine,
  request: string | Uint8Array,
  response: string | Uint8Array,
): Reading<readonly CallReport[]> {
  const { limits } = engine.policy;
  const asked = readRequest(request, limits);
  if (!asked.ok) return asked;
  const answer = readResponse(response, limits);
  if (!answer.ok) return answer;
  const { toolCalls, source } = answer.value;
  const facts = {
    ...NO_FACTS,
    conversation: () => readConversation(asked.value),
    hidden: hiddenIn(engine, request),
  };
  const judge = createToolJudge(engine, facts, createRecord(engine));
  return { ok: true, value: toolCalls.map(({ block, name, input }) => judge.judge(name, input, source, `content[${block}]`)) };
}

/** That a call holds what is hidden from the model is a question about it, too. */
function hiddenIn(engine: Engine, request: string | Uint8Array): RequestFacts["hidden"] {
  const decision = engine.reversible ? judgeRequest(engine, request) : undefined;
  return decision?.kind === "pass" ? decision.facts.hidden : NO_FACTS.hidden;
}
