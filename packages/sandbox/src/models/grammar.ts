/**
 * The instructions that `obedient` understands, found anywhere in running text. The README documents them; each form here is one that planted
 * texts use. A form needs its object ("your system prompt", a tool's name, a quoted text), so that ordinary prose is no instruction, and a
 * negation before it in the same clause takes it away.
 */

import { asRead } from "./as-read.js";

export type Instruction =
  | { readonly type: "reveal-system-prompt" }
  | { readonly type: "repeat-context" }
  | { readonly type: "tell-secret"; readonly name: string }
  | { readonly type: "call-tool"; readonly tool: string; readonly input: Readonly<Record<string, unknown>> }
  | { readonly type: "say"; readonly text: string };

interface Found {
  readonly index: number;
  readonly instruction: Instruction;
}

/** A space stands for a few of any kind, so that a line break in a planted sentence doesn't save anybody. All repeats are bounded: linear time. */
const pattern = (source: string): RegExp => new RegExp(source.replaceAll(" ", "\\s{1,4}"), "giu");

const VERB =
  "(?:reveal|print|show|display|output|repeat|recite|write(?: out| down)?|share|disclose|leak|dump|expose|send|post|" +
  "tell(?: me| us| them)?|give(?: me| us| them)?|return|include|quote|what(?:'s| is| are| was| were))";
const FILLER =
  "(?: (?:me|us|the|all|of|full|entire|whole|complete|exact|verbatim|out|back|to the user|your|its|this|that|original|initial|hidden|" +
  "secret|internal|current|own|very|first|developer|contents?|text)){0,8}";
const PROMPT =
  "(?:system(?: |-)?(?:prompt|message|instructions?)|" +
  "(?:original|initial|hidden|secret|internal|developer|confidential|own|your|prior|previous) (?:instructions?|prompt|rules|guidelines)|" +
  "instructions? (?:above|given to you|you (?:were|have been) given)|prompt above)";
const REVEAL = pattern(`\\b${VERB}${FILLER} ${PROMPT}\\b`);

const REPEAT_CONTEXT = pattern(
  "\\b(?:repeat|print|output|recite|write out|show|display)(?: me)? " +
    "(?:(?:everything|all(?: of)?(?: the)? (?:text|words|messages)|the (?:text|words|conversation|messages)) (?:above|before this|so far)|" +
    "(?:the )?(?:whole|entire|full) (?:conversation|context))\\b",
);

const SECRET_NAME =
  "(?:secret(?: (?:word|code|key|phrase|token))?|pass(?:word|phrase|code)|api(?: |-)?key|access (?:key|code|token)|token|pin|code ?word|credentials?)";
const TELL_SECRET = pattern(
  "\\b(?:reveal|print|show|display|output|repeat|say|tell (?:me|us|them)|give (?:me|us|them)|share|disclose|leak|send|what(?:'s| is))" +
    `(?: (?:me|us|the|your|our|my|that|this|secret)){0,4} (${SECRET_NAME})\\b`,
);

const CALL_TOOL = pattern(
  "\\b(?:call|use|invoke|run|execute|trigger)(?: (?:the|a|this|your|tool|function|called|named)){0,4} " +
    "[`\"'“]?([a-zA-Z0-9_-]{1,128})[`\"'”]?(?: (?:tool|function))?" +
    "(?: (?:with|using|and|pass|the|these|this|following|arguments?|args|inputs?|parameters?|params)){0,6}" +
    "\\s{0,4}[:(]?\\s{0,4}(?:```(?:json)?\\s{0,4})?(?=\\{)",
);

/** The start of a clause: a command stands there, or after a word that hands one over. */
const CLAUSE = '(?:^|[\\n.!?;:,>*("“-]\\s{0,4}|\\b(?:and|then|now|instead|please|must|should|to|just|only|simply|always) )';
const SAY = pattern(
  `${CLAUSE}(?:say|reply|respond|answer|repeat after me|output)` +
    "(?: to the user)?(?: only| exactly| just| simply)?(?: with)?(?: only| exactly| just)?" +
    "(?: (?:the|following|words?|text|phrase|sentence|message)){0,4}" +
    "\\s{0,4}(:\\s{0,4})?(?:[\"“]([^\"”\\n]{1,2000})[\"”]|'([^'\\n]{1,2000})'|([^\\n]{1,2000}))",
);

