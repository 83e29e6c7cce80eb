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
