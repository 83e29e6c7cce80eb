/** `echo` answers with what the user said last; after a tool's answer, with that. */
import type { MessageReply } from "../reply.js";
import type { MessagesParams } from "../validate/request-types.js";
import { blocksOf } from "../validate/turns.js";
import { answer } from "./answer.js";
import { lastUserText, readContext } from "./context.js";

export function echo(request: MessagesParams): MessageReply {
  const toolAnswer = blocksOf(request.messages.at(-1)).at(-1)?.type === "tool_result" ? readContext(request).at(-1) : undefined;
  const text = toolAnswer?.speaker === "third-party" ? toolAnswer.text : lastUserText(request);
  return answer({ type: "say", text, thought: "I repeat what the user said last." }, request);
}
