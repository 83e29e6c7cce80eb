/**
 * The conversation of a request as the judging of tool calls sees it: who said what, which tools were called with what, and what they gave
 * back. What the model said is left out: its words are nobody's wish.
 */
import { memberOf, stringOf, type JsonObject, type JsonValue } from "./json.js";
import type { RequestReading } from "./reading.js";

export type Step =
  /** Words of the operator (`system`) or of the user. */
  | { readonly kind: "said"; readonly by: "system" | "user"; readonly text: string; readonly path: string }
  | { readonly kind: "call"; readonly id: string; readonly name: string; readonly input: JsonValue; readonly path: string }
  /** What a tool gave back. `failed`: the app says that the call was refused or went wrong. */
  | { readonly kind: "result"; readonly call: string; readonly failed: boolean; readonly text: string; readonly path: string }
  /** Anything else that somebody outside may have written: documents, search results, what server tools fetched, pictures. */
  | { readonly kind: "fetched"; readonly text: string; readonly path: string };

export interface Conversation {
  /** The tools on offer: each name with the type of its definition (`custom` where it has none). */
  readonly tools: ReadonlyMap<string, string>;
  readonly steps: readonly Step[];
  /** The request's text: what an approval is bound to. */
  readonly source: string;
  /** False where the server holds a part of the history, so that this is not all that the model read. */
  readonly whole: boolean;
  /**
   * Whether tools run on the API's side: what they bring reaches the model within an answer, and in front of the calls of that same answer. An
   * advisor brings nothing from outside.
   */
  readonly fetches: boolean;
}

export function readConversation({
  body: root,
  source,
  serverSide,
}: Pick<RequestReading, "body" | "source" | "serverSide">): Conversation {
  const steps: Step[] = [];
  const tools = new Map<string, string>();
  addTools(memberOf(root, "tools"), tools);
  const system = memberOf(root, "system");
  if (system !== undefined) addSystem(system, "system", steps);
  const messages = memberOf(root, "messages");
  if (messages?.kind === "array") {
    messages.items.forEach((message, index) => {
      if (message.kind === "object") addMessage(message, `messages[${index}]`, steps, tools);
    });
  }
  const thread = memberOf(root, "thread");
  const continued = thread?.kind === "object" && memberOf(thread, "previous_message_id") !== undefined;
  return { tools, steps, source, whole: !continued, fetches: serverSide.some(({ kind }) => kind !== "advisor") };
}

function addTools(tools: JsonValue | undefined, types: Map<string, string>): void {
  for (const tool of tools?.kind === "array" ? tools.items : []) {
    if (tool.kind === "object") types.set(stringOf(tool, "name") ?? "", stringOf(tool, "type") ?? "custom");
  }
}

/** Tools that the operator adds in mid-conversation. */
function addAddedTools(content: JsonValue, types: Map<string, string>): void {
  for (const { block } of blocksOf(content, "")) {
    const tool = typeof block === "string" ? undefined : memberOf(block, "tool");
    const definition = tool?.kind === "object" ? memberOf(tool, "definition") : undefined;
    if (definition?.kind === "object") addTools({ kind: "array", start: 0, end: 0, items: [definition] }, types);
  }
}

function addSystem(value: JsonValue, path: string, steps: Step[]): void {
  for (const { block, at } of blocksOf(value, path)) {
    const text = typeof block === "string" ? block : stringOf(block, "text");
    if (text !== undefined) steps.push({ kind: "said", by: "system", text, path: at });
  }
}

function addMessage(message: JsonObject, path: string, steps: Step[], tools: Map<string, string>): void {
  const role = stringOf(message, "role");
  const content = memberOf(message, "content");
  if (content === undefined) return;
  if (role === "system") {
    addAddedTools(content, tools);
    addSystem(content, `${path}.content`, steps);
    return;
  }
  for (const { block, at } of blocksOf(content, `${path}.content`)) {
    if (typeof block === "string") {
      if (role === "user") steps.push({ kind: "said", by: "user", text: block, path: at });
    } else addBlock(block, at, role, steps);
  }
}

function addBlock(block: JsonObject, path: string, role: string | undefined, steps: Step[]): void {
  const type = stringOf(block, "type") ?? "";
  switch (type) {
    case "text":
      if (role === "user") steps.push({ kind: "said", by: "user", text: stringOf(block, "text") ?? "", path });
      return;
    case "tool_use":
      steps.push({
        kind: "call",
        id: stringOf(block, "id") ?? "",
        name: stringOf(block, "name") ?? "",
        input: memberOf(block, "input") ?? { kind: "null" },
        path,
      });
      return;
    case "tool_result": {
      const failed = memberOf(block, "is_error");
      steps.push({
        kind: "result",
        call: stringOf(block, "tool_use_id") ?? "",
        failed: failed?.kind === "boolean" && failed.value,
        text: textIn(memberOf(block, "content")),
        path,
      });
      return;
    }
    case "thinking":
    case "redacted_thinking":
    case "server_tool_use":
    case "mcp_tool_use":
      return;
    default:
      steps.push({ kind: "fetched", text: textIn(block), path });
  }
}

function blocksOf(value: JsonValue, path: string): readonly { readonly block: string | JsonObject; readonly at: string }[] {
  if (value.kind === "string") return [{ block: value.value, at: path }];
  if (value.kind !== "array") return [];
  return value.items.flatMap((item, index) => (item.kind === "object" ? [{ block: item, at: `${path}[${index}]` }] : []));
}

/** Texts of a tool's result stand as a string or in blocks; a result of one text is that text, byte for byte. */
function textIn(value: JsonValue | undefined): string {
  if (value?.kind === "string") return value.value;
  if (value?.kind === "array") return textsOf(value.items);
  if (value?.kind !== "object") return "";
  return stringOf(value, "text") ?? textsOf(value.members.map((member) => member.value));
}

const textsOf = (values: readonly JsonValue[]): string =>
  values
    .map(textIn)
    .filter((text) => text !== "")
    .join("\n");
