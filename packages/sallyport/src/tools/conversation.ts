/** The calls of a recorded conversation, each with the request that it answered. */
import * as v from "valibot";
import { InputError } from "../errors.js";

const Message = v.looseObject({ role: v.string(), content: v.unknown() });
const RequestSchema = v.looseObject({ messages: v.array(Message) });

/** One answer of the model's, and what it answered. */
export interface Turn {
  /** Where the answer stands: `messages[3]`, or the response file. */
  readonly path: string;
  readonly request: string;
  readonly response: string;
}

/** Every message of a request in which the model calls tools, as the response that it once was. */
export function turnsOf(body: Uint8Array, name: string): readonly Turn[] {
  const request = parse(body, name);
  return request.messages.flatMap((message, index): Turn[] => {
    if (message.role !== "assistant" || !Array.isArray(message.content)) return [];
    const before = { ...request, messages: request.messages.slice(0, index) };
    return [{ path: `messages[${index}]`, request: JSON.stringify(before), response: messageOf(message.content) }];
  });
}

function parse(body: Uint8Array, name: string): v.InferOutput<typeof RequestSchema> {
  try {
    return v.parse(RequestSchema, JSON.parse(new TextDecoder().decode(body)));
  } catch {
    throw new InputError(`${name} is no request with \`messages\``, "give the JSON body of a request to the Messages API");
  }
}

const messageOf = (content: unknown): string =>
  JSON.stringify({ type: "message", role: "assistant", model: "recorded", content, stop_reason: "tool_use" });
