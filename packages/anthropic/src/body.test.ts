import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { readCapped, readRequestBody } from "./body.js";

const MANY = 1 << 20;

/** A stream of bytes in pieces, counting how many pieces were asked for. */
function streamOf(pieces: readonly Uint8Array[]): {
  readonly stream: ReadableStream<Uint8Array>;
  readonly taken: () => number;
  readonly canceled: () => boolean;
} {
  let taken = 0;
  let canceled = false;
  const stream = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        const piece = pieces[taken];
        taken += 1;
        if (piece === undefined) controller.close();
        else controller.enqueue(piece);
      },
      cancel() {
        canceled = true;
      },
    },
    { highWaterMark: 0 },
  );
  return { stream, taken: () => taken, canceled: () => canceled };
}

describe("every channel: whatever a body comes in, the guard reads its bytes", () => {
  test.prop([fc.uint8Array({ maxLength: 200 }), fc.nat(50)])(
    "bytes, buffers, views, blobs and streams",
    async (bytes, offset) => {
      const padded = new Uint8Array(bytes.byteLength + offset);
      padded.set(bytes, offset);
      const half = Math.floor(bytes.byteLength / 2);
      const forms: readonly unknown[] = [
        bytes,
        Uint8Array.from(bytes).buffer,
        padded.subarray(offset),
        new DataView(padded.buffer, offset),
        Buffer.from(bytes),
        new Blob([Uint8Array.from(bytes)]),
        streamOf([bytes.subarray(0, half), bytes.subarray(half)]).stream,
      ];
      for (const form of forms) {
        const read = await readRequestBody(form, MANY);
        expect(read).toBeInstanceOf(Uint8Array);
        expect([...(read as Uint8Array)]).toEqual([...bytes]);
      }
    },
  );

  it("text stays text, no body is empty text", async () => {
    expect(await readRequestBody('{"a":1}', 1)).toBe('{"a":1}');
    expect(await readRequestBody(null, MANY)).toBe("");
    expect(await readRequestBody(undefined, MANY)).toBe("");
  });

  it("forms and iterables are not read", async () => {
    async function* pieces() {
      yield await Promise.resolve(new Uint8Array([123, 125]));
    }
    for (const body of [new FormData(), new URLSearchParams({ a: "1" }), pieces(), { model: "m" }]) {
      expect(await readRequestBody(body, MANY)).toBeUndefined();
    }
  });

  it("what was checked is what is sent: a buffer that is overwritten later doesn't change the copy", async () => {
    const buffer = new Uint8Array([1, 2, 3]);
    const read = await readRequestBody(buffer, MANY);
    buffer.fill(9);
    expect(read).toEqual(new Uint8Array([1, 2, 3]));
  });
});

describe("a stream is read no further than the limit", () => {
  test.prop([fc.array(fc.uint8Array({ minLength: 1, maxLength: 9 }), { maxLength: 30 }), fc.nat(100)])(
    "whatever its pieces",
    async (pieces, max) => {
      const all = pieces.flatMap((piece) => [...piece]);
      const { stream } = streamOf(pieces);
      expect([...(await readCapped(stream, max))]).toEqual(all.slice(0, max + 1));
    },
  );

  it("and the rest is canceled", async () => {
    const source = streamOf(Array.from({ length: 100 }, () => new Uint8Array(10)));
    expect((await readCapped(source.stream, 25)).byteLength).toBe(26);
    expect(source.taken()).toBe(3);
    expect(source.canceled()).toBe(true);
  });

  it("a stream of text is refused, as fetch refuses it", async () => {
    const stream = new ReadableStream<unknown>({
      start(controller) {
        controller.enqueue("text");
      },
    });
    await expect(readCapped(stream, MANY)).rejects.toThrow(TypeError);
  });
});
