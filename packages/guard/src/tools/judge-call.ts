/**
 * The rules for one call. Only a call that acts is judged: by the operator's limits always, and by where its arguments came from once words of a third
 * party have come in. Each argument needs what its role asks for; the request must have asked for the tool; and what isn't proved good is a question for a person.
 */
import type { CallAction, Effect, Role } from "../policy/tools-schema.js";
import { isAmountFounded } from "./amounts.js";
import { readArguments, type Argument } from "./arguments.js";
import { callText, type Context } from "./context.js";
import { injectsHeader } from "./header-injection.js";
import { hostOf, isDestinationNamed, linksIn } from "./destinations.js";
import { effectOf, ownMember, roleOf, specOf, type Call } from "./effects.js";
import type { JsonValue } from "../exchange/json.js";
import { isSaid, originOf, standpointOf, type Origin, type Standpoint, type ValueRole } from "./origin.js";
import { asksFor, wordsOfName } from "./request.js";
import { coversCommand } from "./shell.js";
import { normalize, placeOfWhole } from "./words.js";

/** What keeps a call from going through without a person. */
export type Problem =
  /** A value has no good origin. */
  | "no-origin"
  /** A link in what goes out was not given by the user. */
  | "link"
  /** An amount that nobody named, or one above the policy's. */
  | "amount"
  | "above-max"
  /** A command that no rule covers. */
  | "command"
  /** The user didn't ask for this tool. */
  | "not-asked-for"
  /** Nothing in the call binds it to what the user asked for. */
  | "no-anchor"
  /** Private data could go where the operator named no destination. */
  | "private"
  /** A value that was hidden from the model could go where neither the policy nor the user named a destination. */
  | "hidden-value"
  /** A call was refused, or failed, since the user last spoke. */
  | "after-refusal"
  /** The very same call was made since the user last spoke: they asked for it once. */
  | "repeated"
  /** A line break in it begins another header. */
  | "line-break"
  /** It has more values than can be traced through so much text. */
  | "too-large";

export interface Question {
  readonly problem: Problem;
  /** `undefined` where the question is about the call as a whole. */
  readonly argument: Argument | undefined;
  readonly role: Role | undefined;
  /** The part in question, where that isn't the whole value: a link, what no rule covers of a command. */
  readonly part?: string;
  readonly standpoint: Standpoint | undefined;
}

export interface Traced {
  readonly argument: Argument;
  readonly role: Role;
  readonly origin: Origin | undefined;
}

export interface CallJudgment {
  readonly tool: string;
  readonly known: boolean;
  readonly effect: Effect;
  readonly action: "allow" | CallAction;
  readonly questions: readonly Question[];
  readonly traced: readonly Traced[];
}

/** @param holdsHidden - Whether a value that was hidden from the model, and is put back, stands in an argument. */
export function judgeCall(
  tool: string,
  input: JsonValue,
  context: Context,
  holdsHidden: (argument: string) => boolean,
): CallJudgment {
  const spec = specOf(tool, context.types.get(tool), context.tools);
  const args = readArguments(input);
  const effect = effectOf(spec, args);
  const call: Call = { tool, spec, args };
  const common = { tool, known: spec.known, effect };
  if (effect === "read") return { ...common, action: "allow", questions: [], traced: [] };

  if (isTooLarge(args, context)) return judgeTooLarge(common, call, context);
  const traced = args.map((argument): Traced => traceArgument(argument, call, context));
  const questions = [
    ...limits(call, effect, traced, context),
    ...hiddenValues(call, effect, traced, { context, holdsHidden }),
    ...(context.tainted ? provenance(call, effect, traced, context) : []),
  ];
  return { ...common, action: actionFor(questions, context), questions, traced };
}

/**
 * A value is looked for in all that the model has read, so the cost is that of their product: at this bound about half a second (65 ids in
 * 20,000 records, or 660 in 2,000, take 0.2 to 0.6 s on one slow core). Nobody decides on a call of so many values one by one.
 */
const MAX_ARGUMENTS = 2_000;
const MAX_WORK = 100_000_000;

