/** The options that commands on rings share, and the rings and the API that they name. */
import type { Keyring, RotationParts } from "@sallyport/keys";
import { Option, type Command } from "commander";
import { FORMATS, type Format } from "../commands/session.js";
import { InputError, systemProblem } from "../errors.js";
import type { ExitCode } from "../exit-codes.js";
import { printable, type Terminal } from "../terminal/terminal.js";

export interface RingOptions {
  readonly rings: string;
  readonly master: string;
  readonly format: Format;
}

export interface ApiOptions extends RingOptions {
  readonly upstream: string;
  readonly adminKey?: string;
  readonly model?: string;
}

export function withRings(command: Command): Command {
  return command
    .addOption(new Option("--rings <file>", "the file that holds the rings").env("SALLYPORT_RINGS").default("sallyport-rings.db"))
    .addOption(
      new Option("--master <source>", "where the master key is").env("SALLYPORT_MASTER").default("env:SALLYPORT_MASTER_KEY"),
    )
    .addOption(new Option("-f, --format <format>", "how to print").choices(FORMATS).default("table"));
}

export function withApi(command: Command): Command {
  return command
    .addOption(new Option("--upstream <url>", "the API").env("SALLYPORT_UPSTREAM").default("https://api.anthropic.com"))
    .addOption(new Option("--admin-key <source>", "where the admin key is, if there is one").env("SALLYPORT_ADMIN_KEY_SOURCE"))
    .option("--model <model>", "the model of the one smallest call that tries a key");
}

export async function withParts(
  options: ApiOptions,
  terminal: Terminal,
  work: (parts: RotationParts) => Promise<ExitCode>,
): Promise<ExitCode> {
  const { createAdminApi, createClaudeApi, parseKeySource, readAdminKey } = await import("@sallyport/keys");
  const { upstream: url, model } = options;
  const adminKey = options.adminKey === undefined ? undefined : await readAdminKey(parseKeySource(options.adminKey));
  return withKeyring(options, (keyring) =>
    work({
      keyring,
      api: createClaudeApi({ url, ...(model === undefined ? {} : { model }) }),
      admin: adminKey === undefined ? undefined : createAdminApi(adminKey, { url }),
      report: (step) => {
        if (step !== "idle") terminal.talk(terminal.err.dim(`${STEPS[step]} …`));
      },
    }),
  );
}

const STEPS: Readonly<Record<Exclude<Parameters<RotationParts["report"]>[0], "idle">, string>> = {
  staged: "staged: trying the new key with one smallest call",
  verified: "verified: it answers, and belongs to the ring's workspace",
  promoted: "promoted: whoever asks the ring now gets the new key",
  draining: "draining: waiting until nobody uses the old key",
  revoking: "revoking: the key goes inactive, must answer 401, and is archived",
};

export async function withKeyring(options: RingOptions, work: (keyring: Keyring) => Promise<ExitCode>): Promise<ExitCode> {
  const { masterKeyFrom, openKeyring, openRingStore, parseKeySource, readSecret } = await import("@sallyport/keys");
  const master = masterKeyFrom(await readSecret(parseKeySource(options.master)));
  const store = (() => {
    try {
      return openRingStore(options.rings);
    } catch (error) {
      const problem = systemProblem(error);
      if (problem === undefined) throw error;
      throw new InputError(`\`${printable(options.rings, 200)}\` can't be opened: ${problem}`);
    }
  })();
  try {
    return await work(await openKeyring(store, master));
  } finally {
    store.close();
  }
}
