/** Redactions in a text that is itself JSON. */
import { insideJson } from "../placeholders/hidden-values.js";
import type { Redaction } from "./redaction.js";

/**
 * Follows a text that is itself JSON (a structured answer), so that a redaction inside of it leaves JSON that parses. Resumable: a stream
 * gives it the text piece by piece.
 */
export interface JsonText {
  /** Reads text that stays as it is. */
  keep(text: string): void;
  /** Reads text that is to be replaced by a mask. False if the result would not parse: the text isn't all inside of one string. */
  replace(text: string): boolean;
}

export function createJsonText(): JsonText {
  let state: State = "outside";
  return {
    keep(text) {
      for (let i = 0; i < text.length; i += 1) state = after(state, text.charCodeAt(i));
    },
    replace(text) {
      if (state !== "string") return false;
      for (let i = 0; i < text.length; i += 1) {
        state = after(state, text.charCodeAt(i));
        if (state === "outside") return false;
      }
      return state === "string";
    },
  };
}

/**
 * A redaction of the text that follows, as JSON takes it. A value that is put back stands there as in a string; what is no part of a string keeps its
 * placeholder (`left`). `breaks`: the result would not parse.
 */
export function fitInto(json: JsonText, redaction: Redaction, text: string): Redaction | "left" | "breaks" {
  const { style, value = "" } = redaction;
  if (json.replace(text)) return style === "restored" ? { ...redaction, value: insideJson(value) } : redaction;
  if (style !== "restored") return "breaks";
  json.keep(text);
  return "left";
}

type State = "outside" | "string" | "escape";

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

function after(state: State, code: number): State {
  switch (state) {
    case "escape":
      return "string";
    case "string":
      return code === BACKSLASH ? "escape" : code === QUOTE ? "outside" : "string";
    case "outside":
      return code === QUOTE ? "string" : "outside";
  }
}
