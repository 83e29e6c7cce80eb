/** Puts the parts together and opens the port. */
import { createServer, type Server } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { createHash } from "node:crypto";
import { createKeyStore, type GivenKey, type KeyOptions, type KeyStatus } from "./auth.js";
import { createCatalog } from "./catalog.js";
import type { MutableExchange, RecordedExchange } from "./exchange.js";
import type { Fault, StreamShape } from "./reply.js";
import { randomSeed } from "./ids.js";
import { createRateLimiter, type RateLimits } from "./rate-limit.js";
import { createAnswerer, type Behavior, type Handler, type Script } from "./script/script.js";
import { createListener } from "./server.js";
import { createThinkingBinding } from "./thinking-binding.js";

export interface SandboxOptions {
  /** Default: any free port. */
  readonly port?: number;
  /** Default: `127.0.0.1`, which nobody outside this machine reaches. */
  readonly host?: string;
  /** Answers first. What it leaves (undefined) goes to the scripts, then to the built-in models. */
  readonly handler?: Handler;
  readonly scripts?: readonly Script[];
  /** Default: any key is accepted, until one is made with `createKey`. */
  readonly keys?: readonly GivenKey[];
  /** What a model other than `echo` and `obedient` does where no script answers. Default: `echo`. */
  readonly defaultBehavior?: Behavior;
  /** Model ids beside those of the Claude API. */
  readonly models?: readonly string[];
  /** The same script, requests and seed give the same bytes. Default: random. */
  readonly seed?: string;
  /** Signs thinking blocks. Sandboxes with the same secret and organization accept each other's. Default: made from `seed`. */
  readonly signingSecret?: string;
  /** Default: the same for all sandboxes. */
  readonly organizationId?: string;
  /** Happens to every request that isn't given another one. */
  readonly fault?: Fault;
  /** How streams are written, where a reply doesn't say. */
  readonly stream?: StreamShape;
  readonly rateLimits?: RateLimits;
  /** How many of the latest exchanges `requests` keeps, as long as their bodies are under 128 MB together. Default 1000. */
  readonly recorded?: number;
  /** Hears of what a handler throws; the client gets a 500. Default: standard error. */
  readonly onError?: (error: unknown) => void;
  /** The clock for the expiry of keys and the rate limits. */
  readonly now?: () => Date;
}

export interface Sandbox {
  /** Without a trailing slash and without `/v1`: what the official SDK takes as `baseURL`. */
  readonly url: string;
  readonly port: number;
  /** The exchanges so far, the oldest first. */
  readonly requests: readonly RecordedExchange[];
  /** Makes a key of the real shape. From the first one on, only keys of this sandbox are accepted. */
  createKey(options?: KeyOptions): string;
  /** Makes a key for the Admin API, and for nothing else. */
  createAdminKey(): string;
  /** @throws Error if the key isn't of this sandbox. */
  setKeyStatus(key: string, status: KeyStatus): void;
  /** The next request that reaches a model gets this fault; called again, the one after it. */
  failNext(fault: Fault): void;
  /** Ends all connections. */
  close(): Promise<void>;
}

const DEFAULT_ORGANIZATION = "5a11b0a7-0000-4000-8000-000000000000";
const DEFAULT_RECORDED = 1000;
/** Of bodies; a long run with large ones would fill the memory otherwise. */
const MAX_RECORDED_BYTES = 128 * 1024 * 1024;
const KEEP_ALIVE_MS = 65_000;

/**
 * Starts an offline stand-in for the Claude API.
 * @throws Error of `node:net` if the port can't be had.
 * @example
 * const sandbox = await startSandbox({ handler: () => ({ content: "Hello" }) });
 * const client = new Anthropic({ baseURL: sandbox.url, apiKey: sandbox.createKey() });
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { port = 0, host = "127.0.0.1", now = () => new Date(), organizationId = DEFAULT_ORGANIZATION } = options;
  const seed = options.seed ?? randomSeed();
  const keys = createKeyStore(options.keys ?? [], now);
  const requests: RecordedExchange[] = [];
  const faults: Fault[] = [];
  const server = createServer(
    createListener({
      keys,
      catalog: createCatalog(options.models),
      binding: createThinkingBinding(options.signingSecret ?? secretFrom(seed), organizationId),
      limiter: createRateLimiter(options.rateLimits ?? {}, now),
      answerer: createAnswerer(options.handler, options.scripts ?? [], options.defaultBehavior ?? "echo"),
      organizationId,
      seed,
      takeFault: () => faults.shift() ?? options.fault,
      shape: options.stream ?? {},
      onError: options.onError ?? console.error,
      record: keepLatest(requests, options.recorded ?? DEFAULT_RECORDED),
    }),
  );
  // Longer than clients keep theirs, so that no request meets a connection that is just being closed.
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  server.listen(port, host);
  await once(server, "listening");
  const address = server.address() as AddressInfo;
  return {
    url: `http://${address.family === "IPv6" ? `[${address.address}]` : address.address}:${address.port}`,
    port: address.port,
    requests,
    createKey: (keyOptions = {}) => keys.create(keyOptions),
    createAdminKey: () => keys.createAdminKey(),
    setKeyStatus: (key, status) => {
      keys.setStatus(key, status);
    },
    failNext: (fault) => {
      faults.push(fault);
    },
    close: () => closeServer(server),
  };
}

function keepLatest(requests: RecordedExchange[], limit: number): (exchange: MutableExchange) => void {
  return (exchange) => {
    requests.push(exchange);
    let bytes = requests.reduce((sum, { body }) => sum + body.length, 0);
    while (requests.length > limit || (bytes > MAX_RECORDED_BYTES && requests.length > 1))
      bytes -= requests.shift()?.body.length ?? 0;
  };
}

function secretFrom(seed: string): string {
  return createHash("sha256").update(`signing:${seed}`).digest("hex");
}

async function closeServer(server: Server): Promise<void> {
  const closed = once(server, "close");
  server.close();
  server.closeAllConnections();
  await closed;
}
