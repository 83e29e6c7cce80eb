/** What a ring asks of the Claude API itself: whether a key answers, and to which workspace it belongs. */
import { KeyRingError } from "../errors.js";

export type KeyAnswer =
  | { readonly kind: "answers"; readonly workspaceId: string | undefined }
  /** 401: unknown, inactive, archived or expired. */
  | { readonly kind: "dead" }
  /** Neither, so nothing is known of the key. */
  | { readonly kind: "unclear"; readonly status: number };

export interface ClaudeApi {
  /** One smallest call: a message of one token, which proves that the key may do what it is for. */
  tryKey(key: string): Promise<KeyAnswer>;
  /** Whether the key is refused. Costs nothing. */
  isDead(key: string): Promise<KeyAnswer>;
}

export interface ApiOptions {
  /** `https://api.anthropic.com`, or what stands before it. */
  readonly url: string;
  /** The model of the smallest call. */
  readonly model?: string;
  readonly fetch?: typeof fetch;
}

export const API_VERSION = "2026-10-21";
const TIMEOUT_MS = 30_000;
const SMALLEST_MODEL = "claude-haiku-4-5";

/** @throws {@link KeyRingError} from each call if the API can't be reached. */
export function createClaudeApi({ url, model = SMALLEST_MODEL, fetch: send = fetch }: ApiOptions): ClaudeApi {
  const base = url.replace(/\/+$/, "");
  const ask = async (path: string, key: string, body?: object): Promise<KeyAnswer> => {
    const response = await call(send, base + path, {
      method: body === undefined ? "GET" : "POST",
      headers: { "x-api-key": key, "anthropic-version": API_VERSION, "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    await response.body?.cancel();
    if (response.ok) return { kind: "answers", workspaceId: response.headers.get("anthropic-workspace-id") ?? undefined };
    return response.status === 401 ? { kind: "dead" } : { kind: "unclear", status: response.status };
  };
  return {
    tryKey: (key) => ask("/v1/messages", key, { model, max_tokens: 1, messages: [{ role: "user", content: "Hi" }] }),
    isDead: (key) => ask("/v1/models?limit=1", key),
  };
}

/** A call that follows no redirect, since that would take the key elsewhere, and whose failure quotes nothing. */
export async function call(send: typeof fetch, url: string, init: RequestInit): Promise<Response> {
  try {
    return await send(url, { ...init, redirect: "error", signal: AbortSignal.timeout(TIMEOUT_MS) });
  } catch {
    throw new KeyRingError(`${new URL(url).origin} can't be reached: try again, for nothing has changed`);
  }
}
