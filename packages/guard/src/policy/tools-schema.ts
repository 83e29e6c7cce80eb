/** The policy's section `tools`: what each tool does to the world, what its arguments are for, and whose words its results are. */
import * as v from "valibot";
import { CLASH_ACTIONS, PinsSchema, type ClashAction, type Pin } from "./pins-schema.js";
import { resolveServer, ServerSchema, type ServerPolicy, type WrittenServer } from "./server-schema.js";

export const EFFECTS = ["read", "write", "egress", "destructive"] as const;
/** What a tool does to the world. All but `read` act. */
export type Effect = (typeof EFFECTS)[number];

/**
 * What an argument is for. `destination`: who or where it goes. `selector`: which existing thing is acted on. `setting`: a credential or a
 * fact that the system acts on. `label`: the name of a new thing. `command`: a line for a shell.
 */
export const ROLES = [
  "destination",
  "selector",
  "label",
  "setting",
  "url",
  "amount",
  "content",
  "time",
  "option",
  "command",
] as const;
export type Role = (typeof ROLES)[number];

/** What happens with a call that acts and whose arguments have no good origin. */
export const CALL_ACTIONS = ["ask", "flag", "block"] as const;
export type CallAction = (typeof CALL_ACTIONS)[number];

const Word = v.pipe(v.string(), v.nonEmpty("must not be empty"), v.maxLength(200, "must have at most 200 characters"));
const words = v.pipe(v.array(Word), v.minLength(1, "must not be empty"));

const ToolSchema = v.strictObject({
  effect: v.picklist(EFFECTS),
  /** Why: for the next reader. */
  why: v.optional(v.string()),
  /** What each argument is for, by name. One that isn't here counts as a destination. */
  args: v.optional(v.record(v.string(), v.picklist(ROLES))),
  /** What the tool gives back. A third party's text, if left out. */
  result: v.optional(
    v.strictObject({
      /** `records`: JSON or YAML whose fields the tool fills; `text`: anything else. */
      kind: v.optional(v.picklist(["records", "text"])),
      /** `third-party`: someone outside can write into it; `first-party`: only the user's or the operator's systems do; `directory`: it maps names to addresses. */
      trust: v.optional(v.picklist(["third-party", "first-party", "directory"])),
      /** Fields of third-party records that no outsider can choose: they count as first-party. */
      fields: v.optional(words),
      /** What it gives back must not leave, but to named destinations. */
      private: v.optional(v.boolean()),
    }),
  ),
  /** Words with which a user asks for this tool; a request without any of them has not asked for it. */
  intent: v.optional(words),
  /** Destinations of this tool that need no origin, beside those of the whole policy. */
  destinations: v.optional(words),
  /** Amounts above which a call asks in any case, by argument. */
  max: v.optional(v.record(v.string(), v.pipe(v.number(), v.minValue(0, "must not be negative")))),
  /** Commands that run without a question, with any arguments: `git log`. For arguments that are a `command`. */
  commands: v.optional(words),
  /** Calls that only read, by the value of an argument: `{ command: [view] }`. */
  reads: v.optional(v.record(v.string(), words)),
});
export type Tool = v.InferOutput<typeof ToolSchema>;

/** Settings for all tools, and the tools by name. */
export interface WrittenTools {
  /** For calls without a good origin, and for tools that aren't here: those count as ones that send out and destroy. */
  readonly default?: CallAction | undefined;
  /** Addresses, accounts, paths and hosts to which anything may go: `ada@corp.example`, `@corp.example`, `*.corp.example`, `/srv/reports/`. */
  readonly destinations?: readonly string[] | undefined;
  /** What Anthropic's servers may run: web search and fetch, code, advisors, MCP servers, skills. */
  readonly server?: WrittenServer | undefined;
  /** Confirmed definitions, as `sallyport tools pin` writes them: with pins, no other may be offered. */
  readonly pins?: readonly Pin[] | undefined;
  /** Definitions that can be taken for each other: the same name twice, names that look alike, an outsider's with the name of a tool of Anthropic's. */
  readonly clashes?: ClashAction | undefined;
  /** A tool that bears the name of one of the settings can't be described here, and acts. */
  readonly [tool: string]: Tool | CallAction | ClashAction | readonly string[] | readonly Pin[] | WrittenServer | undefined;
}

export const ToolsSchema: v.GenericSchema<WrittenTools> = v.objectWithRest(
  {
    default: v.optional(v.picklist(CALL_ACTIONS)),
    destinations: v.optional(words),
    server: v.optional(ServerSchema),
    pins: v.optional(PinsSchema),
    clashes: v.optional(v.picklist(CLASH_ACTIONS)),
  },
  ToolSchema,
);

/** The section as the engine works with it. */
export interface Tools {
  readonly default: CallAction;
  readonly destinations: readonly string[];
  readonly server: ServerPolicy;
  /** `undefined`: nothing is pinned. */
  readonly pins: readonly Pin[] | undefined;
  readonly clashes: ClashAction;
  readonly byName: ReadonlyMap<string, Tool>;
}

/** @param layers - As written, the last one closest to the operator: what it says of a tool replaces what the others say of that. */
export function resolveTools(layers: readonly (WrittenTools | undefined)[]): Tools {
  const byName = new Map<string, Tool>();
  let action: CallAction = "ask";
  let destinations: readonly string[] = [];
  for (const layer of layers) {
    action = layer?.default ?? action;
    destinations = [...destinations, ...(layer?.destinations ?? [])];
    for (const [name, tool] of Object.entries(layer ?? {})) if (isTool(tool)) byName.set(name, tool);
  }
  return {
    default: action,
    destinations,
    server: resolveServer(layers.map((layer) => layer?.server)),
    pins: layers.findLast((layer) => layer?.pins !== undefined)?.pins,
    clashes: layers.findLast((layer) => layer?.clashes !== undefined)?.clashes ?? "block",
    byName,
  };
}

const isTool = (value: WrittenTools[string]): value is Tool => typeof value === "object" && "effect" in value;
