/** The one place of the agent that makes a client, so the one place where the guard stands. */
import Anthropic, { type ClientOptions } from "@anthropic-ai/sdk";
import { sallyport, type SallyportOptions } from "@sallyport/anthropic";
import { readFileSync } from "node:fs";

/** Asked about each call whose arguments nobody named who may. Only `true` lets it go. */
export type Confirm = NonNullable<SallyportOptions["onAsk"]>;

/** Without options it reads `ANTHROPIC_API_KEY` (and `ANTHROPIC_BASE_URL`) from the environment, as the SDK does. */
export function createClient(confirm: Confirm, options: ClientOptions = {}): Anthropic {
  const policy = readFileSync(new URL("./policy.yaml", import.meta.url), "utf8");
  return new Anthropic({ ...options, middleware: [sallyport(policy, { onAsk: confirm })] });
}
