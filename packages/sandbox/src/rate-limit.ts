/** A fixed window of one minute per workspace: the counts behind the `anthropic-ratelimit-*` headers, and 429 where a limit was asked for. */
import { ApiError } from "./errors.js";

export interface RateLimits {
  /** Requests per minute and workspace. Default: none is refused, and the headers show a limit of 4000. */
  readonly requestsPerMinute?: number;
  /** Estimated input tokens per minute and workspace. Default: none is refused, and the headers show a limit of 2,000,000. */
  readonly inputTokensPerMinute?: number;
}

export interface RateLimiter {
  /**
   * Counts a request.
   * @throws {@link ApiError} 429 `rate_limit_error` with `retry-after` when the window is full.
   */
  take(workspaceId: string, inputTokens: number): void;
  headers(workspaceId: string): Readonly<Record<string, string>>;
}

const WINDOW_MS = 60_000;
const SHOWN_REQUESTS = 4_000;
const SHOWN_INPUT_TOKENS = 2_000_000;
const SHOWN_OUTPUT_TOKENS = 400_000;

interface Window {
  readonly endsAt: number;
  requests: number;
  inputTokens: number;
}

export function createRateLimiter({ requestsPerMinute, inputTokensPerMinute }: RateLimits, now: () => Date): RateLimiter {
  const windows = new Map<string, Window>();
  const windowOf = (workspaceId: string): Window => {
    const time = now().getTime();
    const current = windows.get(workspaceId);
    if (current !== undefined && time < current.endsAt) return current;
    const fresh = { endsAt: time + WINDOW_MS, requests: 0, inputTokens: 0 };
    windows.set(workspaceId, fresh);
    return fresh;
  };
  return {
    take(workspaceId, inputTokens) {
      const window = windowOf(workspaceId);
      if (
        window.requests + 1 > (requestsPerMinute ?? Infinity) ||
        window.inputTokens + inputTokens > (inputTokensPerMinute ?? Infinity)
      ) {
        throw new ApiError(429, {
          type: "rate_limit_error",
          message: "This request would exceed your organization's rate limit",
          headers: { "retry-after": String(Math.ceil((window.endsAt - now().getTime()) / 1000)) },
        });
      }
      window.requests += 1;
      window.inputTokens += inputTokens;
    },
    headers(workspaceId) {
      const window = windowOf(workspaceId);
      const reset = new Date(window.endsAt).toISOString().replace(/\.\d+Z$/, "Z");
      const input = limitHeaders("input-tokens", inputTokensPerMinute ?? SHOWN_INPUT_TOKENS, window.inputTokens, reset);
      return {
        ...limitHeaders("requests", requestsPerMinute ?? SHOWN_REQUESTS, window.requests, reset),
        ...limitHeaders("tokens", inputTokensPerMinute ?? SHOWN_INPUT_TOKENS, window.inputTokens, reset),
        ...input,
        ...limitHeaders("output-tokens", SHOWN_OUTPUT_TOKENS, 0, reset),
      };
    },
  };
}

function limitHeaders(what: string, limit: number, used: number, reset: string): Readonly<Record<string, string>> {
  const name = `anthropic-ratelimit-${what}`;
  return { [`${name}-limit`]: String(limit), [`${name}-remaining`]: String(Math.max(0, limit - used)), [`${name}-reset`]: reset };
}
