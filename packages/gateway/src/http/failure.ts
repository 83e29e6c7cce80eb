/** Why an exchange with the upstream came to nothing, for the record and for the client. */
import type { Ended } from "../audit/record.js";
import type { Call } from "./call.js";
import type { Problem } from "./problem.js";
import { toUpstreamProblem } from "../upstream/upstream.js";

export interface Failure {
  readonly ended: Ended;
  readonly problem: Problem;
}

/** What ended the call early comes first: the error is only how the client library tells of it. */
export function failureOf(call: Call, error: unknown): Failure {
  switch (call.cancelled()) {
    case "client-left":
    case "stalled":
      return { ended: "client-left", problem: { kind: "upstream-unreachable" } };
    case "shutdown":
      return { ended: "shutdown", problem: { kind: "shutting-down" } };
    case undefined:
      return { ended: "upstream-failed", problem: toUpstreamProblem(error) };
  }
}
