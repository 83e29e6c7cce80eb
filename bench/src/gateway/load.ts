/**
 * The load: requests over kept connections, as many at once as there are connections, each sent when the one before it has ended. It uses the
 * client's lowest layer, so that most of the machine is left to the proxies.
 */
import { Pool } from "undici";

export interface Target {
  readonly url: string;
  /** What a client of this proxy sends. */
  readonly headers: Readonly<Record<string, string>>;
}

export interface Reply {
  readonly status: number;
  /** From the sending of the request to the first byte of the answer's body. */
  readonly firstByteMs: number;
  readonly totalMs: number;
  readonly body: Buffer;
}

export interface Client {
  send(body: Buffer): Promise<Reply>;
  close(): Promise<void>;
}

export function createClient({ url, headers }: Target, connections: number): Client {
  const pool = new Pool(url, { connections, pipelining: 1 });
  const all = {
    ...headers,
    "content-type": "application/json",
    "anthropic-version": "2026-10-21",
    accept: "application/json",
    "user-agent": "sallyport-bench",
  };
  return {
    send: (body) =>
      new Promise((resolve, reject) => {
        const start = performance.now();
        let status = 0;
        let firstByteMs = 0;
        const chunks: Buffer[] = [];
        pool.dispatch(
          { method: "POST", path: "/v1/messages", headers: all, body },
          {
            onRequestStart: () => undefined,
            onResponseStart: (_controller, statusCode) => {
              status = statusCode;
            },
            onResponseData: (_controller, chunk) => {
              if (chunks.length === 0) firstByteMs = performance.now() - start;
              chunks.push(chunk);
            },
            onResponseEnd: () => {
              resolve({ status, firstByteMs, totalMs: performance.now() - start, body: Buffer.concat(chunks) });
            },
            onResponseError: (_controller, error) => {
              reject(error);
            },
          },
        );
      }),
    close: () => pool.close(),
  };
}

export interface Load {
  readonly replies: readonly Reply[];
  readonly wallMs: number;
}

/**
 * Sends the bodies, `connections` of them at a time, until they are sent or the time is up.
 * @throws Error for an answer that isn't 200: a proxy that refuses is fast.
 */
export async function load(client: Client, bodies: readonly Buffer[], connections: number, maxMs: number): Promise<Load> {
  const replies: Reply[] = [];
  const start = performance.now();
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < bodies.length && performance.now() - start < maxMs) {
      const body = bodies[next++];
      if (body === undefined) return;
      const reply = await client.send(body);
      if (reply.status !== 200) throw new Error(`the proxy answered ${reply.status}: ${reply.body.toString().slice(0, 400)}`);
      replies.push(reply);
    }
  };
  await Promise.all(Array.from({ length: connections }, worker));
  return { replies, wallMs: performance.now() - start };
}
