/** What the servers of the command share: they run in the foreground until they are asked to end. */
import { InputError, systemProblem } from "../errors.js";
import type { Terminal } from "../terminal/terminal.js";

/**
 * Waits for Ctrl-C or a polite kill. Listens once, so that a second signal ends the process at once, as people expect of the second Ctrl-C.
 */
export async function untilAsked(terminal: Terminal): Promise<void> {
  const signal = await new Promise<NodeJS.Signals>((resolve) => {
    process.once("SIGINT", resolve);
    process.once("SIGTERM", resolve);
  });
  process.removeAllListeners("SIGINT").removeAllListeners("SIGTERM");
  terminal.talk(`${terminal.interactive ? "\n" : ""}${signal}: ending what is under way (once more to end at once)`);
}

/** Starts a server; an address or a file that can't be had becomes an error that says so. */
export async function starting<Server>(start: () => Promise<Server>, what: string): Promise<Server> {
  try {
    return await start();
  } catch (error) {
    const problem = systemProblem(error);
    if (problem === undefined || !(error instanceof Error)) throw error;
    const listening = "syscall" in error && error.syscall === "listen";
    if (listening) throw new InputError(`${what} can't listen there: ${problem}`, "choose another --port; 0 takes any free one");
    throw new InputError(`${what} can't open its file: ${problem}`);
  }
}

/** A port as an option's value. `undefined` if it is none. */
export function portOf(text: string): number | undefined {
  const port = Number(text);
  return /^\d{1,5}$/.test(text) && port <= 65_535 ? port : undefined;
}
