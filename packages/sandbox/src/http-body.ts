/** The body of a request: its bytes under the API's size limit, and what they decode to under the same limit. */
import type { IncomingMessage } from "node:http";
import { promisify } from "node:util";
import { brotliDecompress, gunzip, inflate } from "node:zlib";
import { ApiError, invalidRequest } from "./errors.js";

/** Messages and count_tokens: 32 MB. */
const MAX_BODY_BYTES = 32 * 1024 * 1024;

const DECODERS: Readonly<Record<string, (bytes: Buffer, options: { maxOutputLength: number }) => Promise<Buffer>>> = {
  gzip: promisify<Buffer, { maxOutputLength: number }, Buffer>(gunzip),
  "x-gzip": promisify<Buffer, { maxOutputLength: number }, Buffer>(gunzip),
  deflate: promisify<Buffer, { maxOutputLength: number }, Buffer>(inflate),
  br: promisify<Buffer, { maxOutputLength: number }, Buffer>(brotliDecompress),
};

/**
 * @throws {@link ApiError} 413 `request_too_large` past the limit. The rest of the body is still taken off the wire, so that the client reads
 * the answer instead of a broken connection.
 */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length <= MAX_BODY_BYTES) chunks.push(chunk);
    else chunks.length = 0;
  }
  if (length > MAX_BODY_BYTES) {
    throw new ApiError(413, { type: "request_too_large", message: "Request exceeds the maximum size" });
  }
  return Buffer.concat(chunks);
}

/** @throws {@link ApiError} 400 for an unknown or broken encoding, 413 if the decoded body is over the limit. */
export async function decodeBody(bytes: Buffer, encoding = "identity"): Promise<Buffer> {
  const name = encoding.trim().toLowerCase();
  if (name === "identity" || name === "") return bytes;
  const decode = Object.hasOwn(DECODERS, name) ? DECODERS[name] : undefined;
  if (decode === undefined) throw invalidRequest("Unsupported content encoding", "request_body_encoding_unsupported");
  try {
    return await decode(bytes, { maxOutputLength: MAX_BODY_BYTES });
  } catch (error) {
    if (error instanceof RangeError) {
      throw new ApiError(413, {
        type: "request_too_large",
        message: "Request exceeds the maximum size after decoding",
        errorCode: "request_body_too_large_after_decoding",
      });
    }
    throw invalidRequest("The request body does not match its content encoding", "request_body_encoding_invalid");
  }
}

/** @throws {@link ApiError} 400 for what is no UTF-8, no JSON, or nested deeper than anything can walk. */
export function parseJson(bytes: Buffer): unknown {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw invalidRequest("The request body is not valid JSON");
  }
  if (isDeeperThan(value, MAX_DEPTH)) throw invalidRequest("The request body is nested too deeply");
  return value;
}

/** Far from what requests need, and from where recursion would end the process. */
const MAX_DEPTH = 500;

function isDeeperThan(value: unknown, depth: number): boolean {
  let level: unknown[] = [value];
  for (let reached = 0; level.length > 0; reached += 1) {
    if (reached > depth) return true;
    level = level.flatMap((item): unknown[] => (typeof item === "object" && item !== null ? Object.values(item) : []));
  }
  return false;
}
