/**
 * A suggestion of what a tool does and what its arguments are for, from its name, its schema and the annotations of an MCP server. For a
 * person to confirm: whoever wrote the tool wrote all three, so that none of them proves anything, and what isn't plain is suggested as
 * what asks most.
 * @see https://modelcontextprotocol.io/specification/2025-06-18/schema#toolannotations
 */
import { EFFECTS, type Effect, type Role } from "../policy/tools-schema.js";

/** A tool's definition, of the Messages API or of MCP. */
export interface ToolDefinition {
  readonly name: string;
  /** Schema of each argument, by name. */
  readonly properties: Readonly<Record<string, { readonly type?: unknown; readonly enum?: unknown; readonly format?: unknown }>>;
  readonly annotations: {
    readonly readOnlyHint?: boolean | undefined;
    readonly destructiveHint?: boolean | undefined;
    readonly openWorldHint?: boolean | undefined;
  };
}

export interface Suggestion {
  readonly effect: Effect;
  readonly args: Readonly<Record<string, Role>>;
  readonly intent: readonly string[];
  /** What it rests on, and what speaks against it. */
  readonly because: readonly string[];
}

const VERBS: Readonly<Record<Effect, ReadonlySet<string>>> = {
  read: words(
    "get list search read find lookup query show view describe count check summarize inspect peek status compare is has",
  ),
  write: words(
    "create add update set edit write append rename move schedule save insert put mark change modify reschedule assign tag",
  ),
  egress: words(
    "send post publish share invite email mail message reply forward pay transfer upload push notify submit book reserve order call tweet fetch open visit browse download request webhook broadcast",
  ),
  destructive: words(
    "delete remove drop cancel revoke archive kill reset overwrite execute run exec purge clear terminate destroy wipe eval shell bash",
  ),
};

const ROLE_NAMES: readonly (readonly [role: Role, names: RegExp])[] = [
  ["url", /^(?:url|uri|link|href|endpoint|website|webpage|page_?url)s?$|_ur[il]$/],
  ["amount", /^(?:amount|price|sum|total|value_?usd|fee|budget)$|_amount$/],
  ["command", /^(?:command|cmd|shell|script)$/],
  [
    "setting",
    /^(?:password|passphrase|secret|pin|token|api_?key|street|city|zip|first_?name|last_?name|setting|config|role|owner)$|^new_password$/,
  ],
  [
    "time",
    /^(?:date|time|start|end|day|when|deadline|until|since|due|timezone)$|_(?:date|time|at|day)$|^(?:start|end|new)_.*time$/,
  ],
  ["content", /^(?:body|text|message|content|contents|subject|comment|note|notes|html|markdown|caption|summary|description)$/],
  ["selector", /(?:^|_)(?:id|ids|path|file|filename|key|number|ref|uuid)s?$|Id$/],
  ["label", /^(?:title|label|name)$/],
];

export function classifyTool({ name, properties, annotations }: ToolDefinition): Suggestion {
  const parts = name
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((part) => part !== "");
  const verbs = verbsOf(parts);
  // Of several verbs the one that does most counts.
  const byName = EFFECTS.filter((effect) => verbs.some((verb) => VERBS[effect].has(verb))).at(-1);
  const because = [byName === undefined ? "the name says nothing that is known" : "by its name"];
  let effect: Effect = byName ?? "destructive";
  if (annotations.readOnlyHint === true && effect !== "read")
    because.push("its server says that it only reads, which its name doesn't bear out");
  if (annotations.destructiveHint === true && effect !== "destructive") {
    effect = "destructive";
    because.push("its server says that it destroys");
  }
  const roles = Object.entries(properties).map(([argument, schema]): [string, Role] => [argument, roleFor(argument, schema)]);
  // A tool that fetches whatever address it is given carries out what the address holds.
  if (effect === "read" && roles.some(([, role]) => role === "url")) {
    effect = "egress";
    because.push("it takes a URL, and a URL carries data out");
  }
  if (effect === "read" && annotations.openWorldHint === true)
    because.push("its server says that it reaches outside: its result is a third party's");
  const args = Object.fromEntries(
    roles.map(([argument, role]) => [argument, effect === "write" && isNewName(argument, parts) ? "label" : role]),
  );
  return {
    effect,
    args: effect === "read" ? {} : args,
    intent: effect === "read" ? [] : verbs.length > 0 ? verbs : parts,
    because,
  };
}

function roleFor(argument: string, { type, enum: values }: ToolDefinition["properties"][string]): Role {
  if (type === "boolean" || Array.isArray(values)) return "option";
  return ROLE_NAMES.find(([, names]) => names.test(argument))?.[0] ?? "destination";
}

const isNewName = (argument: string, parts: readonly string[]): boolean =>
  parts.includes("create") && /^(?:file_?name|path|title|name)$/.test(argument);

/** The word that the name begins with, and what it joins to that: `search_and_delete`, but not the mail of `search_mail`. */
function verbsOf(parts: readonly string[]): readonly string[] {
  const isVerb = (part: string) => EFFECTS.some((effect) => VERBS[effect].has(part));
  const leading = parts.filter(
    (part, index) => isVerb(part) && (index === 0 || parts[index - 1] === "and" || parts[index - 1] === "or"),
  );
  return leading.length > 0 ? leading : parts.filter(isVerb);
}

function words(text: string): ReadonlySet<string> {
  return new Set(text.split(" "));
}
