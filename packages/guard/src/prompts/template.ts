/** System prompts that an app may send: as a template whose slots (`{{name}}`) take any text, or as the SHA-256 of the whole text. */
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import type { Span } from "../text/span.js";

/** Tells whether a text is an allowed system prompt: where its slots are, which hold others' words; `undefined` if it is none. */
export type PromptMatcher = (text: string) => readonly Span[] | undefined;

const PIN = /^sha256:([\da-f]{64})$/;
const SLOT = /\{\{\s*[A-Za-z_][\w.-]*\s*\}\}/;

/** @param allowed - Templates and pins. */
export function createPromptMatcher(allowed: readonly string[]): PromptMatcher {
  const pins = new Set(allowed.flatMap((entry) => PIN.exec(entry)?.[1] ?? []));
  const templates = allowed.filter((entry) => !PIN.test(entry)).map((entry) => entry.split(SLOT));
  return (text) => {
    for (const parts of templates) {
      const slots = slotsOf(text, parts);
      if (slots !== undefined) return slots;
    }
    return pins.size > 0 && pins.has(bytesToHex(sha256(utf8ToBytes(text)))) ? [] : undefined;
  };
}

/** The slots between the fixed parts, each as short as it can be. Linear: fixed parts are looked for from left to right, once. */
function slotsOf(text: string, parts: readonly string[]): readonly Span[] | undefined {
  const [first = "", ...rest] = parts;
  const last = rest.pop();
  if (last === undefined) return text === first ? [] : undefined;
  if (!text.startsWith(first) || !text.endsWith(last) || text.length < first.length + last.length) return undefined;
  const end = text.length - last.length;
  const slots: Span[] = [];
  let at = first.length;
  for (const part of rest) {
    const next = text.indexOf(part, at);
    if (next < 0 || next + part.length > end) return undefined;
    slots.push({ start: at, end: next });
    at = next + part.length;
  }
  slots.push({ start: at, end });
  return slots;
}
