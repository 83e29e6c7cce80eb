/**
 * The body of an upstream's answer: taken whole under a limit, or chunk by chunk at the taker's pace. What comes before anybody takes it is
 * what one read from the socket brought; from then on a taker that isn't ready stops the socket.
 */

/** What the client library lets us do to a request under way. */
export interface Transfer {
  pause(): void;
  resume(): void;
  abort(reason: Error): void;
}

export interface UpstreamBody {
  /**
   * The whole body, or `undefined` (and the transfer aborted) if it is larger than the limit.
   * @throws What broke the transfer.
   */
  whole(limit: number): Promise<Uint8Array | undefined>;
  /**
   * Hands over each chunk, the next one not before the promise is kept that `take` may return. `false` ends it, and the transfer with it.
   * Resolves at the end.
   * @throws What broke the transfer, or what the promise was broken with.
   */
  each(take: (chunk: Uint8Array) => Promise<void> | false | undefined): Promise<void>;
  /** Ends the transfer: what waits is still handed over, then it is broken. */
  readonly abort: () => void;
}

/** The other side of a body, for whoever receives it. */
export interface Receiving {
  readonly body: UpstreamBody;
  readonly start: (transfer: Transfer) => void;
  readonly data: (chunk: Uint8Array) => void;
  readonly end: () => void;
  readonly fail: (error: Error) => void;
  /** May come before the start. */
  readonly abort: () => void;
}

interface Taker {
  readonly take: (chunk: Uint8Array) => Promise<void> | false | undefined;
  readonly done: () => void;
  readonly broken: (error: Error) => void;
}

type Ending = { readonly kind: "end" } | { readonly kind: "broken"; readonly error: Error };

export function createUpstreamBody(): Receiving {
  let transfer: Transfer | undefined;
  let taker: Taker | undefined;
  let waiting: Uint8Array[] = [];
  let busy = false;
  let aborted = false;
  let ending: Ending | undefined;

  const abort = (): void => {
    aborted = true;
    // After its end there is nothing to abort.
    if (ending === undefined) transfer?.abort(new Error("cancelled"));
  };

  /** Hands over what waits, until the taker is busy. */
  const flow = (): void => {
    while (taker !== undefined && !busy) {
      const chunk = waiting.shift();
      if (chunk === undefined) break;
      const taken = taker.take(chunk);
      if (taken === undefined) continue;
      if (taken === false) {
        const { done } = taker;
        taker = undefined;
        waiting = [];
        abort();
        done();
        return;
      }
      busy = true;
      transfer?.pause();
      taken.then(
        () => {
          busy = false;
          transfer?.resume();
          flow();
        },
        (error: unknown) => {
          taker?.broken(error instanceof Error ? error : new Error("the taker failed"));
          taker = undefined;
          abort();
        },
      );
    }
    if (taker === undefined || busy || ending === undefined) return;
    if (ending.kind === "end") taker.done();
    else taker.broken(ending.error);
    taker = undefined;
  };

  const takeBy = (take: Taker["take"]): Promise<void> =>
    new Promise((resolve, reject) => {
      taker = { take, done: resolve, broken: reject };
      flow();
    });

  return {
    start(started) {
      transfer = started;
      if (aborted) abort();
    },
    data(chunk) {
      waiting.push(chunk);
      flow();
    },
    end() {
      ending ??= { kind: "end" };
      flow();
    },
    fail(error) {
      ending ??= { kind: "broken", error };
      flow();
    },
    abort,
    body: {
      async whole(limit) {
        const chunks: Uint8Array[] = [];
        let size = 0;
        await takeBy((chunk) => {
          size += chunk.length;
          if (size > limit) return false;
          chunks.push(chunk);
          return undefined;
        });
        if (size > limit) return undefined;
        const [first] = chunks;
        return chunks.length === 1 && first !== undefined ? first : Buffer.concat(chunks, size);
      },
      each: takeBy,
      abort,
    },
  };
}
