/** Messages as the API reads them: neighbors of the same role are one turn, and a string is one text block. */
import type { ContentParam } from "./request-types.js";
import type { MessageParam } from "./request-types.js";

export interface PlacedBlock {
  readonly path: string;
  readonly block: ContentParam;
}

export interface Turn {
  readonly role: "user" | "assistant";
  readonly messageIndex: number;
  readonly blocks: readonly PlacedBlock[];
}

/** A message's blocks; text alone is one. */
export function blocksOf(message: MessageParam | undefined): readonly ContentParam[] {
  const content = message?.content ?? [];
  return typeof content === "string" ? [{ type: "text", text: content }] : content;
}

/** The blocks of one message with their paths. */
export function placedBlocks(message: MessageParam, index: number): readonly PlacedBlock[] {
  const path = `messages.${index}.content`;
  return blocksOf(message).map((block, position) => ({
    path: typeof message.content === "string" ? path : `${path}.${position}`,
    block,
  }));
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
