/** Identity comes from the whole virtual key alone: not from its hash, a piece of it, another spelling, or what was true a moment ago. */
import { request as httpRequest } from "node:http";
import { createVirtualKey, hashVirtualKey } from "@sallyport/keys";
import Database from "libsql";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseGatewayConfig } from "../config.js";
import { anthropicKey, PLAIN, startTestBed } from "../gateway.testkit.js";
import type { TestBed } from "../gateway.testkit.js";
import { startGateway } from "../start.js";
import { issueVirtualKey } from "./virtual-keys.js";

let bed: TestBed;
beforeAll(async () => {
  bed = await startTestBed();
});
afterAll(() => bed.close());

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: { readonly error?: { readonly type?: string; readonly message?: string } };
}

/** Sends headers exactly as given, repeated ones too. */
function call(headers: readonly (readonly [string, string])[], url = bed.url): Promise<Answer> {
  const raw = [["host", "gateway"], ["anthropic-version", "2026-10-21"], ["content-type", "application/json"], ...headers].flat();
  return new Promise((resolve, reject) => {
    const request = httpRequest(`${url}/v1/messages`, { method: "POST", headers: raw }, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (piece: string) => (text += piece));
      response.on("end", () => {
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: JSON.parse(text) as Answer["body"] });
      });
    });
    request.on("error", reject);
    request.end(JSON.stringify(PLAIN));
  });
}

const expectRefused = (answer: Answer): void => {
  expect(answer.status).toBe(401);
  expect(answer.body).toMatchObject({ type: "error", error: { type: "authentication_error" } });
  expect(answer.headers["x-should-retry"]).toBe("false");
};

describe("a hash is no key", () => {
  it("a, the stored hash opens nothing, in either header", async () => {
    const database = new Database(bed.database);
    const row: unknown = database.prepare("select hash from virtual_key where id = ?").get(bed.keyId);
    database.close();
    const { hash } = row as { hash: string };
    expect(hash).toBe(hashVirtualKey(bed.key));
    expectRefused(await call([["authorization", `Bearer ${hash}`]]));
    expectRefused(await call([["x-api-key", hash]]));
  });

  it("b, a key that shares its first characters with a known one is another", async () => {
    expect((await call([["x-api-key", bed.key]])).status).toBe(200);
    const other = createVirtualKey("development");
    expectRefused(await call([["x-api-key", bed.key.slice(0, 24) + other.slice(24)]]));
    expectRefused(await call([["x-api-key", other]]));
  });

  it("c, two keys in two headers open nothing, either way round", async () => {
    const other = await bed.issue("development");
    expectRefused(
      await call([
        ["x-api-key", bed.key],
        ["authorization", `Bearer ${other}`],
      ]),
    );
    expectRefused(
      await call([
        ["x-api-key", other],
        ["authorization", `Bearer ${bed.key}`],
      ]),
    );
    expect(
      (
        await call([
          ["x-api-key", bed.key],
          ["authorization", `Bearer ${bed.key}`],
        ])
      ).status,
    ).toBe(200);
  });

  it("d, another spelling is another key; one header twice is refused", async () => {
    expectRefused(await call([["x-api-key", bed.key.toUpperCase()]]));
    expectRefused(await call([["x-api-key", bed.key.toLowerCase()]]));
    expectRefused(
      await call([
        ["authorization", `Bearer ${bed.key}`],
        ["authorization", `Bearer ${bed.key}`],
      ]),
    );
    expectRefused(
      await call([
        ["x-api-key", bed.key],
        ["x-api-key", bed.key],
      ]),
    );
    // HTTP takes blanks around a value away; between scheme and key any number may stand (RFC 9110, section 11.4).
    expect((await call([["x-api-key", `${bed.key} `]])).status).toBe(200);
    expect((await call([["authorization", `Bearer  ${bed.key}`]])).status).toBe(200);
    expectRefused(await call([["authorization", `Bearer ${bed.key} x`]]));
    expectRefused(await call([["authorization", bed.key]]));
    expectRefused(await call([["authorization", `Basic ${Buffer.from(`x:${bed.key}`).toString("base64")}`]]));
  });

  it("e, a key disabled anywhere is refused there at once, and by every replica within a second", async () => {
    const { key, record } = await issueVirtualKey(bed.gateway.virtualKeys, { environment: "development", name: "short-lived" });
    const replica = await startGateway(
      parseGatewayConfig({
        port: 0,
        database: bed.database,
        logLevel: "silent",
        upstream: { url: bed.sandbox.url, keys: { development: `file:${bed.folder}/upstream-key` } },
      }),
    );
    try {
      expect((await call([["x-api-key", key]])).status).toBe(200);
      expect((await call([["x-api-key", key]], replica.url)).status).toBe(200);
      expect(await bed.gateway.virtualKeys.disable(record.id, new Date())).toBe(true);
      expectRefused(await call([["x-api-key", key]]));
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      expectRefused(await call([["x-api-key", key]], replica.url));
      expect(await bed.gateway.virtualKeys.disable(record.id, new Date())).toBe(false);
    } finally {
      await replica.close();
    }
  });

  it("only valid calls reached the upstream, and every call is on record", () => {
    const rows = bed.rows();
    const passed = rows.filter(({ status }) => status === 200);
    expect(bed.sandbox.requests).toHaveLength(passed.length);
    expect(rows.filter(({ ended }) => ended === "refused").length).toBeGreaterThan(14);
  });

  it("a known key and an unknown one are refused in the same words and the same time", async () => {
    const { key, record } = await issueVirtualKey(bed.gateway.virtualKeys, { environment: "development", name: "disabled" });
    await bed.gateway.virtualKeys.disable(record.id, new Date());
    const times = { known: [] as number[], unknown: [] as number[] };
    const unknown = createVirtualKey("development");
    const words = new Set<string | undefined>();
    for (let count = 0; count < 200; count += 1) {
      for (const kind of count % 2 === 0 ? (["known", "unknown"] as const) : (["unknown", "known"] as const)) {
        const started = performance.now();
        const answer = await call([["x-api-key", kind === "known" ? key : unknown]]);
        times[kind].push(performance.now() - started);
        words.add(answer.body.error?.message);
      }
    }
    const median = (all: number[]): number => all.sort((a, b) => a - b)[all.length / 2] ?? 0;
    expect(words.size).toBe(1);
    expect(Math.abs(median(times.known) / median(times.unknown) - 1)).toBeLessThan(0.2);
  });
});

