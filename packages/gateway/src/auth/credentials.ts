/**
 * Where a client's credential stands, and where none may stand. A key belongs into `x-api-key` or `Authorization: Bearer`; a key in a URL is
 * refused, since URLs end up in access logs, histories and traces on the way, and a key in any other header would be sent upstream.
 */

export type Credential =
  | { readonly kind: "one"; readonly text: string }
  | { readonly kind: "none" }
  /** Two headers that name two identities, or one header twice: which of them counts is not for us to guess. */
  | { readonly kind: "several" };

/** @param rawHeaders - Names and values in turn, as Node gives them: the merged form hides repeated headers. */
export function readCredential(rawHeaders: readonly string[]): Credential {
  let apiKey: string | undefined;
  let authorization: string | undefined;
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const name = rawHeaders[index];
    const value = rawHeaders[index + 1] ?? "";
    // Lengths first: these are two of some twenty headers.
    if (name?.length === 9 && name.toLowerCase() === "x-api-key") {
      if (apiKey !== undefined) return { kind: "several" };
      apiKey = value;
    } else if (name?.length === 13 && name.toLowerCase() === "authorization") {
      if (authorization !== undefined) return { kind: "several" };
      authorization = value;
    }
  }
  const bearer = authorization === undefined ? undefined : (/^Bearer +(\S+)$/i.exec(authorization)?.[1] ?? "");
  if (apiKey !== undefined && bearer !== undefined && apiKey !== bearer) return { kind: "several" };
  const text = apiKey ?? bearer;
  return text === undefined ? { kind: "none" } : { kind: "one", text };
}

const LOOKS_LIKE_A_KEY = /sk-ant-|sp-(?:dev|stg|prd)-/i;
const NAMES_A_KEY = /[?&;](?:x-)?(?:api[-_]?key|key|(?:access[-_]?|auth[-_]?|bearer[-_]?)?token|authorization|secret|password)=/i;
/** A key encoded more often than this is no accident, and opens nothing anyway. */
const DECODINGS = 3;

/**
 * @param target - Path and query as the client sent them.
 * @returns The target, decoded, if a credential stands in it: for fingerprinting alone, never to be written down.
 */
export function credentialInTarget(target: string): string | undefined {
  let text = target;
  for (let count = 0; count <= DECODINGS; count += 1) {
    if (LOOKS_LIKE_A_KEY.test(text) || NAMES_A_KEY.test(text)) return decodeFully(text);
    const decoded = decodePercent(text);
    if (decoded === text) return undefined;
    text = decoded;
  }
  return text;
}

export function holdsCredential(headerValue: string): boolean {
  return LOOKS_LIKE_A_KEY.test(headerValue);
}

function decodeFully(text: string): string {
  let decoded = text;
  for (let count = 0; count < DECODINGS; count += 1) decoded = decodePercent(decoded);
  return decoded;
}

/** Byte by byte, and what is no escape stays: unlike `decodeURIComponent`, it can't be made to throw by one bad escape beside a key. */
function decodePercent(text: string): string {
  return text.replace(/%([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}
