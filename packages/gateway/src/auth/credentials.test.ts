/** Where a credential is read, and where it is seen although none belongs there. */
import { fc, test } from "@fast-check/vitest";
import { createVirtualKey } from "@sallyport/keys";
import { describe, expect, it } from "vitest";
import { credentialInTarget, readCredential } from "./credentials.js";

describe("one credential, in either header", () => {
  it("x-api-key, Bearer, or the same in both", () => {
    expect(readCredential(["X-Api-Key", "k"])).toEqual({ kind: "one", text: "k" });
    expect(readCredential(["Authorization", "Bearer k"])).toEqual({ kind: "one", text: "k" });
    expect(readCredential(["authorization", "bearer  k"])).toEqual({ kind: "one", text: "k" });
    expect(readCredential(["x-api-key", "k", "host", "h", "authorization", "Bearer k"])).toEqual({ kind: "one", text: "k" });
  });

  it("none", () => {
    expect(readCredential([])).toEqual({ kind: "none" });
    expect(readCredential(["host", "h", "cookie", "x-api-key=k"])).toEqual({ kind: "none" });
  });

  it("an authorization of another scheme is a wrong credential, not none", () => {
    expect(readCredential(["authorization", "Basic azpr"])).toEqual({ kind: "one", text: "" });
    expect(readCredential(["authorization", "Bearer a b"])).toEqual({ kind: "one", text: "" });
  });

  it.for([
    [["x-api-key", "a", "authorization", "Bearer b"]],
    [["authorization", "Bearer b", "x-api-key", "a"]],
    [["authorization", "Bearer a", "Authorization", "Bearer a"]],
    [["x-api-key", "a", "X-API-KEY", "a"]],
    [["x-api-key", "a", "authorization", "Basic a"]],
    [["x-api-key", "", "authorization", "Bearer a"]],
  ])("two identities, or one header twice: %j", ([headers = []]) => {
    expect(readCredential(headers)).toEqual({ kind: "several" });
  });
});

describe("a key in a URL is seen", () => {
  const key = createVirtualKey("production");
  const escapeAll = (text: string): string => Array.from(text, (char) => `%${char.charCodeAt(0).toString(16)}`).join("");

  it.for([
    `/v1/models?key=${key}`,
    `/v1/models?limit=2&x=${key}`,
    `/v1/models/${key}`,
    `/v1/models?a=${escapeAll(key)}`,
    `/v1/models?a=${escapeAll(escapeAll(key))}`,
    `/v1/models?a=%zz${escapeAll(key)}`,
    `/v1/models?api_key=anything`,
    `/v1/models?limit=2&X-API-Key=anything`,
    `/v1/models?access_token=anything`,
    `/v1/models?%6bey=anything`,
  ])("%s", (target) => {
    expect(credentialInTarget(target)).toBeDefined();
  });

  it("encoded or not, it is decoded to the same text, so that its fingerprint is the same", () => {
    expect(credentialInTarget(`/v1/models?api_key=${escapeAll(key)}`)).toBe(`/v1/models?api_key=${key}`);
    expect(credentialInTarget(`/v1/models?api_key=${key}`)).toBe(`/v1/models?api_key=${key}`);
  });

  it.for([
    "/v1/messages",
    "/v1/messages?beta=true",
    "/v1/models?limit=1000&after_id=claude-haiku-5-5",
    "/v1/models?monkey=1",
    "/v1/models?a=%",
  ])("%s holds none", (target) => {
    expect(credentialInTarget(target)).toBeUndefined();
  });

  test.prop([fc.string()])("no target makes it throw", (target) => {
    credentialInTarget(target);
  });
});
