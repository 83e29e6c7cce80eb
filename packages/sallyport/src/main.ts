/** The process of the `sallyport` command. */
import { EXIT } from "./exit-codes.js";
import { report, run } from "./run.js";
import { createTerminal } from "./terminal/terminal.js";

const terminal = createTerminal(process);
const args = process.argv.slice(2);

// Whoever reads our output may stop reading (`| head`): then there is nothing left to say.
process.stdout.on("error", () => process.exit());
for (const event of ["uncaughtException", "unhandledRejection"] as const) {
  process.on(event, (error: unknown) => {
    report(error, terminal, args.includes("--debug"));
    process.exit(EXIT.unknown);
  });
}

process.exitCode = await run(args, terminal);
