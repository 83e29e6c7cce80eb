import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DETECTORS } from "../detectors/index.js";
import { createGuard } from "../guard.js";
import { createPlaceholderScan, placeholderOf, seenIn } from "./placeholder.js";

const fingerprint = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map((print) => `fp_${print.toString(16).padStart(16, "0")}`);
const mask = fc.constantFrom(...new Set(DETECTORS.map((detector) => detector.mask).filter((one) => one !== "")));
const placeholder = fc.tuple(mask, fingerprint).map(([kind, print]) => placeholderOf(kind, print));

describe("a placeholder", () => {
  it("is a word that JSON, code, addresses and Markdown take as it is, and is found again whole", () => {
    fc.assert(
      fc.property(placeholder, (one) => {
        expect(one).toMatch(/^[A-Z][A-Z0-9_]*$/);
        expect(JSON.stringify(one)).toBe(`"${one}"`);
        expect(encodeURIComponent(one)).toBe(one);
        for (const text of [one, `(${one})`, `x_${one}.y`, `"${one}"`, `HIDDEN_${one}`, `の${one}は`, `${one}-${one}`]) {
          expect(new Set(seenIn(text).map((seen) => seen.text))).toEqual(new Set([one]));
        }
        for (const text of [`7${one}`, `${one}SS`, one.slice(0, -2), one + one, "HIDDEN_NODE_PROPERTIES"])
          expect(seenIn(text)).toEqual([]);
        // Altered, and seen as that.
        for (const text of [`${one}S`, one.slice(0, -1), `${one.slice(0, -1)}0`, one.toLowerCase()])
          expect(seenIn(text).map((seen) => seen.text)).toEqual([text]);
      }),
    );
  });

  it("says the kind of an operator's own pattern, and nothing that looks like a tag", () => {
    const print = "fp_0123456789abcdef";
    expect(placeholderOf("[TICKET n° 7]", print)).toMatch(/^HIDDEN_TICKET_N_7_[B-Z]{12}$/);
    for (const odd of ["[]", "—", "[BCDFGHJKLMNP]", "[HIDDEN TEXT]", "[HIDDEN]"])
      expect(placeholderOf(odd, print)).toMatch(/^HIDDEN_VALUE_[B-Z]{12}$/);
    expect(seenIn(placeholderOf("A".repeat(64), print))).toHaveLength(1);
  });

  it("looks like no secret and no personal datum to any detector, whatever stands around it", () => {
    const everything = createGuard({
      version: 1,
      rules: Object.fromEntries(
        DETECTORS.filter(({ family }) => family === "secrets" || family === "personal").map(({ id }) => [
          id,
          { detectors: [id], action: "flag" as const },
        ]),
      ),
    });
    const around = fc.constantFrom(
      (one: string) => `api_key = "${one}"`,
      (one: string) => `password: ${one}`,
      (one: string) => `{"client_secret":"${one}","iban":"${one}"}`,
      (one: string) => `Authorization: Bearer ${one}`,
      (one: string) => `https://example.com/?token=${one}&ssn=${one}`,
      (one: string) => `My passport number is ${one}, my tax id ${one}.`,
      (one: string) => `export ${one}=${one}`,
      (one: string) => `postgres://db.internal:5432/${one}`,
    );
    fc.assert(
      fc.property(placeholder, around, (one, put) => {
        const { verdict } = everything.text(put(one), { origin: "user", trust: "user" });
        expect(verdict.findings.map(({ detector }) => detector)).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });
});

describe("a scan of a text in pieces", () => {
  const text = fc
    .array(
      fc.oneof(
        placeholder,
        placeholder.map((one) => one.slice(0, 20)),
        placeholder.map((one) => one.toLowerCase()),
        fc.constantFrom("HIDDEN_", "H", "HID", "_", "A", " ", "\u200b", "é", "の", "HIDDEN_US_SSN_KFXQWMRTBHD"),
        fc.string({ maxLength: 6 }),
      ),
      { maxLength: 12 },
    )
    .map((parts) => parts.join(""));

  it("finds what it finds in the whole, however it is cut, and settles nothing too early", () => {
    fc.assert(
      fc.property(text, fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1 }), (whole, sizes) => {
        const scan = createPlaceholderScan();
        const seen = [];
        let settled = 0;
        for (let at = 0, turn = 0; at < whole.length; turn += 1) {
          const size = sizes[turn % sizes.length] ?? 1;
          const now = scan.push(whole.slice(at, at + size));
          at += size;
          for (const { start } of now) expect(start).toBeGreaterThanOrEqual(settled);
          settled = scan.settled;
          seen.push(...now);
        }
        for (const one of scan.finish()) {
          expect(one.start).toBeGreaterThanOrEqual(settled);
          seen.push(one);
        }
        expect(seen).toEqual(seenIn(whole));
      }),
      { numRuns: 2_000 },
    );
  });

  it("is linear on the beginnings of placeholders", () => {
    const before = process.cpuUsage();
    for (const hostile of ["HIDDEN_", "HIDDEN_B", "_HIDDEN_A_BCDFGHJKLMN", "_", "B"])
      seenIn(`HIDDEN_A_${hostile.repeat(1_000_000 / hostile.length)}AE`);
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1e6).toBeLessThan(3);
  });
});
