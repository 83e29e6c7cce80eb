/**
 * Credentials of Google: API keys `AIza` and 35 base64url characters; OAuth client secrets `GOCSPX-`; OAuth access tokens `ya29.` and refresh tokens `1//0`.
 * Service account files hold a private key, which has a detector of its own.
 * @see https://docs.cloud.google.com/docs/authentication/api-keys
 * @see https://developers.google.com/identity/protocols/oauth2
 */
import { alone } from "../boundaries.js";
import { defineDetector } from "../define.js";
import { looksRandom } from "../randomness.js";

export const googleApiKey = defineDetector({
  id: "google-api-key",
  family: "secrets",
  severity: "high",
  keywords: ["AIza"],
  pattern: alone(/AIza[\w-]{35}/),
  confidence: 0.95,
  confirm: (key) => (looksRandom(key.slice(4)) ? 0.95 : null),
  examples: {
    hit: ["https://maps.googleapis.com/maps/api/js?key=AIza{35 base64url}&v=3", "GEMINI_API_KEY='AIza{35 base64url}'"],
    miss: [
      "AIza{34 base64url}",
      "AIza{36 base64url}",
      "aiza{35 base64url}",
      "xAIza{35 base64url}",
      "AIzaXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX",
    ],
  },
});

export const googleOauthClientSecret = defineDetector({
  id: "google-oauth-client-secret",
  family: "secrets",
  severity: "critical",
  keywords: ["GOCSPX-"],
  pattern: alone(/GOCSPX-[\w-]{28}/),
  confidence: 0.98,
  examples: {
    hit: ['"client_secret":"GOCSPX-{28 base64url}"'],
    miss: ["GOCSPX-{27 base64url}", "GOCSPX-{29 base64url}", "GOCSPX-your-secret"],
  },
});

export const googleOauthToken = defineDetector({
  id: "google-oauth-token",
  family: "secrets",
  severity: "critical",
  keywords: ["ya29.", "1//0"],
  pattern: alone(/ya29\.[\w-]{60,1024}|1\/\/0[\w-]{60,160}/, "\\w/-"),
  confidence: 0.96,
  confirm: (token) => (looksRandom(token) && /\d/.test(token.slice(5)) ? 0.96 : null),
  examples: {
    hit: ["Authorization: Bearer ya29.a0{160 base64url}", '"refresh_token": "1//0{98 base64url}"'],
    miss: ["ya29.{20 base64url}", "maya29.{100 base64url}", "http://1//0", "1//0{20 base64url}"],
  },
});