const isTooLarge = (args: readonly Argument[], { chars }: Context): boolean =>
  args.length > MAX_ARGUMENTS || args.length * chars > MAX_WORK;

/** So many values of it are shown to whoever is asked. */
const SHOWN = 100;

/** Nothing in it is traced, and the operator's limits hold all the same. */
function judgeTooLarge(common: Pick<CallJudgment, "tool" | "known" | "effect">, call: Call, context: Context): CallJudgment {
  const untraced = call.args.map((argument): Traced => ({ argument, role: roleOf(call.spec, argument), origin: undefined }));
  const tooLarge: Question = { problem: "too-large", argument: undefined, role: undefined, standpoint: undefined };
  const questions = [...limits(call, common.effect, untraced, context), ...(context.tainted ? [tooLarge] : [])];
  return { ...common, action: actionFor(questions, context), questions, traced: untraced.slice(0, SHOWN) };
}

function actionFor(questions: readonly Question[], { tools }: Context): CallJudgment["action"] {
  if (questions.length === 0) return "allow";
  return questions.some(({ problem }) => problem === "private") ? "block" : tools.default;
}

function traceArgument(argument: Argument, call: Call, context: Context): Traced {
  const role = roleOf(call.spec, argument);
  return { argument, role, origin: isValueRole(role) ? originOf(argument, role, call, context) : undefined };
}

const isValueRole = (role: Role): role is ValueRole => role === "destination" || role === "selector" || role === "setting";

/** What holds whoever asked: the operator's limits, and that private data stays. */
function limits(call: Call, effect: Effect, traced: readonly Traced[], context: Context): readonly Question[] {
  const above = traced
    .filter(({ argument }) => {
      const max = ownMember(call.spec.max, argument.name);
      // What isn't a plain number ("1,000", "500 EUR") can't be told to be within it.
      return max !== undefined && (argument.value.trim() === "" || !(Math.abs(Number(argument.value)) <= max));
    })
    .map(({ argument, role }): Question => ({ problem: "above-max", argument, role, standpoint: undefined }));
  if (effect !== "egress" && call.spec.known) return above;
  if (!context.holdsPrivate) return above;
  const named = [...context.tools.destinations, ...(call.spec.destinations ?? [])];
  const sinks = traced.filter(({ role }) => role === "destination" || role === "url");
  const inside = sinks.length > 0 && sinks.every(({ argument }) => isDestinationNamed(normalize(argument.value), named));
  const own = traced.every(
    ({ argument, role }) => !carriesText(role) || placeOfWhole(context.user.text, normalize(argument.value)) >= 0,
  );
  if (inside || own) return above;
  const [outside] = sinks.filter(({ argument }) => !isDestinationNamed(normalize(argument.value), named));
  return [...above, { problem: "private", argument: outside?.argument, role: outside?.role, standpoint: undefined }];
}

/**
 * What was hidden is what the policy calls a secret or personal: a tool may have it, and where it leaves the operator or the user must have said where
 * to. Whoever led the model astray can't see the value, but can have its placeholder sent.
 */
function hiddenValues(
  call: Call,
  effect: Effect,
  traced: readonly Traced[],
  { context, holdsHidden }: { readonly context: Context; readonly holdsHidden: (argument: string) => boolean },
): readonly Question[] {
  // What only writes keeps what it gets; a shell, or hands at a screen, take it anywhere.
  if (effect === "write" || coveredByOperator(traced, call)) return [];
  const holding = traced.find(({ argument }) => holdsHidden(argument.value));
  if (holding === undefined) return [];
  const sinks = traced.filter(({ role }) => role === "destination" || role === "url");
  const named = [...context.tools.destinations, ...(call.spec.destinations ?? [])];
  const isNamed = ({ argument, role }: Traced): boolean =>
    role === "url"
      ? isUrlGiven(argument.value, call, context)
      : isDestinationNamed(normalize(argument.value), named) || isSaid(normalize(argument.value), context.user);
  if (sinks.length > 0 && sinks.every(isNamed)) return [];
  return [{ problem: "hidden-value", argument: holding.argument, role: holding.role, standpoint: undefined }];
}

const carriesText = (role: Role): boolean => role !== "time" && role !== "amount";

