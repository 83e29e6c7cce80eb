/** `echo` answers with what the user said last; after a tool's answer, with that. */
import type { MessageReply } from "../reply.js";
import type { MessagesParams } from "../validate/params.js";
import { answer } from "./answer.js";
import { lastUserText, readContext } from "./context.js";

export function echo(request: MessagesParams): MessageReply {
  const passages = readContext(request);
  const last = passages.at(-1);
  const isToolAnswer =
    last?.speaker === "third-party" && last.messageIndex === request.messages.length - 1 && hasToolResult(request);
  const text = isToolAnswer ? last.text : lastUserText(request);
  return answer({ type: "say", text, thought: "I repeat what the user said last." }, request);
}

function hasToolResult({ messages }: MessagesParams): boolean {
  const content = messages.at(-1)?.content;
  return Array.isArray(content) && content.at(-1)?.type === "tool_result";
}
