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
  let inString = false;
  let escaped = false;
  const step = (code: number): void => {
    if (escaped) escaped = false;
    else if (code === 0x5c && inString) escaped = true;
    else if (code === 0x22) inString = !inString;
  };
  return {
    keep(text) {
      for (let i = 0; i < text.length; i += 1) step(text.charCodeAt(i));
    },
    replace(text) {
      if (!inString || escaped) return false;
      for (let i = 0; i < text.length; i += 1) {
        step(text.charCodeAt(i));
        if (!inString) return false;
      }
      return !escaped;
    },
  };
}
