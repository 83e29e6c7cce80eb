/**
 * What the model has read when it makes a call, by whose words it is. Made from the conversation alone, and as lazily as possible: most calls
 * need a few words of the user's, and not every record of every result.
 */
import type { Conversation, Step } from "../exchange/conversation.js";
import type { Origin as SegmentOrigin, Trust } from "../exchange/segment.js";
import type { Effect, Tools } from "../policy/tools-schema.js";
import { readArguments, type Argument } from "./arguments.js";
import { effectOf, specOf, type ToolSpec } from "./effects.js";
import { fieldFinder, readRecords, type Field, type RecordFields } from "./records.js";
import { ownWords, presentRequest, type Request } from "./request.js";
import { normalize, wordsOf, type Words } from "./words.js";

/** A place where a value stands. */
export interface Standing {
  readonly path: string;
  readonly tool?: string;
  readonly line?: number;
}

/** A text that the model has read. */
export interface ReadText {
  readonly path: string;
  readonly tool?: string;
  readonly text: string;
  /** Normal form of the text. */
  readonly normal: () => string;
  /** Whether the value, in normal form, may stand in the text. Quick to say no; a yes is only a reason to look. */
  readonly mayHold: (value: string) => boolean;
  /** The line in which the value begins, as well as it can be told where it is folded over lines; from 1. */
  readonly lineOf: (value: string) => number;
}

/** What a tool gave back. */
export interface Result extends ReadText {
  readonly tool: string;
  readonly spec: ToolSpec;
  readonly args: readonly Argument[];
  readonly effect: Effect;
  readonly records: () => readonly RecordFields[];
  /** Fields of the records that have the value, in normal form. */
  readonly fieldsWith: (value: string) => readonly Field[];
}

export interface Context {
  readonly tools: Tools;
  readonly types: Conversation["tools"];
  /** All that the user wrote, without what they quoted. */
  readonly user: Words;
  readonly request: Request;
  readonly operator: Words;
  /** Results of calls that succeeded, oldest first. */
  readonly results: readonly Result[];
  /** Which records the user named, as far as that was asked. */
  readonly named: WeakMap<RecordFields, boolean>;
  /** How many characters the model has read: what tracing a value costs grows with them. */
  readonly chars: number;
  /** Everything else from outside. */
  readonly fetched: readonly ReadText[];
  /** Whether words of a third party have come in: before that there is nobody who could have led the model astray. */
  readonly tainted: boolean;
  /** Whether a call that acts was refused or failed since the user last spoke. */
  readonly refused: boolean;
  /** Calls that act and were made since the user last spoke; judging one adds it. See {@link callText}. */
  readonly made: Set<string>;
  /** Whether a result that must not leave has come in. */
  readonly holdsPrivate: boolean;
  /** Normal form of what the model put into calls that act: where a tool gives that back, it is still the model's. */
  readonly written: () => string;
}

/** For a response whose request isn't known: nothing has a good origin. */
const UNKNOWN_CONVERSATION: Conversation = { tools: new Map(), steps: [], source: "", whole: false, fetches: true };