function provenance(call: Call, effect: Effect, traced: readonly Traced[], context: Context): readonly Question[] {
  const covered = coveredByOperator(traced, call);
  if (covered) return [];
  const about = traced.flatMap((one) => questionsAbout(one, call, effect, context));
  return [...about, ...questionsAboutCall(call, effect, traced, context)];
}

/** Whether the operator allowed this very thing in writing: commands that may run, whoever wants them. */
function coveredByOperator(traced: readonly Traced[], { spec }: Call): boolean {
  const sinks = traced.filter(({ role }) => role !== "option");
  return (
    sinks.length > 0 &&
    sinks.every(({ argument, role }) => role === "command" && coversCommand(argument.value, spec.commands ?? []).covered)
  );
}

function questionsAbout({ argument, role, origin }: Traced, call: Call, effect: Effect, context: Context): readonly Question[] {
  const ask = (problem: Problem, part?: string): readonly Question[] => [
    { problem, argument, role, standpoint: standpointOf(argument, context), ...(part === undefined ? {} : { part }) },
  ];
  if ((origin !== undefined || !isValueRole(role)) && injectsHeader(argument, role, effect)) return ask("line-break");
  switch (role) {
    case "destination":
    case "selector":
    case "setting":
      return origin === undefined ? ask("no-origin") : [];
    case "label":
      return isLabelSaid(argument.value, context) ? [] : ask("no-origin");
    case "url":
      return isUrlGiven(argument.value, call, context) ? [] : ask("no-origin");
    case "command": {
      const cover = coversCommand(argument.value, call.spec.commands ?? []);
      if (cover.covered || placeOfWhole(context.user.text, normalize(argument.value)) >= 0) return [];
      return ask("command", cover.part);
    }
    case "amount": {
      const amount = Number(argument.value);
      return Number.isFinite(amount) && isAmountFounded(Math.abs(amount), call, context) ? [] : ask("amount");
    }
    case "content": {
      if (effect === "write") return [];
      const link = linksIn(argument.value).find((one) => !isUrlGiven(one, call, context));
      return link === undefined ? [] : ask("link", link);
    }
    case "time":
    case "option":
      return [];
  }
}

/** What the user calls a new thing, in any order of words: `Family Reunion` for "an event for the family reunion". */
function isLabelSaid(label: string, { user }: Context): boolean {
  const words = normalize(label)
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim()
    .split(" ");
  return words.every((word) => user.spaced.includes(` ${word} `));
}

function isUrlGiven(url: string, { spec }: Call, context: Context): boolean {
  const value = normalize(url);
  const bare = value.replace(/^https?:\/\//, "").replace(/\/$/, "");
  const named = [...context.tools.destinations, ...(spec.destinations ?? [])];
  return (
    isDestinationNamed(value, named) ||
    isDestinationNamed(hostOf(value) ?? value, named) ||
    [value, bare, `https://${bare}`, `http://${bare}`].some(
      (form) => isSaid(form, context.user) || isSaid(form, context.operator),
    )
  );
}

const BINDING: ReadonlySet<Role> = new Set(["destination", "selector", "setting", "label", "url", "command"]);

function questionsAboutCall(call: Call, effect: Effect, traced: readonly Traced[], context: Context): readonly Question[] {
  const ask = (problem: Problem): Question => ({ problem, argument: undefined, role: undefined, standpoint: undefined });
  const intent = call.spec.intent ?? wordsOfName(call.tool);
  const questions: Question[] = [];
  if (context.refused) questions.push(ask("after-refusal"));
  const made = callText(call);
  if (effect !== "write" && context.made.has(made)) questions.push(ask("repeated"));
  context.made.add(made);
  if (!asksFor(context.request, intent)) questions.push(ask("not-asked-for"));
  const bound = traced.some(({ role }) => BINDING.has(role)) || (call.spec.known && traced.length === 0);
  const own =
    traced.some(({ role }) => role === "content") &&
    traced.every(({ argument, role }) => role !== "content" || isSaid(normalize(argument.value), context.user));
  if (!bound && !own) questions.push(ask("no-anchor"));
  return questions;
}
