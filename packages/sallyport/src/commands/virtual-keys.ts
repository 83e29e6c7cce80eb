/** `sallyport virtual-keys`: the keys that clients of the gateway hold. Only hashes are kept, so a key is shown once, when it is made. */
import { access } from "node:fs/promises";
import type { Store, VirtualKey } from "@sallyport/gateway";
import { ENVIRONMENTS, type Environment } from "@sallyport/keys";
import { Option, type Command } from "commander";
import { InputError, systemProblem } from "../errors.js";
import { EXIT, type ExitCode } from "../exit-codes.js";
import { table } from "../terminal/table.js";
import { printable, type Terminal } from "../terminal/terminal.js";
import { FORMATS, type Format, type Session } from "./session.js";

interface KeyOptions {
  readonly database: string;
  readonly format: Format;
}

interface CreateOptions extends KeyOptions {
  readonly environment: Environment;
  readonly name: string;
}

/** Adds the commands. */
export function addVirtualKeys(program: Command, session: Session): void {
  const { terminal } = session;
  const keys = program
    .command("virtual-keys")
    .summary("make, list and disable the keys of the gateway's clients")
    .description(
      "Makes, lists and disables the keys that clients of the gateway hold. A running gateway sees every change at once.",
    );
  withKeyOptions(
    keys.command("create").summary("make a key").description("Makes a key and prints it: once, for only its hash is kept."),
  )
    .addOption(
      new Option("-e, --environment <environment>", "which upstream key it reaches").choices(ENVIRONMENTS).default("development"),
    )
    .option("-n, --name <name>", "your word for whoever will hold it", "unnamed")
    .action(async (options: CreateOptions) => {
      session.end(await create(options, terminal));
    });
  withKeyOptions(keys.command("list").summary("list the keys").description("Lists the keys, never their values.")).action(
    async (options: KeyOptions) => {
      session.end(await list(options, terminal));
    },
  );
  withKeyOptions(
    keys
      .command("disable")
      .summary("disable a key")
      .description("Disables a key for good. A running gateway refuses it from now on."),
  )
    .argument("<id>", "its id, as `list` shows it: vk_…")
    .action(async (id: string, options: KeyOptions) => {
      session.end(await disable(id, options, terminal));
    });
}

function withKeyOptions(command: Command): Command {
  return command
    .addOption(new Option("--database <file>", "the gateway's file").env("SALLYPORT_DATABASE").default("sallyport.db"))
    .addOption(new Option("-f, --format <format>", "how to print").choices(FORMATS).default("table"));
}

async function create({ database, environment, name, format }: CreateOptions, terminal: Terminal): Promise<ExitCode> {
  const { issueVirtualKey } = await import("@sallyport/gateway");
  return withStore(database, async ({ virtualKeys }) => {
    const { key, record } = await issueVirtualKey(virtualKeys, { environment, name });
    terminal.data(format === "json" ? `${JSON.stringify({ ...shown(record), key })}\n` : `${key}\n`);
    terminal.talk(`made ${record.id} for ${environment}; the key can't be shown again`);
    return EXIT.passed;
  });
}

async function list({ database, format }: KeyOptions, terminal: Terminal): Promise<ExitCode> {
  await mustExist(database);
  return withStore(database, async ({ virtualKeys }) => {
    const keys = await virtualKeys.list();
    terminal.data(format === "json" ? `${JSON.stringify(keys.map(shown), null, 2)}\n` : `${keyTable(keys, terminal)}\n`);
    return EXIT.passed;
  });
}

async function disable(id: string, { database, format }: KeyOptions, terminal: Terminal): Promise<ExitCode> {
  await mustExist(database);
  return withStore(database, async ({ virtualKeys }) => {
    const disabled = await virtualKeys.disable(id, new Date());
    if (format === "json") terminal.data(`${JSON.stringify({ id: printable(id), disabled })}\n`);
    if (disabled) terminal.talk(`disabled ${printable(id)}`);
    else terminal.error("no active key has this id", "see `sallyport virtual-keys list`");
    return disabled ? EXIT.passed : EXIT.stopped;
  });
}

async function withStore(database: string, work: (store: Store) => Promise<ExitCode>): Promise<ExitCode> {
  const store = await open(database);
  try {
    return await work(store);
  } finally {
    store.close();
  }
}

async function open(database: string): Promise<Store> {
  const { openStore } = await import("@sallyport/gateway"); // a database: not for `check`
  try {
    return openStore(database);
  } catch (error) {
    const problem = systemProblem(error) ?? "it is no database of the gateway, or a newer version's";
    throw new InputError(`\`${printable(database, 200)}\` can't be opened: ${problem}`);
  }
}

/** Opening would make the file, and an empty list of a mistyped file reads as "no keys". */
async function mustExist(database: string): Promise<void> {
  await access(database).catch((error: unknown) => {
    throw new InputError(
      `\`${printable(database, 200)}\` can't be opened: ${systemProblem(error) ?? "unknown problem"}`,
      "name the gateway's file with --database",
    );
  });
}

function shown({ id, name, environment, createdAt, disabledAt }: VirtualKey): object {
  return { id, name, environment, createdAt: createdAt.toISOString(), disabledAt: disabledAt?.toISOString() ?? null };
}

function keyTable(keys: readonly VirtualKey[], terminal: Terminal): string {
  const columns = [{ title: "id" }, { title: "environment" }, { title: "name" }, { title: "made" }, { title: "disabled" }];
  const rows = keys.map(({ id, environment, name, createdAt, disabledAt }) => [
    id,
    environment,
    printable(name, 40),
    createdAt.toISOString().slice(0, 10),
    disabledAt?.toISOString().slice(0, 10) ?? "",
  ]);
  return table(columns, rows, terminal.out.bold);
}
