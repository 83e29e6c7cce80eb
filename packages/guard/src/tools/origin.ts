/**
 * Where a value of a call came from. Positive: a value is good because one of these rules finds it, never because nothing was found against
 * it, so that a value which was encoded, split or made up has no origin.
 */
import type { Argument } from "./arguments.js";
import type { Context, Result, Standing } from "./context.js";
import type { Call } from "./effects.js";
import { isOnlySource } from "./request.js";
import { isDestinationNamed } from "./destinations.js";
import { lineOfExtreme } from "./extreme.js";
import { fieldDestination, isIdField, isNamed } from "./lookup.js";
import { holdsGrouped, isCommon, isPlain, isShortNumber, namesId, normalize, placeOfWhole, type Words } from "./words.js";

export type Origin =
  /** The user, or the operator's system prompt, wrote it; or the policy names it. */
  | { readonly kind: "user" | "operator" | "named" }
  /** A result that only the user's or the operator's own systems write. */
  | ({ readonly kind: "first-party" } & Standing)
  /** A field of a record that the user named, or that was found by the user's own words, or that the user described as the largest, newest … */
  | ({ readonly kind: "named-record" | "searched-record" | "extreme-record" } & Standing);

export type ValueRole = "destination" | "selector" | "setting";

export function originOf(argument: Argument, role: ValueRole, call: Call, context: Context): Origin | undefined {
  // What reads like a good value and is written otherwise may be another to whoever gets it.
  if (!isPlain(argument.value)) return undefined;
  const whole = originOfValue(argument, role, call, context);
  if (whole !== undefined || role !== "destination" || !/[,;]/.test(argument.value)) return whole;
  // Several in one text: each of them has to be good.
  const parts = argument.value
    .split(/[,;]/)
    .map((part) => originOfValue({ ...argument, value: part.trim() }, role, call, context));
  return parts.every((part) => part !== undefined) ? parts[0] : undefined;
}

function originOfValue(argument: Argument, role: ValueRole, call: Call, context: Context): Origin | undefined {
  const value = normalize(argument.value);
  // A password in other letters is another password.
  if (role === "setting" && placeOfWhole(context.user.raw, argument.value) < 0) return firstPartyOrigin(value, context);
  const said = saidOrigin(value, role, call, context);
  if (said !== undefined) return said;
  return (
    firstPartyOrigin(value, context) ??
    (role === "setting" ? undefined : lookupOrigin(value, role, argument, call, context)) ??
    (role === "selector" ? extremeOrigin(value, call.tool, context) : undefined)
  );
}

function saidOrigin(value: string, role: ValueRole, { spec }: Call, context: Context): Origin | undefined {
  if (isSaid(value, context.user) && !(role === "destination" && isOnlySource(value, context.user))) return { kind: "user" };
  if (isDestinationNamed(value, [...context.tools.destinations, ...(spec.destinations ?? [])])) return { kind: "named" };
  return role !== "setting" && isSaid(value, context.operator) ? { kind: "operator" } : undefined;
}

/** Whether somebody wrote the value as such. */
export function isSaid(value: string, words: Words): boolean {
  if (isShortNumber(value)) return namesId(words.text, value);
  return !isCommon(value) && (placeOfWhole(words.text, value) >= 0 || holdsGrouped(words.text, value));
}

function firstPartyOrigin(value: string, context: Context): Origin | undefined {
  for (const result of context.results) {
    if (result.effect !== "read" || !result.mayHold(value)) continue;
    const place = firstPartyPlace(value, result);
    // What the model had a tool write down, it can have another give back.
    if (place !== undefined && placeOfWhole(context.written(), value) < 0) return { kind: "first-party", ...place };
  }
  return undefined;
}

function firstPartyPlace(value: string, result: Result): Standing | undefined {
  const { path, tool, spec } = result;
  const own = spec.result?.trust === "first-party";
  const verified = spec.result?.fields ?? [];
  if (!own && verified.length === 0) return undefined;
  const field = result.fieldsWith(value).find(({ name }) => own || verified.includes(name));
  if (field !== undefined) return { path, tool, line: field.value.line };
  const inText = own && !isShortNumber(value) && !isCommon(value) && placeOfWhole(result.normal(), value) >= 0;
  return inText ? { path, tool, line: result.lineOf(value) } : undefined;
}

