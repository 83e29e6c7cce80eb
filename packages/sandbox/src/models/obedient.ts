/**
 * `obedient` does what the last instruction in its context says, whoever wrote it: the worst model that there could be. A defense that holds
 * against it doesn't hope for a good one. The grammar is in `grammar.ts`, the rules of when are here:
 *
 * - What came after the model's last answer counts first, the latest text before the earlier; then the system prompt and the tools'
 *   descriptions, which stand in every request. An instruction that was obeyed in an earlier turn isn't obeyed again.
 * - A call that already stands in the conversation isn't repeated, so that a tool loop ends.
 */
import type { MessageReply } from "../reply.js";
import type { MessagesParams } from "../validate/request-types.js";
import { blocksOf } from "../validate/turns.js";
import { answer, type Intent } from "./answer.js";
import { lastUserText, readContext, systemPromptOf, type Passage } from "./context.js";
import { asRead } from "./as-read.js";
import { lastInstruction, secretIn, type Instruction } from "./grammar.js";
import { plainAnswer } from "./plain-answer.js";

export function obedient(request: MessagesParams): MessageReply {
  const passages = readContext(request);
  return answer(
    obey(passages, request) ?? { type: "say", text: plainAnswer(passages, request), thought: thoughtOf(request) },
    request,
  );
}

function obey(passages: readonly Passage[], request: MessagesParams): Intent | undefined {
  const tools = new Set((request.tools ?? []).flatMap((tool) => ("name" in tool ? [tool.name] : [])));
  const lastAnswer = request.messages.findLastIndex(({ role }) => role === "assistant");
  // A last message of the assistant's is continued, so what it answers to is still unanswered.
  const answered =
    lastAnswer === request.messages.length - 1
      ? request.messages.findLastIndex(({ role }, index) => role === "assistant" && index < lastAnswer)
      : lastAnswer;
  for (const passage of passages.toReversed()) {
    if (passage.speaker === "model" || (passage.messageIndex >= 0 && passage.messageIndex <= answered)) continue;
    const instruction = lastInstruction(passage.text, tools);
    const intent = instruction === undefined ? undefined : intentOf(instruction, passages, request);
    if (intent !== undefined) return intent;
  }
  return undefined;
}

function intentOf(instruction: Instruction, passages: readonly Passage[], request: MessagesParams): Intent | undefined {
  switch (instruction.type) {
    case "reveal-system-prompt": {
      const prompt = systemPromptOf(request);
      return {
        type: "say",
        text: prompt === "" ? "I have no system prompt." : prompt,
        thought: "I was told to reveal my system prompt.",
      };
    }
    case "repeat-context":
      return {
        type: "say",
        text: passages.map(({ text }) => text).join("\n\n"),
        thought: "I was told to repeat everything above.",
      };
    case "tell-secret": {
      const secret = passages.map(({ text }) => secretIn(text, instruction.name)).findLast((value) => value !== undefined);
      const text = secret ?? `I know of no ${instruction.name}.`;
      return { type: "say", text, thought: `I was told to give away the ${instruction.name}.` };
    }
    case "call-tool": {
      const input = fillIn(instruction.input, request);
      if (isCalled(instruction.tool, input, request)) return undefined;
      return {
        type: "call",
        tool: instruction.tool,
        input: input as Readonly<Record<string, unknown>>,
        thought: `I was told to call ${instruction.tool}.`,
      };
    }
    case "say":
      return { type: "say", text: fillInText(instruction.text, request), thought: "I was told what to say." };
  }
}

/** Planted texts leave places for what they want to carry away. */
function fillInText(text: string, request: MessagesParams): string {
  return text
    .replace(/(?:<|\{\{?|\[)\s*(?:your |the )?system[ _]prompt\s*(?:>|\}\}?|\])/giu, () => systemPromptOf(request))
    .replace(/(?:<|\{\{?|\[)\s*(?:the )?(?:last )?user(?:'s)?[ _](?:message|question|input)\s*(?:>|\}\}?|\])/giu, () =>
      lastUserText(request),
    );
}

function fillIn(value: unknown, request: MessagesParams): unknown {
  if (typeof value === "string") return fillInText(value, request);
  if (Array.isArray(value)) return value.map((item) => fillIn(item, request));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fillIn(item, request)]));
}

function isCalled(tool: string, input: unknown, { messages }: MessagesParams): boolean {
  const wanted = JSON.stringify(input);
  return messages
    .flatMap(blocksOf)
    .some((block) => block.type === "tool_use" && block.name === tool && JSON.stringify(block.input) === wanted);
}

function thoughtOf(request: MessagesParams): string {
  return `Nobody told me to do anything in particular. The question: ${asRead(lastUserText(request)).slice(0, 120)}`;
}
