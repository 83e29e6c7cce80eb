/** An upstream's body at the pace of whoever takes it: nothing lost, nothing out of order, nothing asked for while the taker is busy. */
import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { createUpstreamBody } from "./upstream-body.js";

/** A transfer that notes what it was told. */
function transferOf() {
  const state = { paused: false, aborted: false, pauses: 0 };
  return {
    state,
    transfer: {
      pause: () => {
        state.paused = true;
        state.pauses += 1;
      },
      resume: () => {
        state.paused = false;
      },
      abort: () => {
        state.aborted = true;
      },
    },
  };
}
const bytes = (text: string): Uint8Array => Buffer.from(text);

describe("each chunk once, in order", () => {
  test.prop([fc.array(fc.tuple(fc.string({ minLength: 1 }), fc.boolean(), fc.boolean()))])(
    "however slow the taker is, and whenever it comes",
    async (steps) => {
      const { state, transfer } = transferOf();
      const receiving = createUpstreamBody();
      receiving.start(transfer);
      const took: string[] = [];
      let taking: Promise<void> | undefined;
      let busy = 0;
      const begin = (): void => {
        taking ??= receiving.body.each((chunk) => {
          expect(busy).toBe(0);
          const text = Buffer.from(chunk).toString();
          took.push(text);
          const slow = steps[took.length - 1]?.[1] === true;
          if (!slow) return undefined;
          busy += 1;
          return new Promise((resolve) =>
            setImmediate(() => {
              busy -= 1;
              resolve();
            }),
          );
        });
      };
      for (const [text, , starts] of steps) {
        if (starts) begin();
        receiving.data(bytes(text));
        if (state.paused) await new Promise((resolve) => setImmediate(resolve));
      }
      receiving.end();
      begin();
      await taking;
      expect(took).toEqual(steps.map(([text]) => text));
      expect(state.paused).toBe(false);
    },
  );

  it("a busy taker stops the transfer", async () => {
    const { state, transfer } = transferOf();
    const { start, data, end, body } = createUpstreamBody();
    start(transfer);
    let ready = (): void => undefined;
    const taking = body.each(() => new Promise((resolve) => (ready = resolve)));
    data(bytes("a"));
    expect(state.paused).toBe(true);
    end();
    ready();
    await taking;
    expect(state).toMatchObject({ paused: false, pauses: 1, aborted: false });
  });

  it("a taker that has enough ends the transfer", async () => {
    const { state, transfer } = transferOf();
    const { start, data, body } = createUpstreamBody();
    start(transfer);
    const taking = body.each(() => false);
    data(bytes("a"));
    data(bytes("b"));
    await taking;
    expect(state.aborted).toBe(true);
  });

  it("what broke the transfer is told after what came before it", async () => {
    const { transfer } = transferOf();
    const { start, data, fail, body } = createUpstreamBody();
    start(transfer);
    data(bytes("a"));
    fail(new Error("reset"));
    const took: number[] = [];
    await expect(body.each((chunk) => void took.push(chunk.length))).rejects.toThrow("reset");
    expect(took).toEqual([1]);
  });

  it("an abort that comes before the start is kept", () => {
    const { state, transfer } = transferOf();
    const { start, abort } = createUpstreamBody();
    abort();
    start(transfer);
    expect(state.aborted).toBe(true);
  });
});

describe("the whole body, under a limit", () => {
  it("in one or more chunks", async () => {
    for (const chunks of [[], ["abc"], ["a", "b", "c"]]) {
      const { data, end, body } = createUpstreamBody();
      for (const chunk of chunks) data(bytes(chunk));
      end();
      expect(Buffer.from((await body.whole(3)) ?? []).toString()).toBe(chunks.join(""));
    }
  });

  it("one byte too many ends the transfer", async () => {
    const { state, transfer } = transferOf();
    const { start, data, body } = createUpstreamBody();
    start(transfer);
    const whole = body.whole(3);
    data(bytes("ab"));
    data(bytes("cd"));
    expect(await whole).toBeUndefined();
    expect(state.aborted).toBe(true);
  });
});
