/** The clients that people use, pointed at the gateway as they are. */
import Anthropic from "@anthropic-ai/sdk";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PLAIN, startTestBed } from "./gateway.testkit.js";
import type { TestBed } from "./gateway.testkit.js";

let bed: TestBed;
beforeAll(async () => {
  bed = await startTestBed();
});
afterAll(() => bed.close());

describe("the official SDK", () => {
  it("whole and streamed", async () => {
    const client = new Anthropic({ baseURL: bed.url, apiKey: bed.key });
    const whole = await client.messages.create({ ...PLAIN, messages: [...PLAIN.messages] });
    expect(whole.content[0]).toMatchObject({ type: "text" });
    const streamed = await client.messages.stream({ ...PLAIN, messages: [...PLAIN.messages] }).finalMessage();
    expect(streamed.content).toEqual(whole.content);
    const rows = bed.rows();
    expect(rows).toMatchObject([
      { streamed: 0, status: 200, ended: "complete", outcome: "allowed", virtual_key: bed.keyId, model: PLAIN.model },
      { streamed: 1, status: 200, ended: "complete", outcome: "allowed", environment: "development" },
    ]);
    expect(rows[0]?.["output_tokens"]).toBe(whole.usage.output_tokens);
    expect(rows[1]?.["output_tokens"]).toBe(streamed.usage.output_tokens);
  });
});
