/** `sallyport keys leaked`: the runbook for a key that others know. */
import type { RotationParts } from "@sallyport/keys";
import type { Command } from "commander";
import { UsageError } from "../errors.js";
import { EXIT, type ExitCode } from "../exit-codes.js";
import { withApi, withParts, withRings, type ApiOptions } from "../keys/open.js";
import { printable, type Terminal } from "../terminal/terminal.js";
import type { Session } from "./session.js";

interface LeakedOptions extends ApiOptions {
  readonly from: string;
  readonly fingerprint?: string;
  readonly next?: string;
  readonly in: string;
  readonly yes?: boolean;
}

/** Adds the command to those on keys. */
export function addLeaked(keys: Command, session: Session): void {
  withApi(withRings(keys.command("leaked").summary("stop a key that others know, find where it lies and who used it")))
    .description(
      "The runbook for a key that others know, in a ring or in none: says which ring it belongs to, stops it at once, sees that the API refuses it, " +
        "finds it in the files and in all of git's history, names who used it, and says what is left to do. The report holds no part of the key.",
    )
    .option("--from <source>", "where the key is", "stdin")
    .option("--fingerprint <fp>", "in its place: a fingerprint of it, from `keys status` or a finding (fp_…)")
    .option("--next <source>", "a new key that takes its place at once, so that no request fails")
    .option("--in <folder>", "the project to search", ".")
    .option("-y, --yes", "stop it without asking")
    .action(async (options: LeakedOptions) => {
      session.end(await leaked(options, session.terminal));
    });
}

async function leaked(options: LeakedOptions, terminal: Terminal): Promise<ExitCode> {
  const { parseKeySource, prepareNext, readKey } = await import("@sallyport/keys");
  const { findValue, openProject } = await import("@sallyport/scan");
  const { identify, nextSteps, stop } = await import("../keys/leak.js");
  const { leakJson, leakText } = await import("../keys/leak-report.js");
  const { fingerprint } = options;
  if (fingerprint !== undefined && !/^fp_[\w-]{8,64}$/.test(fingerprint))
    throw new UsageError("--fingerprint must be one, as in fp_9f86d081884c7d65");
  const next = options.next === undefined ? undefined : parseKeySource(options.next);
  const project = await openProject(options.in);
  return withParts(options, terminal, async (parts) => {
    const given = fingerprint === undefined ? { key: await readKey(parseKeySource(options.from)) } : { fingerprint };
    const key = await identify(given, parts);
    const where = key.inRing === undefined ? "in no ring" : `${key.inRing.id} of the ring ${printable(key.inRing.ring)}`;
    const agreed =
      options.yes === true || (await asked(`the key is ${where}. Stop it now? Whoever uses it is cut off.`, terminal));
    if (agreed && next !== undefined && key.inRing?.slot === "current")
      await prepareNext(key.inRing.ring, () => readKey(next), parts);
    const stopped = agreed ? await stop(key, parts) : ({ kind: "not-asked" } as const);
    terminal.talk(terminal.err.dim("searching files and history …"));
    const traces = key.text === undefined ? undefined : await findValue(project, key.text);
    const report = {
      key: key.inRing,
      stopped,
      uses: key.inRing === undefined ? [] : parts.keyring.uses(key.inRing.id),
      traces,
      next: nextSteps({ stopped, traces, ring: ringAfter(key.inRing?.ring, parts) }),
    };
    terminal.data(options.format === "json" ? leakJson(report) : leakText(report, terminal.out));
    return report.next.length === 0 ? EXIT.passed : EXIT.stopped;
  });
}

function ringAfter(
  name: string | undefined,
  { keyring }: RotationParts,
): { readonly name: string; readonly empty: boolean } | undefined {
  return name === undefined ? undefined : { name, empty: keyring.read(name)?.ring.rotation.current === undefined };
}

/** A person's word; nobody's where nobody looks on. */
async function asked(question: string, terminal: Terminal): Promise<boolean> {
  if (!terminal.interactive || !process.stdin.isTTY) return false;
  const { createInterface } = await import("node:readline/promises");
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^y(?:es)?$/i.test((await lines.question(`${question} [y/N] `)).trim());
  } finally {
    lines.close();
  }
}
