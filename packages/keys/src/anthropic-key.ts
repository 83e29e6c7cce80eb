/**
 * What kind of Anthropic credential a text is, told by its prefix, and whether it can be the key that a call to the API needs. A wrong
 * variable, a pasted quote or a placeholder shows here, before the first call and with the reason, instead of as a 401 in production.
 */
import { KeyShapeError } from "./errors.js";

export type AnthropicCredential =
  "api-key" | "admin-key" | "enterprise-key" | "access-token" | "refresh-token" | "session-token" | "unknown";

const KIND_OF_PREFIX: readonly (readonly [RegExp, AnthropicCredential])[] = [
  [/^sk-ant-admin\d\d-/, "admin-key"],
  [/^sk-ant-api01-/, "enterprise-key"],
  [/^sk-ant-api\d\d-/, "api-key"],
  [/^sk-ant-oat\d\d-/, "access-token"],
  [/^sk-ant-ort\d\d-/, "refresh-token"],
  [/^sk-ant-sid\d\d-/, "session-token"],
  [/^sk-ant-/i, "unknown"],
];

/** `undefined` where the text isn't an Anthropic credential at all. Looks at the prefix alone. */
export function anthropicCredentialKind(text: string): AnthropicCredential | undefined {
  return KIND_OF_PREFIX.find(([prefix]) => prefix.test(text))?.[1];
}

const API_KEY = /^sk-ant-api\d\d-[\w-]{93}AA$/;
/** `sk-ant-api03-`, 93 characters, `AA`. */
const API_KEY_LENGTH = 108;
const PLACEHOLDER =
  /your[-_ ]?(?:api[-_ ]?)?key|placeholder|change[-_ ]?me|example|insert|\.\.\.|…|[<>{}]|x{6}|(?:\*){4}|\bTODO\b/i;

const WRONG_KIND: Readonly<Record<Exclude<AnthropicCredential, "api-key">, string>> = {
  "admin-key": "it is an admin key, which opens the organization and can't call the Messages API: put an API key there",
  "enterprise-key": "it is an Enterprise key, which can't call the Messages API: put an API key there",
  "access-token": "it is a short-lived access token: put an API key there",
  "refresh-token": "it is a refresh token of a login: put an API key there",
  "session-token": "it is a session token of a browser login: put an API key there",
  unknown: "it begins like an Anthropic credential of a kind that isn't known: put an API key there",
};

/**
 * Checks that a text can be an Anthropic API key.
 * @param text - What the source holds, as it is.
 * @param where - Names the source in the error: `env:ANTHROPIC_API_KEY`.
 * @throws {@link KeyShapeError} which says what is wrong and never shows the text.
 */
export function checkApiKeyShape(text: string, where: string): void {
  const problem = apiKeyProblem(text);
  if (problem !== undefined) throw new KeyShapeError(`the key in \`${where}\` can't be used: ${problem}`);
}

function apiKeyProblem(text: string): string | undefined {
  if (text.trim() === "") return "it is empty";
  if (/^["'`]|["'`]$/.test(text)) return "a quote stands around it: take the quotes away";
  if (/[\r\n]/.test(text)) return "there is a line break in it: put the key alone on one line";
  if (/\s/.test(text)) return "there is a blank in it: take it away";
  if (PLACEHOLDER.test(text)) return "it is a placeholder: put the real key there, from the Console";
  const kind = anthropicCredentialKind(text);
  if (kind === undefined) {
    if (/^sp-(?:dev|stg|prd)-/.test(text)) return "it is a virtual key, which opens only this gateway: put an API key there";
    return "it doesn't begin as an Anthropic API key does (`sk-ant-api`)";
  }
  if (kind !== "api-key") return WRONG_KIND[kind];
  if (text.length !== API_KEY_LENGTH) {
    const how = text.length < API_KEY_LENGTH ? "cut short" : "too long";
    return `it is ${how}: an API key has ${API_KEY_LENGTH} characters, this has ${text.length}`;
  }
  if (!API_KEY.test(text)) return "it has the length of an API key, but characters that none has: copy it again";
  return undefined;
}
