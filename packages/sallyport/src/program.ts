/** The commands of `sallyport`, and what is the same for all of them: help, version, and how a wrong call is answered. */
import { readFileSync } from "node:fs";
import { Command } from "commander";
import { addCheck } from "./commands/check.js";
import { addDoctor } from "./commands/doctor.js";
import { addEval } from "./commands/eval.js";
import { addGateway } from "./commands/gateway.js";
import { addKeys } from "./commands/keys.js";
import { addPolicy } from "./commands/policy.js";
import { addSandbox } from "./commands/sandbox.js";
import type { Session } from "./commands/session.js";
import { addTools } from "./commands/tools.js";
import { addTour } from "./commands/tour.js";
import { addVirtualKeys } from "./commands/virtual-keys.js";
import { exitCodeHelp } from "./exit-codes.js";

/** @param manual - True for `--help`, which tells all; `-h` fits on one screen. */
export function createProgram(session: Session, manual: boolean): Command {
  const { terminal } = session;
  const program = new Command("sallyport")
    .description("The security gate for software that calls the Claude API.")
    .version(version(), "-V, --version", "print the version")
    .helpOption("-h, --help", "show this; --help also shows the exit codes")
    .helpCommand(false)
    .option("--debug", "say where in the code an unexpected error happened")
    .configureHelp({ helpWidth: terminal.columns, showGlobalOptions: false })
    .configureOutput({
      writeOut: (text) => {
        terminal.data(text);
      },
      writeErr: (text) => {
        terminal.talk(text.trimEnd());
      },
      outputError: (text) => {
        const [message = "", suggestion] = text
          .replace(/^error: /, "")
          .trimEnd()
          .split("\n");
        terminal.error(message, suggestion?.replace(/^\((.*)\)$/, "$1"));
      },
    })
    .exitOverride();
  addCheck(program, session);
  addDoctor(program, session);
  addEval(program, session);
  addPolicy(program, session);
  addTools(program, session);
  addGateway(program, session);
  addKeys(program, session);
  addVirtualKeys(program, session);
  addSandbox(program, session);
  addTour(program, session);
  if (manual) addManual(program);
  return program;
}

function addManual(program: Command): void {
  program.addHelpText("after", `\n${exitCodeHelp()}`);
  for (const command of program.commands) command.addHelpText("after", `\n${exitCodeHelp(command.name())}`);
}

function version(): string {
  const manifest = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as { readonly version: string };
  return manifest.version;
}
