/** A request as a model reads it: the text of every channel, in order, with whose words they are. */
import type { ContentParam, MessagesParams } from "../validate/request-types.js";
import { blocksOf } from "../validate/turns.js";

type Speaker = "operator" | "user" | "third-party" | "model";

export interface Passage {
  readonly speaker: Speaker;
  readonly text: string;
  /** -1 for what stands before the messages. */
  readonly messageIndex: number;
}

export function readContext(request: MessagesParams): readonly Passage[] {
  const { tools = [], messages } = request;
  const passages: Passage[] = [];
  const add = (speaker: Speaker, messageIndex: number, texts: readonly string[]): void => {
    for (const text of texts) if (text !== "") passages.push({ speaker, messageIndex, text });
  };
  for (const tool of tools)
    if ("description" in tool && typeof tool.description === "string") add("third-party", -1, [tool.description]);
  add("operator", -1, [systemPromptOf(request)]);
  for (const [index, message] of messages.entries()) {
    for (const block of blocksOf(message)) add(speakerOf(message.role, block), index, textsOf(block));
  }
  return passages;
}

/** The top-level system prompt, its blocks joined by empty lines. */
export function systemPromptOf({ system }: Pick<MessagesParams, "system">): string {
  if (system === undefined) return "";
  return typeof system === "string" ? system : system.map(({ text }) => text).join("\n\n");
}

/** What the user said last, without documents and tool results. */
export function lastUserText({ messages }: Pick<MessagesParams, "messages">): string {
  for (const message of messages.toReversed()) {
    if (message.role !== "user") continue;
    const texts = blocksOf(message).flatMap((block) => (block.type === "text" ? [block.text] : []));
    if (texts.length > 0) return texts.join("\n");
  }
  return "";
}

const SPEAKER_OF_ROLE = { user: "user", assistant: "model", system: "operator" } as const;

function speakerOf(role: keyof typeof SPEAKER_OF_ROLE, block: ContentParam): Speaker {
  if (block.type === "text") return SPEAKER_OF_ROLE[role];
  return MODEL_WRITTEN.has(block.type) ? "model" : "third-party";
}

const MODEL_WRITTEN: ReadonlySet<ContentParam["type"]> = new Set([
  "thinking",
  "tool_use",
  "server_tool_use",
  "mcp_tool_use",
  "compaction",
] as const);

function textsOf(block: ContentParam): readonly string[] {
  switch (block.type) {
    case "text":
      return [block.text];
    case "document":
      return [block.title ?? "", block.context ?? "", ...sourceTexts(block.source)];
    case "search_result":
      return [block.title, ...block.content.map(({ text }) => text)];
    case "tool_result":
      return contentTexts(block.content);
    case "mcp_tool_result":
      return contentTexts(block.content);
    case "web_search_tool_result":
      return Array.isArray(block.content) ? block.content.map(({ title }) => title) : [];
    case "web_fetch_tool_result":
      return block.content.type === "web_fetch_result" ? [...sourceTexts(block.content.content.source)] : [];
    case "code_execution_tool_result":
    case "bash_code_execution_tool_result":
      return "stdout" in block.content ? [block.content.stdout, block.content.stderr] : [];
    case "text_editor_code_execution_tool_result":
      if (block.content.type === "text_editor_code_execution_view_result") return [block.content.content];
      return block.content.type === "text_editor_code_execution_str_replace_result" ? (block.content.lines ?? []) : [];
    case "advisor_tool_result":
      return block.content.type === "advisor_result" ? [block.content.text] : [];
    case "mcp_tool_listing":
      return block.tools.map(({ description }) => description ?? "");
    case "tool_addition":
      return block.tool.type === "tool_definition" && typeof block.tool.definition["description"] === "string"
        ? [block.tool.definition["description"]]
        : [];
    case "compaction":
      return [block.content ?? ""];
    case "image":
    case "thinking":
    case "redacted_thinking":
    case "tool_use":
    case "server_tool_use":
    case "mcp_tool_use":
    case "tool_search_tool_result":
    case "container_upload":
    case "tool_removal":
    case "fallback":
      return [];
  }
}

type ToolContent = Extract<ContentParam, { type: "tool_result" }>["content"];

function contentTexts(content: ToolContent): readonly string[] {
  if (content === undefined) return [];
  if (typeof content === "string") return [content];
  return content.flatMap((block) => {
    if (block.type === "tool_reference") return [];
    if (block.type === "browser_state") return block.tabs.map(({ title }) => title);
    return textsOf(block);
  });
}

function sourceTexts(source: Extract<ContentParam, { type: "document" }>["source"]): readonly string[] {
  switch (source.type) {
    case "text":
      return [source.data];
    case "content":
      if (typeof source.content === "string") return [source.content];
      return source.content.flatMap((block) => (block.type === "text" ? [block.text] : []));
    case "base64":
    case "url":
    case "file":
      return [];
  }
}
