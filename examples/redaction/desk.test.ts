import { startSandbox, type Sandbox } from "@sallyport/sandbox";
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createDesk, serve } from "./desk.ts";

/** The IBAN of every textbook. */
const IBAN = "DE89370400440532013000";
const QUESTION = `Please refund to ${IBAN}, and mail me at ada@corp.example.`;

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({
    // Plays the model: changes the account to the one that it was told, and says so.
    handler: ({ messages }) => {
      const account = /HIDDEN_IBAN_[A-Z]{12}/.exec(JSON.stringify(messages))?.[0] ?? "none";
      if (messages.length === 1) return { content: [{ type: "tool_use", name: "change_account", input: { iban: account } }] };
      return { content: `Done: refunds go to ${account}.` };
    },
  });
});
afterAll(() => sandbox.close());

it("the model sees no value, the customer and the desk's system do, as the page says", async () => {
  const changed: string[] = [];
  const desk = createDesk(new Uint8Array(32).fill(1), { baseURL: sandbox.url, apiKey: sandbox.createKey() });
  const answer = await serve(desk, { change: (iban) => changed.push(iban) }, QUESTION);

  const requests = sandbox.requests.map(({ json }) => json as { messages: { content: unknown }[] });
  const seen = requests[0]?.messages[0]?.content;
  const result = JSON.stringify(requests[1]?.messages[2]?.content);
  const lines = [
    `customer   ${QUESTION}`,
    `Claude     reads  ${String(seen)}`,
    `           calls  change_account ${JSON.stringify((requests[1]?.messages[1]?.content as { input: unknown }[])[0]?.input)}`,
    `desk       gets   ${JSON.stringify({ iban: changed[0] })}`,
    `Claude     reads  ${/Refunds go to \w+\./.exec(result)?.[0] ?? ""}`,
    `customer   gets   ${answer}`,
  ];
  expect(changed).toEqual([IBAN]);
  expect(answer).toBe(`Done: refunds go to ${IBAN}.`);
  expect(JSON.stringify(requests)).not.toMatch(/DE8937|ada@/);

  const page = readFileSync(new URL("../../docs/redaction.md", import.meta.url), "utf8");
  expect(/```text\n([\s\S]*?)\n```/.exec(page)?.[1]).toBe(lines.join("\n"));
});
