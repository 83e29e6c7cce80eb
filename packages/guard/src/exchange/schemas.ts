/** The schemas that a request states: of its answer, and of each tool's input. */
import { memberOf, stringOf, type JsonObject, type JsonValue } from "./json.js";

export interface RequestSchemas {
  /** Of `output_config.format`, or of the older `output_format`. */
  readonly answer: JsonValue | undefined;
  /** By the tool's name; of two tools of one name both. */
  readonly toolInputs: ReadonlyMap<string, readonly JsonValue[]>;
}

/** @param root - A request that the reader of requests has taken. */
export function readSchemas(root: JsonObject): RequestSchemas {
  const toolInputs = new Map<string, JsonValue[]>();
  const add = (tool: JsonValue | undefined): void => {
    if (tool?.kind !== "object") return;
    const schema = memberOf(tool, "input_schema");
    const name = stringOf(tool, "name");
    if (schema !== undefined && name !== undefined) toolInputs.set(name, [...(toolInputs.get(name) ?? []), schema]);
  };
  itemsOf(memberOf(root, "tools")).forEach(add);
  // Tools that the operator adds in mid-conversation.
  for (const message of itemsOf(memberOf(root, "messages")))
    if (message.kind === "object" && stringOf(message, "role") === "system")
      for (const block of itemsOf(memberOf(message, "content"))) add(memberIn(memberIn(block, "tool"), "definition"));
  return {
    answer: memberIn(memberIn(memberOf(root, "output_config"), "format") ?? memberOf(root, "output_format"), "schema"),
    toolInputs,
  };
}

const itemsOf = (list: JsonValue | undefined): readonly JsonValue[] => (list?.kind === "array" ? list.items : []);
const memberIn = (value: JsonValue | undefined, name: string): JsonValue | undefined =>
  value?.kind === "object" ? memberOf(value, name) : undefined;
