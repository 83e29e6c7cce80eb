/**
 * Tool definitions against those that a person confirmed. Whoever writes a definition speaks to the model: a server may change its words after
 * they were read once (rug pull), take the name of another tool (shadowing), or take one that can't be told from it.
 */
import { kindOf, type Definition } from "../exchange/definitions.js";
import type { Trust } from "../exchange/segment.js";
import type { ClashAction, DefinitionProblem, Pin } from "../policy/pins-schema.js";
import type { Tools } from "../policy/tools-schema.js";
import { FOLDING } from "../text/folding.js";
import { isSamePin, nameOf, pinOf } from "./pin.js";

export interface DefinitionJudgment {
  readonly action: ClashAction;
  readonly problem?: DefinitionProblem;
  /** What it was compared with: the pin that it isn't like, or the name that it can be taken for. */
  readonly pinned?: Pin;
  readonly like?: string;
}

export interface DefinitionJudge {
  /** Judges the next definition, by those that came before it in the exchange. `undefined` for what isn't pinned. */
  judge(definition: Definition): DefinitionJudgment | undefined;
}

const GOOD: DefinitionJudgment = { action: "allow" };
/** Names of the client tools whose schema Anthropic sets. */
const RESERVED = ["bash", "str_replace_editor", "str_replace_based_edit_tool", "memory", "computer"];

/** @param trust - The policy's word on whose words tool definitions are. */
export function createDefinitionJudge({ pins, clashes }: Pick<Tools, "pins" | "clashes">, trust?: Trust): DefinitionJudge {
  return pins === undefined ? createClashJudge(clashes, trust) : createPinJudge(pins);
}

/** With pins, these definitions may be offered and no others. */
function createPinJudge(pins: readonly Pin[]): DefinitionJudge {
  const byName = new Map<string, Pin[]>();
  for (const pin of pins) byName.set(pin.name, [...(byName.get(pin.name) ?? []), pin]);
  const names = new Map(pins.map(({ name }) => [skeletonOf(name), name]));
  return {
    judge(definition) {
      const pin = pinOf(definition);
      if (pin === undefined) return undefined;
      const namesakes = byName.get(pin.name) ?? [];
      if (namesakes.some((one) => isSamePin(one, pin))) return GOOD;
      const earlier = namesakes.findLast(({ server }) => server === pin.server);
      if (earlier !== undefined) return { action: "block", problem: "changed", pinned: earlier };
      if (namesakes.length > 0) return { action: "block", problem: "duplicate", like: pin.name };
      const like = names.get(skeletonOf(pin.name));
      return like === undefined ? { action: "block", problem: "not-pinned" } : { action: "block", problem: "look-alike", like };
    },
  };
}

/** Without pins, what can be told from one exchange: definitions that can be taken for each other. */
function createClashJudge(action: ClashAction, trust: Trust | undefined): DefinitionJudge {
  const byName = new Map<string, Namesake>();
  const names = new Map<string, string>();
  const reserved = new Map(RESERVED.map((name) => [skeletonOf(name), name]));
  return {
    judge(definition) {
      if (action === "allow" || (definition.server === undefined && kindOf(definition) === "mcp_toolset")) return undefined;
      const name = nameOf(definition);
      const skeleton = skeletonOf(name);
      const namesake = byName.get(name);
      if (namesake !== undefined)
        return isSameDefinition(namesake, definition) ? GOOD : { action, problem: "duplicate", like: name };
      byName.set(name, { definition, pin: once(() => pinOf(definition)) });
      const like = names.get(skeleton);
      if (like !== undefined) return { action, problem: "look-alike", like };
      names.set(skeleton, name);
      const own = kindOf(definition) === "custom" ? reserved.get(skeleton) : undefined;
      if (own === undefined) return GOOD;
      if ((trust ?? definition.trust) === "third-party") return { action, problem: "reserved", like: own };
      // An app's own tool may well be called so, in place of Anthropic's: that is worth a line in the record and no more.
      return name === own ? { action: "flag", problem: "reserved", like: own } : GOOD;
    },
  };
}

/** The first definition of a name. Many may follow, and its fingerprint is made once. */
interface Namesake {
  readonly definition: Definition;
  readonly pin: () => Pin | undefined;
}

function isSameDefinition({ definition: a, pin }: Namesake, b: Definition): boolean {
  if (kindOf(a) !== kindOf(b) || a.server !== b.server) return false;
  const [first, second] = [pin(), pinOf(b)];
  // What isn't pinned differs in limits alone, and those are held elsewhere.
  return first === undefined || second === undefined || isSamePin(first, second);
}

function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => (made ??= { value: make() }).value;
}

/**
 * Names with the same skeleton can be taken for each other: without disguise (letters of other alphabets, what can't be seen), case, separators,
 * and with characters that look alike in ASCII as one.
 */
export function skeletonOf(name: string): string {
  return name
    .replace(FOLDING.changes, (character) => FOLDING.replace(character))
    .toLowerCase()
    .replace(/[\s_.\-/:]+/g, "")
    .replace(/[1i|!]/g, "l")
    .replaceAll("0", "o")
    .replaceAll("rn", "m")
    .replaceAll("vv", "w");
}
