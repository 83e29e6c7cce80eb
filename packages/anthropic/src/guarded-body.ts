/**
 * A streamed response under guard, as a web stream. Pulled, not pushed: nothing is read from upstream before the caller asks for it, a caller
 * that leaves cancels upstream, and so does a stop.
 */
import type { CallReport, GuardedStream } from "@sallyport/guard";

export interface StreamEnd {
  /** Tool calls wait for a person's yes: asks for it, and gives the ids of those that got one. */
  ask(calls: readonly CallReport[]): Promise<ReadonlySet<string>>;
  /**
   * The response was read to its end, or stopped. Returns bytes that must end the stream in place of a clean close, if any: an error event,
   * where the verdict could not be recorded.
   */
  complete(): Promise<Uint8Array | undefined>;
  /** The caller left, or upstream broke off: what came after was never read. Called at most once, and never after `complete`. */
  incomplete(): Promise<void>;
}

/** Sends the bytes of an event stream through the guard. */
export function guardBody(
  upstream: ReadableStream<Uint8Array>,
  guarded: GuardedStream,
  end: StreamEnd,
): ReadableStream<Uint8Array> {
  const reader = upstream.getReader();
  let over = false;

  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        for (;;) {
          const bytes = await next();
          if (over) return; // The caller left while we waited for upstream.
          const pushed = bytes === undefined ? guarded.end() : guarded.push(bytes);
          const last = guarded.asks().length === 0 ? pushed : await answered(pushed);
          if (last === undefined) return; // The caller left while somebody was asked.
          if (bytes === undefined || guarded.stopped) {
            over = true;
            if (bytes !== undefined) await reader.cancel();
            const closing = await end.complete();
            if (last.byteLength > 0) controller.enqueue(last);
            if (closing !== undefined) controller.enqueue(closing);
            controller.close();
            return;
          }
          if (last.byteLength > 0) {
            controller.enqueue(last);
            return;
          }
        }
      },
      async cancel(reason) {
        if (over) return;
        over = true;
        await reader.cancel(reason);
        await end.incomplete();
      },
    },
    { highWaterMark: 0 },
  );

  /** What came before a question, and what comes of its answers; `undefined` where nobody waits for it any more. */
  async function answered(before: Uint8Array): Promise<Uint8Array | undefined> {
    const approved = await end.ask(guarded.asks());
    return over ? undefined : joined(before, guarded.answer(approved));
  }

  /** The next bytes from upstream; `undefined` at its end. */
  async function next(): Promise<Uint8Array | undefined> {
    try {
      const { done, value } = await reader.read();
      return done ? undefined : value;
    } catch (cause) {
      if (!over) {
        over = true;
        await end.incomplete();
      }
      throw cause;
    }
  }
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const both = new Uint8Array(first.byteLength + second.byteLength);
  both.set(first);
  both.set(second, first.byteLength);
  return both;
}
