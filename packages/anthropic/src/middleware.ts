/** Sallyport in the `middleware` option of the official SDK. */
import type { Middleware } from "@anthropic-ai/sdk";
import { blindSpots, blindSpotsOf, createWarner } from "./blind-spots.js";
import { createInlineDoor } from "./inline-door.js";
import type { SallyportOptions } from "./options.js";
import { toGuard, type PolicySource } from "./policy-source.js";

/**
 * Checks every exchange of a client: requests before they are sent, responses before the caller sees them, whole and streamed.
 *
 * ```ts
 * const client = new Anthropic({ middleware: [sallyport(policy)] });
 * ```
 *
 * A stopped request or whole response throws the SDK's `PermissionDeniedError` (status 403, not retried); a stop in mid-stream throws its
 * `APIError`; {@link stoppedBy} tells what was found. It runs for each attempt of the SDK's.
 *
 * **Put it last.** What stands after it in the list sends what it likes: the SDK's `betaRefusalFallbackMiddleware` rebuilds each request from
 * the caller's parameters, so before Sallyport it is checked, and after Sallyport it undoes the redactions.
 *
 * @throws {@link PolicyError} if the policy can't be used; {@link TypeError} if it has placeholders and `secret` is missing.
 */
export function sallyport(policy: PolicySource = "balanced", options: SallyportOptions = {}): Middleware {
  const warn = createWarner(
    options.warn ??
      ((message) => {
        console.warn(`sallyport: ${message}`);
      }),
  );
  const door = createInlineDoor(toGuard(policy, options, warn), options, warn);
  for (const spot of blindSpots()) warn(spot);

  const middleware: Middleware = (request, next, context) => {
    for (const spot of blindSpotsOf(context, middleware)) warn(spot);
    const { url, method = "GET", headers, body, signal } = request;
    return door.exchange({ url, method, headers, body, signal }, (rewrite) =>
      next(rewrite === undefined ? request : { ...request, ...rewrite }),
    );
  };
  return middleware;
}
