/** A trajectory: a conversation with tool calls, and whose calls they are. As a line of a data set has it. */
import * as v from "valibot";

const Block = v.looseObject({ type: v.string() });
const Message = v.looseObject({
  role: v.picklist(["user", "assistant"]),
  content: v.union([v.string(), v.array(Block)]),
});

const TrajectorySchema = v.object({
  id: v.union([v.string(), v.number()]),
  suite: v.pipe(v.string(), v.nonEmpty()),
  /** How the attack is told to the model; `null` where there is none. */
  attack: v.optional(v.nullable(v.string())),
  system: v.optional(v.unknown()),
  tools: v.array(v.looseObject({})),
  messages: v.pipe(v.array(Message), v.minLength(1)),
  calls: v.array(v.looseObject({ id: v.string(), name: v.string(), by: v.picklist(["user_task", "injection_task"]) })),
});
export type Trajectory = v.InferOutput<typeof TrajectorySchema>;
export type Message = v.InferOutput<typeof Message>;
export type Block = v.InferOutput<typeof Block>;

/** @returns The trajectory, or what is wrong with the line. */
export function readTrajectory(line: string): Trajectory | { readonly problem: string } {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return { problem: "it is no JSON" };
  }
  const read = v.safeParse(TrajectorySchema, value);
  if (read.success) return read.output;
  return { problem: `\`${v.getDotPath(read.issues[0]) ?? "it"}\` is not as a trajectory has it` };
}
