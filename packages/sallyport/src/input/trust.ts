/** Whose words a text is where nobody says so: as the engine's block table has it for each origin. */
import type { Origin, Trust } from "@sallyport/guard";

export const USUAL_TRUST = {
  system: "operator",
  user: "user",
  assistant: "model",
  "tool-definition": "operator",
  "tool-result": "third-party",
  document: "third-party",
  "search-result": "third-party",
  "server-tool": "third-party",
  thinking: "model",
  "tool-input": "model",
  parameter: "operator",
} as const satisfies Record<Origin, Trust>;
