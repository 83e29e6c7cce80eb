/**
 * A fixed upstream, as cheap as can be, so that the proxies are what is slow: HTTP read by hand, answers built ahead. It is no stand-in for the
 * API and checks nothing. Each whole answer holds another number, for a guard that remembers texts must not know it; a streamed answer has
 * as many deltas as `max_tokens` asks for, five milliseconds apart.
 */
import { createServer, type Socket } from "node:net";
import type { AddressInfo } from "node:net";
import { createAnswer } from "../fixtures/answer.js";
import { prose } from "../fixtures/prose.js";
import { createRandom } from "../fixtures/random.js";

export interface UpstreamHello {
  readonly url: string;
}

/** What the upstream has seen: proof that a proxy did its work. */
export interface Seen {
  readonly requests: number;
  /** Head and body of the last request. */
  readonly head: string;
  readonly body: string;
}

const DELTA_MS = 5;
const MAX_DELTAS = 200;
const DIGITS = 12;

let requests = 0;
let last = { head: "", body: "" };

const whole = createWhole();
const { opening, deltas, closing } = createStream();

const server = createServer({ noDelay: true }, (socket) => {
  let held: Buffer = Buffer.alloc(0);
  // A proxy that is ended drops its connections.
  socket.on("error", () => socket.destroy());
  socket.on("data", (chunk) => {
    held = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
    for (let request = take(held); request !== undefined; request = take(held)) {
      held = request.rest;
      requests += 1;
      last = request;
      answer(socket, request.body);
    }
  });
});
server.listen(0, "127.0.0.1", () => {
  const hello: UpstreamHello = { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
  process.send?.({ hello });
});
process.on("message", (message) => {
  const seen: Seen = { requests, ...last };
  if (message === "seen") process.send?.({ seen });
});

/** The first whole request of the bytes, if it is there. Every proxy of this benchmark says how long a body is. */
function take(bytes: Buffer): { readonly head: string; readonly body: string; readonly rest: Buffer } | undefined {
  const headEnd = bytes.indexOf("\r\n\r\n");
  if (headEnd < 0) return undefined;
  const head = bytes.toString("latin1", 0, headEnd);
  const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
  if (length === undefined) throw new Error("a request came without a content-length");
  const end = headEnd + 4 + Number(length);
  if (bytes.length < end) return undefined;
  return { head, body: bytes.toString("utf8", headEnd + 4, end), rest: bytes.subarray(end) };
}

function answer(socket: Socket, body: string): void {
  if (!body.includes('"stream":true')) {
    socket.write(whole());
    return;
  }
  socket.write(opening);
  const count = Math.min(MAX_DELTAS, Number(/"max_tokens":(\d+)/.exec(body)?.[1] ?? 1));
  let sent = 0;
  const timer = setInterval(() => {
    if (socket.destroyed) clearInterval(timer);
    else if (sent < count) socket.write(deltas[sent++ % deltas.length] ?? "");
    else {
      clearInterval(timer);
      socket.write(closing);
    }
  }, DELTA_MS);
}

function createWhole(): () => Buffer {
  const text = `Case ${"0".repeat(DIGITS)}: ${prose(createRandom(1), 700)}`;
  const body = JSON.stringify({
    id: "msg_000000000000000000000000",
    type: "message",
    role: "assistant",
    model: "claude-sonnet-5-5",
    content: [{ type: "text", text }],
    stop_reason: "end_turn",
    stop_sequence: null,
    usage: { input_tokens: 500, output_tokens: 180 },
  });
  const head = [
    "HTTP/1.1 200 OK",
    "content-type: application/json",
    `content-length: ${Buffer.byteLength(body)}`,
    "request-id: req_000000000000000000000000",
  ];
  const template = Buffer.from(`${head.join("\r\n")}\r\n\r\n${body}`);
  const place = template.indexOf("Case ") + "Case ".length;
  return () => {
    const bytes = Buffer.from(template);
    bytes.write(String(requests).padStart(DIGITS, "0"), place, "latin1");
    return bytes;
  };
}

function createStream(): { readonly opening: Buffer; readonly deltas: readonly Buffer[]; readonly closing: Buffer } {
  const { frames } = createAnswer(2, { chars: 2_400, deltaChars: 12 });
  const isDelta = (frame: Buffer): boolean => frame.includes("content_block_delta");
  const first = frames.findIndex(isDelta);
  const head = [
    "HTTP/1.1 200 OK",
    "content-type: text/event-stream; charset=utf-8",
    "cache-control: no-cache",
    "transfer-encoding: chunked",
    "request-id: req_000000000000000000000000",
  ];
  return {
    opening: Buffer.concat([Buffer.from(`${head.join("\r\n")}\r\n\r\n`), ...frames.slice(0, first).map(toChunk)]),
    deltas: frames.filter(isDelta).map(toChunk),
    closing: Buffer.concat([
      ...frames
        .slice(first)
        .filter((frame) => !isDelta(frame))
        .map(toChunk),
      Buffer.from("0\r\n\r\n"),
    ]),
  };
}

function toChunk(frame: Buffer): Buffer {
  return Buffer.concat([Buffer.from(`${frame.length.toString(16)}\r\n`), frame, Buffer.from("\r\n")]);
}
