/** `sallyport tools`: why a tool call may go or not, and a first description of tools for a policy. Offline. */
import type { DefinitionsReport, Guard } from "@sallyport/guard";
import { Option, type Command } from "commander";
import { InputError } from "../errors.js";
import { EXIT, type ExitCode } from "../exit-codes.js";
import { guardOf, loadPolicy } from "../input/policy.js";
import { openSource, readAll } from "../input/source.js";
import type { Terminal } from "../terminal/terminal.js";
import { turnsOf, type Turn } from "../tools/conversation.js";
import { differences, differencesJson, pinsJson, pinsYaml } from "../tools/pins.js";
import { explanation, type ExplainedTurn } from "../tools/explanation.js";
import { readDefinitions, suggestionYaml } from "../tools/suggestions.js";
import { FORMATS, type Format, type Session } from "./session.js";

/** Where there is no policy to compare with: nothing is pinned, and what can be taken for another is told. */
const NO_PINS = { version: 1, rules: {} } as const;

const MAX_BYTES = 64 * 2 ** 20;

interface ExplainOptions {
  readonly policy?: string;
  readonly format: Format;
}

/** Adds the command. */
export function addTools(program: Command, session: Session): void {
  const tools = program
    .command("tools")
    .summary("explain tool calls, describe tools")
    .description("Works on tool calls and tools.");
  tools
    .command("explain")
    .summary("say where the arguments of tool calls came from")
    .description(
      "Says of each tool call whether it may go, where every argument came from, and what a person would be asked. " +
        "With a request alone, of the calls in its history; with a response, of the calls in that. It shows the values.",
    )
    .argument("<request>", "the body of a request to the Messages API; `-` reads standard input")
    .argument("[response]", "the body of the response to it")
    .option("-p, --policy <file|preset>", "the policy (default: ./sallyport.policy.yaml, else balanced)")
    .addOption(new Option("-f, --format <format>", "how to print").choices(FORMATS).default("table"))
    .action(async (request: string, response: string | undefined, options: ExplainOptions) => {
      session.end(await explain(request, response, options, session.terminal));
    });
  tools
    .command("classify")
    .summary("suggest what tools do, for a person to confirm")
    .description(
      "Suggests the section `tools` of a policy from names, schemas and MCP annotations. " +
        "Takes a request with `tools`, what an MCP server answers to `tools/list`, or a list of tools.",
    )
    .argument("[file]", "the definitions; standard input if left out or `-`", "-")
    .action(async (file: string) => {
      const source = await openSource(file);
      session.terminal.data(suggestionYaml(readDefinitions(await readAll(source, MAX_BYTES), source.name)));
      session.end(EXIT.passed);
    });
  tools
    .command("pin")
    .summary("write the pins of tool definitions, for a person to confirm")
    .description(
      "Writes the list `tools.pins` of a policy from the tool definitions of a request: name, description word for word, fingerprint of the " +
        "schema. Under a policy with pins no other definition may be offered. Read the descriptions before you put the pins into a policy.",
    )
    .argument("[file]", "a request, or an object or list of tools; standard input if left out or `-`", "-")
    .addOption(new Option("-f, --format <format>", "YAML for a policy file, or JSON").choices(["yaml", "json"]).default("yaml"))
    .action(async (file: string, { format }: { readonly format: "yaml" | "json" }) => {
      const { offered } = await definitionsIn(file, await guardOf(NO_PINS, session.terminal));
      session.terminal.data(format === "json" ? pinsJson(offered) : pinsYaml(offered));
      session.end(EXIT.passed);
    });
  tools
    .command("diff")
    .summary("say which tool definitions aren't as they were pinned")
    .description(
      "Compares the tool definitions of a request with the policy's `tools.pins`, and shows what changed with nothing hidden in it.",
    )
    .argument("[file]", "a request, or an object or list of tools; standard input if left out or `-`", "-")
    .option("-p, --policy <file|preset>", "the policy (default: ./sallyport.policy.yaml, else balanced)")
    .addOption(new Option("-f, --format <format>", "how to print").choices(FORMATS).default("table"))
    .action(async (file: string, options: ExplainOptions) => {
      session.end(await diff(file, options, session.terminal));
    });
}

async function diff(file: string, { policy, format }: ExplainOptions, terminal: Terminal): Promise<ExitCode> {
  const guard = await guardOf(await loadPolicy(policy, terminal), terminal);
  if (guard.policy.tools.pins === undefined)
    throw new InputError("the policy pins no tools", "`sallyport tools pin` writes the pins for one");
  const report = await definitionsIn(file, guard);
  terminal.data(format === "json" ? differencesJson(report) : differences(report, terminal.out));
  return report.offered.some(({ action }) => action !== "allow") ? EXIT.stopped : EXIT.passed;
}

async function definitionsIn(file: string, guard: Guard): Promise<DefinitionsReport> {
  const source = await openSource(file);
  const text = new TextDecoder().decode(await readAll(source, MAX_BYTES));
  const report = guard.definitions(/^\s*\[/.test(text) ? `{"tools":${text}}` : text);
  if (!report.ok) throw new InputError(`${source.name} can't be read: ${report.error.problem}`);
  if (report.value.offered.length === 0)
    throw new InputError(`${source.name} holds no tool definitions`, "give a request with `tools`, or a list of tools");
  return report.value;
}

async function explain(
  requestFile: string,
  responseFile: string | undefined,
  options: ExplainOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const guard = await guardOf(await loadPolicy(options.policy, terminal), terminal);
  const source = await openSource(requestFile);
  const request = await readAll(source, MAX_BYTES);
  const turns = responseFile === undefined ? turnsOf(request, source.name) : [await givenTurn(request, responseFile)];
  const explained = turns.map((turn) => explainTurn(guard, turn));
  terminal.data(
    options.format === "json" ? `${JSON.stringify({ turns: explained }, null, 2)}\n` : explanation(explained, terminal.out),
  );
  const held = explained.some(({ calls }) => calls.some(({ action }) => action === "ask" || action === "block"));
  return held ? EXIT.stopped : EXIT.passed;
}

async function givenTurn(request: Uint8Array, file: string): Promise<Turn> {
  const response = await readAll(await openSource(file), MAX_BYTES);
  const decoder = new TextDecoder();
  return { path: "response", request: decoder.decode(request), response: decoder.decode(response) };
}

/** A request that the policy would stop has a conversation all the same: what is asked here is what its calls may do. */
function explainTurn(guard: Guard, { path, request, response }: Turn): ExplainedTurn {
  const calls = guard.explain(request, response);
  if (!calls.ok) throw new InputError(`${path} can't be read: ${calls.error.problem}`);
  return { path, calls: calls.value };
}
