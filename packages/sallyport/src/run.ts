/**
 * Runs the command once, and turns whatever goes wrong into one line and an exit code. A crash prints no message of code that isn't ours:
 * such messages quote what they choked on, and that may be a prompt or a key.
 */
import { SallyportError } from "@sallyport/guard";
import { CommanderError } from "commander";
import { refuseKeys } from "./arguments.js";
import { InputError, systemProblem, UsageError } from "./errors.js";
import { EXIT, type ExitCode } from "./exit-codes.js";
import { createProgram } from "./program.js";
import type { Terminal } from "./terminal/terminal.js";

/** @param args - The arguments without the interpreter and the script. */
export async function run(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  let code: ExitCode = EXIT.passed;
  try {
    refuseKeys(args);
    const program = createProgram({ terminal, end: (end) => (code = end) }, args.includes("--help"));
    await program.parseAsync(args, { from: "user" });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.passed : EXIT.unknown; // it has said what is wrong
    report(error, terminal, args.includes("--debug"));
    return EXIT.unknown;
  }
}

/** Says what went wrong, without repeating anything that came from outside. */
export function report(error: unknown, terminal: Terminal, debug: boolean): void {
  if (error instanceof UsageError || error instanceof InputError) {
    terminal.error(error.message, error.hint);
    return;
  }
  if (error instanceof SallyportError) {
    terminal.error(error.message);
    return;
  }
  const problem = systemProblem(error);
  const kind = error instanceof Error ? error.constructor.name : "unknown";
  terminal.error(
    `unexpected error: ${problem ?? kind}`,
    debug
      ? undefined
      : "run it again with --debug to see where in the code; its message is withheld, since it could quote your data",
  );
  if (debug && error instanceof Error) terminal.talk(frames(error));
}

/** The places of a stack trace, without the message that stands before them. */
function frames(error: Error): string {
  const stack = error.stack ?? "";
  const end = stack.indexOf(error.message) + error.message.length;
  const lines = stack.slice(Math.max(0, end)).split("\n");
  return lines.filter((line) => line.startsWith("    at ")).join("\n");
}
