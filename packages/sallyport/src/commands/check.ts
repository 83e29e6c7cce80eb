/** `sallyport check`: what a policy makes of a text, a request or a response. Offline: it reads, and asks nobody. */
import { ORIGINS, TRUSTS, type Guard, type Origin, type RequestFacts, type Trust } from "@sallyport/guard";
import { Option, type Command } from "commander";
import { checkJson, checkReport } from "../check/report.js";
import { checkExchange, checkText, exitCodeOf, factsOf, type CheckOutcome } from "../check/result.js";
import { kindOf, SHAPES, type Kind, type Shape } from "../check/shape.js";
import { InputError } from "../errors.js";
import type { ExitCode } from "../exit-codes.js";
import { guardOf, loadPolicy } from "../input/policy.js";
import { openSource, readAll } from "../input/source.js";
import { USUAL_TRUST } from "../input/trust.js";
import type { Terminal } from "../terminal/terminal.js";
import { FORMATS, type Format, type Session } from "./session.js";

interface CheckOptions {
  readonly policy?: string;
  readonly as?: Shape;
  readonly request?: string;
  readonly origin: Origin;
  readonly trust?: Trust;
  readonly format: Format;
}

/** Past this a file is no exchange and hardly a text; it must fit into one JavaScript string. */
const MAX_BYTES = 256 * 2 ** 20;

/** Adds the command. */
export function addCheck(program: Command, session: Session): void {
  program
    .command("check")
    .summary("check a text, a request or a response")
    .description(
      "Checks a text, the body of a request to the Messages API, or a response (whole, or as the event stream that it came as): " +
        "what was found and where, what the policy decides, what was read and what not. Values are never shown.",
    )
    .argument("[file]", "the file to check; standard input if left out or `-`", "-")
    .option("-p, --policy <file|preset>", "the policy (default: ./sallyport.policy.yaml, else balanced)")
    .addOption(new Option("--as <shape>", "take the file for this, whatever it looks like").choices(SHAPES))
    .option("--request <file>", "the request that the response answers: its schemas and its conversation count")
    .addOption(new Option("--origin <origin>", "where a text would sit in an exchange").choices(ORIGINS).default("user"))
    .addOption(new Option("--trust <trust>", "whose words a text is (default: as usual for its origin)").choices(TRUSTS))
    .addOption(new Option("-f, --format <format>", "how to print").choices(FORMATS).default("table"))
    .action(async (file: string, options: CheckOptions) => {
      session.end(await check(file, options, session.terminal));
    });
}

async function check(file: string, options: CheckOptions, terminal: Terminal): Promise<ExitCode> {
  const policy = await loadPolicy(options.policy, terminal);
  const guard = await guardOf(policy, terminal);
  const source = await openSource(file);
  const body = await readAll(source, MAX_BYTES);
  const kind = kindOf(body, options.as);
  const trust = options.trust ?? policy.trust[options.origin] ?? USUAL_TRUST[options.origin];
  const facts = options.request === undefined ? undefined : await requestFacts(guard, options.request, kind);
  const result: CheckOutcome =
    kind === "text"
      ? checkText(guard, decodeText(body, source.name), { origin: options.origin, trust })
      : checkExchange(guard, kind, body, facts);
  if (options.as === undefined && options.format === "table")
    terminal.talk(`${source.name} looks like a ${kind}; --as says otherwise`);
  terminal.data(options.format === "json" ? checkJson(result, file) : checkReport(result, terminal.out));
  return exitCodeOf(result);
}

async function requestFacts(guard: Guard, file: string, kind: Kind): Promise<RequestFacts> {
  if (kind !== "response" && kind !== "stream")
    throw new InputError(`a ${kind} answers no request`, "leave `--request` out, or say `--as response`");
  const facts = factsOf(guard, await readAll(await openSource(file), MAX_BYTES));
  if (facts !== undefined) return facts;
  throw new InputError(`the policy stops the request ${file}, so that nothing answers it`, `see why: sallyport check ${file}`);
}

function decodeText(body: Uint8Array, name: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(body);
  } catch {
    throw new InputError(`${name} is not UTF-8 text, so nothing of it was checked`, "convert it to UTF-8 first");
  }
}
