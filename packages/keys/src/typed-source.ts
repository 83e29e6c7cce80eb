/** A secret from standard input: typed or pasted at a prompt that shows nothing of it, or piped in. */
import { KeySourceError } from "./errors.js";

const MAX_CHARS = 16_384;

/** What of a process this needs. */
export interface TypedInput extends AsyncIterable<Buffer | string> {
  readonly isTTY?: boolean | undefined;
  setRawMode?(mode: boolean): unknown;
  /** That of Node's streams; the plain one would end the stream for whoever asks next. */
  iterator?(options: { readonly destroyOnReturn: boolean }): AsyncIterable<Buffer | string>;
}

/**
 * Reads one line. On a terminal it asks first, and nothing that is typed is shown.
 * @param ask - Shows the prompt, and the line break after it.
 * @throws {@link KeySourceError} if it was broken off by Ctrl-C, or is too long.
 */
export async function readTyped(input: TypedInput, ask: (text: string) => void): Promise<string> {
  const hidden = input.isTTY === true;
  if (hidden) {
    input.setRawMode?.(true);
    ask("paste the key, it isn't shown: ");
  }
  try {
    let text = "";
    for await (const chunk of input.iterator?.({ destroyOnReturn: false }) ?? input) {
      for (const char of String(chunk)) {
        if (hidden && (char === "\r" || char === "\n" || char === "\u0004")) return text;
        if (hidden && char === "\u0003") throw new KeySourceError("broken off before a key was read");
        if (hidden && (char === "\u007f" || char === "\b")) text = text.slice(0, -1);
        else text += char;
        if (text.length > MAX_CHARS) throw new KeySourceError("standard input holds more than a key");
      }
    }
    return text.replace(/\r?\n$/, "");
  } finally {
    if (hidden) {
      input.setRawMode?.(false);
      ask("\n");
    }
  }
}
