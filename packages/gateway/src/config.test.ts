/** The configuration is parsed at the edge, and its errors name a place and never a value. */
import { describe, expect, it } from "vitest";
import { GatewayConfigError, parseGatewayConfig } from "./config.js";

describe("configuration", () => {
  it("fills in every default", () => {
    expect(parseGatewayConfig({})).toMatchObject({
      host: "127.0.0.1",
      port: 8787,
      upstream: { url: "https://api.anthropic.com", keys: { development: { kind: "env", name: "ANTHROPIC_API_KEY" } } },
      database: "sallyport.db",
      limits: { bodyBytes: 33_554_432 },
      logLevel: "info",
    });
  });

  it("keeps what is given beside the defaults", () => {
    const config = parseGatewayConfig({ limits: { bodyBytes: 10 }, upstream: { keys: { production: "file:/k" } } });
    expect(config.limits).toMatchObject({ bodyBytes: 10, headerBytes: 32_768 });
    expect(config.upstream.keys).toEqual({ production: { kind: "file", path: "/k" } });
  });

  const cases: readonly (readonly [name: string, input: unknown, message: string])[] = [
    ["a typo", { prot: 1 }, "unknown setting at `prot`"],
    ["a typo further in", { limits: { bodybytes: 1 } }, "unknown setting at `limits.bodybytes`"],
    ["a wrong type", { port: "8787" }, "expected number at `port`"],
    ["a port out of range", { port: 70_000 }, "at `port`"],
    ["a list", [], "must be an object"],
    ["a text", "port: 1", "expected Object"],
    [
      "an upstream in the clear",
      { upstream: { url: "http://api.example.com" } },
      "must be https unless the host is loopback at `upstream.url`",
    ],
    ["an upstream that isn't one", { upstream: { url: "ftp://a" } }, "must be an http or https URL at `upstream.url`"],
    [
      "credentials in the upstream's URL",
      { upstream: { url: "https://u:hunter22@a.example" } },
      "don't belong into it at `upstream.url`",
    ],
    ["a query in the upstream's URL", { upstream: { url: "https://a.example/?k=hunter22" } }, "at `upstream.url`"],
    [
      "a key in place of its source",
      { upstream: { keys: { development: `sk-ant-api03-${"hunter22".repeat(12)}` } } },
      "write env:NAME, file:PATH, exec:COMMAND or stdin at `upstream.keys.development`",
    ],
    ["an unknown environment", { upstream: { keys: { prod: "env:A" } } }, "unknown setting at `upstream.keys.prod`"],
    ["a database in memory", { database: ":memory:" }, "must be a file"],
    ["two policies", { policy: {}, policyFile: "a" }, "both `policy` and `policyFile`"],
  ];
  it.for(cases)("refuses %s", ([, input, message]) => {
    expect(() => parseGatewayConfig(input)).toThrow(GatewayConfigError);
    expect(() => parseGatewayConfig(input)).toThrow(message);
    expect(() => parseGatewayConfig(input)).not.toThrow("hunter22");
  });

  it("takes an upstream in the clear on loopback", () => {
    for (const url of ["http://127.0.0.1:1", "http://localhost:1/base", "http://[::1]:1"]) {
      expect(parseGatewayConfig({ upstream: { url } }).upstream.url).toBe(url);
    }
  });
});
