/** Every request of the AI SDK to Claude goes through the guarded `fetch`. */
import { createAnthropic, type AnthropicProvider } from "@ai-sdk/anthropic";
import { guardedFetch } from "@sallyport/anthropic";

/** Reads `ANTHROPIC_API_KEY` (and `ANTHROPIC_BASE_URL`, with its `/v1`) from the environment, as the AI SDK does. */
export function createProvider(): AnthropicProvider {
  return createAnthropic({ fetch: guardedFetch("balanced") });
}
