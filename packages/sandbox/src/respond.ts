/** Writes answers to the socket: whole or as a stream, with the delays, cuts and pieces that were asked for. Backpressure is kept. */
import { once } from "node:events";
import type { ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import type { Random } from "./ids.js";
import type { StreamShape, StreamStep } from "./reply.js";
import { commentOf, frameOf, pieces } from "./sse.js";

/** How an exchange ended. */
export type Outcome = "answered" | "cut" | "client-left";

export function sendJson(response: ServerResponse, status: number, body: unknown): Outcome {
  const bytes = Buffer.from(JSON.stringify(body));
  response.writeHead(status, { "content-type": "application/json", "content-length": bytes.length });
  response.end(bytes);
  return "answered";
}

/** A whole answer that breaks off in its middle: the connection dies, or the body just ends. */
export async function sendBroken(response: ServerResponse, body: unknown, end: "cut" | "close"): Promise<Outcome> {
  const text = JSON.stringify(body);
  response.writeHead(200, { "content-type": "application/json" });
  await write(response, Buffer.from(text.slice(0, Math.ceil(text.length / 2))));
  if (end === "close") {
    response.end();
    return "answered";
  }
  return cut(response);
}

export async function sendStream(
  response: ServerResponse,
  steps: readonly StreamStep[],
  { chunkBytes, lineEnding }: StreamShape,
  random: Random,
): Promise<Outcome> {
  response.writeHead(200, { "content-type": "text/event-stream; charset=utf-8", "cache-control": "no-cache" });
  response.flushHeaders();
  for (const step of steps) {
    if (!isOpen(response)) return "client-left";
    if ("type" in step) await writeFrame(frameOf(step, lineEnding));
    else if ("delayMs" in step) await pause(response, step.delayMs);
    else if ("comment" in step) await writeFrame(commentOf(step.comment, lineEnding));
    else if ("raw" in step) await writeFrame(step.raw);
    else return cut(response);
  }
  if (!isOpen(response)) return "client-left";
  response.end();
  return "answered";

  async function writeFrame(frame: string): Promise<void> {
    const bytes = Buffer.from(frame);
    if (chunkBytes === undefined) return write(response, bytes);
    for (const piece of pieces(bytes, chunkBytes, random)) await write(response, piece);
  }
}

/** Waits, but not longer than the client does. */
export async function pause(response: ServerResponse, delayMs: number): Promise<void> {
  if (delayMs === 0) return;
  const left = new AbortController();
  const onClose = (): void => {
    left.abort();
  };
  response.once("close", onClose);
  try {
    await sleep(delayMs, undefined, { signal: left.signal });
  } catch {
    // The client left: the caller sees that by itself.
  } finally {
    response.off("close", onClose);
  }
}

function isOpen(response: ServerResponse): boolean {
  return !response.destroyed && !response.writableEnded;
}

async function write(response: ServerResponse, bytes: Uint8Array): Promise<void> {
  if (!isOpen(response)) return;
  if (response.write(bytes)) return;
  await Promise.race([once(response, "drain"), once(response, "close")]);
}

/** What was written leaves first, or the client would lose the events before the cut as well. */
async function cut(response: ServerResponse): Promise<Outcome> {
  // `node:http` gathers what is written in one turn of the event loop.
  await sleep(1);
  const { socket } = response;
  if (socket !== null)
    await new Promise<void>((resolve) =>
      socket.write("", () => {
        resolve();
      }),
    );
  response.destroy();
  return "cut";
}
