/**
 * Reads code of any language just far enough to tell comments from strings from the rest. No parser: a doctor must have something to say
 * about code in ten languages, half-written code included, and what it says names a line that a person then looks at.
 */
import type { Comments } from "./language.js";

export interface Code {
  /** The text with its comments blanked: same length, same lines. */
  readonly text: string;
  /** For each string in order, its begin and end, quotes included. */
  readonly strings: readonly { readonly start: number; readonly end: number }[];
}

export function readCode(text: string, comments: Comments): Code {
  if (comments === "none") return { text, strings: [] };
  const strings: { start: number; end: number }[] = [];
  const kept: string[] = [];
  let from = 0;
  for (let at = 0; at < text.length;) {
    const comment = commentEnd(text, at, comments);
    if (comment !== undefined) {
      kept.push(text.slice(from, at), blanked(text.slice(at, comment)));
      at = from = comment;
      continue;
    }
    const end = stringEnd(text, at);
    if (end !== undefined) strings.push({ start: at, end });
    at = end ?? at + 1;
  }
  kept.push(text.slice(from));
  return { text: kept.join(""), strings };
}

/** Where a comment that begins here ends; `undefined` where none begins. */
function commentEnd(text: string, at: number, comments: Comments): number | undefined {
  const here = text[at];
  if (comments === "hashes") {
    // In shells and YAML a `#` inside a word is none.
    return here === "#" && /^\s?$/.test(text[at - 1] ?? "") ? lineEnd(text, at) : undefined;
  }
  if (here !== "/") return undefined;
  if (text[at + 1] === "/") return lineEnd(text, at);
  if (text[at + 1] !== "*") return undefined;
  const end = text.indexOf("*/", at + 2);
  return end < 0 ? text.length : end + 2;
}

/** Where a string that begins here ends; `undefined` where none begins, or it isn't closed: an apostrophe in a text. */
function stringEnd(text: string, at: number): number | undefined {
  const quote = text[at];
  if (quote !== '"' && quote !== "'" && quote !== "`") return undefined;
  if (quote !== "`" && text.startsWith(quote.repeat(3), at)) {
    const end = text.indexOf(quote.repeat(3), at + 3);
    return end < 0 ? undefined : end + 3;
  }
  for (let end = at + 1; end < text.length; end++) {
    const here = text[end];
    if (here === "\\") end += 1;
    else if (here === quote) return end + 1;
    else if (here === "\n" && quote !== "`") return undefined;
  }
  return undefined;
}

function lineEnd(text: string, at: number): number {
  const end = text.indexOf("\n", at);
  return end < 0 ? text.length : end;
}

const blanked = (text: string): string => text.replace(/[^\n]/g, " ");
