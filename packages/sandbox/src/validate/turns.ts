/** Messages as the API reads them: neighbors of the same role are one turn, and a string is one text block. */
import type { ContentParam } from "./blocks.js";
import type { MessageParam } from "./params.js";

export interface PlacedBlock {
  readonly path: string;
  readonly block: ContentParam;
}

export interface Turn {
  readonly role: "user" | "assistant";
  readonly messageIndex: number;
  readonly blocks: readonly PlacedBlock[];
}

/** The blocks of one message with their paths. */
export function placedBlocks(message: MessageParam, index: number): readonly PlacedBlock[] {
  const { content = [] } = message;
  if (typeof content === "string") return [{ path: `messages.${index}.content`, block: { type: "text", text: content } }];
  return content.map((block, position) => ({ path: `messages.${index}.content.${position}`, block }));
}

/** The turns of user and assistant; system messages stand beside them. */
export function turnsOf(messages: readonly MessageParam[]): readonly Turn[] {
  const turns: { role: Turn["role"]; messageIndex: number; blocks: PlacedBlock[] }[] = [];
  for (const [messageIndex, message] of messages.entries()) {
    if (message.role === "system") continue;
    const blocks = placedBlocks(message, messageIndex);
    const last = turns.at(-1);
    if (last?.role === message.role) last.blocks.push(...blocks);
    else turns.push({ role: message.role, messageIndex, blocks: [...blocks] });
  }
  return turns;
}
