/** The assistant in a terminal. Pages are the files of `pages/`; mail goes to the terminal, too. */
import { stoppedBy } from "@sallyport/anthropic";
import type { ModelMessage } from "ai";
import { readFile } from "node:fs/promises";
import { createInterface } from "node:readline";
import { createAssistant } from "./assistant.ts";
import { createProvider } from "./model.ts";

const assistant = createAssistant(createProvider(), {
  readPage: (name) => readFile(new URL(`./pages/${encodeURIComponent(name)}.md`, import.meta.url), "utf8"),
  sendMail({ to, body }) {
    console.log(`[mail to ${to}] ${body}`);
    return Promise.resolve();
  },
});

const messages: ModelMessage[] = [];
process.stdout.write("> ");
for await (const question of createInterface({ input: process.stdin })) {
  messages.push({ role: "user", content: question });
  let answer = "";
  try {
    for await (const piece of assistant.chat(messages)) {
      process.stdout.write(piece);
      answer += piece;
    }
    messages.push({ role: "assistant", content: answer });
  } catch (error) {
    const stop = stoppedBy(error);
    if (stop === undefined) throw error;
    process.stdout.write(stop.message);
    messages.pop(); // A question that led here would only be stopped again.
  }
  process.stdout.write("\n> ");
}
