/**
 * The gateway's configuration: parsed once at the edge, every default filled in. It names places of secrets and never holds one. The
 * upstream's address comes from here alone: no header, path or body of a client can change where a prompt goes.
 */
import { SallyportError } from "@sallyport/guard";
import { ENVIRONMENTS, KeySourceError, parseKeySource } from "@sallyport/keys";
import type { Environment, KeySource } from "@sallyport/keys";
import * as v from "valibot";

/**
 * Thrown when a configuration can't be used, by itself or on this machine (a port that is taken, a file that can't be opened). `path` says
 * where: `upstream.url`.
 */
export class GatewayConfigError extends SallyportError {
  readonly code = "ERR_GATEWAY_CONFIG";
  readonly path: string;
  constructor(path: string, problem: string) {
    super(path === "" ? problem : `${problem} at \`${path}\``);
    this.path = path;
  }
}

const MIB = 1_048_576;
const ms = (fallback: number) => v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(86_400_000)), fallback);
const bytes = (fallback: number) => v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1024 * MIB)), fallback);

const Source = v.pipe(
  v.string(),
  v.rawTransform(({ dataset, addIssue, NEVER }) => {
    try {
      return parseKeySource(dataset.value);
    } catch (error) {
      addIssue({ message: error instanceof KeySourceError ? error.message : "must be env:NAME, file:PATH or exec:COMMAND" });
      return NEVER;
    }
  }),
);

/** Whether a host name or address reaches this machine alone. */
export function isLoopback(host: string): boolean {
  return /^(?:localhost|127(?:\.\d{1,3}){3}|::1|\[::1\])$/.test(host);
}

const HttpUrl = v.pipe(
  v.string(),
  v.check((text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol), "must be an http or https URL"),
  v.check((text) => {
    const { username, password, search, hash } = new URL(text);
    return username + password + search + hash === "";
  }, "must be scheme, host and path alone: credentials and queries don't belong into it"),
  // Keys and prompts in the clear; a host that is reached over loopback is this one.
  v.check((text) => {
    const { protocol, hostname } = new URL(text);
    return protocol === "https:" || isLoopback(hostname);
  }, "must be https unless the host is loopback"),
);

const UpstreamSettings = v.strictObject({
  url: v.optional(HttpUrl, "https://api.anthropic.com"),
  /** The upstream key of each environment; virtual keys of an environment without one are refused. */
  keys: v.optional(v.partial(v.strictObject(v.entriesFromList(ENVIRONMENTS, Source)))),
  /** In place of `keys`: the rings that `sallyport keys` keeps, whose keys change while the gateway runs. */
  rings: v.optional(v.strictObject({ file: v.pipe(v.string(), v.nonEmpty()), master: Source })),
  connections: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(10_000)), 512),
  connectTimeoutMs: ms(10_000),
  /** Until the first byte of an answer. A whole answer may take the API ten minutes. */
  headersTimeoutMs: ms(660_000),
  /** Between two bytes of an answer. The slowest common client gives up after 300 s of silence, others after 600 s. */
  bodyTimeoutMs: ms(660_000),
});

const UpstreamSchema = v.pipe(
  UpstreamSettings,
  v.check(({ keys, rings }) => keys === undefined || rings === undefined, "both `keys` and `rings` are given: leave one out"),
  v.transform(({ keys, ...upstream }) => ({
    ...upstream,
    keys: keys ?? (upstream.rings === undefined ? FROM_ENVIRONMENT : NONE),
  })),
);
const FROM_ENVIRONMENT: Partial<Record<Environment, KeySource>> = { development: { kind: "env", name: "ANTHROPIC_API_KEY" } };
const NONE: typeof FROM_ENVIRONMENT = {};

const LimitsSchema = v.strictObject({
  /** Of a request's header section. */
  headerBytes: bytes(32_768),
  /** Of a request's body, as sent and as decoded. 32 MB is the API's own limit. */
  bodyBytes: bytes(32 * MIB),
  /** Of a request that the policy lets pass unread: it is never held in memory. The API takes files of 500 MB. */
  unreadBodyBytes: bytes(512 * MIB),
  /** Of a whole answer. */
  responseBytes: bytes(64 * MIB),
  /** A client must have sent its headers, and then its whole request, within this time: slow ones hold connections for nothing. */
  headersTimeoutMs: ms(15_000),
  requestTimeoutMs: ms(120_000),
  /** A connection without a request stays open for so long: longer than common load balancers keep theirs. */
  keepAliveTimeoutMs: ms(75_000),
  /** A client that takes nothing of its answer for so long is cut, and its upstream call with it. */
  stallTimeoutMs: ms(300_000),
});

const ConfigSchema = v.strictObject({
  host: v.optional(v.pipe(v.string(), v.nonEmpty()), "127.0.0.1"),
  /** 0 takes any free port. */
  port: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(65_535)), 8787),
  /** Where clients reach the gateway, for addresses in answers that lead back to it. Such addresses are relative if left out. */
  publicUrl: v.optional(HttpUrl),
  upstream: v.optional(UpstreamSchema, {}),
  /** Key of fingerprints, placeholders and nonces, at least 16 characters; shared by replicas. Random for the life of the process if left out. */
  secret: v.optional(Source),
  /** A policy as data. The preset `balanced` if neither this nor `policyFile` is given. */
  policy: v.optional(v.record(v.string(), v.unknown())),
  /** Path of a policy file, in YAML or JSON. */
  policyFile: v.optional(v.pipe(v.string(), v.nonEmpty())),
  /** Path of the SQLite file that holds virtual keys and the audit trail; made if it isn't there. */
  database: v.optional(
    v.pipe(v.string(), v.nonEmpty(), v.notValue(":memory:", "must be a file: what is in memory alone is lost")),
    "sallyport.db",
  ),
  limits: v.optional(LimitsSchema, {}),
  /** How long a shutdown waits for exchanges to end by themselves. */
  shutdownGraceMs: ms(30_000),
  /** `info` logs exchanges that were not simply allowed; `debug` logs all of them. */
  logLevel: v.optional(v.picklist(["silent", "error", "warn", "info", "debug"]), "info"),
});

/** What an operator may write. */
export type GatewayConfigInput = v.InferInput<typeof ConfigSchema>;
export type GatewayConfig = v.InferOutput<typeof ConfigSchema>;

/**
 * @param input - Parsed JSON or YAML, or an object literal; every part may be left out.
 * @throws {@link GatewayConfigError} for the first thing that is wrong, with its place, never with its value.
 */
export function parseGatewayConfig(input: unknown): GatewayConfig {
  if (Array.isArray(input)) throw new GatewayConfigError("", "the configuration must be an object, not a list");
  const result = v.safeParse(ConfigSchema, input, { abortEarly: true });
  if (!result.success) {
    const [issue] = result.issues;
    throw new GatewayConfigError(v.getDotPath(issue) ?? "", describe(issue));
  }
  if (result.output.policy !== undefined && result.output.policyFile !== undefined) {
    throw new GatewayConfigError("policyFile", "both `policy` and `policyFile` are given: leave one out");
  }
  return result.output;
}

/** The library's own messages repeat what was received; ours don't. */
function describe(issue: v.InferIssue<typeof ConfigSchema>): string {
  if (issue.type === "strict_object" && issue.expected === "never") return "unknown setting";
  return issue.message.startsWith("Invalid ") ? `expected ${issue.expected ?? "something else"}` : issue.message;
}
