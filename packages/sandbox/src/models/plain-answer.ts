/**
 * What `obedient` says when nobody instructs it: the sentence of what it was given that has most words in common with the question, so that
 * an app built on documents or tools answers like one; else a line about the question. Always the same for the same request.
 */
import type { MessagesParams } from "../validate/request-types.js";
import { lastUserText, type Passage } from "./context.js";

const MAX_QUOTED_CHARS = 200;

export function plainAnswer(passages: readonly Passage[], request: MessagesParams): string {
  const question = lastUserText(request).trim();
  const wanted = wordsOf(question);
  let best: { readonly sentence: string; readonly score: number } = { sentence: "", score: 0 };
  for (const { speaker, text, messageIndex } of passages) {
    // The tools' descriptions stand before the messages: they say what can be done, not what is asked for.
    if (speaker !== "third-party" || messageIndex < 0) continue;
    for (const sentence of text.split(/(?<=[.!?])\s+|\n+/u)) {
      const score = [...wordsOf(sentence)].filter((word) => wanted.has(word)).length;
      if (score > best.score) best = { sentence: sentence.trim(), score };
    }
  }
  if (best.score > 0) return best.sentence;
  const result = passages.at(-1);
  if (result?.speaker === "third-party") return `Here is what I found: ${quote(result.text)}`;
  return question === ""
    ? "Hello."
    : `You asked: "${quote(question)}" I have nothing to look that up in, so this is all that I can say.`;
}

function wordsOf(text: string): ReadonlySet<string> {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]{3,}/gu) ?? [];
  return new Set(words.filter((word) => !COMMON.has(word)).map((word) => word.replace(/s$/u, "")));
}

/** Words that say nothing about what a question is about. */
const COMMON: ReadonlySet<string> = new Set(
  "the and for are was were has have had what who how why when where which with that this from you your our its can could does did not but all any please about tell".split(
    " ",
  ),
);

function quote(text: string): string {
  const line = text.replace(/\s+/gu, " ").trim();
  return line.length <= MAX_QUOTED_CHARS ? line : `${line.slice(0, MAX_QUOTED_CHARS).replace(/[\uD800-\uDBFF]$/, "")}…`;
}