function lookupOrigin(
  value: string,
  role: "destination" | "selector",
  argument: Argument,
  call: Call,
  context: Context,
): Origin | undefined {
  for (const result of context.results) {
    const { path, tool } = result;
    const isDirectory = result.spec.result?.trust === "directory";
    if ((role === "destination" && !isDirectory) || !result.mayHold(value)) continue;
    const records = result.records();
    const searched = result.effect === "read" && isSearchedByUser(result, context);
    for (const { record, name, value: found } of result.fieldsWith(value)) {
      if (!isDirectory && !isIdField(name)) continue;
      if (isNamed(record, context)) return { kind: "named-record", path, tool, line: found.line };
      // Of several entries of a directory, the user's words must say which.
      if (searched && (!isDirectory || records.length === 1)) return { kind: "searched-record", path, tool, line: found.line };
    }
  }
  if (role === "selector") return undefined;
  const found = fieldDestination(value, argument, call, context);
  return found === undefined ? undefined : { kind: "named-record", ...found };
}

/** A search that finds more than this was for something general. */
const MAX_FOUND = 5;

/** Whether a text says what somebody means: several words, an address, a name of a file, something in quotes; not all of them fillers. */
const isTelling = (text: string, { user }: Context): boolean =>
  text.split(/[^\p{L}\p{N}]+/u).some((word) => word.length > 3 && !isCommon(word)) &&
  (text.includes(" ") || /[@.\d_-]/.test(text) || user.text.includes(`'${text}'`) || user.text.includes(`"${text}"`));

/** Whether a search was made by the user's own words and nothing else, and these say more than any word would. */
function isSearchedByUser({ args, records }: Result, context: Context): boolean {
  if (records().length > MAX_FOUND) return false;
  const texts = args.filter(({ value, type }) => type === "string" && !isTime(value)).map(({ value }) => normalize(value));
  return (
    texts.length > 0 &&
    texts.every((text) => !isCommon(text) && placeOfWhole(context.user.text, text) >= 0) &&
    texts.some((text) => isTelling(text, context))
  );
}

const isTime = (text: string): boolean => /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d)?)?$/.test(text);

function extremeOrigin(value: string, tool: string, context: Context): Origin | undefined {
  for (const result of context.results.toReversed()) {
    if (
      result.effect !== "read" ||
      result.args.some(({ type, value: one }) => type === "string" && !isSaid(normalize(one), context.user))
    )
      continue;
    const line = lineOfExtreme(value, result, tool, context);
    if (line !== undefined) return { kind: "extreme-record", path: result.path, tool: result.tool, line };
  }
  return undefined;
}

/** How a value that has no good origin stands in what the model read: for the person who is asked. */
export type Standpoint =
  | ({ readonly kind: "third-party"; readonly form: "as it is" | "base64" | "hex" | "reversed" } & Standing)
  | { readonly kind: "nowhere" };

export function standpointOf(argument: Argument, context: Context): Standpoint {
  const forms: readonly [form: Extract<Standpoint, { kind: "third-party" }>["form"], text: string | undefined][] = [
    ["as it is", argument.value],
    ["base64", fromBase64(argument.value)],
    ["hex", fromHex(argument.value)],
    ["reversed", [...argument.value].reverse().join("")],
  ];
  for (const [form, text] of forms) {
    const value = text === undefined ? "" : normalize(text);
    if (value.length < 2) continue;
    for (const { path, tool, normal, mayHold, lineOf } of [...context.results, ...context.fetched]) {
      if (!mayHold(value) || !normal().includes(value)) continue;
      return { kind: "third-party", form, path, line: lineOf(value), ...(tool === undefined ? {} : { tool }) };
    }
  }
  return { kind: "nowhere" };
}

function fromBase64(text: string): string | undefined {
  if (!/^[A-Za-z0-9+/_-]{8,}={0,2}$/.test(text)) return undefined;
  return decoded(() => atob(text.replaceAll("-", "+").replaceAll("_", "/")));
}

function fromHex(text: string): string | undefined {
  if (!/^(?:0x)?(?:[0-9a-fA-F]{2}){4,}$/.test(text)) return undefined;
  return decoded(() => text.replace(/^0x/, "").replace(/../g, (pair) => String.fromCharCode(Number.parseInt(pair, 16))));
}

function decoded(read: () => string): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(Uint8Array.from(read(), (one) => one.charCodeAt(0)));
  } catch {
    return undefined;
  }
}
