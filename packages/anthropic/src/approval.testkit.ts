/** The example of docs/tools.md; run by `approval.test.ts`. */
import Anthropic, { type ClientOptions } from "@anthropic-ai/sdk";
import type { CallReport } from "@sallyport/guard";
import { sallyport, type PolicySource } from "./index.js";

export function askingClient(
  policy: PolicySource,
  confirm: (tool: string, args: CallReport["arguments"]) => Promise<boolean>,
  options: ClientOptions,
): Anthropic {
  return new Anthropic({
    ...options,
    middleware: [sallyport(policy, { onAsk: (call) => confirm(call.tool, call.arguments), askTimeoutMs: 60_000 })],
  });
}