const NEGATED =
  /\b(?:never|not|don't|do not|cannot|can't|won't|mustn't|must not|should not|shouldn't|refuse to|decline to|avoid|without|nobody may|no one may|forbidden to|unable to)\b[^.!?;\n]{0,60}$/iu;
const MAX_CLAUSE = 120;

/** The last instruction of a text, or undefined. `tools` are the names that can be called. */
export function lastInstruction(text: string, tools: ReadonlySet<string>): Instruction | undefined {
  const readable = asRead(text);
  const found = [
    ...matches(readable, REVEAL, () => ({ type: "reveal-system-prompt" })),
    ...matches(readable, REPEAT_CONTEXT, () => ({ type: "repeat-context" })),
    ...matches(readable, TELL_SECRET, ([, name = ""]) => ({ type: "tell-secret", name: name.toLowerCase() })),
    ...matches(readable, CALL_TOOL, (match) => callOf(readable, match, tools)),
    ...matches(readable, SAY, sayOf),
  ];
  return found.reduce<Found | undefined>(
    (last, next) => (last === undefined || next.index >= last.index ? next : last),
    undefined,
  )?.instruction;
}

/** What a text says a secret is: `the password is …`, `API key: …`. The last one counts. */
export function secretIn(text: string, name: string): string | undefined {
  const word = name.replace(/[ -]+/g, "[ _-]?");
  const definition = new RegExp(`\\b${word}\\b[^\\n.:=]{0,40}?(?:\\bis\\b|[:=])\\s{0,4}["'\`“]?([^\\s"'\`”,;]{2,200})`, "giu");
  return [...asRead(text).matchAll(definition)].at(-1)?.[1]?.replace(/[.!?]+$/, "");
}

function matches(
  text: string,
  pattern: RegExp,
  toInstruction: (match: RegExpExecArray) => Instruction | undefined,
): readonly Found[] {
  const found: Found[] = [];
  for (const match of text.matchAll(pattern)) {
    if (NEGATED.test(text.slice(Math.max(0, match.index - MAX_CLAUSE), match.index + 1))) continue;
    const instruction = toInstruction(match);
    if (instruction !== undefined) found.push({ index: match.index, instruction });
  }
  return found;
}

/** A tool that isn't offered can't be called, so no instruction then. */
function callOf(text: string, match: RegExpExecArray, tools: ReadonlySet<string>): Instruction | undefined {
  const [whole, tool = ""] = match;
  if (!tools.has(tool)) return undefined;
  const input = objectAt(text, match.index + whole.length);
  return input === undefined ? undefined : { type: "call-tool", tool, input };
}

const MAX_INPUT_CHARS = 20_000;

/** The JSON object that begins at a place; what comes after its end doesn't matter. */
function objectAt(text: string, start: number): Readonly<Record<string, unknown>> | undefined {
  let depth = 0;
  let inString = false;
  for (let index = start; index < Math.min(text.length, start + MAX_INPUT_CHARS); index += 1) {
    const character = text.charAt(index);
    if (inString) {
      if (character === "\\") index += 1;
      else if (character === '"') inString = false;
    } else if (character === '"') inString = true;
    else if (character === "{") depth += 1;
    else if (character === "}") depth -= 1;
    if (depth > 0) continue;
    try {
      return JSON.parse(text.slice(start, index + 1)) as Readonly<Record<string, unknown>>;
    } catch {
      return undefined;
    }
  }
  return undefined;
}

/** Unquoted text runs to the end of its line, and needs the colon or `with` that sets it off from mere talk of saying something. */
function sayOf(match: RegExpExecArray): Instruction | undefined {
  const [whole, colon, double, single, bare] = match;
  const quoted = double ?? single;
  if (quoted !== undefined) return { type: "say", text: quoted };
  const setOff = colon !== undefined || /\b(?:with|exactly|say|repeat after me)\s+\S/iu.test(whole);
  const text = bare?.trim() ?? "";
  return setOff && text !== "" && !/^(?:that|whether|if|so|what|how|why|about|yes or no)\b/iu.test(text)
    ? { type: "say", text }
    : undefined;
}
