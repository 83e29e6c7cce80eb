import { Readable } from "node:stream";
import { gzipSync } from "node:zlib";
import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { InputError } from "../errors.js";
import { linesOf } from "./lines.js";
import type { Source } from "./source.js";

function source(bytes: Uint8Array, chunkBytes = 3): Source {
  const chunks = Array.from({ length: Math.ceil(bytes.length / chunkBytes) }, (_, index) =>
    Buffer.from(bytes.subarray(index * chunkBytes, (index + 1) * chunkBytes)),
  );
  return { name: "`rows`", bytes: bytes.length, stream: Readable.from(chunks) };
}

async function read(bytes: Uint8Array, chunkBytes?: number): Promise<readonly string[]> {
  const lines: string[] = [];
  for await (const { number, text } of linesOf(source(bytes, chunkBytes))) {
    lines.push(text);
    expect(number).toBe(lines.length);
  }
  return lines;
}

describe("lines of a file", () => {
  const piece = fc.oneof(fc.string({ unit: "grapheme", maxLength: 3 }), fc.constantFrom("\u2028", "\u0085", "\0", "😀"));
  const line = fc.array(piece, { maxLength: 4 }).map((pieces) => pieces.join("").replace(/[\r\n]/g, ""));
  test.prop([fc.array(line, { maxLength: 8 }), fc.integer({ min: 1, max: 9 }), fc.boolean()])(
    "come out as they went in, plain or packed, however the bytes are cut",
    async (lines, chunkBytes, packed) => {
      const bytes = Buffer.from(lines.map((text) => `${text}\n`).join(""));
      fc.pre(bytes[0] !== 0x1f || bytes[1] !== 0x8b);
      fc.pre(!bytes.subarray(0, 3).equals(Buffer.from([0xef, 0xbb, 0xbf])));
      expect(await read(packed && bytes.length > 0 ? gzipSync(bytes) : bytes, chunkBytes)).toEqual(lines);
    },
  );

  it("are not cut at U+2028, which may stand raw in JSON", async () => {
    expect(await read(Buffer.from('"a\u2028b"\r\n"c"'))).toEqual(['"a\u2028b"', '"c"']);
  });

  it("end with an error where the gzip file is cut short: half of a data set would give figures all the same", async () => {
    const packed = gzipSync(Buffer.from("row\n".repeat(1_000)));
    await expect(read(packed.subarray(0, packed.length - 9))).rejects.toThrow(InputError);
  });

  it("end with an error that says where, on what is not UTF-8", async () => {
    await expect(read(Buffer.from([0x61, 0x0a, 0xff, 0x0a]), 1)).rejects.toThrow("not UTF-8, somewhere after line 1");
  });
});
