/**
 * The rules of our terminal. Standard output carries data alone, so it can be piped; everything said to a person goes to standard error.
 * Color only where a person looks on: a terminal, and no NO_COLOR. Text that came from outside is shown without control characters, since
 * a terminal would obey them.
 */
import { plain, styled, type Style } from "./style.js";

export interface Terminal {
  /** Writes to standard output: the result of the command, with its line breaks. */
  data(text: string): void;
  /** Says something to the person, on a line of standard error. */
  talk(line: string): void;
  /** Says what went wrong and, where there is more to say, what to do. */
  error(message: string, hint?: string): void;
  /** Style of what goes to standard output. */
  readonly out: Style;
  /** Style of what goes to standard error. */
  readonly err: Style;
  /** Width of the terminal, at most 100. */
  readonly columns: number;
  /** True where standard error is a terminal, so that a line may be drawn over. */
  readonly interactive: boolean;
  /** Draws over the current line of standard error. Only where `interactive`. */
  draw(line: string): void;
}

/** What of a process is the terminal's. */
export interface Streams {
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
}

export interface Output {
  write(text: string): unknown;
  /** `undefined` or false where the output goes to a file or a pipe. */
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
}

/** The terminal of a process. */
export function createTerminal({ stdout, stderr, env }: Streams): Terminal {
  const colorful = ({ isTTY = false }: Output): boolean => isTTY && (env["NO_COLOR"] ?? "") === "" && env["TERM"] !== "dumb";
  const err = colorful(stderr) ? styled : plain;
  return {
    data: (text) => void stdout.write(text),
    talk: (line) => void stderr.write(`${line}\n`),
    error(message, hint) {
      stderr.write(`${err.red("error:")} ${message}\n`);
      if (hint !== undefined) stderr.write(`${err.dim("hint:")} ${hint}\n`);
    },
    out: colorful(stdout) ? styled : plain,
    err,
    columns: Math.min(stdout.columns ?? 100, 100),
    interactive: stderr.isTTY === true,
    draw: (line) => void stderr.write(`\r\u001b[2K${line}`),
  };
}

/** Text from outside, fit to be shown: control characters and direction overrides become `·`, and it ends after `max` characters. */
export function printable(text: string, max = 60): string {
  const shown = text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}]/gu, "·");
  const points = Array.from(shown);
  return points.length > max ? `${points.slice(0, max - 1).join("")}…` : shown;
}
