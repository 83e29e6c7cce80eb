/** Why an exchange was stopped, in words for a person. Places and names only, never a value. */
import { limitSetting, type JudgedCall, type Stop } from "@sallyport/guard";

/** One line per stop, lower case, no full stop. */
export function describeStop(stop: Stop): string {
  switch (stop.kind) {
    case "finding":
      return `${stop.detector} at ${stop.path} ${FINDING[stop.why]}`;
    case "unreadable":
      return `it can't be read: ${stop.error.problem} (${stop.error.place})`;
    case "unknown":
      return `${stop.path} is a ${stop.what} that the block table doesn't know (policy: \`unread.unknown\`)`;
    case "unread":
      return `${stop.path} (${stop.what}) can't be read as text (policy: \`unread\`)`;
    case "limit":
      return `${stop.path} is over the limit \`${limitSetting(stop)}\` of ${stop.max}`;
    case "role":
      return `${stop.path} is not what this policy's clients may send as operator (policy: \`operator\`)`;
    case "model":
      return `the model is not among those allowed: ${stop.allowed.join(", ")}`;
    case "server-side":
      return `${stop.what} at ${stop.path} runs on the API's side without the policy's limits: ${stop.problem} (policy: \`tools.server\`)`;
    case "tool-definition":
      return `the tool definition at ${stop.path} is not confirmed: ${stop.problem} (policy: \`tools.pins\`, \`tools.clashes\`)`;
    case "detector-failed":
      return `the detector ${stop.detector} failed (policy: \`failures.detectors\`)`;
    case "check-failed":
      return `the check ${stop.check} gave no answer: ${stop.reason} (policy: \`failures.checks\`)`;
    case "check-blocked":
      return `the check ${stop.check} finds ${stop.path} bad`;
    case "tool-call":
      return `the call of ${stop.tool} at ${stop.path} ${stop.action === "ask" ? "needs a person's yes" : "is blocked"}: ${stop.problems.map(problemText).join(", ")}`;
    case "edit-before-thinking":
      return `an edit at ${stop.path} would break a thinking block behind it (policy: \`editBeforeThinking\`)`;
  }
}

const problemText = ({ problem, argument }: JudgedCall["problems"][number]): string =>
  argument === undefined ? problem : `${argument} ${problem}`;

const FINDING = {
  blocked: "is blocked",
  "not-editable": "should be redacted, but that place is signed, bound or an id and may not be edited",
  "breaks-json": "should be redacted, but that would break the JSON around it",
} as const satisfies Record<Extract<Stop, { readonly kind: "finding" }>["why"], string>;
