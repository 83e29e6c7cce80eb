/** Output validation over HTTP: answers and tool inputs that don't fit their schemas, whole and streamed. */
import { expect, it } from "vitest";
import { post, startTestBed } from "./gateway.testkit.js";

const schema = { type: "object", properties: { city: { type: "string" } }, required: ["city"] };
const request = {
  model: "claude-sonnet-5-5",
  max_tokens: 64,
  output_config: { format: { type: "json_schema", schema } },
  tools: [{ name: "lookup", input_schema: schema }],
  messages: [{ role: "user", content: "Where?" }],
};

it("stops what doesn't fit its schema, and is silent about what it was (promises 1, 5 and 6)", async () => {
  let content: object = { type: "text", text: '{"city":"Ulm"}' };
  const policy = { version: 1, extends: "strict", tools: { lookup: { effect: "read" } } };
  const bed = await startTestBed({ sandbox: { handler: () => ({ content: [content as never] }) }, config: { policy } });
  try {
    expect((await post(bed.url, bed.key, request)).status).toBe(200);
    expect(await (await post(bed.url, bed.key, { ...request, stream: true })).text()).toContain("message_stop");
    for (const misfit of [
      { type: "text", text: '{"town":"Rumpelstilz"}' },
      { type: "tool_use", name: "lookup", input: { town: "Rumpelstilz" } },
    ]) {
      content = misfit;
      const whole = await post(bed.url, bed.key, request);
      expect(whole.status).toBe(403);
      const stream = await (await post(bed.url, bed.key, { ...request, stream: true })).text();
      expect(stream).toContain("event: error");
      const told = `${await whole.text()}${stream}${bed.log()}${JSON.stringify(bed.rows())}`;
      expect(told).toContain(misfit.type === "text" ? "answer-schema" : "tool-input-schema");
      expect(told).not.toContain("Rumpelstilz");
    }
  } finally {
    await bed.close();
  }
});
