/** The bytes of a file as a text, or the reason why they are none. */

/** Past this a file is data: a person didn't write it, and it must fit into memory. */
export const MAX_FILE_BYTES = 64 * 2 ** 20;
/** As git does: a NUL in the first bytes makes a file binary. */
const PROBE_BYTES = 8_000;

/** @returns `undefined` for a binary file. Bytes that are no UTF-8 become U+FFFD: what stands around them is still searched. */
export function textOf(bytes: Buffer): string | undefined {
  // Windows PowerShell writes `>` in UTF-16, `.env` files too.
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder("utf-16be").decode(bytes);
  return bytes.subarray(0, PROBE_BYTES).includes(0) ? undefined : new TextDecoder().decode(bytes);
}
