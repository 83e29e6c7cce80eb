/** Tool definitions for a person who is to confirm them: which are as they were pinned, what changed in the others, which pins are missing. */
import type { Definition } from "../exchange/definitions.js";
import type { Trust } from "../exchange/segment.js";
import type { DefinitionProblem, Pin } from "../policy/pins-schema.js";
import type { Tools } from "../policy/tools-schema.js";
import { visible } from "../text/visible.js";
import { createDefinitionJudge } from "./definitions.js";
import { argumentsOf, pinOf } from "./pin.js";

/** One definition. But for `pin`, which holds the words as they are, all of it is safe to show. */
export interface ReportedDefinition {
  readonly name: string;
  readonly server: string | undefined;
  readonly path: string;
  readonly action: "allow" | "flag" | "block";
  readonly problem: DefinitionProblem | undefined;
  /** The name that it can be taken for. */
  readonly like: string | undefined;
  readonly changes: readonly Change[];
  /** What confirms it. */
  readonly pin: Pin;
}

export interface Change {
  readonly part: "description" | "schema";
  /** What was confirmed; `undefined` where nothing was. Of a schema it is the fingerprint. */
  readonly before: string | undefined;
  /** What it is now. Of a schema it is the arguments. */
  readonly after: string;
}

export interface DefinitionsReport {
  readonly offered: readonly ReportedDefinition[];
  /** Names of pinned tools that aren't offered here. */
  readonly missing: readonly { readonly name: string; readonly server: string | undefined }[];
}

export function reportDefinitions(
  definitions: readonly Definition[],
  tools: Pick<Tools, "pins" | "clashes">,
  trust: Trust | undefined,
): DefinitionsReport {
  const judge = createDefinitionJudge(tools, trust);
  const offered = definitions.flatMap((definition): readonly ReportedDefinition[] => {
    const { action = "allow", problem, pinned, like } = judge.judge(definition) ?? {};
    const pin = pinOf(definition);
    if (pin === undefined) return [];
    return [
      {
        ...shownName(pin),
        path: definition.path,
        action,
        problem,
        like: like === undefined ? undefined : visible(like),
        changes: problem === undefined ? [] : changesOf(definition, pin, pinned),
        pin,
      },
    ];
  });
  const names = new Set(offered.map(({ pin }) => keyOf(pin)));
  return { offered, missing: (tools.pins ?? []).filter((pin) => !names.has(keyOf(pin))).map(shownName) };
}

const keyOf = ({ name, server }: Pin): string => JSON.stringify([name, server]);
const shownName = ({ name, server }: Pin) => ({
  name: visible(name),
  server: server === undefined ? undefined : visible(server),
});

/** As long as a description may be that somebody reads. */
const MAX_SHOWN = 4_000;

function changesOf(definition: Definition, pin: Pin, pinned: Pin | undefined): readonly Change[] {
  const description =
    pinned !== undefined && pinned.description === pin.description
      ? []
      : [describeChange(pinned?.description, pin.description ?? "")];
  const schema: readonly Change[] =
    pinned?.schema === pin.schema
      ? []
      : [{ part: "schema", before: pinned?.schema, after: visible(argumentsOf(definition), MAX_SHOWN) }];
  return [...description, ...schema];
}

/** Where two texts differ, with a few words around it: a sentence in the middle of a page would be overlooked. */
function describeChange(before: string | undefined, after: string): Change {
  if (before === undefined) return { part: "description", before, after: visible(after, MAX_SHOWN) };
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start += 1;
  let end = 0;
  while (end < shorter - start && before.at(-1 - end) === after.at(-1 - end)) end += 1;
  const from = Math.max(0, start - AROUND);
  const part = (text: string): string => {
    const to = Math.min(text.length, text.length - end + AROUND);
    return `${from > 0 ? "… " : ""}${visible(text.slice(from, to), MAX_SHOWN)}${to < text.length ? " …" : ""}`;
  };
  return { part: "description", before: part(before), after: part(after) };
}

const AROUND = 40;
