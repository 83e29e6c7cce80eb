/** A support desk whose model never sees an account number, while its customers and its own system do. */
import Anthropic, { type ClientOptions } from "@anthropic-ai/sdk";
import { sallyport } from "@sallyport/anthropic";
import { readFileSync } from "node:fs";

const POLICY = readFileSync(new URL("./policy.yaml", import.meta.url), "utf8");

/** @param secret - At least 16 random bytes, kept like a key; the same in each process that serves a conversation. */
export function createDesk(secret: Uint8Array, connection: ClientOptions = {}): Anthropic {
  return new Anthropic({ ...connection, middleware: [sallyport(POLICY, { secret })] });
}

/** The desk's own system. */
export interface Accounts {
  change(iban: string): void;
}

/** Answers a customer, and does what the model asks for on the way. */
export async function serve(desk: Anthropic, accounts: Accounts, question: string): Promise<string> {
  const runner = desk.beta.messages.toolRunner({
    model: "claude-sonnet-5-5",
    max_tokens: 1024,
    // A thread keeps the history on the server: then no request holds the values, and nothing could be given back.
    thread: false,
    system:
      "You help customers. Repeat words that begin with HIDDEN_ exactly as they are: they stand for values that you need not see.",
    messages: [{ role: "user", content: question }],
    tools: [
      {
        name: "change_account",
        description: "Changes the account that refunds go to.",
        input_schema: { type: "object", properties: { iban: { type: "string" } }, required: ["iban"] },
        parse: (input) => input,
        run: ({ iban }: { readonly iban: string }) => {
          accounts.change(iban);
          return `Refunds go to ${iban}.`;
        },
      },
    ],
  });
  const { content } = await runner.runUntilDone();
  return content.map((block) => (block.type === "text" ? block.text : "")).join("");
}
