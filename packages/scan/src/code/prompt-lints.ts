/** What a call of the Messages API shows about where its instructions stand. */
import type { MessagesCall } from "./calls.js";

export interface CallHit {
  readonly what: string;
  readonly weight: "problem" | "doubt" | "proof";
}

const SYSTEM = /(?:^|[,{(\s])(?:["']?[sS]ystem["']?\s*[:=](?!=)|system\s*[,}])/;
const SYSTEM_ROLE = /["']?\brole["']?\s*[:=]\s*["']system["']/;
/** The begin of a user's message, in the ways that code writes one. */
const USER_CONTENT = String.raw`["']?\brole["']?\s*[:=]>?\s*["']user["']\s*,\s*["']?content["']?\s*[:=]\s*(?:[fFrR]?["'\x60]{1,3}|\[\s*\{[^{}]{0,200}?["']?text["']?\s*:\s*[fFrR]?["'\x60])`;
const PERSONA = new RegExp(
  String.raw`${USER_CONTENT}\s*(?:You are (?:an?|the)\b|Act as\b|You must\b|Your (?:role|task|job) is\b|System(?: prompt)?:|### ?(?:System|Instructions?)\b|<system>)`,
  "i",
);
/** An operator's text put together with a user's: \`${SYSTEM_PROMPT}\n${question}\`, `SYSTEM_PROMPT + question`. */
const JOINED = new RegExp(
  String.raw`\bcontent["']?\s*[:=]\s*(?:[fF]?["'\x60]{1,3}[^"'\x60]{0,200}\{\s*|)\w{0,30}(?:system_?prompt|instructions)\b`,
  "i",
);
/** A user's text inside the operator's. */
const USER_IN_SYSTEM =
  /\bsystem["']?\s*[:=]\s*[fF]?["'`]{1,3}[^"'`]{0,2000}?\{\s*(?:[\w.]{0,40}(?:user_?(?:input|message|query|prompt|text)|question|req(?:uest)?\.(?:body|query|params))\b)/i;

export function promptHits(call: MessagesCall): readonly CallHit[] {
  if (!call.literal) {
    return [
      { what: "a call whose arguments are put together elsewhere: look whether instructions stand in `system`", weight: "doubt" },
    ];
  }
  const args = call.arguments;
  const hasSystem = SYSTEM.test(args);
  const problems: CallHit[] = [];
  if (!hasSystem && SYSTEM_ROLE.test(args))
    problems.push({ what: "the operator's instructions are a message: use the `system` parameter", weight: "problem" });
  if (PERSONA.test(args)) problems.push({ what: "a user's message begins with instructions for the model", weight: "problem" });
  if (JOINED.test(args)) problems.push({ what: "instructions and a user's text are joined in one message", weight: "problem" });
  if (USER_IN_SYSTEM.test(args)) problems.push({ what: "a user's text is put into the system prompt", weight: "problem" });
  if (problems.length > 0) return problems;
  return hasSystem
    ? [{ what: "a call with the `system` parameter", weight: "proof" }]
    : [{ what: "a call without instructions of the operator's", weight: "doubt" }];
}
