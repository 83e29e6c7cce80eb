/**
 * Who is calling, and with which upstream key the call may go on. Identity comes from the whole virtual key alone, looked up by its hash: not
 * from a prefix, a cached token, a header that names an environment, or a hash sent as a key. All refusals of a key that
 * is shaped right take the same way and the same time, whether the key exists or not.
 */
import { hashVirtualKey, parseVirtualKey } from "@sallyport/keys";
import { credentialInTarget, holdsCredential, readCredential } from "./credentials.js";
import { goesUp } from "../http/headers.js";
import type { Problem } from "../http/problem.js";
import type { VirtualKey, VirtualKeyStore } from "../store/store.js";
import type { UpstreamKeys } from "./upstream-keys.js";

export interface Caller {
  readonly key: VirtualKey;
  /** The upstream key of the caller's environment. */
  readonly upstreamKey: string;
}

export type Authentication =
  | { readonly kind: "known"; readonly caller: Caller }
  | {
      readonly kind: "refused";
      readonly problem: Problem;
      /** Set where the key is known and the refusal has another reason. */
      readonly key?: VirtualKey;
      /** What was sent where no such key belongs: for a keyed fingerprint alone, never to be written down. */
      readonly evidence?: string;
    };

export interface AuthenticationParts {
  readonly virtualKeys: VirtualKeyStore;
  readonly upstreamKeys: Pick<UpstreamKeys, "current">;
}

/**
 * @param target - The request's path and query as the client sent them.
 * @param rawHeaders - Names and values in turn.
 */
export async function authenticate(
  target: string,
  rawHeaders: readonly string[],
  parts: AuthenticationParts,
): Promise<Authentication> {
  const stray = credentialInTarget(target);
  if (stray !== undefined) return { kind: "refused", problem: { kind: "credential-in-url" }, evidence: stray };
  const credential = readCredential(rawHeaders);
  switch (credential.kind) {
    case "none":
      return { kind: "refused", problem: { kind: "no-credential" } };
    case "several":
      return { kind: "refused", problem: { kind: "several-credentials" } };
    case "one":
      return identify(credential.text, rawHeaders, parts);
  }
}

async function identify(text: string, rawHeaders: readonly string[], parts: AuthenticationParts): Promise<Authentication> {
  const parsed = parseVirtualKey(text);
  switch (parsed.kind) {
    case "anthropic":
      return { kind: "refused", problem: { kind: "anthropic-credential" }, evidence: text };
    case "typo":
      return { kind: "refused", problem: { kind: "mistyped-key" } };
    case "not-a-virtual-key":
      return { kind: "refused", problem: { kind: "not-a-virtual-key" } };
    case "key":
      break;
  }
  const key = await parts.virtualKeys.findByHash(hashVirtualKey(text));
  if (key?.environment !== parsed.environment || key.disabledAt !== undefined) {
    return { kind: "refused", problem: { kind: "unknown-key" }, ...(key === undefined ? {} : { key }) };
  }
  const misplaced = credentialInHeaders(rawHeaders);
  if (misplaced !== undefined) return { kind: "refused", problem: { kind: "credential-in-header" }, key, evidence: misplaced };
  const upstreamKey = await parts.upstreamKeys.current(key.environment);
  if (upstreamKey === undefined) {
    return { kind: "refused", problem: { kind: "no-upstream-key", environment: key.environment }, key };
  }
  return { kind: "known", caller: { key, upstreamKey } };
}

/** Looks at the headers that would go upstream. */
function credentialInHeaders(rawHeaders: readonly string[]): string | undefined {
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const value = rawHeaders[index + 1] ?? "";
    if (holdsCredential(value) && goesUp(rawHeaders[index]?.toLowerCase() ?? "")) return value;
  }
  return undefined;
}
