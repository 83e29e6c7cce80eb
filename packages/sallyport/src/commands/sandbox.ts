/** `sallyport sandbox`: an offline stand-in for the Claude API, in the foreground. */
import type { Behavior, Sandbox, Script } from "@sallyport/sandbox";
import { Option, type Command } from "commander";
import { InputError, systemProblem, UsageError } from "../errors.js";
import { EXIT } from "../exit-codes.js";
import { printable, type Terminal } from "../terminal/terminal.js";
import { portOf, starting, untilAsked } from "./servers.js";
import { FORMATS, type Format, type Session } from "./session.js";

interface SandboxCommandOptions {
  readonly host: string;
  readonly port: string;
  readonly script?: readonly string[];
  readonly behavior: Behavior;
  readonly seed?: string;
  readonly format: Format;
}

/** Adds the command. */
export function addSandbox(program: Command, session: Session): void {
  program
    .command("sandbox")
    .summary("run an offline stand-in for the Claude API")
    .description(
      "Runs an offline stand-in for the Claude API in the foreground. Two models need no script: `echo`, and `obedient`, which does what the " +
        "last instruction anywhere in its context says. Any key is accepted.",
    )
    .addOption(new Option("--host <host>", "address to listen on").env("SALLYPORT_SANDBOX_HOST").default("127.0.0.1"))
    .addOption(
      new Option("--port <port>", "port to listen on; 0 takes any free one").env("SALLYPORT_SANDBOX_PORT").default("8788"),
    )
    .option("--script <file...>", "what to answer, as YAML")
    .addOption(new Option("--behavior <model>", "what every other model does").choices(["echo", "obedient"]).default("echo"))
    .option("--seed <text>", "the same seed, script and requests give the same bytes")
    .addOption(new Option("-f, --format <format>", "how to print where it listens").choices(FORMATS).default("table"))
    .action(async (options: SandboxCommandOptions) => {
      await sandbox(options, session.terminal);
      session.end(EXIT.passed);
    });
}

async function sandbox(options: SandboxCommandOptions, terminal: Terminal): Promise<void> {
  const running = await starting(() => start(options), "the sandbox");
  const asked = untilAsked(terminal);
  terminal.data(options.format === "json" ? `${JSON.stringify({ url: running.url })}\n` : `${running.url}\n`);
  terminal.talk("stands in for the Claude API; point a client at it by");
  terminal.talk(`  export ANTHROPIC_BASE_URL=${running.url} ANTHROPIC_API_KEY=anything`);
  await asked;
  await running.close();
}

async function start({ host, port, script = [], behavior, seed }: SandboxCommandOptions): Promise<Sandbox> {
  const { startSandbox } = await import("@sallyport/sandbox");
  const number = portOf(port);
  if (number === undefined) throw new UsageError("--port must be a number from 0 to 65535");
  const scripts = await Promise.all(script.map(read));
  return startSandbox({ host, port: number, scripts, defaultBehavior: behavior, ...(seed === undefined ? {} : { seed }) });
}

async function read(file: string): Promise<Script> {
  const { readScript, ScriptError } = await import("@sallyport/sandbox");
  try {
    return await readScript(file);
  } catch (error) {
    if (error instanceof ScriptError) throw new InputError(`the script can't be used: ${printable(error.message, 300)}`);
    throw new InputError(`the script \`${printable(file, 200)}\` can't be read: ${systemProblem(error) ?? "unknown problem"}`);
  }
}
