import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import type { Stop } from "../policy/verdict.js";
import { newIncident, refusalOf, toErrorBody } from "./refusal.js";

const INCIDENT = "inc_aaaaaaaaaaaaaaaaaaaaaaaa";
const refuse = (stop: Stop, side?: "request" | "response") => refusalOf([stop], [], INCIDENT, side);
const unreadable = (code: "not-json" | "too-large"): Stop => ({
  kind: "unreadable",
  error: { code, place: "line 1, column 7", problem: "not JSON" },
});
const found: Stop = { kind: "finding", detector: "jwt", path: "messages[0].content", why: "blocked" };
const failed: Stop = { kind: "detector-failed", detector: "us-ssn" };

describe("each kind of stop has its status and its code", () => {
  it.for<[Stop, number, string, string]>([
    [found, 403, "permission_error", "sallyport_blocked"],
    [{ ...found, why: "not-editable" }, 403, "permission_error", "sallyport_blocked"],
    [{ ...found, why: "breaks-json" }, 403, "permission_error", "sallyport_blocked"],
    [{ kind: "check-blocked", check: "screen", path: "system" }, 403, "permission_error", "sallyport_blocked"],
    [{ kind: "edit-before-thinking", path: "content[0].text" }, 403, "permission_error", "sallyport_blocked"],
    [{ kind: "unknown", what: "block", path: "messages[0].content[0]" }, 403, "permission_error", "sallyport_unknown_content"],
    [{ kind: "unread", what: "pdf", path: "messages[0].content[0]" }, 403, "permission_error", "sallyport_unread_content"],
    [{ kind: "limit", limit: "tools", max: 3, path: "tools" }, 403, "permission_error", "sallyport_limit_exceeded"],
    [{ kind: "model", allowed: ["claude-haiku-5-5"] }, 403, "permission_error", "sallyport_model_not_allowed"],
    [failed, 403, "permission_error", "sallyport_could_not_check"],
    [{ kind: "check-failed", check: "screen", reason: "timeout" }, 403, "permission_error", "sallyport_could_not_check"],
    [unreadable("not-json"), 400, "invalid_request_error", "sallyport_unreadable"],
    [unreadable("too-large"), 413, "request_too_large", "sallyport_limit_exceeded"],
  ])("%o", ([stop, status, type, code]) => {
    const refusal = refuse(stop);
    expect(refusal).toMatchObject({ status, type, code, incident: INCIDENT });
    expect(refusal.message).toContain(INCIDENT);
    expect(refusal.message).toMatch(/^[a-z].*[^.]$/);
  });

  it("says what, where and what next", () => {
    expect(refuse(found).message).toBe(
      `blocked: \`jwt\` at messages[0].content; take it out and send the request again, or show the incident id to whoever runs this gate (incident ${INCIDENT})`,
    );
    expect(refuse({ kind: "limit", limit: "segmentChars", max: 10, path: "system" }).message).toContain(
      "system exceeds the policy's limit of 10 characters; send less, or raise `limits.segmentChars` in the policy",
    );
  });

  it("an answer that can't be read is not the client's fault", () => {
    expect(refuse(unreadable("not-json"), "response")).toMatchObject({
      status: 403,
      type: "permission_error",
      code: "sallyport_unreadable",
    });
    expect(refuse(unreadable("too-large"), "response")).toMatchObject({ status: 403, code: "sallyport_unreadable" });
  });
});

describe("of several stops", () => {
  test.prop([
    fc.shuffledSubarray([found, { ...found, detector: "a-key" }, failed, { kind: "model", allowed: ["x"] }] satisfies Stop[], {
      minLength: 1,
    }),
  ])("the client is told the same whatever their order, a finding before a failure", (stops) => {
    const refusal = refusalOf(stops, [], INCIDENT);
    expect(refusal.code).toBe(refusalOf([...stops].reverse(), [], INCIDENT).code);
    const detectors = stops.flatMap((stop) => (stop.kind === "finding" ? [stop.detector] : []));
    expect(refusal.detectors).toEqual(detectors.sort());
    if (detectors.length > 0) expect(refusal.code).toBe("sallyport_blocked");
  });

  it("names the detectors that blocked, once each and sorted, and counts the rest", () => {
    const refusal = refusalOf(
      [found, found, failed],
      [
        { detector: "a-key", action: "block" },
        { detector: "b-key", action: "redact" },
      ],
      INCIDENT,
    );
    expect(refusal.detectors).toEqual(["a-key", "jwt"]);
    expect(refusal.message).toContain("and 1 more");
  });

  it("no reason is a failure, never a pass", () => {
    expect(refusalOf([], [], INCIDENT)).toMatchObject({ status: 403, code: "sallyport_could_not_check" });
  });
});

it("the body has the shape of the API's errors", () => {
  const refusal = refuse(found);
  const error = {
    type: "permission_error",
    message: refusal.message,
    details: { error_code: "sallyport_blocked", detectors: ["jwt"], incident: INCIDENT },
  };
  expect(toErrorBody(refusal, "req_1")).toEqual({ type: "error", error, request_id: "req_1" });
  expect(toErrorBody(refusal)).toStrictEqual({ type: "error", error });
});

describe("incident ids", () => {
  test.prop([fc.uint8Array({ minLength: 24, maxLength: 24 })])("are `inc_` and 24 characters", (random) => {
    expect(newIncident(random)).toMatch(/^inc_[a-z2-7]{24}$/);
    expect(newIncident(random)).toBe(newIncident(random));
  });

  it("differ, and are never made of too little chance", () => {
    expect(newIncident()).not.toBe(newIncident());
    expect(() => newIncident(new Uint8Array(23))).toThrow(RangeError);
  });
});
