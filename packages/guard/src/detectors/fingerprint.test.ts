import { createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import { checksum } from "./checksum.js";
import { createFingerprinter } from "./fingerprint.js";

describe("a fingerprint", () => {
  const secret = new Uint8Array(32).fill(7);
  const fingerprint = createFingerprinter(secret);

  it("is the beginning of the value's HMAC-SHA-256", () => {
    for (const value of ["", "a", "päss 漢", "x".repeat(10_000)])
      expect(fingerprint(value)).toBe(`fp_${createHmac("sha256", secret).update(value).digest("hex").slice(0, 16)}`);
  });

  it("stays the same over many values, and differs with the key", () => {
    const before = fingerprint("value");
    for (let number = 0; number < 2_000; number++) fingerprint(`other ${number}`);
    expect(fingerprint("value")).toBe(before);
    expect(createFingerprinter(new Uint8Array(32).fill(8))("value")).not.toBe(before);
  });
});

describe("the checksum of tokens", () => {
  it("is CRC-32 in base 62", () => {
    expect(checksum("")).toBe("000000");
    expect(checksum("123456789")).toBe("3jZRME"); // CRC-32 0xCBF43926, the check value of the standard
  });
});
