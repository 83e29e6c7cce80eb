/** `sallyport tour`: the gate at work, on this machine alone, without a key. */
import { Option, type Command } from "commander";
import { EXIT, type ExitCode } from "../exit-codes.js";
import { makeExchanges, makeSecrets } from "../tour/exchanges.js";
import { renderScene } from "../tour/render.js";
import { showExchange, type Shown } from "../tour/show.js";
import type { World } from "../tour/world.js";
import type { Style } from "../terminal/style.js";
import type { Terminal } from "../terminal/terminal.js";
import { untilAsked } from "./servers.js";
import { FORMATS, type Format, type Session } from "./session.js";

interface TourOptions {
  readonly exit?: true;
  readonly format: Format;
}

/** Adds the command. */
export function addTour(program: Command, session: Session): void {
  program
    .command("tour")
    .summary("watch the gate at work, on this machine alone")
    .description(
      "Starts a gateway and a stand-in for the Claude API on this machine, sends four exchanges without and with the gate, shows what " +
        "came of them, and stays up for you to try. Needs no key and no network.",
    )
    .option("--exit", "end after the four exchanges")
    .addOption(new Option("-f, --format <format>", "how to print").choices(FORMATS).default("table"))
    .action(async (options: TourOptions) => {
      session.end(await tour(options, session.terminal));
    });
}

async function tour(options: TourOptions, terminal: Terminal): Promise<ExitCode> {
  const asked = untilAsked(terminal); // from the start, so that a Ctrl-C in the middle leaves nothing behind
  const { startWorld } = await import("../tour/world.js"); // it brings the gateway and the sandbox with it
  const world = await startWorld();
  try {
    const show = (block: string): void => {
      if (options.format === "table") terminal.data(`${block}\n`);
    };
    show(opening(terminal.out));
    const shown = await runAll(world, ({ scene, highlights }) => {
      show(renderScene(scene, highlights, terminal.columns, terminal.out));
    });
    const kept = shown.filter((exchange) => exchange.kept).length;
    show(closing(kept, shown.length, terminal.out));
    if (options.format === "json") terminal.data(report(shown));
    if (options.exit !== true) {
      show(directions(world, terminal.out));
      await asked;
    }
    return kept === shown.length ? EXIT.passed : EXIT.stopped;
  } finally {
    await world.close();
  }
}

async function runAll(world: World, onShown: (shown: Shown) => void): Promise<readonly Shown[]> {
  const secrets = makeSecrets();
  const all: Shown[] = [];
  for (const [index, exchange] of makeExchanges(secrets).entries()) {
    const without = await world.run(exchange, "without");
    const gated = await world.run(exchange, "gated");
    const shown = showExchange(exchange, index + 1, { without, gated }, secrets);
    all.push(shown);
    onShown(shown);
  }
  return all;
}

function report(shown: readonly Shown[]): string {
  const exchanges = shown.map(({ scene, kept }) => ({ ...scene, kept }));
  return `${JSON.stringify({ kept: shown.every(({ kept }) => kept), exchanges }, null, 2)}\n`;
}

function opening(style: Style): string {
  return [
    "",
    `${style.bold("Sallyport")}  the same four exchanges, without the gate and with it`,
    "",
    `   without   app ${style.dim("───────────────────────▶")} Claude`,
    `   with      app ${style.dim("──────▶")} ${style.bold("Sallyport")} ${style.dim("──────▶")} Claude`,
    "",
    style.dim("   Claude is played by a model that does what the last instruction in its context says, whoever"),
    style.dim("   wrote it: the worst that there could be, so that nothing here hopes for a good one."),
    "",
  ].join("\n");
}

function closing(kept: number, all: number, style: Style): string {
  return kept === all ? style.green(`✓ all ${all} went as promised`) : style.red(`✗ ${kept} of ${all} went as promised`);
}

/** How to go on from here. The virtual key opens this gateway alone, and ends with it. */
function directions({ gatewayUrl, sandboxUrl, virtualKey }: World, style: Style): string {
  return [
    "",
    style.bold("Both are still up. Try it yourself:"),
    "",
    `   export ANTHROPIC_BASE_URL=${gatewayUrl}`,
    `   export ANTHROPIC_API_KEY=${virtualKey}`,
    "",
    `   curl $ANTHROPIC_BASE_URL/v1/messages -H "x-api-key: $ANTHROPIC_API_KEY" \\`,
    `     -H "anthropic-version: 2026-10-21" -H "content-type: application/json" \\`,
    `     -d '{"model":"obedient","max_tokens":100,"messages":[{"role":"user","content":"Hello"}]}'`,
    "",
    `   ${style.dim("// or by the SDK, which reads both variables")}`,
    `   import Anthropic from "@anthropic-ai/sdk";`,
    `   const client = new Anthropic();`,
    "",
    style.dim(`   Without the gate: ANTHROPIC_BASE_URL=${sandboxUrl} takes requests as the Claude API would, with its own`),
    style.dim("   keys. Ctrl-C ends both."),
  ].join("\n");
}
