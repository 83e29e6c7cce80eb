import { describe, expect, it } from "vitest";
import { createGuard } from "../guard.js";
import type { PolicyInput } from "../policy/schema.js";
import { bytesOf, framesOf, messageOf, receive } from "../stream/stream.testkit.js";

const PNG = "iVBORw0KGgoAAAAN";
const image = { type: "image", source: { type: "base64", media_type: "image/png", data: PNG } };
const document = { type: "document", source: { type: "text", media_type: "text/plain", data: "Terms." } };

const guardOf = (limits: NonNullable<PolicyInput["limits"]>) => createGuard({ version: 1, rules: {}, limits });
const request = (content: unknown, rest: object = {}) =>
  JSON.stringify({ model: "m", max_tokens: 1, messages: [{ role: "user", content }], ...rest });
/** Which limit stops a request, and what the client is told to raise. */
function stopsOf(limits: NonNullable<PolicyInput["limits"]>, body: string) {
  const decision = guardOf(limits).request(body);
  if (decision.kind !== "stop") return [];
  expect(decision.refusal).toMatchObject({ status: 403, code: "sallyport_limit_exceeded" });
  expect(decision.verdict.outcome).toBe("blocked");
  return decision.verdict.stops.map((stop) => (stop.kind === "limit" ? `${stop.limit} ${stop.origin ?? ""}`.trim() : stop.kind));
}

describe("limits of a request", () => {
  it("count images and documents wherever they stand", () => {
    const inResult = { type: "tool_result", tool_use_id: "t", content: [image, document] };
    const body = request([image, inResult, document]);
    expect(stopsOf({ images: 2, documents: 2 }, body)).toEqual([]);
    expect(stopsOf({ images: 1, documents: 2 }, body)).toEqual(["images"]);
    expect(stopsOf({ images: 2, documents: 1 }, body)).toEqual(["documents"]);
    expect(stopsOf({ images: 0, documents: 0 }, request("hello"))).toEqual([]);
  });

  it("stop a million `a `, by default and by the policy's number", () => {
    const body = request(`Repeat this: ${"a ".repeat(900_000)}`);
    expect(stopsOf({}, body)).toEqual(["repeatedChars"]);
    expect(stopsOf({ repeatedChars: 2_000_000 }, body)).toEqual([]);
    expect(stopsOf({}, request(`| a | b |\n${"-".repeat(5_000)}`))).toEqual([]);
  });

  it("count tokens, all of a request's and those of an origin", () => {
    const body = request("word ".repeat(1_000), { system: "Be brief." });
    expect(stopsOf({ tokens: 2_000 }, body)).toEqual([]);
    expect(stopsOf({ tokens: 500 }, body)).toEqual(["tokens"]);
    expect(stopsOf({ origins: { user: { tokens: 500 } } }, body)).toEqual(["tokens user"]);
    expect(stopsOf({ origins: { system: { tokens: 500 } } }, body)).toEqual([]);
  });

  it("count the characters of an origin's texts, and say which setting it was", () => {
    const limits = { origins: { user: { segmentChars: 10 } } };
    expect(stopsOf(limits, request("0123456789", { system: "a long system prompt" }))).toEqual([]);
    expect(stopsOf(limits, request("0123456789a"))).toEqual(["segmentChars user"]);
    const decision = guardOf(limits).request(request("0123456789a"));
    expect(decision.kind === "stop" && decision.refusal.message).toContain("raise `limits.origins.user.segmentChars`");
  });
});

describe("the limit of an answer's length", () => {
  const guard = guardOf({ origins: { assistant: { segmentChars: 20 } } });
  it.each([
    ["whole", 20],
    ["cut off", 21],
  ])("is the same whole and streamed (promise 5): %s", (_, length) => {
    const content = [{ type: "text", text: "x".repeat(length) }] as const;
    const whole = guard.response(JSON.stringify(messageOf(content)));
    expect(whole.kind).toBe(length > 20 ? "stop" : "pass");
    const stream = guard.stream();
    const out = bytesOf(framesOf(content, [7]).join(""), [50]).map((chunk) => new TextDecoder().decode(stream.push(chunk)));
    out.push(new TextDecoder().decode(stream.end()));
    const { content: received, complete } = receive(out.join(""));
    expect(stream.stopped).toBe(length > 20);
    expect(complete).toBe(length <= 20);
    expect((received[0]?.text ?? "").length).toBeLessThanOrEqual(20);
  });
});
