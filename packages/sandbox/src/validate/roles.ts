/** Who may say what: which roles may follow each other, and which blocks stand in whose messages. */
import { invalidRequest } from "../errors.js";
import type { ContentParam } from "./request-types.js";
import type { ApiVersion, MessageParam, MessagesParams } from "./request-types.js";
import { placedBlocks } from "./turns.js";

type Role = MessageParam["role"];

const USER: readonly Role[] = ["user"];
const ASSISTANT: readonly Role[] = ["assistant"];
const SYSTEM: readonly Role[] = ["system"];
const EVERYBODY: readonly Role[] = ["user", "assistant", "system"];

const ROLES_OF_BLOCK: Readonly<Record<ContentParam["type"], readonly Role[]>> = {
  text: EVERYBODY,
  image: USER,
  document: ["user", "assistant"],
  search_result: USER,
  thinking: ASSISTANT,
  redacted_thinking: ASSISTANT,
  tool_use: ASSISTANT,
  tool_result: USER,
  server_tool_use: ASSISTANT,
  web_search_tool_result: ASSISTANT,
  web_fetch_tool_result: ASSISTANT,
  code_execution_tool_result: ASSISTANT,
  bash_code_execution_tool_result: ASSISTANT,
  text_editor_code_execution_tool_result: ASSISTANT,
  tool_search_tool_result: ASSISTANT,
  container_upload: ["user", "assistant"],
  mcp_tool_use: ASSISTANT,
  mcp_tool_result: ASSISTANT,
  mcp_tool_listing: ASSISTANT,
  compaction: ["user", "assistant"],
  tool_addition: SYSTEM,
  tool_removal: SYSTEM,
  advisor_tool_result: ASSISTANT,
  fallback: ASSISTANT,
};

/** @throws {@link ApiError} 400 with the place of the first message or block that stands wrong. */
export function checkRoles({ messages, system }: MessagesParams, version: ApiVersion): void {
  if (messages[0]?.role === "system") {
    throw invalidRequest("messages.0: use the top-level 'system' parameter for the initial system prompt");
  }
  if (messages[0]?.role === "assistant") throw invalidRequest('messages: first message must use the "user" role');
  for (const [index, message] of messages.entries()) {
    if (message.role === "system") checkSystemPlace(messages, index);
    if (message.content?.length === 0 && !(message.role === "assistant" && index === messages.length - 1)) {
      throw invalidRequest(
        `messages.${index}: all messages must have non-empty content except for the optional final assistant message`,
      );
    }
    for (const { path, block } of placedBlocks(message, index)) checkBlock(path, block, message.role, version);
  }
  if (typeof system === "object" && system.some(({ text }) => text === "")) {
    throw invalidRequest("system: text content blocks must be non-empty");
  }
  checkPrefill(messages);
}

function checkSystemPlace(messages: readonly MessageParam[], index: number): void {
  const hasContent = messages[index]?.content !== undefined && messages[index].content.length > 0;
  if (!hasContent) return;
  if (messages[index - 1]?.role === "assistant") {
    throw invalidRequest(`messages.${index}: a \`system\` message can't directly follow an \`assistant\` message`);
  }
  if (messages[index + 1]?.role === "user") {
    throw invalidRequest(`messages.${index}: a \`system\` message can't directly precede a \`user\` message`);
  }
}

function checkBlock(path: string, block: ContentParam, role: Role, version: ApiVersion): void {
  const roles = ROLES_OF_BLOCK[block.type];
  if (!roles.includes(role)) {
    throw invalidRequest(
      `${path}: \`${block.type}\` blocks are only permitted in ${roles.map((name) => `\`${name}\``).join(" or ")} messages`,
    );
  }
  if (block.type === "text" && block.text === "") throw invalidRequest("messages: text content blocks must be non-empty");
  if (version === "2023-06-01") return;
  if (block.type === "document" && role === "assistant") {
    throw invalidRequest(`${path}: \`document\` blocks are not permitted in \`assistant\` messages`);
  }
  if (role !== "user") return;
  if (block.type === "text") refuseCitations(path, block);
  if (block.type === "search_result") {
    for (const [index, text] of block.content.entries()) refuseCitations(`${path}.content.${index}`, text);
  }
}

function refuseCitations(path: string, { citations }: { readonly citations?: readonly unknown[] | null | undefined }): void {
  if (citations !== undefined && citations !== null && citations.length > 0) {
    throw invalidRequest(`${path}.citations: citations are not permitted in \`user\` messages`);
  }
}

/** A last message of the assistant's is continued, so it may not end where no word does. */
function checkPrefill(messages: readonly MessageParam[]): void {
  const last = messages.at(-1);
  if (last?.role !== "assistant") return;
  const end = placedBlocks(last, messages.length - 1).at(-1)?.block;
  if (end?.type === "text" && /\s$/.test(end.text)) {
    throw invalidRequest("messages: final assistant content cannot end with trailing whitespace");
  }
}
