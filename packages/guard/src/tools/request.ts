/**
 * What the user asks for: their own words, and which of them ask for a tool. What a message only quotes (a fenced block, a forwarded mail, a
 * document between tags) is somebody else's words.
 */
import { normalize, placesOfWhole, wordsOf, type Words } from "./words.js";

/** Blocks by which people set off what they quote. */
const QUOTED_BLOCKS = [
  /^(```|~~~)[^\n]*\n[\s\S]*?(?:^\1[^\n]*$|(?![\s\S]))/gm,
  /^[ \t]*>.*$/gm,
  /^[ \t]*-{3,}[ \t]*(?:original|forwarded|begin)\b[\s\S]*/gim,
] as const;

/** A user's message without what it only quotes. */
export function ownWords(text: string): string {
  return QUOTED_BLOCKS.reduce((rest, block) => rest.replace(block, "\n"), withoutTagged(text));
}

const OPENING_TAG = /<([a-z][\w-]{0,40})(?:\s[^<>]{0,200})?>/gi;

/** Leaves out what stands between a tag and its end, tags included. */
function withoutTagged(text: string): string {
  if (!text.includes("</")) return text;
  const kept: string[] = [];
  const unclosed = new Set<string>();
  let from = 0;
  for (const { 0: tag, 1: name = "", index } of text.matchAll(OPENING_TAG)) {
    if (index < from || unclosed.has(name)) continue;
    const end = text.indexOf(`</${name}>`, index + tag.length);
    if (end < 0)
      unclosed.add(name); // and none further on either
    else {
      kept.push(text.slice(from, index));
      from = end + name.length + 3;
    }
  }
  return kept.join("\n") + text.slice(from);
}

/** The present request: its words as they are, and those that ask, without names and titles. */
export interface Request {
  readonly words: Words;
  readonly asking: string;
}

/** Words by which people agree to what was said before, and say no more. */
const AGREEMENT =
  /^(?:(?:yes|yeah|yep|sure|ok|okay|please|go ahead|do it|do that|do so|confirm(?:ed)?|proceed|continue|correct|right|exactly|thanks?|thank you|sounds good|looks good|perfect|great|ja|genau|mach das|bitte|oui|d'accord|vas-y|s'il vous plait|si|sí|vale|adelante|por favor|sim|certo|va bene|procedi|tak|да|давай|好的?|可以|はい|お願いします|네)[ ,.!]*)+$/;

/**
 * @param turns - The user's messages, oldest first, as {@link ownWords} leaves them. A message that only agrees speaks of the one before.
 */
export function presentRequest(turns: readonly string[]): Request {
  const parts: string[] = [];
  for (const turn of turns.toReversed()) {
    parts.unshift(turn);
    if (!AGREEMENT.test(normalize(turn))) break;
  }
  const text = parts.join("\n");
  return { words: wordsOf(text), asking: askingWords(text) };
}

/** A request without what stands in quotation marks, and without addresses and names of files: `Read 'Plan for delivery.txt'` asks for no plan. */
function askingWords(text: string): string {
  const unquoted = normalize(text).replace(QUOTATION, " ");
  const words = unquoted.split(" ").filter((word) => !NAME.test(word));
  return ` ${words
    .join(" ")
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim()} `;
}

const QUOTATION =
  /(?<![\p{L}\p{N}])(['"])(?=\S).{0,200}?\S\1(?![\p{L}\p{N}])|[\u201c\u00ab\u300c][^\u201d\u00bb\u300d]{0,200}[\u201d\u00bb\u300d]/gu;
const NAME = /[\p{L}\p{N}][@./\\_][\p{L}\p{N}]/u;

/** Whether the request has one of the words with which people ask for a tool: the word itself, or in a form of the verb. */
export function asksFor(request: Request, intent: readonly string[]): boolean {
  return intent.some((word) => {
    const wanted = normalize(word)
      .replace(/[^\p{L}\p{N}]+/gu, " ")
      .trim();
    return (
      wanted !== "" && (request.asking.includes(` ${wanted} `) || formsOf(wanted).some((form) => hasForm(request.asking, form)))
    );
  });
}

/** "The files that are shared with me" describes, and asks for no sharing. */
function hasForm(asking: string, form: string): boolean {
  for (let at = asking.indexOf(` ${form} `); at >= 0; at = asking.indexOf(` ${form} `, at + 1)) {
    if (
      !form.endsWith("ed") ||
      !/ (?:am|is|are|was|were|be|been|being|already|not|i|we|they|he|she|it)$/.test(asking.slice(0, at))
    )
      return true;
  }
  return false;
}

/** Whether the text speaks of the value only as where something came from: `the mail from Ada`, `written by Ada`, `Ada's inbox`. */
export function isOnlySource(value: string, { text }: Words): boolean {
  const places = [...placesOfWhole(text, value)];
  if (places.length === 0 || SENT_BACK.test(text)) return false;
  return places.every(
    (at) =>
      SOURCE_BEFORE.test(text.slice(Math.max(0, at - 40), at)) ||
      /^['"]?'s /.test(text.slice(at + value.length, at + value.length + 4)),
  );
}

const SOURCE_BEFORE = /\b(?:from|by)(?: (?:the|my|our|their|his|her|account|user|colleague|friend|channel)){0,3} ['"(]?$/;
/** What came from somebody may go back to them, if the user says so or speaks of them again. */
const SENT_BACK = /\b(?:back|reply|replies|respond|response|answer|refund|return|them|him|her)\b/;

/** The words of a tool's name, where the policy has no words with which people ask for it. */
export function wordsOfName(tool: string): readonly string[] {
  return tool
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((word) => word.length > 2 && !FILLERS.has(word));
}

const FILLERS = new Set(["the", "and", "for", "all", "any", "new", "with", "from", "into", "out", "has", "not"]);

/** English only; words of other languages count as they are written. */
function formsOf(word: string): readonly string[] {
  if (!/^[a-z]{2,}$/.test(word)) return [];
  const stem = word.endsWith("e") ? word.slice(0, -1) : word;
  const doubled = /[^aeiou][aeiou][bdgklmnprt]$/.test(word) ? [`${word}${word.slice(-1)}ing`, `${word}${word.slice(-1)}ed`] : [];
  const y = /[^aeiou]y$/.test(word) ? [`${word.slice(0, -1)}ies`, `${word.slice(0, -1)}ied`] : [];
  return [`${word}s`, `${word}es`, `${stem}ing`, `${stem}ed`, ...doubled, ...y];
}
