/** What a tool does and what its arguments are for: as the policy says, or as Anthropic documents it for its own client tools. */
import type { Effect, Role, Tool, Tools } from "../policy/tools-schema.js";
import type { Argument } from "./arguments.js";

/** A tool as its calls are judged. */
export interface ToolSpec extends Tool {
  /** False for a tool that neither the policy nor Sallyport knows: it counts as one that sends out and destroys. */
  readonly known: boolean;
}

/** A call that the model wants to make. */
export interface Call {
  readonly tool: string;
  readonly spec: ToolSpec;
  readonly args: readonly Argument[];
}

/** An argument without a role may say where something goes. */
const UNKNOWN_TOOL: ToolSpec = { known: false, effect: "destructive" };

const EDITING: Readonly<Record<string, Role>> = {
  command: "option",
  path: "selector",
  file_text: "content",
  old_str: "content",
  new_str: "content",
  insert_line: "option",
  insert_text: "content",
  view_range: "option",
};

/**
 * Client tools whose schema Anthropic sets, by the type of their definition without its date. What they read, others may have written.
 * @see https://platform.claude.com/docs/en/agents-and-tools/tool-use/overview
 */
const ANTHROPIC_TOOLS: ReadonlyMap<string, Tool> = new Map<string, Tool>([
  ["bash", { effect: "destructive", args: { command: "command", restart: "option" } }],
  ["text_editor", { effect: "write", args: EDITING, reads: { command: ["view"] } }],
  ["memory", { effect: "write", args: { ...EDITING, old_path: "selector", new_path: "selector" }, reads: { command: ["view"] } }],
  [
    "computer",
    {
      effect: "destructive",
      args: {
        action: "option",
        coordinate: "option",
        start_coordinate: "option",
        region: "option",
        duration: "option",
        scroll_direction: "option",
        scroll_amount: "option",
        text: "content",
      },
      reads: { action: ["screenshot", "cursor_position", "mouse_move", "scroll", "wait", "zoom"] },
    },
  ],
]);

/** @param type - The type of the tool's definition; `undefined` where the request doesn't offer it. */
export function specOf(name: string, type: string | undefined, tools: Tools): ToolSpec {
  const tool = tools.byName.get(name) ?? ANTHROPIC_TOOLS.get(type?.replace(/_\d{8}$/, "") ?? "");
  return tool === undefined ? UNKNOWN_TOOL : { ...tool, known: true };
}

/** What this call does: a tool may only read when an argument has a certain value. */
export function effectOf(spec: ToolSpec, args: readonly Argument[]): Effect {
  const reads = Object.entries(spec.reads ?? {}).some(([name, values]) =>
    args.some((argument) => argument.path === name && values.includes(argument.value)),
  );
  return reads ? "read" : spec.effect;
}

/** A member that somebody wrote: an argument may be called `constructor`. */
export function ownMember<Value>(record: Readonly<Record<string, Value>> | undefined, name: string): Value | undefined {
  return record !== undefined && Object.hasOwn(record, name) ? record[name] : undefined;
}

export const roleOf = (spec: ToolSpec, argument: Argument): Role => {
  const role = ownMember(spec.args, argument.name) ?? "destination";
  // In a destination that is made of parts, a word of the schema's own says of which kind it is: `{ "type": "file", "file_id": "19" }`.
  return argument.isKind && role !== "command" ? "option" : role;
};
