/** Opens what a gateway needs, in the order in which it may fail, and closes it so that nothing acknowledged is lost. */
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { linearPatterns, probeChecks, runChecks } from "@sallyport/door";
import { createGuard, usesPlaceholders } from "@sallyport/guard";
import type { Policy } from "@sallyport/guard";
import { ENVIRONMENTS, KeyRingError, masterKeyFrom, openRings, readKey, readSecret } from "@sallyport/keys";
import type { Environment } from "@sallyport/keys";
import type { DestinationStream } from "pino";
import { createAuditLog } from "./audit/audit-log.js";
import { fixedKeys, ringKeys } from "./auth/upstream-keys.js";
import type { UpstreamKeys } from "./auth/upstream-keys.js";
import type { GatewayConfig } from "./config.js";
import { GatewayConfigError, isLoopback } from "./config.js";
import type { Gateway } from "./gateway.js";
import { createLog, describeError } from "./log.js";
import type { Log } from "./log.js";
import { createServer } from "./http/server.js";
import { readGatewayPolicy } from "./policy.js";
import { rememberKeys } from "./store/remembered-keys.js";
import { openStore, NewerDatabaseError } from "./store/sqlite.js";
import type { Store, VirtualKeyStore } from "./store/store.js";
import { createUpstream } from "./upstream/upstream.js";

export interface RunningGateway {
  /** Where clients reach it: `http://127.0.0.1:8787`. */
  readonly url: string;
  /** To hand out, list and disable the keys of clients. */
  readonly virtualKeys: VirtualKeyStore;
  /** Stops accepting, lets exchanges end within the grace time, ends the others with an error, and writes out the audit trail. */
  close(): Promise<void>;
}

export interface GatewayOptions {
  /** Where log lines go, in place of stderr. */
  readonly log?: DestinationStream;
}

/** Whoever finds a secret by trying holds every fingerprint in hand: it must not be a word. */
const SECRET_CHARS = 16;
/** For an exchange ended by a shutdown to get on record and its error to the client. */
const LAST_WORDS_MS = 15_000;

/**
 * Starts a gateway. Everything that can be wrong with its configuration (keys, policy, database, port) fails here, before the first request.
 * @throws {@link GatewayConfigError}, the errors of keys and policies, and what the system throws for a file or a port.
 */
export async function startGateway(config: GatewayConfig, options: GatewayOptions = {}): Promise<RunningGateway> {
  const { upstreamKeys, closed } = await openUpstreamKeys(config);
  const secret = await readGuardSecret(config);
  const policy = await readGatewayPolicy(config);
  if (secret === undefined && usesPlaceholders(policy)) {
    throw new GatewayConfigError(
      "secret",
      "the policy puts placeholders in place of values, and without a secret they would be others after each start and on each replica: name one (`env:NAME` or `file:PATH`)",
    );
  }
  const guard = createGuard(policy, { patternEngine: linearPatterns, ...(secret === undefined ? {} : { secret }) });
  const store = openDatabase(config);
  const virtualKeys = rememberKeys(store.virtualKeys);
  const log = createLog(config.logLevel, options.log);
  const audit = createAuditLog({
    append: (records) => store.appendExchanges(records),
    probe: () => store.probe(),
    onFailure: (error) => {
      log.event({ event: "audit_failing", reason: describeError(error).error });
    },
    onRecovery: () => {
      log.event({ event: "audit_recovered" });
    },
  });
  const upstream = createUpstream(config.upstream);
  let closing = false;
  const gateway: Gateway = {
    guard,
    virtualKeys,
    upstreamKeys,
    upstream,
    audit,
    detectorSet: await store.addDetectorSet(guard.detectors.map(({ id }) => id)),
    log,
    limits: config.limits,
    publicUrl: config.publicUrl?.replace(/\/+$/, ""),
    runChecks,
    closing: () => closing,
  };
  const { http, calls } = createServer(gateway);
  http.listen(config.port, config.host);
  try {
    await once(http, "listening");
  } catch (error) {
    store.close();
    upstreamKeys.close();
    await upstream.close();
    throw new GatewayConfigError(
      isCode(error, "EADDRINUSE") ? "port" : "host",
      isCode(error, "EADDRINUSE")
        ? `port ${config.port} is taken: stop what listens there, or choose another (0 takes any free one)`
        : `can't listen there (${describeError(error).error})`,
    );
  }
  const url = toUrl(http.address() as AddressInfo);
  log.event({ event: "listening", url, policy: policy.name, policyVersion: policy.version });
  warn(log, { config, policy, secret });
  for (const { ring, reason } of closed) log.event({ event: "ring_not_opened", ring, reason });
  // A check that can't work at all is reported now, and not by the first user whom it stops. A service may also come up later.
  void probeChecks(policy).then((failed) => {
    for (const { id, reason } of failed) log.event({ event: "check_unusable", check: id, reason });
  });

  const shutDown = async (): Promise<void> => {
    closing = true;
    log.event({ event: "shutting_down", exchanges: calls.size });
    const closed = once(http, "close");
    http.close();
    const grace = setTimeout(() => {
      for (const call of calls) call.cancel("shutdown");
    }, config.shutdownGraceMs);
    const end = setTimeout(() => {
      http.closeAllConnections();
    }, config.shutdownGraceMs + LAST_WORDS_MS);
    await closed;
    clearTimeout(grace);
    clearTimeout(end);
    await audit.close();
    await upstream.close();
    upstreamKeys.close();
    store.close();
    log.event({ event: "stopped" });
    log.flush();
  };
  let shutdown: Promise<void> | undefined;
  return { url, virtualKeys, close: () => (shutdown ??= shutDown()) };
}

