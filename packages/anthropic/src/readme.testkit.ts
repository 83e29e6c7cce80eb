/** The snippets of the README, type-checked, and run by `readme.test.ts`. */
import type Anthropic from "@anthropic-ai/sdk";
import { safeUserQuery, stoppedBy } from "./index.js";

export async function ask(
  client: Anthropic,
  params: Anthropic.MessageCreateParamsNonStreaming,
): Promise<Anthropic.Message | undefined> {
  try {
    const message = await client.messages.create(params);
    return message;
  } catch (error) {
    const stop = stoppedBy(error);
    if (stop === undefined) throw error; // Not our doing.
    console.warn(stop.code, stop.detectors, stop.incident, stop.verdict?.findings);
    return undefined;
  }
}

export async function answer(client: Anthropic, question: string): Promise<string> {
  const { text } = await safeUserQuery(client, { system: "You answer questions about orders.", input: question });
  return text;
}
