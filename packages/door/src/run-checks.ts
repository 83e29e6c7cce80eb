/**
 * Runs the checks that the guard asks for and can't do itself, since they need I/O. Each ends in a result before its deadline, whatever the
 * service does: what isn't a clear answer is a failure, and what a failure means is the policy's to say. Never throws but for the caller's own abort.
 */
import type { Check, CheckFailure, CheckResult, Policy } from "@sallyport/guard";

export interface RunChecksOptions {
  /** The platform's if left out. */
  readonly fetch?: typeof globalThis.fetch;
  /** Aborted when the exchange is over: the client left, say. */
  readonly signal?: AbortSignal;
}

/** A list of paths, even of a long conversation, is far shorter. In bytes. */
const MAX_ANSWER_BYTES = 1024 * 1024;

/**
 * Runs checks side by side.
 * @returns A result for each check, in their order.
 * @throws The reason of `signal`, once that is aborted.
 */
export async function runChecks(
  checks: readonly Check[],
  { fetch = globalThis.fetch, signal }: RunChecksOptions = {},
): Promise<CheckResult[]> {
  signal?.throwIfAborted();
  const results = await Promise.all(checks.map((check) => runCheck(check, fetch, signal)));
  signal?.throwIfAborted();
  return results;
}

/**
 * Asks each check of a policy about no text at all: a service that is up and set up right answers that nothing is bad. For the start of a
 * long-running door, so that a wrong address or a missing right is reported then and not by the first user.
 * @returns The checks that failed.
 */
export async function probeChecks(
  policy: Policy,
  options: RunChecksOptions = {},
): Promise<readonly (CheckResult & { readonly ok: false })[]> {
  const checks = [...policy.checks].map(([id, { kind, url, timeoutMs }]): Check => ({ id, kind, url, timeoutMs, texts: [] }));
  const results = await runChecks(checks, options);
  return results.filter((result) => !result.ok);
}

async function runCheck(check: Check, fetch: typeof globalThis.fetch, outer: AbortSignal | undefined): Promise<CheckResult> {
  const abort = new AbortController();
  const stop = () => {
    abort.abort();
  };
  outer?.addEventListener("abort", stop, { once: true });
  let timer: ReturnType<typeof setTimeout> | undefined;
  // A `fetch` that doesn't heed its signal must not keep the exchange waiting, so the deadline is a race and not only a signal.
  const deadline = new Promise<CheckFailure>((resolve) => {
    timer = setTimeout(() => {
      resolve("timeout");
      stop();
    }, check.timeoutMs);
    outer?.addEventListener(
      "abort",
      () => {
        resolve("not-run");
      },
      { once: true },
    );
  });
  try {
    const answer = await Promise.race([ask(check, fetch, abort.signal), deadline]);
    return typeof answer === "string" ? { id: check.id, ok: false, reason: answer } : { id: check.id, ok: true, bad: answer };
  } finally {
    clearTimeout(timer);
    outer?.removeEventListener("abort", stop);
  }
}

/** @returns The paths of the bad texts, or why there is no answer. */
async function ask(check: Check, fetch: typeof globalThis.fetch, signal: AbortSignal): Promise<readonly string[] | CheckFailure> {
  let response: Response;
  try {
    response = await fetch(check.url, {
      method: "POST",
      headers: { "content-type": "application/json", accept: "application/json" },
      body: JSON.stringify({ check: check.id, texts: check.texts }),
      // Texts go to the address that the operator wrote and to no other.
      redirect: "manual",
      credentials: "omit",
      cache: "no-store",
      referrerPolicy: "no-referrer",
      signal,
    });
  } catch {
    return "unreachable";
  }
  if (response.status !== 200) {
    await response.body?.cancel().catch(() => undefined);
    return "bad-status";
  }
  const text = await readCapped(response).catch(() => undefined);
  return text === undefined ? "bad-answer" : (badPaths(text, check) ?? "bad-answer");
}

/** @returns The body as text, or `undefined` if it is too long. Bytes that aren't UTF-8 become a character that no JSON structure and no path has. */
async function readCapped(response: Response): Promise<string | undefined> {
  const decoder = new TextDecoder();
  const reader = response.body?.getReader();
  if (reader === undefined) return undefined;
  let text = "";
  let bytes = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    bytes += value.byteLength;
    if (bytes > MAX_ANSWER_BYTES) {
      await reader.cancel();
      return undefined;
    }
    text += decoder.decode(value, { stream: true });
  }
}

/** Exactly `{"bad": [path, …]}`, with paths that were asked about: a service that answers anything else hasn't understood the question. */
function badPaths(text: string, check: Check): readonly string[] | undefined {
  let answer: unknown;
  try {
    answer = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof answer !== "object" || answer === null || Object.keys(answer).join() !== "bad" || !("bad" in answer))
    return undefined;
  if (!Array.isArray(answer.bad)) return undefined;
  const asked = new Set(check.texts.map(({ path }) => path));
  const bad: string[] = [];
  for (const path of answer.bad as readonly unknown[]) {
    if (typeof path !== "string" || !asked.has(path)) return undefined;
    bad.push(path);
  }
  return bad;
}
