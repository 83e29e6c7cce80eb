/** Promise 7: an exchange whose last byte the client got is in the audit trail, whatever is killed next. */
import { connect } from "node:net";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startSandbox } from "@sallyport/sandbox";
import Database from "libsql";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bundleGateway, spawnGateway } from "./child.testkit.js";
import type { Bundle } from "./child.testkit.js";
import { events, PLAIN, post, readRows, startTestBed, until } from "./gateway.testkit.js";
import { openStore } from "./store/sqlite.js";
import { issueVirtualKey } from "./auth/virtual-keys.js";

describe("killed at any moment", () => {
  let bundle: Bundle;
  beforeAll(async () => {
    bundle = await bundleGateway();
  });
  afterAll(() => bundle.remove());

  it("every exchange that a client has whole is on record, over ten kills", { timeout: 240_000 }, async () => {
    const folder = await mkdtemp(join(tmpdir(), "sallyport-kill-"));
    const database = join(folder, "gateway.db");
    const sandbox = await startSandbox({ handler: () => ({ content: "Well said." }) });
    await writeFile(join(folder, "key"), sandbox.createKey(), { mode: 0o600 });
    const store = openStore(database);
    const { key } = await issueVirtualKey(store.virtualKeys, { environment: "development", name: "load" });
    store.close();
    const acknowledged = new Set<string>();
    let refused = 0;

    /** Asks again and again until the gateway dies; an answer counts when its last byte is here. */
    const client = async (url: string, index: number): Promise<void> => {
      for (let turn = index; ; turn += 1) {
        const response = await post(url, turn % 7 === 0 ? `${key}x` : key, turn % 2 === 0 ? { ...PLAIN, stream: true } : PLAIN);
        const id = response.headers.get("request-id");
        const text = await response.text();
        if (response.status === 401) refused += 1;
        else if (turn % 2 === 0 ? events(text).at(-1)?.event !== "message_stop" : !text.endsWith("}")) continue;
        if (id !== null) acknowledged.add(id);
      }
    };

    try {
      for (let round = 0; round < 10; round += 1) {
        const gateway = await spawnGateway(bundle, {
          port: 0,
          database,
          logLevel: "silent",
          upstream: { url: sandbox.url, keys: { development: `file:${folder}/key` } },
        });
        const before = acknowledged.size;
        const clients = Array.from({ length: 12 }, (_, index) => client(gateway.url, index).catch(() => undefined));
        await until(() => acknowledged.size > before + 20, "clients have answers");
        await new Promise((resolve) => setTimeout(resolve, Math.random() * 100));
        await gateway.kill("SIGKILL");
        await Promise.all(clients);
      }
      const rows = readRows(database);
      const recorded = new Set(rows.flatMap((row) => [row["upstream_request_id"], row["id"]]));
      expect(acknowledged.size).toBeGreaterThan(200);
      expect(refused).toBeGreaterThan(10);
      expect([...acknowledged].filter((id) => !recorded.has(id))).toEqual([]);
      const check = new Database(database);
      expect(check.pragma("integrity_check")).toMatchObject([{ integrity_check: "ok" }]);
      check.close();
    } finally {
      await sandbox.close();
      await rm(folder, { recursive: true });
    }
  });
});

describe("the client gets its last byte after the commit, not before", () => {
  it("while another process holds the database, answers wait, and streams stand before their end", async () => {
    const bed = await startTestBed();
    const other = new Database(bed.database);
    try {
      other.exec("begin immediate");
      const streaming = await post(bed.url, bed.key, { ...PLAIN, stream: true });
      let streamed = "";
      let ended = false;
      const reading = (async () => {
        for await (const chunk of streaming.body as unknown as AsyncIterable<Uint8Array>)
          streamed += Buffer.from(chunk).toString();
        ended = true;
      })();
      let answered = false;
      const whole = post(bed.url, bed.key, PLAIN).then((response) => {
        answered = true;
        return response;
      });
      await until(
        () => streamed.includes("event: message_delta") && bed.sandbox.requests.length === 2,
        "all but the end is here",
      );
      await new Promise((resolve) => setTimeout(resolve, 300));
      expect([ended, answered, streamed.includes("message_stop")]).toEqual([false, false, false]);
      other.exec("commit");
      await reading;
      expect(events(streamed).at(-1)?.event).toBe("message_stop");
      expect((await whole).status).toBe(200);
      expect(bed.rows()).toHaveLength(2);
    } finally {
      other.close();
      await bed.close();
    }
  });
});

