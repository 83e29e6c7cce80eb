/**
 * Copies of prompts and answers that leave the SDK before the middleware or behind its back. Nothing in the middleware can check them, so it
 * says so once, loudly, when one of them is on.
 */

/** What of the official client shows a blind spot. */
export interface ObservedClient {
  readonly logLevel?: string | undefined;
  readonly openTelemetry?: { readonly traces: { readonly enabled?: boolean; readonly contentMode?: string } } | undefined;
}

/** Says each message once. */
export function createWarner(warn: (message: string) => void): (message: string) => void {
  const said = new Set<string>();
  return (message) => {
    if (said.has(message)) return;
    said.add(message);
    warn(message);
  };
}

const DEBUG_LOG =
  "the SDK's debug log prints request bodies as they are before Sallyport edits them: set the log level (`logLevel`, ANTHROPIC_LOG) to `info` or lower";
const TELEMETRY =
  "OpenTelemetry spans record prompts and answers before Sallyport sees them: set ANTHROPIC_OPEN_TELEMETRY_TRACES_CONTENT_MODE (or `openTelemetry.traces.contentMode`) to `metadata_only`";
const INNER_MIDDLEWARE =
  "middleware of a single request runs after the client's and may send what Sallyport hasn't seen: put Sallyport last in that list";

/**
 * What a client writes elsewhere, past any middleware: one sentence each.
 * @param client - The official SDK's client; without it only the environment is looked at.
 */
export function blindSpots(client?: ObservedClient): readonly string[] {
  const spots: string[] = [];
  const level = client?.logLevel ?? environment("ANTHROPIC_LOG");
  if (level === "debug") spots.push(DEBUG_LOG);
  const traces = client?.openTelemetry?.traces;
  const enabled = traces?.enabled ?? environment("ANTHROPIC_OPEN_TELEMETRY")?.toLowerCase() !== "false";
  const mode = traces?.contentMode ?? environment("ANTHROPIC_OPEN_TELEMETRY_TRACES_CONTENT_MODE")?.toLowerCase();
  if (enabled && mode === "content") spots.push(TELEMETRY);
  return spots;
}

/**
 * What one request through the middleware shows beside that: a logger that prints at level `debug` (the SDK hands out bound functions for the
 * levels that are on, and an empty one for those that are off), and middleware that runs after this one.
 */
export function blindSpotsOf(
  context: {
    readonly logger: { readonly debug: unknown };
    readonly options?: { readonly middleware?: readonly unknown[] | undefined } | undefined;
  },
  self: unknown,
): readonly string[] {
  const spots: string[] = [];
  const { debug } = context.logger;
  if (typeof debug === "function" && debug.name.startsWith("bound ")) spots.push(DEBUG_LOG);
  const inner = context.options?.middleware ?? [];
  if (inner.length > 0 && inner.at(-1) !== self) spots.push(INNER_MIDDLEWARE);
  return spots;
}

/** Empty counts as unset, as the SDK has it. Browsers and some workers have no environment; Deno may forbid a look at it. */
function environment(name: string): string | undefined {
  try {
    const { process } = globalThis as { readonly process?: { readonly env?: Readonly<Record<string, string | undefined>> } };
    return process?.env?.[name]?.trim() || undefined;
  } catch {
    return undefined;
  }
}