/** @param trust - The policy's word on whose words an origin holds. */
export function readContext(
  conversation: Conversation = UNKNOWN_CONVERSATION,
  tools: Tools,
  trust: Readonly<Partial<Record<SegmentOrigin, Trust>>>,
): Context {
  const turns: string[] = [];
  const operator: string[] = [];
  const fetched: ReadText[] = [];
  const results: Result[] = [];
  const calls = new Map<string, MadeCall>();
  /** Ids that two calls bear: whose result it is, nobody can tell, and it gives nothing an origin. */
  const ambiguous = new Set<string>();
  const written: string[] = [];
  const made = new Set<string>();
  let refused = false;

  const take = (step: Step): void => {
    switch (step.kind) {
      case "said": {
        const whose = trust[step.by] ?? (step.by === "system" ? "operator" : "user");
        if (whose === "operator") operator.push(step.text);
        else if (whose === "user") {
          const own = ownWords(step.text);
          if (own.trim() === "") return; // what an app adds between tags is no word of the user's
          turns.push(own);
          refused = false;
          made.clear();
        } else fetched.push(readText(step));
        return;
      }
      case "call": {
        const spec = specOf(step.name, conversation.tools.get(step.name), tools);
        const args = readArguments(step.input);
        const effect = effectOf(spec, args);
        if (calls.has(step.id)) ambiguous.add(step.id);
        calls.set(step.id, { tool: step.name, spec, args, effect });
        if (effect !== "read") written.push(...args.map(({ value }) => value));
        return;
      }
      case "result": {
        const call = ambiguous.has(step.call) ? undefined : calls.get(step.call);
        if (call === undefined) fetched.push(readText(step));
        else if (step.failed) {
          // The words of an error are the tool's; they are read as a third party's, and give nothing an origin.
          fetched.push(readText(step));
          if (call.effect !== "read") refused = true;
        } else {
          if (call.effect !== "read") made.add(callText(call));
          results.push(resultOf(call, step));
        }
        return;
      }
      case "fetched":
        fetched.push(readText(step));
        return;
    }
  };
  conversation.steps.forEach(take);

  return {
    tools,
    types: conversation.tools,
    user: wordsOf(turns.join("\n")),
    request: presentRequest(turns),
    operator: wordsOf(operator.join("\n")),
    results,
    named: new WeakMap(),
    chars: [...results, ...fetched].reduce((sum, { text }) => sum + text.length, 0) + turns.join("").length,
    fetched,
    // Whoever writes the definitions of tools speaks to the model from the start.
    tainted:
      !conversation.whole ||
      conversation.fetches ||
      trust["tool-definition"] === "third-party" ||
      fetched.length > 0 ||
      results.some(({ spec }) => spec.result?.trust !== "first-party"),
    refused,
    made,
    holdsPrivate: results.some(({ spec }) => spec.result?.private === true),
    written: once(() => normalize(written.join("\n"))),
  };
}

/** Stands for a call with its arguments, whatever their order. */
export const callText = ({ tool, args }: { readonly tool: string; readonly args: readonly Argument[] }): string =>
  JSON.stringify([tool, ...args.map(({ path, value }) => `${path}=${value}`).sort()]);

type MadeCall = Pick<Result, "spec" | "args" | "effect"> & { readonly tool: string };

function readText({ path, text }: { readonly path: string; readonly text: string }): ReadText {
  const lower = once(() => text.toLowerCase());
  return {
    path,
    text,
    normal: once(() => normalize(text)),
    mayHold: (value) => !UNFOLDED.test(value) || lower().includes(value),
    lineOf: lineFinder(text, lower),
  };
}

function lineFinder(text: string, lower: () => string): ReadText["lineOf"] {
  const lines = once(() => text.split("\n").map(normalize));
  const starts = once(() => Array.from(lower().matchAll(/\n/g), ({ index }) => index));
  return (value) => {
    const at = lower().indexOf(value);
    if (at >= 0) return before(starts(), at) + 1;
    const start = value.split(" ")[0] ?? value;
    const whole = lines().findIndex((line) => line.includes(value));
    return whole >= 0 ? whole + 1 : Math.max(1, lines().findIndex((line) => line.includes(start)) + 1);
  };
}

/** How many of the ascending numbers lie before one. */
function before(numbers: readonly number[], one: number): number {
  let low = 0;
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((numbers[middle] ?? 0) < one) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Values that no serializer folds, quotes or escapes: they stand in its text as they are. */
const UNFOLDED = /^[!#-&(-[\]-~]+$/;

function resultOf({ tool, spec, args, effect }: MadeCall, step: Extract<Step, { kind: "result" }>): Result {
  const isRecords = spec.result?.kind === "records";
  const read = readText(step);
  const records = once(() => (isRecords ? readRecords(read.text) : []));
  return { ...read, tool, spec, args, effect, records, fieldsWith: fieldFinder(records) };
}

function once<Value extends object | string>(make: () => Value): () => Value {
  let made: Value | undefined;
  return () => (made ??= make());
}
