/**
 * Secrets of which nothing is known but their name: `api_key = "…"`, `CLIENT_SECRET: …`, `password="…"`. The name must say that the value is
 * secret and not that it identifies, counts, or describes something; the value must be random (for a password: what people choose as one), and no
 * placeholder, reference to a variable, path, or hash. What these detectors find is worth hiding; they are less sure of it than those of providers.
 */
import { defineDetector } from "../define.js";
import { isPlaceholder, looksGenerated, readsAsWords } from "../randomness.js";
import { CLOSE, GIVEN, GIVES, isHarmless } from "./assignment.js";

/** The part of a name before and behind the word that tells; the name ends where no word goes on. */
const BEFORE = String.raw`(?<=(?<before>[\w.-]{0,32}))`;
const AFTER = String.raw`(?<after>(?:\w|[.-](?=\w)){0,24})(?!\w)`;

/** What a `…key` must be called to be a secret one: keys of tables, caches, and keyboards aren't. */
const SECRET_KEY =
  /(?:api|access|secret|private|priv|auth|encrypt(?:ion)?|sign(?:ing|ature)?|master|account|licen[sc]e|app|application|admin|session|shared|subscription|storage|deploy|server|consumer|security|crypto?|hmac|jwt|webhook|cipher|aes|ssh|write|service|rest|client|x)[_.\- ]?$/i;
/** Names of secrets that go on so are about one, and hold none. */
const ABOUT =
  /^(?:ring|board|words?|codes?|down|up|press|frames?|stroke|map|pair|iz|stor|vault)|(?:ids?|names?|types?|paths?|files?|dir|ur[il]|length|len|size|count|format|version|algorithm|alg|arn|ref|prefix|suffix|pattern|regex|label|index|field|column|header|endpoint|kind|scopes?|expir\w*|ttl|date|time|store|usage|manager|provider|factory|class|info|list|selector|space|table|group|alias|param|parameter|input|text|hint|title|message|error|policy|strength|rules?|desc(?:ription)?|placeholder|at)$/i;
const PAGING =
  /csrf|xsrf|page|next|continuation|cursor|sync|cancel|design|syntax|request|verification|antiforgery|authenticity|recaptcha|sitekey|site_key/i;

