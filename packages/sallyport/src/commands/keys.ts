/**
 * `sallyport keys`: the rings that hold the API's own keys, one for each environment. No key is taken as an argument or printed; reports
 * name a key by its id.
 */
import type { Keyring, KeyId, RingRecord, RotationResult } from "@sallyport/keys";
import type { Command } from "commander";
import { InputError, UsageError } from "../errors.js";
import { EXIT, type ExitCode } from "../exit-codes.js";
import { ringStatus, ringTable } from "../keys/status.js";
import { durationOf } from "../keys/duration.js";
import { withApi, withKeyring, withParts, withRings, type ApiOptions, type RingOptions } from "../keys/open.js";
import { printable, type Terminal } from "../terminal/terminal.js";
import { addLeaked } from "./keys-leaked.js";
import type { Session } from "./session.js";

interface RotateOptions extends ApiOptions {
  readonly from: string;
  readonly grace: string;
  readonly patience: string;
  readonly yes?: boolean;
  readonly every?: string;
}

interface RevokeOptions extends ApiOptions {
  readonly compromised?: boolean;
  readonly key?: string;
}

/** Adds the commands. */
export function addKeys(program: Command, session: Session): void {
  const { terminal } = session;
  const keys = program
    .command("keys")
    .summary("keep the API's keys in rings, and rotate them without downtime")
    .description(
      "Keeps the API's own keys encrypted in rings, one for each environment and workspace, and rotates them while they are in use. " +
        "Where a key comes from is named, never the key: env:NAME, file:PATH, exec:COMMAND (a secret manager's client) or stdin (a hidden prompt).",
    );
  const ending = (work: () => Promise<ExitCode>) => async () => {
    session.end(await work());
  };
  for (const [name, summary] of [
    ["add", "make a ring from its first key"],
    ["rotate", "change a ring's key, or go on with what was broken off"],
  ] as const) {
    withApi(withRings(keys.command(name).summary(summary)))
      .argument("<ring>", "the environment: development, staging, production, or your own name")
      .option("--from <source>", "where the new key is", "stdin")
      .option("--grace <time>", "the old key goes when nobody has used it for so long", "15m")
      .option("--patience <time>", "how long to wait for that before naming who still uses it", "1h")
      .option("--every <days>", "how often this ring is to be rotated (default: 90)")
      .option("-y, --yes", "ask nothing; needs a source other than stdin")
      .action((ring: string, options: RotateOptions) => ending(() => change(name, ring, options, terminal))());
  }
  withRings(keys.command("status").summary("show rings, ages, last uses, and what to do next")).action((options: RingOptions) =>
    ending(() => status(options, terminal))(),
  );
  withApi(withRings(keys.command("rollback").summary("take the last step of a rotation back")))
    .argument("<ring>")
    .action((ring: string, options: ApiOptions) => ending(() => back(ring, options, terminal))());
  withApi(withRings(keys.command("revoke").summary("end a key that leaked, at once; or finish what only a person could do")))
    .argument("<ring>")
    .option("--compromised", "stop the ring's key now, without a drain")
    .option("--key <id>", "which one (key_…; default: the current one)")
    .action((ring: string, options: RevokeOptions) => ending(() => revoke(ring, options, terminal))());
  addLeaked(keys, session);
  withRings(keys.command("export").summary("print what is known of all keys, and no key")).action((options: RingOptions) =>
    ending(async () => {
      await status({ ...options, format: "json" }, terminal);
      return EXIT.passed;
    })(),
  );
  withRings(keys.command("rewrap").summary("put all rings under another master key"))
    .requiredOption("--to <source>", "where the new master key is")
    .action((options: RingOptions & { readonly to: string }) => ending(() => rewrap(options, terminal))());
}

async function change(command: "add" | "rotate", name: string, options: RotateOptions, terminal: Terminal): Promise<ExitCode> {
  const { parseKeySource, readKey, rotate } = await import("@sallyport/keys");
  const source = parseKeySource(options.from);
  if (options.yes === true && source.kind === "stdin") throw new UsageError("--yes needs --from with a source other than stdin");
  const drain = { graceMs: durationOf(options.grace, "--grace"), patienceMs: durationOf(options.patience, "--patience") };
  const every = options.every === undefined ? undefined : daysOf(options.every);
  return withParts(options, terminal, async (parts) => {
    const known = parts.keyring.read(name)?.ring;
    const empty = known === undefined || (known.rotation.current === undefined && !("previous" in known.rotation));
    if (command === "add" && !empty)
      throw new InputError("this ring has a key", `change it with: sallyport keys rotate ${printable(name)}`);
    if (command === "rotate" && known === undefined)
      throw new InputError("there is no such ring", `make it with: sallyport keys add ${printable(name)}`);
    const readNext = (): Promise<string> => {
      if (source.kind === "stdin" && terminal.interactive) {
        terminal.talk("The API can't make keys, so this step is yours:");
        terminal.talk(
          `  make a key in the Console, in the workspace of ${printable(name)}: https://platform.claude.com/settings/keys`,
        );
      }
      return readKey(source);
    };
    const result = await rotate(name, readNext, { ...parts, drain });
    if (every !== undefined) {
      const stored = parts.keyring.read(name);
      if (stored !== undefined) parts.keyring.setSchedule(stored, every);
    }
    return tell(name, result, parts.keyring, options, terminal);
  });
}

