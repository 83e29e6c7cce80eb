/** The errors of the command itself. Like all of ours they hold no body, no value and no secret, so they may be printed. */
import { SallyportError } from "@sallyport/guard";

/** Thrown where a command is called in a way that it can't follow. */
export class UsageError extends SallyportError {
  readonly code = "ERR_USAGE";
  /** What to do instead, if there is more to say than the message does. */
  readonly hint: string | undefined;
  constructor(message: string, hint?: string) {
    super(message);
    this.hint = hint;
  }
}

/** Thrown where a file, standard input or a port can't be used. */
export class InputError extends SallyportError {
  readonly code = "ERR_INPUT";
  readonly hint: string | undefined;
  constructor(message: string, hint?: string) {
    super(message);
    this.hint = hint;
  }
}

/** The codes of the operating system that people meet, in words. */
const SYSTEM_PROBLEMS: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  EACCES: "it may not be read by this user",
  EPERM: "that is not permitted to this user",
  EISDIR: "it is a directory",
  ENOTDIR: "a part of its path is not a directory",
  EMFILE: "too many files are open",
  ENOSPC: "the disk is full",
  EROFS: "the file system is read-only",
  EEXIST: "it exists already",
  EADDRINUSE: "the address is in use",
  EADDRNOTAVAIL: "this machine has no such address",
};

/** What went wrong as the operating system says it, in words. `undefined` for any other error: its message could hold anything. */
export function systemProblem(error: unknown): string | undefined {
  if (!(error instanceof Error) || !("code" in error) || typeof error.code !== "string") return undefined;
  return SYSTEM_PROBLEMS[error.code] ?? (/^E[A-Z0-9]+$/.test(error.code) ? error.code : undefined);
}
