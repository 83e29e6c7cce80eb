/** Pins of tool definitions as a policy takes them, and what isn't as it was pinned, for a person: nothing hidden in any of it. */
import { HIDDEN_CHARACTERS, type Change, type DefinitionsReport, type Pin, type ReportedDefinition } from "@sallyport/guard";
import type { Style } from "../terminal/style.js";

/** A definition that is offered twice is pinned once. */
function pinsOf(offered: readonly ReportedDefinition[]): ReadonlyMap<string, ReportedDefinition> {
  const pins = new Map<string, ReportedDefinition>();
  for (const one of offered) {
    const key = JSON.stringify(one.pin);
    if (!pins.has(key)) pins.set(key, one);
  }
  return pins;
}

export function pinsYaml(offered: readonly ReportedDefinition[]): string {
  const lines = [...pinsOf(offered).values()].flatMap(({ pin, problem, like }) => [
    ...(problem === undefined ? [] : [`    # Look twice: ${PROBLEMS[problem]}${like === undefined ? "" : ` (${like})`}.`]),
    ...(hidesText(pin) ? ["    # Look twice: it holds characters that can't be seen."] : []),
    `    - { ${membersOf(pin)
      .map(([name, value]) => `${name}: ${quoted(value)}`)
      .join(", ")} }`,
  ]);
  return `# Confirmed by whoever puts it into the policy: read the descriptions.\ntools:\n  pins:\n${lines.join("\n")}\n`;
}

export const pinsJson = (offered: readonly ReportedDefinition[]): string =>
  `${JSON.stringify({ tools: { pins: [...pinsOf(offered).values()].map(({ pin }) => pin) } }, null, 2)}\n`;

const membersOf = ({ name, server, description, schema }: Pin): readonly (readonly [name: string, value: string])[] => [
  ["name", name],
  ...(server === undefined ? [] : [["server", server] as const]),
  ...(description === undefined ? [] : [["description", description] as const]),
  ["schema", schema],
];

/** In double quotes, where YAML reads what JSON does; what can't be seen is written as an escape. */
function quoted(text: string): string {
  return JSON.stringify(text).replace(HIDDEN_CHARACTERS, (one) =>
    Array.from({ length: one.length }, (_, unit) => `\\u${one.charCodeAt(unit).toString(16).padStart(4, "0")}`).join(""),
  );
}

/** Line breaks and tabs are seen, after a fashion. */
const hidesText = ({ name, description = "" }: Pin): boolean =>
  (name + description).replace(/[\n\t]/g, "").search(HIDDEN_CHARACTERS) >= 0;

export function differencesJson({ offered, missing }: DefinitionsReport): string {
  const tools = offered.map(({ pin: _, ...shown }) => shown);
  return `${JSON.stringify({ tools, missing }, null, 2)}\n`;
}

export function differences({ offered, missing }: DefinitionsReport, style: Style): string {
  const different = offered.filter(({ problem }) => problem !== undefined);
  const same = offered.length - different.length;
  return [
    ...different.flatMap((one) => differenceLines(one, style)),
    ...missing.map((one) => `${style.dim("missing")}  ${nameText(one)}: pinned, and not offered here`),
    `${same} of ${offered.length} as pinned`,
    "",
  ].join("\n");
}

function differenceLines(one: ReportedDefinition, style: Style): readonly string[] {
  const { problem, path, like, changes } = one;
  const why = problem === undefined ? "" : `${PROBLEMS[problem]}${like === undefined ? "" : ` (${like})`}`;
  return [
    `${style.yellow(problem ?? "")}  ${style.bold(nameText(one))} at ${path}: ${why}`,
    ...changes.flatMap((change) => changeLines(change, style)),
  ];
}

const changeLines = ({ part, before, after }: Change, style: Style): readonly string[] => [
  ...(before === undefined ? [] : [`  ${style.red("-")} ${part}: ${before}`]),
  `  ${style.green("+")} ${part}: ${after}`,
];

const nameText = ({ name, server }: { readonly name: string; readonly server: string | undefined }): string =>
  server === undefined ? name : `${name} of ${server}`;

const PROBLEMS: Readonly<Record<NonNullable<ReportedDefinition["problem"]>, string>> = {
  "not-pinned": "nobody has confirmed it",
  changed: "it isn't what was confirmed",
  "look-alike": "its name can be taken for another's",
  duplicate: "another tool has its name",
  reserved: "it has the name of one of Anthropic's own tools",
};
