/** What can't be read: refused, unless the policy lets it pass, and then passed as it is and put on record as unread. */
import { randomBytes } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import Anthropic from "@anthropic-ai/sdk";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { GatewayConfigInput } from "./config.js";
import { startTestBed } from "./gateway.testkit.js";
import type { TestBed } from "./gateway.testkit.js";

interface Seen {
  readonly line: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: Buffer;
}

/** The part of the API that this is about, with the address of its results where the real one has it. */
const seen: Seen[] = [];
const BATCH = {
  id: "msgbatch_1",
  type: "message_batch",
  processing_status: "ended",
  results_url: "https://api.anthropic.com/v1/messages/batches/msgbatch_1/results",
};
const RESULTS = `${JSON.stringify({ custom_id: "a", result: { type: "canceled" } })}\n`;
const CONTENT = randomBytes(3_000_000);
const api = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    seen.push({ line: `${request.method ?? ""} ${request.url ?? ""}`, headers: request.headers, body: Buffer.concat(chunks) });
    if (request.url?.endsWith("/results") === true)
      response.writeHead(200, { "content-type": "application/x-jsonl", "request-id": "req_01r" }).end(RESULTS);
    else if (request.url?.endsWith("/content") === true)
      response.writeHead(200, { "content-type": "application/octet-stream" }).end(CONTENT);
    else if (request.url?.includes("broken") === true) {
      response.writeHead(200, { "content-type": "application/octet-stream" }).write("half of it");
      setTimeout(() => response.destroy(), 50);
    } else response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(BATCH));
  });
});
let url: string;
beforeAll(async () => {
  await new Promise<void>((resolve) => api.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(api.address() as AddressInfo).port}`;
});
afterAll(() => {
  api.closeAllConnections();
  api.close();
});

const withBed = async (config: GatewayConfigInput, work: (bed: TestBed) => Promise<void>): Promise<void> => {
  seen.length = 0;
  const { upstream: _, ...rest } = config;
  const bed = await startTestBed({ upstreamUrl: url, config: rest });
  try {
    await work(bed);
  } finally {
    await bed.close();
  }
};
const OPENED = { policy: { version: 1, extends: "balanced", unread: { endpoint: "allow" } } };

describe("batches and files can't be read yet", () => {
  it.for([
    ["POST", "/v1/messages/batches"],
    ["GET", "/v1/messages/batches/msgbatch_1/results"],
    ["POST", "/v1/files?beta=true"],
    ["GET", "/files/file_1/content"],
    ["DELETE", "/v1/files/file_1"],
  ])("%s %s is refused by default, and only to who has a key", async ([method = "", path = ""]) => {
    await withBed({}, async (bed) => {
      expect((await fetch(bed.url + path, { method })).status).toBe(401);
      const response = await fetch(bed.url + path, { method, headers: { "x-api-key": bed.key } });
      expect(response.status).toBe(403);
      expect(response.headers.get("x-should-retry")).toBe("false");
      expect(await response.json()).toMatchObject({
        error: { type: "permission_error", details: { error_code: "sallyport_unread_content" } },
      });
      expect(bed.rows().at(-1)).toMatchObject({ ended: "refused", outcome: "blocked", problem: "sallyport_unread_content" });
      expect(seen).toEqual([]);
    });
  });
});

describe("where the policy lets them pass", () => {
  it("a batch goes up as it is; its results are asked for here, not past the gateway", async () => {
    await withBed(OPENED, async (bed) => {
      const client = new Anthropic({ baseURL: bed.url, apiKey: bed.key });
      const batch = await client.messages.batches.retrieve("msgbatch_1");
      expect(batch.results_url).toBe("/v1/messages/batches/msgbatch_1/results");
      const results: unknown[] = [];
      for await (const result of await client.messages.batches.results("msgbatch_1")) results.push(result);
      expect(results).toEqual([{ custom_id: "a", result: { type: "canceled" } }]);
      expect(seen.map(({ line }) => line)).toEqual([
        "GET /v1/messages/batches/msgbatch_1",
        "GET /v1/messages/batches/msgbatch_1",
        "GET /v1/messages/batches/msgbatch_1/results",
      ]);
      for (const { headers } of seen) {
        expect(headers["x-api-key"]).toBe(bed.upstreamKey);
        expect(headers.authorization).toBeUndefined();
      }
      for (const row of bed.rows())
        expect(row).toMatchObject({ outcome: "allowed with unread parts", ended: "complete", route: "/v1/messages/batches" });
      expect(bed.rows().at(-1)).toMatchObject({ upstream_request_id: "req_01r" });
    });
  });

  it("with a public address, the results are named there", async () => {
    await withBed({ ...OPENED, publicUrl: "https://gate.corp.example/" }, async (bed) => {
      const response = await fetch(`${bed.url}/v1/messages/batches/msgbatch_1`, { headers: { "x-api-key": bed.key } });
      expect(await response.json()).toMatchObject({
        results_url: "https://gate.corp.example/v1/messages/batches/msgbatch_1/results",
      });
      expect(response.headers.get("sallyport-outcome")).toBe("allowed with unread parts");
    });
  });

  it("a file goes up and comes down byte for byte, with what says how to read it", async () => {
    await withBed(OPENED, async (bed) => {
      const form = new FormData();
      form.append("file", new Blob([new Uint8Array(CONTENT)]), "a.bin");
      const up = await fetch(`${bed.url}/v1/files`, { method: "POST", headers: { "x-api-key": bed.key }, body: form });
      expect(up.status).toBe(200);
      expect(seen[0]?.headers["content-type"]).toMatch(/^multipart\/form-data; boundary=/);
      expect(seen[0]?.body.includes(CONTENT)).toBe(true);
      const down = await fetch(`${bed.url}/v1/files/file_1/content`, { headers: { "x-api-key": bed.key } });
      expect(Buffer.from(await down.arrayBuffer()).equals(CONTENT)).toBe(true);
    });
  });

  it("a body beyond the limit is refused, declared or not", async () => {
    await withBed({ ...OPENED, limits: { unreadBodyBytes: 100_000 } }, async (bed) => {
      const send = (body: BodyInit): Promise<Response> =>
        fetch(`${bed.url}/v1/files`, { method: "POST", headers: { "x-api-key": bed.key }, body, duplex: "half" } as RequestInit);
      expect((await send(new Uint8Array(100_001))).status).toBe(413);
      const stream = new ReadableStream<Uint8Array>({
        start(controller) {
          for (let count = 0; count < 5; count += 1) controller.enqueue(new Uint8Array(30_000));
          controller.close();
        },
      });
      expect((await send(stream)).status).toBe(413);
      expect(bed.rows()).toMatchObject([{ problem: "body-too-large" }, { problem: "body-too-large" }]);
    });
  });

  it("a body that breaks off breaks off for the client too", async () => {
    await withBed(OPENED, async (bed) => {
      const response = await fetch(`${bed.url}/v1/files/broken`, { headers: { "x-api-key": bed.key } });
      await expect(response.text()).rejects.toThrow();
      expect(bed.rows()).toMatchObject([{ ended: "upstream-failed" }]);
    });
  });
});