function warn(
  log: Log,
  { config, policy, secret }: { config: GatewayConfig; policy: Policy; secret: Uint8Array | undefined },
): void {
  for (const { path, problem, remedy } of policy.warnings) log.event({ event: "policy_warning", path, problem, remedy });
  if (secret === undefined) log.event({ event: "random_secret" });
  if (!isLoopback(config.host)) log.event({ event: "listening_beyond_loopback", host: config.host });
}

interface OpenedUpstreamKeys {
  readonly upstreamKeys: UpstreamKeys;
  /** Rings that this process may not open: no virtual key of their environments reaches the API here. */
  readonly closed: readonly { readonly ring: Environment; readonly reason: string }[];
}

async function openUpstreamKeys(config: GatewayConfig): Promise<OpenedUpstreamKeys> {
  const { rings: where } = config.upstream;
  if (where === undefined) return { upstreamKeys: fixedKeys(await readUpstreamKeys(config)), closed: [] };
  const master = masterKeyFrom(await readSecret(where.master));
  const rings = await openRings({ file: where.file, master });
  const open = new Set<Environment>();
  const closed: { readonly ring: Environment; readonly reason: string }[] = [];
  for (const ring of ENVIRONMENTS) {
    try {
      await rings.current(ring);
      open.add(ring);
    } catch (error) {
      if (!(error instanceof KeyRingError)) throw error;
      closed.push({ ring, reason: error.message });
    }
  }
  return { upstreamKeys: ringKeys(rings, open), closed };
}

async function readUpstreamKeys({ upstream }: GatewayConfig): Promise<ReadonlyMap<Environment, string>> {
  const keys = new Map<Environment, string>();
  for (const environment of ENVIRONMENTS) {
    const source = upstream.keys[environment];
    if (source === undefined) continue;
    const key = await readKey(source);
    // The wall between environments stands on their keys: one key for two is a hole in it.
    const other = [...keys].find(([, known]) => known === key)?.[0];
    if (other !== undefined) {
      throw new GatewayConfigError(
        `upstream.keys.${environment}`,
        `the same key as of ${other}: give each environment a key of its own`,
      );
    }
    keys.set(environment, key);
  }
  if (keys.size === 0) throw new GatewayConfigError("upstream.keys", "no environment has a key: name at least one");
  return keys;
}

async function readGuardSecret({ secret }: GatewayConfig): Promise<Uint8Array | undefined> {
  if (secret === undefined) return undefined;
  const text = await readSecret(secret);
  if (text.length < SECRET_CHARS)
    throw new GatewayConfigError("secret", `the secret has fewer than ${SECRET_CHARS} characters: take a random one`);
  return Buffer.from(text);
}

function openDatabase({ database }: GatewayConfig): Store {
  try {
    return openStore(database);
  } catch (error) {
    if (error instanceof NewerDatabaseError) throw error;
    const remedy = isCode(error, "ENOENT") ? "make its folder first" : "check the path, its rights, and that it is a database";
    throw new GatewayConfigError("database", `the file can't be opened (${describeError(error).error}): ${remedy}`);
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}

function toUrl({ address, family, port }: AddressInfo): string {
  return `http://${family === "IPv6" ? `[${address}]` : address}:${port}`;
}