async function back(name: string, options: ApiOptions, terminal: Terminal): Promise<ExitCode> {
  const { rollBack } = await import("@sallyport/keys");
  return withParts(options, terminal, async (parts) => {
    const ring = await rollBack(name, parts);
    terminal.talk(
      ring.rotation.step === "idle"
        ? "the new key is dropped; it still lives with the API: delete it in the Console if you don't need it"
        : "the old key is current again; the new one is staged, and `rotate` tries it anew, another `rollback` drops it",
    );
    printRings([ring], parts.keyring, options, terminal);
    return EXIT.passed;
  });
}

async function revoke(name: string, options: RevokeOptions, terminal: Terminal): Promise<ExitCode> {
  const { finishRetired, revokeCompromised } = await import("@sallyport/keys");
  return withParts(options, terminal, async (parts) => {
    if (options.compromised === true) {
      return tell(name, await revokeCompromised(name, options.key, parts), parts.keyring, options, terminal);
    }
    const stored = parts.keyring.read(name);
    const left = stored?.ring.keys.find(({ retiredAt, sealed }) => retiredAt !== undefined && sealed !== undefined);
    if (stored === undefined || left === undefined) {
      terminal.error(
        "no key of this ring waits for its end",
        "a rotation revokes the old key by itself: `sallyport keys rotate`; a key that leaked: `revoke --compromised`",
      );
      return EXIT.stopped;
    }
    return tell(name, await finishRetired(stored, left.id, parts), parts.keyring, options, terminal);
  });
}

async function status(options: RingOptions, terminal: Terminal): Promise<ExitCode> {
  return withKeyring(options, (keyring) => {
    const rings = keyring.list().map(({ ring }) => ring);
    printRings(rings, keyring, options, terminal);
    return Promise.resolve(rings.some((ring) => ringStatus(ring, keyring, Date.now()).due) ? EXIT.stopped : EXIT.passed);
  });
}

async function rewrap(options: RingOptions & { readonly to: string }, terminal: Terminal): Promise<ExitCode> {
  const { masterKeyFrom, parseKeySource, readSecret } = await import("@sallyport/keys");
  const to = masterKeyFrom(await readSecret(parseKeySource(options.to)));
  return withKeyring(options, async (keyring) => {
    const count = await keyring.changeMaster(to);
    terminal.talk(
      `${count} ${count === 1 ? "key is" : "keys are"} under the new master key; give it to the gateways, and restart them`,
    );
    return EXIT.passed;
  });
}

/** Says how it ended, and what is left to do. */
function tell(name: string, result: RotationResult, keyring: Keyring, options: RingOptions, terminal: Terminal): ExitCode {
  printRings([result.ring], keyring, options, terminal);
  switch (result.kind) {
    case "done":
      terminal.talk(
        result.retired === undefined ? "the key is in use" : `${result.retired} is dead: the API answers it with 401`,
      );
      return EXIT.passed;
    case "stragglers":
      terminal.error("the old key is still in use, so it lives", "move these to the new one, then run the same command again");
      for (const { by, host, at } of result.uses)
        terminal.talk(`  ${printable(by)} on ${printable(host)}, last at ${new Date(at).toISOString()}`);
      return EXIT.stopped;
    case "by-hand":
      terminal.error(
        "the old key still answers, and there is no admin key to end it with",
        stepByHand(name, result.ring, result.keyId),
      );
      return EXIT.stopped;
  }
}

function stepByHand(name: string, ring: RingRecord, keyId: KeyId): string {
  const key = ring.keys.find(({ id }) => id === keyId);
  const since = key === undefined ? "" : `, added here on ${new Date(key.addedAt).toISOString().slice(0, 10)}`;
  const again = ring.rotation.step === "draining" ? "rotate" : "revoke";
  return (
    `in the Console, Settings > API keys, workspace ${ring.workspaceId ?? "of this ring"}: disable the old key (${keyId}${since}), ` +
    `then run \`sallyport keys ${again} ${printable(name)}\` to see that it is dead`
  );
}

function printRings(rings: readonly RingRecord[], keyring: Keyring, { format }: RingOptions, terminal: Terminal): void {
  const statuses = rings.map((ring) => ringStatus(ring, keyring, Date.now()));
  if (format === "json") terminal.data(`${JSON.stringify(statuses, null, 2)}\n`);
  else terminal.data(`${ringTable(statuses, terminal)}\n`);
}

function daysOf(text: string): number {
  const days = Number(text);
  if (!/^\d{1,4}$/.test(text) || days < 1) throw new UsageError("--every must be a number of days");
  return days;
}
