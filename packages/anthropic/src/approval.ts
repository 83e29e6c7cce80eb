/** A person's yes for tool calls, through the app's callback. Whatever isn't a clear yes in time is a no. */
import type { CallReport } from "@sallyport/guard";
import type { SallyportOptions } from "./options.js";

/** Time to read what is asked, and to think. */
const DEFAULT_TIMEOUT_MS = 120_000;

/** Asks about each call in turn: a person reads one question at a time, and after a no the rest needs no answer. */
export async function askAbout(
  calls: readonly CallReport[],
  { onAsk, askTimeoutMs = DEFAULT_TIMEOUT_MS }: SallyportOptions,
): Promise<ReadonlySet<string>> {
  const approved = new Set<string>();
  if (onAsk === undefined) return approved;
  for (const call of calls) {
    if (!(await isApproved(call, onAsk, askTimeoutMs))) break;
    approved.add(call.id);
  }
  return approved;
}

async function isApproved(call: CallReport, onAsk: NonNullable<SallyportOptions["onAsk"]>, timeoutMs: number): Promise<boolean> {
  const late = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const deadline = new Promise<false>((resolve) => {
    timer = setTimeout(() => {
      late.abort();
      resolve(false);
    }, timeoutMs);
  });
  try {
    const answer: unknown = await Promise.race([onAsk(call, late.signal), deadline]);
    return answer === true;
  } catch {
    // The callback's own error, whatever it says: nobody said yes.
    return false;
  } finally {
    clearTimeout(timer);
  }
}
