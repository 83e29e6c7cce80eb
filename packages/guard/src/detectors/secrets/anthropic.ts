/**
 * Credentials of the Claude API, the Console and claude.ai: `sk-ant-`, the kind with its version, `-`, and base64url characters. API and Admin keys
 * have 93 of them and end in `AA`; OAuth tokens and session keys vary in length. They carry no checksum, so the shape is the whole evidence;
 * a longer word that merely contains one is left alone. Each kind calls for another answer (revoke in the Console, sign out, …), so
 * each is a detector of its own.
 * @see https://platform.claude.com/docs/en/api/overview
 * @see https://platform.claude.com/docs/en/build-with-claude/administration-api
 */
import { alone } from "../boundaries.js";
import { defineDetector } from "../define.js";

export const anthropicAdminKey = defineDetector({
  id: "anthropic-admin-key",
  family: "secrets",
  severity: "critical",
  keywords: ["sk-ant-admin"],
  pattern: alone(/sk-ant-admin\d{2}-[\w-]{93}AA/),
  confidence: 0.99,
  examples: {
    hit: ["ANTHROPIC_ADMIN_KEY=sk-ant-admin01-{93 base64url}AA"],
    miss: [
      "sk-ant-admin01-{92 base64url}AA",
      "sk-ant-admin01-{93 base64url}A_",
      "sk-ant-admin1-{93 base64url}AA",
      "ask-ant-admin01-{93 base64url}AA",
    ],
  },
});

export const anthropicApiKey = defineDetector({
  id: "anthropic-api-key",
  family: "secrets",
  severity: "critical",
  keywords: ["sk-ant-api"],
  pattern: alone(/sk-ant-api\d{2}-[\w-]{93}AA/),
  confidence: 0.99,
  examples: {
    hit: [
      "key: sk-ant-api03-{93 base64url}AA",
      "sk-ant-api03-{93 base64url}AA.",
      "https://host.example/v1?key=sk-ant-api03-{93 base64url}AA&x=1",
      "two: sk-ant-api03-{93 base64url}AA,sk-ant-api03-{93 base64url}AA",
    ],
    miss: [
      "sk-ant-api03-{92 base64url}AA",
      "sk-ant-api03-{94 base64url}AA",
      "sk-ant-api03-{93 base64url}BB",
      "sk-ant-api3-{93 base64url}AA",
      "ANTHROPIC_API_KEY=sk-ant-api03-your-key-here",
      "sk-ant-api03-xxxxxxxxxxxxxxxxxxxx",
      "task-ant-api03-{93 base64url}AA",
    ],
  },
});

export const anthropicOauthToken = defineDetector({
  id: "anthropic-oauth-token",
  family: "secrets",
  severity: "critical",
  keywords: ["sk-ant-oat"],
  pattern: alone(/sk-ant-oat\d{2}-[\w-]{80,200}/),
  confidence: 0.98,
  examples: {
    hit: [
      '"accessToken": "sk-ant-oat01-{93 base64url}AA"',
      "CLAUDE_CODE_OAUTH_TOKEN=sk-ant-oat01-{86 base64url}-{6 base64url}AA",
    ],
    miss: [
      "sk-ant-oat01-{40 base64url}",
      "sk-ant-oat01-{201 base64url}",
      "export TOKEN=sk-ant-oat01-...",
      "goat-sk-ant-oat01-{93 base64url}AA",
    ],
  },
});

export const anthropicRefreshToken = defineDetector({
  id: "anthropic-refresh-token",
  family: "secrets",
  severity: "critical",
  keywords: ["sk-ant-ort"],
  pattern: alone(/sk-ant-ort\d{2}-[\w-]{80,200}/),
  confidence: 0.98,
  examples: {
    hit: ['"refreshToken":"sk-ant-ort01-{93 base64url}AA","expiresAt":1767225600000'],
    miss: ["sk-ant-ort01-{40 base64url}", "sk-ant-ort1-{93 base64url}AA", "sk-ant-ort01-…"],
  },
});

export const anthropicSessionKey = defineDetector({
  id: "anthropic-session-key",
  family: "secrets",
  severity: "critical",
  keywords: ["sk-ant-sid"],
  pattern: alone(/sk-ant-sid\d{2}-[\w-]{80,200}/),
  confidence: 0.98,
  examples: {
    hit: ["Cookie: sessionKey=sk-ant-sid01-{86 base64url}-{6 base64url}AA; theme=dark", "sk-ant-sid02-{120 base64url}"],
    miss: ["sk-ant-sid01-{40 base64url}", "CLAUDE_SESSION_KEY=sk-ant-sid02-xxxxx", "sk-ant-sida-{93 base64url}AA"],
  },
});
