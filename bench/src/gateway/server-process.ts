/**
 * Each server in a process of its own, so that its CPU time and memory are its own. Ours say over IPC where they listen; all answer what they
 * have used, through a probe that is loaded before their code.
 */
import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";

export interface Usage {
  /** User and system time of all threads since the start. */
  readonly cpuMs: number;
  /** Largest resident set since the start. */
  readonly peakMb: number;
}

export interface ServerProcess<Hello> {
  /** What the server said when it was ready. */
  readonly hello: Hello;
  readonly usage: () => Promise<Usage>;
  /** Sends a message and waits for the next that has a member of that name. */
  readonly ask: (question: string) => Promise<unknown>;
  readonly close: () => Promise<void>;
}

/**
 * Starts one of our servers.
 * @param module - Its compiled file; it sends `{ hello }` when it listens, answers `{ [question]: … }` and leaves at `close`.
 * @throws Error with the end of what the process wrote to stderr, if it exits first.
 */
export async function startServer<Hello>(module: URL, args: readonly string[]): Promise<ServerProcess<Hello>> {
  const child = startNode(module, args);
  const hello = (await answerOf(child.process, "hello", child.stderr)) as Hello;
  return { hello, ...talkTo(child) };
}

export interface NodeProcess {
  readonly process: ChildProcess;
  readonly stderr: () => string;
}

/** Starts any Node program under the probe. Its output is kept for errors only. */
export function startNode(module: URL, args: readonly string[], env: Readonly<Record<string, string>> = {}): NodeProcess {
  const child = fork(module, [...args], {
    execArgv: ["--import", new URL("./probe.js", import.meta.url).href],
    stdio: ["ignore", "ignore", "pipe", "ipc"],
    env: { ...process.env, ...env },
  });
  let stderr = "";
  child.stderr?.on("data", (chunk: Buffer) => {
    stderr = (stderr + chunk.toString()).slice(-4_000);
  });
  return { process: child, stderr: () => stderr };
}

export function talkTo({ process: child, stderr }: NodeProcess): Omit<ServerProcess<never>, "hello"> {
  const ask = async (question: string): Promise<unknown> => {
    const answer = answerOf(child, question, stderr);
    child.send(question);
    return answer;
  };
  return {
    ask,
    usage: async () => (await ask("usage")) as Usage,
    close: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const exit = once(child, "exit");
      child.kill("SIGTERM");
      await exit;
    },
  };
}

function answerOf(child: ChildProcess, name: string, stderr: () => string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const settle = (act: () => void): void => {
      child.off("message", onMessage);
      child.off("exit", onExit);
      act();
    };
    const onMessage = (message: unknown): void => {
      if (typeof message !== "object" || message === null || !(name in message)) return;
      settle(() => {
        resolve((message as Readonly<Record<string, unknown>>)[name]);
      });
    };
    const onExit = (): void => {
      settle(() => {
        reject(new Error(`a server of the benchmark ended before it answered \`${name}\`:\n${stderr()}`));
      });
    };
    child.on("message", onMessage);
    child.on("exit", onExit);
  });
}

/** What a process that isn't Node's has used, from Linux's own books. CPU time there comes in hundredths of a second. */
export function usageOf(pid: number): Usage {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
  const [user, system] = [Number(fields[11]), Number(fields[12])];
  const peakKb = Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]);
  return { cpuMs: (user + system) * 10, peakMb: peakKb / 1_024 };
}
