/** An office agent: the official SDK's tool runner, which works on a task until it is done. */
import type Anthropic from "@anthropic-ai/sdk";
import { stoppedBy } from "@sallyport/anthropic";
import { toolsOf, type World } from "./world.ts";

/** A model that still wants the same after so many refusals won't come to another mind. */
const MAX_REFUSALS = 3;

/** In tags: what the app says is no word of the user's, and asks for nothing in their name. */
const REFUSED = "<notice>The last call was not allowed. Go on with the task without it.</notice>";

/**
 * @returns The model's last words.
 * @throws What the SDK throws; the stop, if the model asks for too many calls that are refused.
 */
export async function runTask(client: Anthropic, world: World, task: string): Promise<string> {
  const runner = client.beta.messages.toolRunner({
    model: "claude-sonnet-5-5",
    max_tokens: 1024,
    max_iterations: 20,
    // The whole conversation with each request. A thread would keep it on the server, where no guard can see what the user asked for.
    thread: false,
    system: "You work for the user, with their mail, their files and the web.",
    tools: toolsOf(world),
    messages: [{ role: "user", content: task }],
  });
  for (let refusals = 0; ; refusals += 1) {
    try {
      const { content } = await runner.runUntilDone();
      return content.map((block) => (block.type === "text" ? block.text : "")).join("");
    } catch (error) {
      if (stoppedBy(error)?.code !== "sallyport_ask" || refusals === MAX_REFUSALS) throw error;
      // The stopped answer never arrived, so the conversation ends with what the model had read.
      runner.pushMessages({ role: "user", content: REFUSED });
    }
  }
}
