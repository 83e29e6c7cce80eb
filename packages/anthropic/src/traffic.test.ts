import { describe, expect, it } from "vitest";
import { trafficOf } from "./traffic.js";

const BASES = ["https://api.anthropic.com", "http://127.0.0.1:8080", "https://gateway.example/anthropic"];

describe("what carries a prompt is read, whatever the client calls its path", () => {
  it.each([
    ["/v1/messages", "messages"],
    ["/v1/messages?beta=true", "messages"],
    ["/messages", "messages"],
    ["/v1/messages/count_tokens", "count-tokens"],
    ["/v1/messages/count_tokens?beta=true", "count-tokens"],
    ["/messages/count_tokens", "count-tokens"],
    ["/v1/oauth/token", "token-exchange"],
  ])("POST %s", (path, kind) => {
    for (const base of BASES) expect(trafficOf("post", base + path).kind).toBe(kind);
    expect(trafficOf("POST", path).kind).toBe(kind);
  });

  it.each(["/v1/models", "/v1/models?limit=1000", "/v1/models/claude-sonnet-5-5"])("GET %s", (path) => {
    expect(trafficOf("GET", `https://api.anthropic.com${path}`)).toEqual({ kind: "without-prompt" });
  });
});

describe("fail closed: an endpoint that nobody has placed is unread", () => {
  it.each([
    ["POST", "/v1/messages/batches", "message batches"],
    ["GET", "/v1/messages/batches/msgbatch_1/results", "message batches"],
    ["POST", "/v1/files?beta=true", "the Files API"],
    ["GET", "/v1/files/file_1/content", "the Files API"],
    ["POST", "/v1/skills", "the Skills API"],
    ["POST", "/v1/sessions/session_1/events", "the Managed Agents API"],
    ["POST", "/v1/complete", "the legacy Text Completions API"],
    ["GET", "/v1/organizations/api_keys", "the Admin API"],
    ["POST", "/v1/something_new", "an endpoint that Sallyport doesn't know"],
    ["POST", "/model/claude/invoke", "an endpoint that Sallyport doesn't know"],
  ])("%s %s", (method, path, subject) => {
    expect(trafficOf(method, `https://api.anthropic.com${path}`)).toEqual({ kind: "unread", subject });
  });

  it.each(["/v1/messages/", "/v1//messages//", "/v1/%6dessages", "/v1/Messages", "/v1/messages;x=1"])(
    "another spelling of a known path: %s",
    (path) => {
      expect(trafficOf("POST", `https://api.anthropic.com${path}`).kind).toBe("unread");
    },
  );

  it.each(["GET", "PUT", "DELETE", "OPTIONS", "HEAD"])("another method: %s", (method) => {
    expect(trafficOf(method, "https://api.anthropic.com/v1/messages").kind).toBe("unread");
  });
});
