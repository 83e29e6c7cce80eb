/**
 * OpenAI's keys: `sk-`, a kind (`proj`, `svcacct`, `admin`; none for old keys), and base64url characters around the base 64 of "OpenAI".
 * @see https://platform.openai.com/docs/api-reference/authentication
 */
import { alone } from "../boundaries.js";
import { defineDetector } from "../define.js";
import { looksRandom } from "../randomness.js";

export const openaiApiKey = defineDetector({
  id: "openai-api-key",
  family: "secrets",
  severity: "critical",
  keywords: ["sk-"],
  pattern: alone(/sk-(?:(?:proj|svcacct|admin|None)-[\w-]{16,100}T3BlbkFJ[\w-]{16,100}|[A-Za-z\d]{20}T3BlbkFJ[A-Za-z\d]{20})/),
  confidence: 0.99,
  confirm: (key) => (looksRandom(key) ? 0.99 : null),
  examples: {
    hit: [
      "OPENAI_API_KEY=sk-proj-{74 base64url}T3BlbkFJ{74 base64url}",
      "sk-{20 alphanumeric}T3BlbkFJ{20 alphanumeric}",
      "sk-svcacct-{58 base64url}T3BlbkFJ{58 base64url}",
    ],
    miss: [
      "sk-proj-{40 base64url}",
      "sk-{20 alphanumeric}T3BlbkFJ{19 alphanumeric}",
      "sk-your-openai-api-key-goes-right-here-instead",
      "task-{20 alphanumeric}T3BlbkFJ{20 alphanumeric}",
      "<task-notification-id>18</task-notification-id>",
      "x=sk-notification",
      "T3BlbkFJ",
    ],
  },
});
