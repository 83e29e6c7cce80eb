/** The allow-list of paths: what it knows, and that nothing else leads anywhere. */
import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { matchRoute, routeName } from "./routes.js";

describe("paths are matched exactly, by an allow-list", () => {
  it.for([
    ["POST", "/v1/messages", "/v1/messages"],
    ["POST", "/messages", "/v1/messages"],
    ["POST", "/v1/messages/count_tokens", "/v1/messages/count_tokens"],
    ["POST", "/messages/count_tokens", "/v1/messages/count_tokens"],
    ["GET", "/v1/models", "/v1/models"],
    ["GET", "/models", "/v1/models"],
    ["GET", "/v1/models/claude-sonnet-5-5", "/v1/models/{id}"],
    ["GET", "/models/claude-sonnet-5-5", "/v1/models/{id}"],
    ["HEAD", "/api/hello", "/api/hello"],
    ["GET", "/healthz", "/healthz"],
    ["GET", "/readyz", "/readyz"],
    ["GET", "/v1/messages/batches", "/v1/messages/batches"],
    ["POST", "/v1/messages/batches/msgbatch_1/cancel", "/v1/messages/batches"],
    ["POST", "/v1/files", "/v1/files"],
    ["DELETE", "/v1/files/file_1", "/v1/files"],
  ])("%s %s is %s", ([method = "", path = "", name]) => {
    expect(routeName(matchRoute(method, path))).toBe(name);
  });

  it.for([
    "/v1/messages/",
    "/v1//messages",
    "//v1/messages",
    "/V1/messages",
    "/v1/messages%2Fbatches",
    "/v1/messages/../files",
    "/v1/models/..",
    "/v1/models/.%2e",
    "/v1/models/a/b",
    "/v1/models/a%2Fb",
    "http://elsewhere.invalid/v1/messages",
    "/v1/organizations/api_keys",
    "/v1/oauth/token",
    "/v1/complete",
    "/v1/filesystem",
    "/v1/files/",
    "/v1/files/../messages",
    "/v1/messages/batches/a/b",
    "/v1/messages/batches/%2e%2e",
    "",
    "*",
  ])("%s leads nowhere", (path) => {
    for (const method of ["GET", "POST", "PUT", "DELETE", "OPTIONS"])
      expect(matchRoute(method, path)).toEqual({ kind: "unknown" });
  });

  it("a wrong method is told with the right one", () => {
    expect(matchRoute("GET", "/v1/messages")).toEqual({ kind: "wrong-method", allowed: "POST" });
    expect(matchRoute("HEAD", "/v1/models")).toEqual({ kind: "wrong-method", allowed: "GET" });
    expect(matchRoute("POST", "/api/hello")).toEqual({ kind: "wrong-method", allowed: "HEAD" });
  });

  test.prop([fc.string(), fc.string()])("a record never holds what a client put into its path", (method, path) => {
    expect(routeName(matchRoute(method, path))).toMatch(/^(unknown|\/[a-z0-9_/{}]+)$/);
  });
});
