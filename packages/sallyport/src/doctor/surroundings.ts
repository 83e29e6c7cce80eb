/** What is in use around a project: read from the files that are named, or asked of a running gateway. Nothing is taken for granted. */
import { access } from "node:fs/promises";
import { join } from "node:path";
import type { GatewayInUse, PolicyInUse, RingsInUse, Surroundings } from "@sallyport/scan";
import { InputError, systemProblem } from "../errors.js";
import { readGatewaySettings } from "../input/gateway-settings.js";
import { guardOf, POLICY_FILE, readPolicy } from "../input/policy.js";
import { ringStatus } from "../keys/status.js";
import { printable, type Terminal } from "../terminal/terminal.js";

export interface Named {
  readonly policy?: string;
  readonly config?: string;
  readonly gateway?: string;
  readonly rings?: string;
}

/** @throws {@link InputError}, and the errors of policies and configurations, for what is named and can't be used. */
export async function surroundingsOf(folder: string, named: Named, terminal: Terminal): Promise<Surroundings> {
  const configured = named.config === undefined ? undefined : await readConfiguration(named.config, terminal);
  const asked = named.gateway === undefined ? undefined : await askGateway(named.gateway);
  const policy = (await policyInUse(folder, named.policy, terminal)) ?? configured?.policy;
  const rings = named.rings === undefined ? undefined : await readRings(named.rings);
  const gateway = asked === undefined ? configured?.gateway : { ...configured?.gateway, ...asked };
  return {
    ...(policy === undefined ? {} : { policy }),
    ...(rings === undefined ? {} : { rings }),
    ...(gateway === undefined ? {} : { gateway }),
  };
}

/** The policy that is named, or the project's own file. A preset that nobody named is in nobody's use. */
async function policyInUse(folder: string, named: string | undefined, terminal: Terminal): Promise<PolicyInUse | undefined> {
  const own = join(folder, POLICY_FILE);
  const source = named ?? ((await exists(own)) ? own : undefined);
  return source === undefined ? undefined : { source, guard: await guardOf(await readPolicy(source), terminal) };
}

async function readConfiguration(
  file: string,
  terminal: Terminal,
): Promise<{ readonly gateway: GatewayInUse; readonly policy: PolicyInUse }> {
  const { parseGatewayConfig, readGatewayPolicy } = await import("@sallyport/gateway");
  const config = parseGatewayConfig(await readGatewaySettings(file));
  return {
    policy: { source: config.policyFile ?? file, guard: await guardOf(await readGatewayPolicy(config), terminal) },
    gateway: { source: file, upstreamTls: config.upstream.url.startsWith("https:"), audit: "configured" },
  };
}

/** Time for an answer of one word. */
const PATIENCE_MS = 5_000;

/** A gateway is ready where it can write its audit trail, and says what is in the way where it can't. */
async function askGateway(address: string): Promise<GatewayInUse> {
  const name = `the gateway at \`${printable(address, 200)}\``;
  if (!URL.canParse(address) || !/^https?:$/.test(new URL(address).protocol))
    throw new InputError(`${name} must be an http or https URL`);
  const { origin } = new URL(address);
  const response = await fetch(`${origin}/readyz`, { redirect: "error", signal: AbortSignal.timeout(PATIENCE_MS) }).catch(() => {
    throw new InputError(`${name} doesn't answer`, "start it with `sallyport gateway`, or leave --gateway out");
  });
  const answer: unknown = await response.json().catch(() => undefined);
  const status = typeof answer === "object" && answer !== null && "status" in answer ? answer.status : undefined;
  if (typeof status !== "string") throw new InputError(`what answers at \`${printable(address, 200)}\` is no Sallyport gateway`);
  return { source: origin, audit: response.ok && status === "ok" ? "writing" : "failing" };
}

/** Ages and schedules alone: no key is opened, so no master key is asked for. */
async function readRings(file: string): Promise<RingsInUse> {
  const { openRingStore } = await import("@sallyport/keys");
  const name = `the rings \`${printable(file, 200)}\``;
  const unusable = (error: unknown): never => {
    throw new InputError(`${name} can't be opened: ${systemProblem(error) ?? "it is no file of rings, or a newer version's"}`);
  };
  await access(file).catch(unusable); // opening would make it, and no ring reads as none due
  const store = (() => {
    try {
      return openRingStore(file);
    } catch (error) {
      return unusable(error);
    }
  })();
  try {
    return { source: file, rings: store.list().map(({ ring }) => ringStatus(ring, store, Date.now())) };
  } finally {
    store.close();
  }
}

const exists = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  );
