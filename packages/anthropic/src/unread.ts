/**
 * Verdicts and refusals of the door's own, for what it can't even hand to the guard: bodies that are no text, a verdict that could not be
 * recorded.
 */
import { newIncident, type Policy, type Refusal, type Unreadable, type Verdict } from "@sallyport/guard";

const NOT_RUN = { ran: [], notApplicable: [], failed: [], opened: [] };

/** The verdict on an exchange of which nothing was read. */
export function unreadVerdict({ name, version, mode }: Policy, problem: string): Verdict {
  const error: Unreadable = { code: "wrong-shape", place: "body", problem };
  return {
    action: "block",
    enforced: mode === "enforce",
    shortfall: "failed",
    outcome: "could not be checked",
    findings: [],
    stops: [{ kind: "unreadable", error }],
    calls: [],
    declared: [],
    coverage: { read: [], unread: [], unknown: [], detectors: NOT_RUN, checks: {}, unreadable: error },
    policy: { name, version },
  };
}

export function unreadRefusal(problem: string): Refusal {
  return refusal("sallyport_unread_content", `stopped: ${problem}; nothing was sent`);
}

export function unrecordedRefusal(): Refusal {
  return refusal("sallyport_could_not_check", "stopped: the verdict on the exchange could not be recorded");
}

/** 403: the one status that no common client retries. */
function refusal(code: Refusal["code"], message: string): Refusal {
  const incident = newIncident();
  return { status: 403, type: "permission_error", code, message: `${message} (incident ${incident})`, detectors: [], incident };
}
