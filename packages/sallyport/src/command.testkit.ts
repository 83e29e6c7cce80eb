/** Runs the command as people do, its two streams apart, in an empty folder. */
import { spawn, type ChildProcessWithoutNullStreams } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";
import { run } from "./run.js";
import { createTerminal, type Output } from "./terminal/terminal.js";

export interface Transcript {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly cwd: string;
  readonly stdin?: string | Uint8Array;
  readonly env?: Readonly<Record<string, string>>;
}

const EXECUTABLE = fileURLToPath(new URL("../bin/sallyport.js", import.meta.url));

/** Runs the command in this process, sources and all: for tables of cases, since starting a process takes a second on a slow machine. */
export async function sallyportHere(args: readonly string[]): Promise<Transcript> {
  const output = { stdout: "", stderr: "" };
  const outputTo = (name: keyof typeof output): Output => ({ write: (text) => (output[name] += text) });
  const terminal = createTerminal({ stdout: outputTo("stdout"), stderr: outputTo("stderr"), env: {} });
  return { code: await run(args, terminal), ...output };
}

/** Runs the built command as a process. */
export async function sallyport(args: readonly string[], options: RunOptions): Promise<Transcript> {
  const child = start(args, options);
  child.stdin.on("error", () => undefined); // the command may end before it has read everything
  child.stdin.end(options.stdin ?? "");
  return transcriptOf(child);
}

/** A server of the command, up and saying where. */
export interface Server {
  /** The first line of its standard output. */
  readonly url: string;
  readonly pid: number | undefined;
  /** Asks it to end, as Ctrl-C does. */
  stop(): Promise<Transcript>;
  /** Gives it no time for anything. */
  kill(): void;
}

export async function startServer(args: readonly string[], options: RunOptions): Promise<Server> {
  const child = start(args, options);
  onTestFinished(() => void child.kill("SIGKILL")); // a test that fails half-way leaves no server behind
  const ended = transcriptOf(child);
  const url = await Promise.race([
    firstLine(child),
    ended.then(({ stderr }) => Promise.reject(new Error(`it ended: ${stderr}`))),
  ]);
  return {
    url,
    pid: child.pid,
    stop: () => {
      child.kill("SIGINT");
      return ended;
    },
    kill: () => void child.kill("SIGKILL"),
  };
}

/** A folder for one test, gone afterwards. */
export async function inFolder<Result>(work: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), "sallyport-test-"));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function start(args: readonly string[], { cwd, env = {} }: RunOptions): ChildProcessWithoutNullStreams {
  // Not this process's environment: it may hold settings of the command's.
  return spawn(process.execPath, [EXECUTABLE, ...args], { cwd, env: { PATH: process.env["PATH"], TMPDIR: tmpdir(), ...env } });
}

async function transcriptOf(child: ChildProcessWithoutNullStreams): Promise<Transcript> {
  const output = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const) {
    child[name].setEncoding("utf8").on("data", (text: string) => (output[name] += text));
  }
  await once(child, "close");
  return { code: child.exitCode, ...output };
}

async function firstLine(child: ChildProcessWithoutNullStreams): Promise<string> {
  let text = "";
  while (!text.includes("\n")) {
    const [piece] = (await once(child.stdout, "data")) as [string];
    text += piece;
  }
  return text.slice(0, text.indexOf("\n"));
}
