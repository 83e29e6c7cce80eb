import Anthropic, { type ClientOptions, type Middleware } from "@anthropic-ai/sdk";
import { afterEach, describe, expect, it, vi } from "vitest";
import { blindSpots, guardedFetch, sallyport } from "./index.js";
import { POLICY, testClient, testSandbox } from "./sdk.testkit.js";

afterEach(() => {
  vi.unstubAllEnvs();
});

const silent = { debug() {}, info() {}, warn() {}, error() {} };

/** What one exchange of a client with these options makes Sallyport warn about. */
async function warningsOf(options: ClientOptions, request: Anthropic.RequestOptions = {}): Promise<readonly string[]> {
  const warnings: string[] = [];
  const sandbox = await testSandbox();
  const client = testClient(sandbox, {
    logger: silent,
    ...options,
    middleware: [sallyport(POLICY, { warn: (message) => warnings.push(message) })],
  });
  for (let time = 0; time < 2; time += 1) {
    await client.messages.create({ model: "echo", max_tokens: 50, messages: [{ role: "user", content: "hello" }] }, request);
  }
  return warnings;
}

describe("honest: what the middleware can't see is said once", () => {
  it("nothing, where nothing is on", async () => {
    for (const logLevel of ["off", "error", "warn", "info"] as const) expect(await warningsOf({ logLevel })).toEqual([]);
  });

  it("the debug log, by client option", async () => {
    expect(await warningsOf({ logLevel: "debug" })).toEqual([expect.stringContaining("debug log")]);
  });

  it("the debug log, by environment", async () => {
    vi.stubEnv("ANTHROPIC_LOG", "debug");
    expect(await warningsOf({})).toEqual([expect.stringContaining("debug log")]);
  });

  it("telemetry with content, by environment", async () => {
    vi.stubEnv("ANTHROPIC_OPEN_TELEMETRY_TRACES_CONTENT_MODE", "content");
    expect(await warningsOf({})).toEqual([expect.stringContaining("OpenTelemetry")]);
    vi.stubEnv("ANTHROPIC_OPEN_TELEMETRY", "false");
    expect(await warningsOf({})).toEqual([]);
  });

  it("telemetry with content, by client option: `blindSpots(client)` tells", () => {
    const traced = new Anthropic({ apiKey: "none", openTelemetry: { traces: { contentMode: "content" } } });
    expect(blindSpots(traced)).toEqual([expect.stringContaining("OpenTelemetry")]);
    expect(blindSpots(new Anthropic({ apiKey: "none", logLevel: "debug" }))).toEqual([expect.stringContaining("debug log")]);
    expect(blindSpots(new Anthropic({ apiKey: "none" }))).toEqual([]);
    // The client's own option counts, whatever the environment says.
    vi.stubEnv("ANTHROPIC_OPEN_TELEMETRY_TRACES_CONTENT_MODE", "content");
    expect(blindSpots(new Anthropic({ apiKey: "none", openTelemetry: false }))).toEqual([]);
  });

  it("middleware of a request, which runs after the client's", async () => {
    const other: Middleware = (request, next) => next(request);
    expect(await warningsOf({}, { middleware: [other] })).toEqual([expect.stringContaining("runs after")]);
  });

  it("but not Sallyport itself, last in a request's list", async () => {
    const warnings: string[] = [];
    const sandbox = await testSandbox();
    const own = sallyport(POLICY, { warn: (message) => warnings.push(message) });
    await testClient(sandbox).messages.create(
      { model: "echo", max_tokens: 50, messages: [{ role: "user", content: "hello" }] },
      { middleware: [(request, next) => next(request), own] },
    );
    expect(warnings).toEqual([]);
  });

  it("the fetch wrapper warns as well, and by default to the console", () => {
    vi.stubEnv("ANTHROPIC_LOG", "debug");
    const console = vi.spyOn(globalThis.console, "warn").mockReturnValue();
    guardedFetch(POLICY);
    expect(console.mock.calls).toEqual([[expect.stringMatching(/^sallyport: .*debug log/)]]);
    console.mockRestore();
  });
});
