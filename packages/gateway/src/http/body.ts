/**
 * A request's body: read under a limit, and decoded under the same limit, for what the guard can't read must not pass. A compressed body
 * may be a thousand times larger than it looks, so that decoding stops at the limit instead of after it.
 */
import type { IncomingMessage } from "node:http";
import * as zlib from "node:zlib";
import type { Problem } from "./problem.js";

export type Body =
  | { readonly kind: "bytes"; readonly bytes: Uint8Array }
  | { readonly kind: "problem"; readonly problem: Problem }
  /** The client went away before the body's end. */
  | { readonly kind: "cut" };

/** @param limit - In bytes, of the body as sent and of the body as decoded. */
export async function readBody(request: IncomingMessage, limit: number): Promise<Body> {
  const body = await collect(request, limit);
  const encoding = request.headers["content-encoding"];
  if (body.kind !== "bytes" || encoding === undefined) return body;
  return decode(body.bytes, encoding.trim().toLowerCase(), limit);
}

/**
 * Lets a client that is still sending finish, so that it reads our answer instead of a broken connection; one that sends on and on is cut.
 */
export function discardBody(request: IncomingMessage, limit: number): void {
  if (request.complete) return;
  let left = limit;
  request.on("data", (chunk: Buffer) => {
    left -= chunk.length;
    if (left < 0) request.destroy();
  });
  request.resume();
}

function collect(request: IncomingMessage, limit: number): Promise<Body> {
  const tooLarge: Body = { kind: "problem", problem: { kind: "body-too-large", limit } };
  if (Number(request.headers["content-length"] ?? 0) > limit) return Promise.resolve(tooLarge);
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const settle = (body: Body): void => {
      request
        .removeListener("data", onData)
        .removeListener("end", onEnd)
        .removeListener("close", onCut)
        .removeListener("error", onCut);
      // A request without a listener for errors takes the process with it.
      if (body.kind !== "bytes") request.on("error", () => undefined);
      resolve(body);
    };
    const onData = (chunk: Buffer): void => {
      size += chunk.length;
      if (size > limit) {
        settle(tooLarge);
        return;
      }
      chunks.push(chunk);
    };
    const onEnd = (): void => {
      const [first] = chunks;
      settle({ kind: "bytes", bytes: chunks.length === 1 && first !== undefined ? first : Buffer.concat(chunks, size) });
    };
    const onCut = (): void => {
      settle({ kind: "cut" });
    };
    request.on("data", onData).on("end", onEnd).on("close", onCut).on("error", onCut);
  });
}

type Decoder = (
  bytes: Uint8Array,
  options: { maxOutputLength: number },
  done: (error: Error | null, decoded: Buffer) => void,
) => void;

/** Node has Zstandard from 22.15 on. */
const { zstdDecompress } = zlib as { readonly zstdDecompress?: Decoder };
const DECODERS: ReadonlyMap<string, Decoder> = new Map<string, Decoder>([
  ["gzip", zlib.gunzip],
  ["x-gzip", zlib.gunzip],
  ["deflate", zlib.inflate],
  ["br", zlib.brotliDecompress],
  ...(zstdDecompress === undefined ? [] : ([["zstd", zstdDecompress]] as const)),
]);

function decode(bytes: Uint8Array, encoding: string, limit: number): Promise<Body> {
  if (encoding === "" || encoding === "identity") return Promise.resolve({ kind: "bytes", bytes });
  const decoder = DECODERS.get(encoding);
  if (decoder === undefined) return Promise.resolve({ kind: "problem", problem: { kind: "encoding-unsupported" } });
  return new Promise((resolve) => {
    decoder(bytes, { maxOutputLength: limit }, (error, decoded) => {
      if (error === null) resolve({ kind: "bytes", bytes: decoded });
      else if ("code" in error && error.code === "ERR_BUFFER_TOO_LARGE")
        resolve({ kind: "problem", problem: { kind: "decoded-too-large", limit } });
      else resolve({ kind: "problem", problem: { kind: "encoding-invalid" } });
    });
  });
}