describe("a client is told what is wrong with its key, without a character of it", () => {
  it("no key", async () => {
    const answer = await call([]);
    expectRefused(answer);
    expect(answer.body.error?.message).toContain("no key was sent");
  });

  it("a mistyped key", async () => {
    const answer = await call([["x-api-key", bed.key.slice(0, -1) + (bed.key.endsWith("A") ? "B" : "A")]]);
    expectRefused(answer);
    expect(answer.body.error?.message).toContain("looks mistyped");
  });

  it("an Anthropic key", async () => {
    const answer = await call([["authorization", `Bearer ${anthropicKey()}`]]);
    expectRefused(answer);
    expect(answer.body.error?.message).toContain("this is an Anthropic key, not one of ours");
  });

  it("a key in a header that would go upstream", async () => {
    const answer = await call([
      ["x-api-key", bed.key],
      ["user-agent", `agent/${bed.key}`],
    ]);
    expectRefused(answer);
    expect(answer.body.error?.message).toContain("in a header where none belongs");
  });
});

describe("an environment's key opens that environment alone", () => {
  it("a production key finds no upstream key here, whatever it sends", async () => {
    const key = await bed.issue("production");
    const before = bed.sandbox.requests.length;
    const answer = await call([
      ["x-api-key", key],
      ["anthropic-workspace-id", "wrkspc_1"],
      ["x-environment", "development"],
    ]);
    expect(answer.status).toBe(403);
    expect(answer.body).toMatchObject({ error: { details: { error_code: "sallyport_no_upstream_key" } } });
    expect(bed.sandbox.requests).toHaveLength(before);
    expect(bed.rows().at(-1)).toMatchObject({ environment: "production", problem: "no-upstream-key", ended: "refused" });
  });

  it("two environments with one upstream key are refused at the start", async () => {
    const source = `file:${bed.folder}/upstream-key`;
    const config = parseGatewayConfig({
      port: 0,
      database: `${bed.folder}/other.db`,
      upstream: { keys: { development: source, production: source } },
    });
    await expect(startGateway(config)).rejects.toThrow(
      "the same key as of development: give each environment a key of its own at `upstream.keys.production`",
    );
  });
});
