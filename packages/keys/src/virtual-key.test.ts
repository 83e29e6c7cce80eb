/** Virtual keys: what is one, what is a slip, and what a stored hash is good for (nothing). */
import { fc, test } from "@fast-check/vitest";
import { crc32 } from "node:zlib";
import { describe, expect, it } from "vitest";
import { createVirtualKey, ENVIRONMENTS, hashVirtualKey, parseVirtualKey, sameHash } from "./virtual-key.js";

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

describe("a virtual key names its environment and carries its checksum", () => {
  it.for(ENVIRONMENTS)("%s", (environment) => {
    const key = createVirtualKey(environment);
    expect(key).toMatch(/^sp-(dev|stg|prd)-[\w-]{43}[0-9A-Za-z]{6}$/);
    expect(parseVirtualKey(key)).toEqual({ kind: "key", environment });
  });

  it("never gives the same key twice", () => {
    expect(new Set(Array.from({ length: 500 }, () => createVirtualKey("development"))).size).toBe(500);
  });

  it("has the CRC-32 of what stands before it, in base 62 with leading zeros", () => {
    const digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    for (let count = 0; count < 200; count += 1) {
      const key = createVirtualKey("staging");
      let value = 0;
      for (const digit of key.slice(-6)) value = value * 62 + digits.indexOf(digit);
      expect(value).toBe(crc32(key.slice(0, -6)));
    }
  });
});

describe("a typo is told from an unknown key", () => {
  test.prop([fc.nat(55), fc.nat(63)])("one character changed", (place, other) => {
    const key = createVirtualKey("production");
    const at = Math.max(place, "sp-prd-".length);
    const changed = key.slice(0, at) + ALPHABET.charAt(other) + key.slice(at + 1);
    expect(parseVirtualKey(changed)).toEqual({ kind: changed === key ? "key" : "typo", environment: "production" });
  });

  it("cut short, lengthened, with a blank, or upper case", () => {
    const key = createVirtualKey("development");
    for (const slip of [key.slice(0, -1), `${key}A`, `${key} `, `sp-dev-${key.slice(7).toUpperCase()}`, "sp-dev-"]) {
      expect(parseVirtualKey(slip)).toEqual({ kind: "typo", environment: "development" });
    }
    expect(parseVirtualKey(key.toUpperCase())).toEqual({ kind: "not-a-virtual-key" });
    expect(parseVirtualKey(` ${key}`)).toEqual({ kind: "not-a-virtual-key" });
  });

  it("another environment's prefix breaks the checksum", () => {
    const key = createVirtualKey("development");
    expect(parseVirtualKey(key.replace("sp-dev-", "sp-prd-"))).toEqual({ kind: "typo", environment: "production" });
  });

  it("an Anthropic key is told by its prefix", () => {
    expect(parseVirtualKey(`sk-ant-api03-${"a".repeat(93)}AA`)).toEqual({ kind: "anthropic", credential: "api-key" });
    expect(parseVirtualKey(`sk-ant-admin01-${"a".repeat(93)}AA`)).toEqual({ kind: "anthropic", credential: "admin-key" });
  });

  test.prop([fc.string()])("any other text is no virtual key, and no throw", (text) => {
    expect(parseVirtualKey(text).kind).not.toBe("key");
  });
});

describe("a hash is no key", () => {
  it("the hash of a key isn't shaped as one", () => {
    const hash = hashVirtualKey(createVirtualKey("production"));
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
    expect(parseVirtualKey(hash)).toEqual({ kind: "not-a-virtual-key" });
  });

  it("compares whole hashes", () => {
    const hash = hashVirtualKey(createVirtualKey("production"));
    expect(sameHash(hash, hash)).toBe(true);
    expect(sameHash(hash, hash.slice(0, -1))).toBe(false);
    expect(
      sameHash(
        hash,
        hash.replace(/.$/, (last) => (last === "0" ? "1" : "0")),
      ),
    ).toBe(false);
  });
});
