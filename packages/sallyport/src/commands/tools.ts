/** `sallyport tools`: why a tool call may go or not, and a first description of tools for a policy. Offline. */
import type { Guard } from "@sallyport/guard";
import { Option, type Command } from "commander";
import { InputError } from "../errors.js";
import { EXIT, type ExitCode } from "../exit-codes.js";
import { guardOf, loadPolicy } from "../input/policy.js";
import { openSource, readAll } from "../input/source.js";
import type { Terminal } from "../terminal/terminal.js";
import { turnsOf, type Turn } from "../tools/conversation.js";
import { explanation, type ExplainedTurn } from "../tools/explanation.js";
import { readDefinitions, suggestionYaml } from "../tools/suggestions.js";
import { FORMATS, type Format, type Session } from "./session.js";

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
