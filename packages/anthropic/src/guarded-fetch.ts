/** Sallyport as a `fetch`, for SDKs that take one: the AI SDK, LangChain, and code that talks to the API without an SDK. */
import { blindSpots, createWarner } from "./blind-spots.js";
import { createInlineDoor } from "./inline-door.js";
import type { SallyportOptions } from "./options.js";
import { toGuard, type PolicySource } from "./policy-source.js";

export interface GuardedFetchOptions extends SallyportOptions {
  /** What sends the requests. Default: the global `fetch`. */
  readonly fetch?: typeof globalThis.fetch;
}

/**
 * A `fetch` for requests to the Claude API that checks each exchange, whole and streamed. A stop is a response with status 403 in the API's
 * error shape (in mid-stream: an error event), which each SDK turns into its own error; {@link stoppedBy} tells what was found.
 *
 * ```ts
 * const anthropic = createAnthropic({ fetch: guardedFetch(policy) });
 * ```
 *
 * Below it nothing changes a request any more, so with the official SDK it is also the place where no other middleware can come after
 * Sallyport. It knows the Claude API only: requests to anything else are refused (the policy's `unread.endpoint` decides).
 *
 * @throws {@link PolicyError} if the policy can't be used.
 */
export function guardedFetch(policy: PolicySource = "balanced", options: GuardedFetchOptions = {}): typeof globalThis.fetch {
  const warn = createWarner(
    options.warn ??
      ((message) => {
        console.warn(`sallyport: ${message}`);
      }),
  );
  const door = createInlineDoor(toGuard(policy, options, warn), options, warn);
  for (const spot of blindSpots()) warn(spot);

  return (input, init) => {
    // Called without `this`: browsers refuse a `fetch` that is bound to anything else.
    const fetch = options.fetch ?? globalThis.fetch;
    if (input instanceof Request) {
      const request = new Request(input, init ?? {});
      return door.exchange(request, (rewrite) => fetch(rewrite === undefined ? request : new Request(request, rewrite)));
    }
    const url = String(input);
    // Read once: a getter could give another body to the check than to `fetch`, and an iterator its headers only once.
    const once: RequestInit = { ...init };
    const headers = new Headers(once.headers);
    once.headers = headers;
    return door.exchange({ url, method: once.method ?? "GET", headers, body: once.body, signal: once.signal }, (rewrite) =>
      fetch(url, rewrite === undefined ? once : { ...once, ...rewrite }),
    );
  };
}
