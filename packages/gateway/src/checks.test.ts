/** Promises 2 and 8: a check that gives no verdict closes the door, and no record calls a failed check a passed one. */
import { createServer } from "node:http";
import type { ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { GatewayConfigInput } from "./config.js";
import { events, frameOf, PLAIN, post, startTestBed, startUpstream, textEvents, until } from "./gateway.testkit.js";
import type { TestBed } from "./gateway.testkit.js";

/** An outside classifier that answers as it is told. */
let answer: (response: ServerResponse) => void = (response) => response.end('{"bad":[]}');
const classifier = createServer((request, response) => {
  request.resume().on("end", () => {
    answer(response);
  });
});
let url: string;
beforeAll(async () => {
  await new Promise<void>((resolve) => classifier.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(classifier.address() as AddressInfo).port}/check`;
});
afterAll(() => {
  classifier.closeAllConnections();
  classifier.close();
});

const ADDRESS = "zyphkin.vox@jubwax.com";
const REQUEST = { ...PLAIN, messages: [{ role: "user", content: `Please mail ${ADDRESS} about the invoice.` }] };
const policyWith = (more: object, at = url): NonNullable<GatewayConfigInput["policy"]> => ({
  version: 1,
  patterns: { "e-mail": { pattern: "[a-z.]{1,40}@[a-z-]{1,40}\\.com", mask: "[EMAIL]" } },
  rules: { "e-mail": { detectors: ["e-mail"], action: "redact" } },
  checks: { classifier: { kind: "http", url: at, timeoutMs: 500, action: "block" } },
  ...more,
});
const withBed = async (
  policy: NonNullable<GatewayConfigInput["policy"]>,
  work: (bed: TestBed) => Promise<void>,
): Promise<void> => {
  const bed = await startTestBed({ config: { policy } });
  try {
    await work(bed);
  } finally {
    await bed.close();
  }
};
const coverageOf = (bed: TestBed): { request: { detectors: object; checks: object } } =>
  JSON.parse(String(bed.rows().at(-1)?.["coverage"])) as ReturnType<typeof coverageOf>;

/** Case `classifier-down-closes-the-door`. */
describe("a classifier that gives no verdict closes the door", () => {
  const failures: readonly (readonly [name: string, reason: string, answer: (response: ServerResponse) => void])[] = [
    ["500", "bad-status", (response) => response.writeHead(500).end()],
    ["html", "bad-answer", (response) => response.writeHead(200, { "content-type": "text/html" }).end("<html></html>")],
    ["error in 200", "bad-answer", (response) => response.end('{"error":"overloaded"}')],
    ["empty", "bad-answer", (response) => response.end("{}")],
    ["slow", "timeout", (response) => setTimeout(() => response.end('{"bad":[]}'), 10_000)],
    ["401", "bad-status", (response) => response.writeHead(401).end()],
    ["hangs up", "unreachable", (response) => response.destroy()],
  ];
  const expectClosed = async (bed: TestBed, reason: string): Promise<void> => {
    const response = await post(bed.url, bed.key, REQUEST);
    expect(response.status).toBe(403);
    expect(response.headers.get("x-should-retry")).toBe("false");
    expect(response.headers.get("sallyport-outcome")).toBe("could not be checked");
    expect(await response.json()).toMatchObject({
      type: "error",
      error: { type: "permission_error", details: { error_code: "sallyport_could_not_check" } },
    });
    expect(bed.sandbox.requests).toHaveLength(0);
    const row = bed.rows().at(-1);
    expect(row).toMatchObject({ outcome: "could not be checked", ended: "refused" });
    expect(JSON.parse(String(row?.["stops"]))).toMatchObject([{ kind: "check-failed", check: "classifier", reason }]);
    expect(coverageOf(bed).request.checks).toEqual({ classifier: "failed" });
    expect(JSON.stringify(row)).not.toContain(ADDRESS);
  };

  it.for(failures)("%s", async ([, reason, failing]) => {
    answer = failing;
    await withBed(policyWith({}), async (bed) => {
      await expectClosed(bed, reason);
      // Reported at the start, before any user met it.
      await until(() => bed.log().includes('"event":"check_unusable"'), "the log says that the check is unusable");
    });
  });

  it("refused", async () => {
    await withBed(policyWith({}, "http://127.0.0.1:1/check"), (bed) => expectClosed(bed, "unreachable"));
  });

  it("opened by the policy's word: the answer comes, local detectors have run, and the record says what failed", async () => {
    answer = (response) => setTimeout(() => response.end('{"bad":[]}'), 10_000);
    await withBed(policyWith({ failures: { checks: { classifier: "allow" } } }), async (bed) => {
      const response = await post(bed.url, bed.key, REQUEST);
      expect(response.status).toBe(200);
      expect(bed.sandbox.requests).toHaveLength(1);
      expect(bed.sandbox.requests[0]?.body.toString()).toContain("Please mail [EMAIL] about");
      expect(response.headers.get("sallyport-outcome")).toBe("redacted with a failed check");
      expect(bed.rows()).toMatchObject([{ outcome: "redacted with a failed check", action: "redact" }]);
      expect(coverageOf(bed).request).toMatchObject({ checks: { classifier: "opened" }, detectors: { failed: [], opened: [] } });
    });
  });

  it("one that objects blocks; one that doesn't lets pass", async () => {
    await withBed(policyWith({}), async (bed) => {
      answer = (response) => response.end('{"bad":["messages[0].content"]}');
      const blocked = await post(bed.url, bed.key, REQUEST);
      expect([blocked.status, blocked.headers.get("sallyport-outcome")]).toEqual([403, "blocked"]);
      answer = (response) => response.end('{"bad":[]}');
      expect((await post(bed.url, bed.key, REQUEST)).status).toBe(200);
      expect(coverageOf(bed).request.checks).toEqual({ classifier: "ran" });
    });
  });
});

/** Case `a-failed-check-is-no-pass`: one that works, one that fails and is opened, one with nothing to do. */
describe("a failed check is no pass, on streams as on whole answers", () => {
  it("the row, the header and the coverage say the same, and a block is a block", async () => {
    answer = (response) => response.writeHead(500).end();
    const secret = `sk-ant-api03-${"aB3_".repeat(23)}xAA`;
    let texts = ["All good."];
    const server = await startUpstream((request, response) => {
      const whole = textEvents(texts);
      if (request.headers["accept"] === "text/event-stream")
        response.writeHead(200, { "content-type": "text/event-stream" }).end(whole.map(frameOf).join(""));
      else
        response.writeHead(200, { "content-type": "application/json" }).end(
          JSON.stringify({
            ...(whole[0]?.["message"] as object),
            content: [{ type: "text", text: texts.join(""), citations: null }],
            stop_reason: "end_turn",
          }),
        );
    });
    const bed = await startTestBed({
      upstreamUrl: server.url,
      config: {
        policy: policyWith({
          rules: { secrets: { detectors: ["secrets"], action: "block" } },
          patterns: {},
          failures: { checks: { classifier: "allow" } },
        }),
      },
    });
    const streamed = { accept: "text/event-stream" };
    try {
      const a = await post(bed.url, bed.key, { ...REQUEST, stream: true }, streamed);
      expect(events(await a.text()).at(-1)?.event).toBe("message_stop");
      const b = await post(bed.url, bed.key, REQUEST);
      await b.text();
      const [first, second] = bed.rows();
      expect(first).toMatchObject({ outcome: "allowed with a failed check", streamed: 1 });
      expect(second).toMatchObject({ outcome: "allowed with a failed check", streamed: 0 });
      for (const response of [a, b]) expect(response.headers.get("sallyport-outcome")).toBe("allowed with a failed check");
      const ofRow = (row: typeof first) => (JSON.parse(String(row?.["coverage"])) as { request: object }).request;
      expect(ofRow(first)).toMatchObject({ checks: { classifier: "opened" } });
      expect({ ...ofRow(first), chars: 0 }).toEqual({ ...ofRow(second), chars: 0 });
      for (const row of [first, second]) expect(JSON.stringify(row)).not.toMatch(/\b(pass|passed|success|ok)\b/);

      texts = ["Key: ", secret];
      const c = await post(bed.url, bed.key, { ...REQUEST, stream: true }, streamed);
      const text = await c.text();
      expect(text).not.toContain(secret.slice(13, 30));
      expect(events(text).at(-1)?.event).toBe("error");
      expect(bed.rows().at(-1)).toMatchObject({ outcome: "blocked", action: "block", ended: "stopped" });
    } finally {
      await bed.close();
      await server.close();
    }
  });
});
