/** Loaded into each server before its own code: tells what the process has used, when the benchmark asks. */
import type { Usage } from "./server-process.js";

process.on("message", (message) => {
  if (message !== "usage") return;
  const { user, system } = process.cpuUsage();
  const usage: Usage = { cpuMs: (user + system) / 1_000, peakMb: process.resourceUsage().maxRSS / 1_024 };
  process.send?.({ usage });
});
// The probe alone must not keep a server alive that has ended.
process.channel?.unref();
