import { expect, it } from "vitest";
import { createGuard, type Refusal } from "./index.js";

const MESSAGE = {
  id: "msg_1",
  type: "message",
  role: "assistant",
  model: "m",
  content: [],
  stop_reason: "end_turn",
  stop_sequence: null,
  usage: {},
};

async function guarded(body: string, send: (body: string) => Promise<string>): Promise<string | Refusal> {
  const guard = createGuard("balanced");

  const decision = guard.request(body); // JSON text or its UTF-8 bytes
  if (decision.kind === "stop") return decision.refusal; // status, type, message: the API's own error shape
  if (decision.kind === "checks") throw new Error("this policy asks for checks: run them and call decide()");

  const answer = guard.response(await send(decision.body), decision.facts);
  return answer.kind === "pass" ? answer.body : answer.refusal;
}

it("the README's example checks a request and its answer", async () => {
  const body = JSON.stringify({ model: "m", max_tokens: 1, messages: [{ role: "user", content: "hello" }] });
  let sent = "";
  const upstream = (received: string): Promise<string> => {
    sent = received;
    return Promise.resolve(JSON.stringify(MESSAGE));
  };
  expect(await guarded(body, upstream)).toBe(JSON.stringify(MESSAGE));
  expect(sent).toBe(body);
  expect(await guarded("{", upstream)).toMatchObject({ status: 400, code: "sallyport_unreadable" });
});
