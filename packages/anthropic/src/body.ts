/**
 * Request and response bodies as the guard takes them: text or bytes. What a `fetch` body can be beside that (forms, async iterables) is no
 * Messages request, and what can't be read is not sent.
 */

/**
 * Reads a request's body.
 * @param maxBytes - Streams and blobs are read no further than one byte past it: the guard refuses them as too large.
 * @returns Text as it came; bytes copied, so that what was checked is what is sent even if the caller reuses the buffer; `undefined` for a
 *   kind of body that can't be read.
 */
export async function readRequestBody(body: unknown, maxBytes: number): Promise<string | Uint8Array<ArrayBuffer> | undefined> {
  if (typeof body === "string") return body;
  if (body === null || body === undefined) return "";
  if (body instanceof ArrayBuffer) return new Uint8Array(body.slice(0));
  if (ArrayBuffer.isView(body)) return new Uint8Array(body.buffer, body.byteOffset, body.byteLength).slice();
  if (body instanceof Blob) return readCapped(body.stream(), maxBytes);
  if (body instanceof ReadableStream) return readCapped(body as ReadableStream<unknown>, maxBytes);
  return undefined;
}

/**
 * Reads a stream of bytes, no further than one byte past `maxBytes`; the rest is canceled.
 * @throws TypeError for a stream of anything but bytes, as `fetch` itself would.
 */
export async function readCapped(stream: ReadableStream<unknown>, maxBytes: number): Promise<Uint8Array<ArrayBuffer>> {
  const reader = stream.getReader();
  const chunks: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    if (!(value instanceof Uint8Array)) throw new TypeError("the body's stream holds something that is not bytes");
    chunks.push(value);
    length += value.byteLength;
    if (length <= maxBytes) continue;
    await reader.cancel();
    break;
  }
  const bytes = new Uint8Array(Math.min(length, maxBytes + 1));
  let at = 0;
  for (const chunk of chunks) {
    const part = chunk.subarray(0, bytes.byteLength - at);
    bytes.set(part, at);
    at += part.byteLength;
  }
  return bytes;
}
