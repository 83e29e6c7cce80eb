/**
 * Which of a client's requests carry prompts that the guard can read, which carry none, and which are refused because nobody has read
 * them. An allow-list by method and path: an endpoint that comes tomorrow is refused until someone places it.
 */

/** What a request is to the guard. `subject` names an unread endpoint for the error message: from our own list, never from the URL. */
export type Traffic =
  | { readonly kind: "messages" }
  | { readonly kind: "count-tokens" }
  | { readonly kind: "without-prompt" }
  /** Carries credentials and nothing else, if it is what it seems. */
  | { readonly kind: "token-exchange" }
  | { readonly kind: "unread"; readonly subject: string };

/**
 * Judges by the end of the path: a base URL may have a path of its own, and the AI SDK posts to `{baseURL}/messages` where the official SDK
 * posts to `/v1/messages`. The query (`?beta=true`) says nothing about the body.
 */
export function trafficOf(method: string, url: string): Traffic {
  const { pathname } = new URL(url, "http://same-origin.invalid"); // A page may name a proxy of its own by path alone.
  const verb = method.toUpperCase();
  if (verb === "POST" && pathname.endsWith("/messages")) return { kind: "messages" };
  if (verb === "POST" && pathname.endsWith("/messages/count_tokens")) return { kind: "count-tokens" };
  // Credentials, not prompts; without it workload identity federation could not sign in through the client's middleware.
  if (verb === "POST" && pathname.endsWith("/v1/oauth/token")) return { kind: "token-exchange" };
  if (verb === "GET" && /\/models(\/[^/]+)?$/.test(pathname)) return { kind: "without-prompt" };
  return {
    kind: "unread",
    subject: UNREAD.find(([part]) => pathname.includes(part))?.[1] ?? "an endpoint that Sallyport doesn't know",
  };
}

/** Endpoints that carry prompts, completions, instructions or credentials in shapes of their own. First fit. */
const UNREAD: readonly (readonly [part: string, subject: string])[] = [
  ["/messages/batches", "message batches"],
  ["/files", "the Files API"],
  ["/skills", "the Skills API"],
  ["/agents", "the Managed Agents API"],
  ["/environments", "the Managed Agents API"],
  ["/sessions", "the Managed Agents API"],
  ["/deployments", "the Managed Agents API"],
  ["/deployment_runs", "the Managed Agents API"],
  ["/vaults", "the Managed Agents API"],
  ["/memory_stores", "the Managed Agents API"],
  ["/dreams", "the Managed Agents API"],
  ["/user_profiles", "user profiles"],
  ["/tunnels", "tunnels"],
  ["/organizations", "the Admin API"],
  ["/complete", "the legacy Text Completions API"],
];

/** The grants of the token exchange: an assertion has at most 16 KiB, and nothing of it is a prompt. */
const GRANTS = new Set(["urn:ietf:params:oauth:grant-type:jwt-bearer", "refresh_token"]);
const MAX_GRANT_CHARS = 32_768;

/** Whether a body is a request for a token. Anything else that is sent to that endpoint goes unread. */
export function isTokenGrant(body: unknown): boolean {
  if (typeof body !== "string" || body.length > MAX_GRANT_CHARS) return false;
  try {
    const grant: unknown = JSON.parse(body);
    return typeof grant === "object" && grant !== null && "grant_type" in grant && GRANTS.has(String(grant.grant_type));
  } catch {
    return false;
  }
}
