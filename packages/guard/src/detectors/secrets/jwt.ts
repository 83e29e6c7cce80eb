/**
 * JSON web tokens: header, payload and signature in base64url, joined by dots; encrypted ones have five parts. What decides is that the header is
 * JSON that names its algorithm.
 * @see https://www.rfc-editor.org/rfc/rfc7516
 * @see https://www.rfc-editor.org/rfc/rfc7519
 * @see https://www.rfc-editor.org/rfc/rfc7515#section-4.1
 */
import { alone } from "../boundaries.js";
import { defineDetector } from "../define.js";

export const jwt = defineDetector({
  id: "jwt",
  family: "secrets",
  severity: "high",
  keywords: ["eyJ", "ewog"],
  // The base 64 of `{"`, or of `{` with a line break: how a JSON object begins.
  pattern: alone(/(?:eyJ|ewog)[\w-]{12,2000}\.(?:eyJ|ewog)[\w-]{2,12000}\.[\w-]{16,6200}/),
  confidence: 0.95,
  confirm(token) {
    const [header = "", payload = ""] = token.split(".");
    if (typeof memberOf(header, "alg") !== "string") return null;
    // The token that jwt.io shows, and every tutorial after it.
    return memberOf(payload, "sub") === "1234567890" && memberOf(payload, "name") === "John Doe" ? null : 0.95;
  },
  examples: {
    hit: [
      'Authorization: Bearer {base64url of {"alg":"HS256","typ":"JWT"}}.{base64url of {"sub":"42","exp":1767225600}}.{43 base64url}',
      'token={base64url of {"typ":"JWT","alg":"RS256","kid":"1"}}.{base64url of {"iss":"https://id.example"}}.{342 base64url};',
    ],
    miss: [
      '{base64url of {"alg":"HS256","typ":"JWT"}}.{base64url of {"sub":"42","exp":1767225600}}',
      '{base64url of {"typ":"nothing","kid":"12"}}.{base64url of {"sub":"42","exp":1767225600}}.{43 base64url}',
      '{base64url of {"alg":"HS256","typ":"JWT"}}.{base64url of {"sub":"1234567890","name":"John Doe"}}.{43 base64url}',
      "eyJ{30 base64url}.eyJ{30 base64url}.{43 base64url}",
      "eyJhbGciOi...",
      'key{base64url of {"alg":"HS256","typ":"JWT"}}.{base64url of {"sub":"42","exp":1767225600}}.{43 base64url}',
    ],
  },
});

export const jwe = defineDetector({
  id: "jwe",
  family: "secrets",
  severity: "high",
  keywords: ["eyJ", "ewog"],
  pattern: alone(/(?:eyJ|ewog)[\w-]{12,2000}\.[\w-]{0,1000}\.[\w-]{12,64}\.[\w-]{1,12000}\.[\w-]{16,64}/),
  confidence: 0.95,
  confirm: (token) => (typeof memberOf(token.slice(0, token.indexOf(".")), "enc") === "string" ? 0.95 : null),
  examples: {
    hit: ['{base64url of {"alg":"dir","enc":"A256GCM"}}..{16 base64url}.{200 base64url}.{22 base64url}'],
    miss: [
      '{base64url of {"alg":"HS256","typ":"JWT"}}..{16 base64url}.{200 base64url}.{22 base64url}',
      '{base64url of {"alg":"dir","enc":"A256GCM"}}..{16 base64url}.{200 base64url}',
    ],
  },
});

/** A member of the JSON object that a part of a token holds; undefined if it holds none. */
function memberOf(part: string, name: string): unknown {
  try {
    const value: unknown = JSON.parse(atob(part.replaceAll("-", "+").replaceAll("_", "/")));
    return typeof value === "object" && value !== null ? Object.getOwnPropertyDescriptor(value, name)?.value : undefined;
  } catch {
    return undefined; // not base 64, or not JSON: no token
  }
}
