import { fc, test } from "@fast-check/vitest";
import { createGuard, newIncident, toErrorBody, type Refusal } from "@sallyport/guard";
import { describe, expect, it } from "vitest";
import { rememberStop, stoppedBy, stopResponse } from "./stop.js";

const VERDICT = createGuard("balanced").text("hello", { origin: "user", trust: "user" }).verdict;

function refusal(): Refusal {
  const incident = newIncident();
  const message = `blocked: \`some-detector\` at messages[0].content (incident ${incident})`;
  return { status: 403, type: "permission_error", code: "sallyport_blocked", message, detectors: ["some-detector"], incident };
}

describe("stoppedBy", () => {
  it("finds a stop of this process with its verdict, in each SDK's wrapping", () => {
    const stop = refusal();
    rememberStop(stop, VERDICT);
    const body = toErrorBody(stop, "req_1");
    const wrapped: readonly unknown[] = [
      body,
      body.error,
      Object.assign(new Error("403"), { error: body }),
      Object.assign(new Error("403"), { responseBody: JSON.stringify(body) }),
      Object.assign(new Error("Failed after 3 attempts"), { lastError: { data: body } }),
      new Error("outer", { cause: new Error("inner", { cause: body }) }),
      { type: "permission_error", message: stop.message },
      { stop_reason: "refusal", stop_details: { type: "refusal", category: null, explanation: stop.message } },
    ];
    const { code, message, detectors, incident } = stop;
    for (const error of wrapped) expect(stoppedBy(error)).toEqual({ code, message, detectors, incident, verdict: VERDICT });
  });

  it("reads a stop of another process (the gateway) from the error's own body", () => {
    const { code, message, detectors, incident, ...rest } = refusal();
    const body = toErrorBody({ code, message, detectors, incident, ...rest });
    expect(stoppedBy({ error: body })).toEqual({ code, message, detectors, incident, verdict: undefined });
  });

  it("keeps no more than the latest verdicts", () => {
    const old = refusal();
    rememberStop(old, VERDICT);
    for (let count = 0; count < 200; count += 1) rememberStop(refusal(), VERDICT);
    expect(stoppedBy(toErrorBody(old))).toMatchObject({ code: old.code, incident: old.incident, verdict: undefined });
  });

  it("knows nothing of other errors", () => {
    const circular: { cause?: unknown } = {};
    circular.cause = circular;
    const api = {
      type: "error",
      error: { type: "permission_error", message: "no", details: { error_code: "sandbox_egress_restricted" } },
    };
    for (const error of [undefined, null, "403", "{", new Error("boom"), circular, api]) expect(stoppedBy(error)).toBeUndefined();
  });

  test.prop([fc.anything()])("never throws", (error) => {
    expect(stoppedBy(error)).toBeUndefined();
  });
});

describe("stopResponse", () => {
  it("is the API's error shape, with the id in header and body, and never to be retried", async () => {
    const stop = refusal();
    for (const id of ["req_1", null]) {
      const response = stopResponse(stop, id);
      expect(response.status).toBe(403);
      expect(response.headers.get("x-should-retry")).toBe("false");
      expect(response.headers.get("request-id")).toBe(id ?? stop.incident);
      expect(await response.json()).toEqual(toErrorBody(stop, id ?? stop.incident));
    }
  });
});