export const genericSecret = defineDetector({
  id: "generic-secret",
  family: "secrets",
  severity: "high",
  keywords: ["key", "token", "secret", "credential", "creds"],
  pattern: new RegExp(
    `${BEFORE}(?<word>key|token|secret|credentials?|creds)${AFTER}${GIVEN}(?<![\\w+/-])(?<value>[\\w+/=.~-]{16,300})(?![\\w+/=.~(\\[{$-])`,
    "i",
  ),
  confidence: 0.75,
  confirm(match, { before = "", word = "", after = "", sign = "", value = "" }) {
    const name = before + word + after;
    if (isHarmless(name) || ABOUT.test(after) || PAGING.test(name)) return null;
    if (
      /^key$/i.test(word) &&
      !/secret|token|private/i.test(before + after) &&
      !SECRET_KEY.test(before) &&
      !/^[A-Z\d_]{6,}$/.test(name) &&
      !(/^key$/i.test(name) && sign === "=" && value.length >= 24)
    )
      return null;
    // Only between quotes does a comma give a value to a name, and a `>` only in an element.
    if (sign === "," && !/["'`][\])]{0,2}\s*,\s*[\\"'`]/.test(match)) return null;
    if (/^(?:https?|file|data|arn|urn|projects|secretsmanager)[:/]/.test(value)) return null;
    const quoted = /["'`]$/.test(match.slice(0, match.length - value.length));
    if (UUID.test(value)) return quoted || /^[A-Z\d_]+$|api[._-]?key/i.test(name) ? 0.6 : null;
    return looksGenerated(value) ? 0.75 : null;
  },
  examples: {
    hit: [
      'api_key = "{40 alphanumeric}"',
      "CLIENT_SECRET={32 alphanumeric}",
      '"accessToken": "{48 base64url}"',
      "  private_token: '{24 alphanumeric}'",
      '<add key="ApiKey" value="{32 alphanumeric}" />',
      '<entry name="api.token">{32 hex}</entry>',
      'settings.put("auth.secret", "{30 alphanumeric}")',
      'signing_key: str = "{43 base64url}"',
      "- name: SERVICE_TOKEN\n  value: {32 alphanumeric}",
    ],
    miss: [
      'public_key = "{40 alphanumeric}"',
      "api_key = ${API_KEY}",
      'api_key = "your-api-key-goes-here-1234567890"',
      'primaryKey: "{40 alphanumeric}"',
      'cacheKey = "{40 hex}"',
      'apiKeyId: "{20 alphanumeric}"',
      'token_sha256: "{64 hex}"',
      "secretName: my-database-credentials-v2-prod",
      'api_key = getApiKeyFromEnvironment2("x")',
      'secretPath: "kv/data/production/database/main2"',
      'nextPageToken: "{40 base64}"',
      "tokenizer.vocab_file: sentencepiece.bpe.model32k",
      '"integrity": "sha512-{86 base64}=="',
    ],
  },
});

const UUID = /^[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}$/i;

const QUOTED = String.raw`(?<=["'${"`"}])[^\s"'${"`"}\\]{6,128}(?=\\{0,3}["'${"`"}])`;
const BARE = String.raw`[^\s"'${"`"}\\,;&<>(){}[\]|]{8,128}(?=[\s"'${"`"}\\,;&<)}\]]|$)`;

export const genericPassword = defineDetector({
  id: "generic-password",
  family: "secrets",
  severity: "high",
  keywords: ["passw", "pwd", "passphrase", "_pass", "-pass"],
  pattern: new RegExp(
    `${BEFORE}(?<word>passw(?:or)?d|pwd|passphrase|[_-]pass(?![a-z]))${AFTER}${CLOSE}\\s{0,3}(?<sign>${GIVES})\\s{0,8}[@\\\\]{0,3}["'\`]?(?<value>${QUOTED}|${BARE})`,
    "i",
  ),
  confidence: 0.7,
  confirm(match, { before = "", word = "", after = "", sign = "", value = "" }) {
    const name = before + word + after;
    if (ABOUT.test(after) || isHarmless(name) || sign === "," || !looksChosen(value)) return null;
    if (/["'`]$/.test(match.slice(0, -value.length))) return 0.7;
    // Without quotes it may be code: a variable, a member, a word.
    return /\d/.test(value) && !/^[\w.$]*\.\w+$/.test(value) && !/^[a-z_\d-]+$/.test(value) ? 0.65 : null;
  },
  examples: {
    hit: [
      'password = "{6 alphanumeric}!{4 digits}x{3 letters}"',
      "DB_PASS=Tr{8 alphanumeric}9!",
      '{"db_password":"{14 alphanumeric}7"}',
      '<add key="Password" value="{12 letters}7" />',
      "Server=db;User Id=app;Password=K{10 alphanumeric}9;Encrypt=true",
      "admin_pwd: 'S{12 alphanumeric}3$'",
    ],
    miss: [
      'password = "password"',
      'password: "${DB_PASSWORD}"',
      "password = config.password1",
      'password: "Enter your password here1"',
      'passwordField: "{14 alphanumeric}7"',
      'password = ""',
      "password: string1",
      'password: "<your-password-1>"',
      "password = var.db_password2",
      'password: "user.password.min8"',
      'password-input: "#login-password-2"',
      "pwd=/home/anna/projects/app2",
    ],
  },
});

/** Whether a text could be what somebody chose as a password: letters with digits or signs, and no name, path, pattern, or template. */
function looksChosen(text: string): boolean {
  if (isPlaceholder(text) || text.length < 8) return false;
  if (!/[A-Za-z]/.test(text) || !/[\d!#$%&*+=?@^~]/.test(text)) return false;
  if (
    /[()[\]{}<>|]|^[$%@:./#~^-]|:\/\/|\$[\w{(]|%[sdv(]|\.\w+\.|=>|fake|test|sample|^(?:\w{0,6}[-_]?)?pass(?:word)?[-_.\d]*$/i.test(
      text,
    )
  )
    return false;
  if (/^(?:secret|admin|root|welcome|qwerty|letmein|abc|foo|bar|demo|guest|hunter)[\d!]*$/i.test(text)) return false;
  if (/[-_./]/.test(text) && text.split(/[-_./\d]+/).every((part) => part === "" || /^(?:[A-Z]?[a-z]+|[A-Z]+)$/.test(part)))
    return false;
  return !readsAsWords(text) || /\d$/.test(text);
}
