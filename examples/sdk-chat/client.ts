/** The one place of the app that makes a client, so the one place where the guard stands. */
import Anthropic from "@anthropic-ai/sdk";
import { sallyport } from "@sallyport/anthropic";

/** Reads `ANTHROPIC_API_KEY` (and `ANTHROPIC_BASE_URL`) from the environment, as the SDK does. */
export function createClient(): Anthropic {
  return new Anthropic({ middleware: [sallyport("balanced")] });
}
