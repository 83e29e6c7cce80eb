/** Calls of the Messages API in code of any language: `client.messages.create(…)`, `anthropic.messages.stream(…)`, and so on. */
import type { Code } from "./lexer.js";

export interface MessagesCall {
  /** Where it begins, in UTF-16 units of the code's text. */
  readonly start: number;
  /** What stands between its brackets, comments blanked. */
  readonly arguments: string;
  /** Whether the arguments are written out in place, so that they can be judged: an object, or named arguments. */
  readonly literal: boolean;
}

const CALL =
  /\bmessages\s*(?:\.|->|::)\s*(?:create|stream|parse|toolRunner|tool_runner|countTokens|count_tokens|createStreaming|new|New|NewStreaming)\s*\(/g;

/** A call in the arguments of another belongs to that one: code that runs later is no argument that anybody writes out. */
export function messagesCalls(code: Code): readonly MessagesCall[] {
  const calls = [...code.text.matchAll(CALL)].map((match) => ({ start: match.index, open: match.index + match[0].length }));
  const closing = closingBrackets(code, new Set(calls.map(({ open }) => open)));
  const found: MessagesCall[] = [];
  let end = 0;
  for (const { start, open } of calls) {
    const close = closing.get(open);
    if (start < end || close === undefined) continue;
    const args = code.text.slice(open, close);
    found.push({ start, arguments: args, literal: /\bmodel["']?\s*[:=,}]|\bModel\s*:/.test(args) });
    end = close;
  }
  return found;
}

/** Where the brackets close that were opened just before these places; what stands in strings is no bracket. One pass for all of them. */
function closingBrackets({ text, strings }: Code, opens: ReadonlySet<number>): ReadonlyMap<number, number> {
  const closing = new Map<number, number>();
  const stack: number[] = [];
  let string = 0;
  for (let at = 0; at < text.length; at++) {
    const next = strings[string];
    if (next?.start === at) {
      at = next.end - 1;
      string += 1;
      continue;
    }
    const here = text[at];
    if (here === "(" || here === "[" || here === "{") stack.push(at + 1);
    else if (here === ")" || here === "]" || here === "}") {
      const open = stack.pop();
      if (open !== undefined && opens.has(open)) closing.set(open, at);
    }
  }
  return closing;
}