describe("what can't be recorded isn't acknowledged", () => {
  it("an error ends the stream, an error answers, nothing new is begun, and all is well again when the trail is", async () => {
    const bed = await startTestBed({ sandbox: { stream: { betweenMs: 30 } } });
    const database = new Database(bed.database);
    const ready = async (): Promise<number> => (await fetch(`${bed.url}/readyz`)).status;
    try {
      expect(await ready()).toBe(200);
      // Begun while all was well.
      const stream = await post(bed.url, bed.key, { ...PLAIN, stream: true });
      const whole = await startTestBed();
      const wholeDatabase = new Database(whole.database);
      database.exec("alter table exchange rename to gone; alter table probe rename to gone_too");
      wholeDatabase.exec("alter table exchange rename to gone; alter table probe rename to gone_too");
      wholeDatabase.close();

      const text = await stream.text();
      expect(events(text).map(({ event }) => event)).not.toContain("message_stop");
      expect(events(text).at(-1)).toMatchObject({
        event: "error",
        data: { error: { type: "permission_error", details: { error_code: "sallyport_not_recorded" } } },
      });

      const refused = await post(whole.url, whole.key, PLAIN);
      expect(refused.status).toBe(403);
      expect(refused.headers.get("x-should-retry")).toBe("false");
      expect(await refused.json()).toMatchObject({
        error: { type: "permission_error", details: { error_code: "sallyport_not_recorded" } },
      });
      expect(whole.sandbox.requests).toHaveLength(1);
      await whole.close();

      expect(await ready()).toBe(503);
      expect((await fetch(`${bed.url}/healthz`)).status).toBe(200);
      const before = bed.sandbox.requests.length;
      expect((await post(bed.url, bed.key, PLAIN)).status).toBe(403);
      expect(bed.sandbox.requests).toHaveLength(before);
      expect(bed.log()).toContain('"event":"audit_failing"');

      database.exec("alter table gone rename to exchange; alter table gone_too rename to probe");
      await until(() => bed.log().includes('"event":"audit_recovered"'), "the trail is well again");
      expect(await ready()).toBe(200);
      expect((await post(bed.url, bed.key, PLAIN)).status).toBe(200);
    } finally {
      database.close();
      await bed.close();
    }
  });
});

describe("shutdown", () => {
  it("stops accepting, lets streams end, and has all on record", async () => {
    const bed = await startTestBed({ sandbox: { stream: { betweenMs: 50 } } });
    const stream = await post(bed.url, bed.key, { ...PLAIN, stream: true });
    const closing = bed.gateway.close();
    await expect(fetch(`${bed.url}/readyz`)).rejects.toThrow();
    expect(events(await stream.text()).at(-1)?.event).toBe("message_stop");
    await closing;
    expect(bed.rows()).toMatchObject([{ ended: "complete", outcome: "allowed" }]);
    await bed.close();
  });

  it("a request that comes on an open connection meanwhile is told to try again elsewhere", async () => {
    const bed = await startTestBed({ sandbox: { stream: { betweenMs: 100 } } });
    const { hostname, port } = new URL(bed.url);
    const body = JSON.stringify({ ...PLAIN, stream: true });
    const request = `POST /v1/messages HTTP/1.1\r\nhost: h\r\nx-api-key: ${bed.key}\r\nanthropic-version: 2026-10-21\r\ncontent-length: ${body.length}\r\n\r\n${body}`;
    let text = "";
    const socket = connect(Number(port), hostname);
    socket.setEncoding("utf8").on("data", (piece: string) => (text += piece));
    socket.write(request);
    await until(() => text.includes("message_start"), "the stream has begun");
    const closing = bed.gateway.close();
    socket.write(request);
    await closing;
    await until(() => socket.readyState === "closed" || socket.readyState === "writeOnly", "the connection closes");
    expect(text).toContain("event: message_stop");
    expect(text).toMatch(/HTTP\/1\.1 503 [^]*x-should-retry: true[^]*shutting down/);
    await bed.close();
  });

  it("after the grace time streams end with an error event, whole answers with an error", async () => {
    const bed = await startTestBed({ sandbox: { stream: { betweenMs: 60_000 } }, config: { shutdownGraceMs: 300 } });
    const stream = await post(bed.url, bed.key, { ...PLAIN, stream: true });
    bed.sandbox.failNext({ type: "cut", afterEvents: 1_000 });
    const slow = await startTestBed({
      sandbox: { handler: () => new Promise(() => undefined) },
      config: { shutdownGraceMs: 300 },
    });
    const whole = post(slow.url, slow.key, PLAIN);
    await until(() => slow.sandbox.requests.length === 1, "the upstream is asked");
    await Promise.all([bed.gateway.close(), slow.gateway.close()]);
    expect(events(await stream.text()).at(-1)).toMatchObject({
      event: "error",
      data: { error: { message: expect.stringContaining("shutting down") as string } },
    });
    expect((await whole).status).toBe(503);
    expect((await whole).headers.get("x-should-retry")).toBe("true");
    expect(bed.rows()).toMatchObject([{ ended: "shutdown", problem: "shutting-down" }]);
    expect(slow.rows()).toMatchObject([{ ended: "shutdown", status: 503 }]);
    await Promise.all([bed.close(), slow.close()]);
  });
});
