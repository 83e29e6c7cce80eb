/** What every command is given. */
import type { ExitCode } from "../exit-codes.js";
import type { Terminal } from "../terminal/terminal.js";

export interface Session {
  readonly terminal: Terminal;
  /** Says with which code the process ends. */
  end(code: ExitCode): void;
}

/** How results are printed: for people, or for machines. */
export const FORMATS = ["table", "json"] as const;
export type Format = (typeof FORMATS)[number];
