/**
 * Replays a trajectory against a guard: each call is judged by what stood in the conversation before it, as a door would see it. What a
 * stopped call gave back is shown to nobody: in its place the conversation goes on with a refusal.
 */
import type { Guard } from "@sallyport/guard";
import type { Block, Message, Trajectory } from "./trajectory.js";

export interface ReplayedCall {
  readonly name: string;
  readonly by: "user_task" | "injection_task";
  readonly acts: boolean;
  /** `allow`, `flag`, `ask` or `block`. */
  readonly action: string;
  readonly problems: readonly string[];
}

export function replay(guard: Guard, trajectory: Trajectory): readonly ReplayedCall[] {
  const before: Message[] = [];
  const refused = new Set<string>();
  const by = new Map(trajectory.calls.map((call) => [call.id, call.by]));
  const replayed: ReplayedCall[] = [];
  for (const message of trajectory.messages) {
    if (message.role === "assistant" && typeof message.content !== "string") {
      for (const { call, block } of judgeMessage(guard, trajectory, before, message.content)) {
        replayed.push({ ...call, by: by.get(idOf(block)) ?? "user_task" });
        if (call.action === "ask" || call.action === "block") refused.add(idOf(block));
      }
      before.push(message);
    } else before.push(withRefusals(message, refused));
  }
  return replayed;
}

function judgeMessage(
  guard: Guard,
  { system, tools }: Trajectory,
  messages: readonly Message[],
  content: readonly Block[],
): readonly { readonly call: Omit<ReplayedCall, "by">; readonly block: Block }[] {
  const request = guard.request(JSON.stringify({ model: "replay", max_tokens: 1, system, tools, messages }));
  const facts = request.kind === "pass" ? request.facts : undefined;
  const response = { type: "message", id: "msg_replay", role: "assistant", model: "replay", content, stop_reason: "tool_use" };
  const { verdict } = guard.response(JSON.stringify(response), facts);
  return verdict.calls.flatMap(({ path, effect, action, problems }) => {
    const block = content[Number(/\d+/.exec(path)?.[0])];
    const name = block?.["name"];
    if (block === undefined || typeof name !== "string") return [];
    return [{ call: { name, acts: effect !== "read", action, problems: problems.map(({ problem }) => problem) }, block }];
  });
}

function withRefusals(message: Message, refused: ReadonlySet<string>): Message {
  if (typeof message.content === "string") return message;
  return {
    ...message,
    content: message.content.map((block) => {
      const id = block["tool_use_id"];
      if (block.type !== "tool_result" || typeof id !== "string" || !refused.has(id)) return block;
      return { type: "tool_result", tool_use_id: id, is_error: true, content: "This call was not allowed." };
    }),
  };
}

const idOf = (block: Block): string => (typeof block["id"] === "string" ? block["id"] : "");
