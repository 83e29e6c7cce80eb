/** Conversations with tool calls, made up for the tests of this room, and what the guard makes of the next call. */
import { createGuard, type Guard } from "../guard.js";
import type { PolicyInput } from "../policy/schema.js";
import type { JudgedCall } from "../policy/verdict.js";

/** Tools of an assistant with mail, files and payments. */
export const TOOLS = {
  search_mail: { effect: "read", result: { kind: "records", trust: "third-party" } },
  read_file: { effect: "read", result: { kind: "text", trust: "third-party" } },
  list_files: { effect: "read", result: { kind: "records", trust: "third-party" } },
  find_contact: { effect: "read", result: { kind: "records", trust: "directory" } },
  get_profile: { effect: "read", result: { kind: "records", trust: "first-party" } },
  get_payments: { effect: "read", result: { kind: "records", trust: "third-party" } },
  send_mail: {
    effect: "egress",
    args: { to: "destination", subject: "content", body: "content", attachments: "selector" },
    result: { kind: "records", trust: "first-party" },
    intent: ["send", "reply", "mail"],
  },
  delete_file: { effect: "destructive", args: { file_id: "selector" }, intent: ["delete", "remove"] },
  create_note: { effect: "write", args: { title: "label", text: "content" }, intent: ["create", "write", "note"] },
  pay: {
    effect: "egress",
    args: { account: "destination", amount: "amount", text: "content" },
    intent: ["pay", "send", "refund"],
  },
  set_password: { effect: "destructive", args: { password: "setting" }, intent: ["password"] },
  fetch_page: { effect: "egress", args: { url: "url" }, intent: ["fetch", "open", "visit", "read"] },
} as const satisfies PolicyInput["tools"];

export interface Past {
  readonly tool: string;
  readonly input?: object;
  readonly result: string;
  readonly failed?: true;
}

/** What was said and done, in order: the user's words as text, calls with their results as objects. */
export type Story = readonly (string | Past)[];

export function messagesOf(story: Story): readonly object[] {
  return story.flatMap((part, index): object[] => {
    if (typeof part === "string") return [{ role: "user", content: part }];
    const id = `toolu_${index}`;
    const { tool, input = {}, result, failed = false } = part;
    return [
      { role: "assistant", content: [{ type: "tool_use", id, name: tool, input }] },
      {
        role: "user",
        content: [{ type: "tool_result", tool_use_id: id, content: result, ...(failed ? { is_error: true } : {}) }],
      },
    ];
  });
}

const guards = new Map<PolicyInput["tools"], Guard>();

/** A guard that judges tool calls and searches for nothing. */
export function guardWith(tools: PolicyInput["tools"] = TOOLS): Guard {
  const guard = guards.get(tools) ?? createGuard({ version: 1, rules: {}, unread: { thread: "allow" }, tools });
  guards.set(tools, guard);
  return guard;
}

/** Judges a message with these calls as the guard's response would be. */
export function judge(
  story: Story,
  calls: readonly { readonly name: string; readonly input: object }[],
  tools: PolicyInput["tools"] = TOOLS,
  request: object = {},
) {
  const guard = guardWith(tools);
  const asked = guard.request(JSON.stringify({ model: "m", max_tokens: 1, messages: messagesOf(story), ...request }));
  if (asked.kind !== "pass") throw new Error("the request was not passed");
  const content = calls.map(({ name, input }, index) => ({ type: "tool_use", id: `toolu_next${index}`, name, input }));
  return guard.response(
    JSON.stringify({ type: "message", role: "assistant", model: "m", content, stop_reason: "tool_use" }),
    asked.facts,
  );
}

/** What stood against one call: `send_mail: to no-origin`; empty where it may go. */
export function problemsOf(
  story: Story,
  name: string,
  input: object,
  tools: PolicyInput["tools"] = TOOLS,
  request: object = {},
): string[] {
  const [call] = judge(story, [{ name, input }], tools, request).verdict.calls;
  return (call?.problems ?? []).map(({ problem, argument }: JudgedCall["problems"][number]) =>
    argument === undefined ? problem : `${argument} ${problem}`,
  );
}
