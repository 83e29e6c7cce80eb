/** Every call of a client tool has exactly one result, at the beginning of the next user turn, and every result has its call. */
import { invalidRequest } from "../errors.js";
import type { MessageParam } from "./request-types.js";
import { turnsOf, type Turn } from "./turns.js";

/** @throws {@link ApiError} 400 with the ids of the calls or results that stand alone. */
export function checkPairing(messages: readonly MessageParam[]): void {
  const turns = turnsOf(messages);
  const seen = new Set<string>();
  let open: readonly string[] = [];
  for (const [index, turn] of turns.entries()) {
    if (turn.role === "user") {
      checkResults(turn, open);
      open = [];
      continue;
    }
    open = callsOf(turn);
    for (const id of open) {
      if (seen.has(id)) throw invalidRequest("messages: `tool_use` ids must be unique");
      seen.add(id);
    }
    const answered = leadingResults(turns[index + 1]);
    const missing = open.filter((id) => !answered.has(id));
    if (missing.length > 0) {
      throw invalidRequest(
        `messages.${turn.messageIndex}: \`tool_use\` ids were found without \`tool_result\` blocks immediately after: ${missing.join(", ")}. ` +
          "Each `tool_use` block must have a corresponding `tool_result` block in the next message.",
      );
    }
  }
}

function callsOf(turn: Turn): readonly string[] {
  return turn.blocks.flatMap(({ block }) => (block.type === "tool_use" ? [block.id] : []));
}

function checkResults(turn: Turn, open: readonly string[]): void {
  const answered = new Set<string>();
  for (const { path, block } of turn.blocks) {
    if (block.type !== "tool_result") continue;
    const id = block.tool_use_id;
    if (!open.includes(id)) {
      throw invalidRequest(
        `${path}: unexpected \`tool_use_id\` found in \`tool_result\` blocks: ${id}. ` +
          "Each `tool_result` block must have a corresponding `tool_use` block in the previous message.",
      );
    }
    if (answered.has(id)) {
      throw invalidRequest(
        `${path}: each tool_use must have a single result. Found multiple \`tool_result\` blocks with id: ${id}`,
      );
    }
    answered.add(id);
  }
}

/** Results count only before anything else that the turn says. */
function leadingResults(turn: Turn | undefined): ReadonlySet<string> {
  const ids = new Set<string>();
  for (const { block } of turn?.blocks ?? []) {
    if (block.type !== "tool_result") break;
    ids.add(block.tool_use_id);
  }
  return ids;
}
