/** Checks that need I/O: what the guard asks for, and what it makes of the answers. The door runs them. */
import type { Check, CheckedText, CheckResult } from "./decision.js";
import type { RequestReading } from "../exchange/reading.js";
import type { Segment } from "../exchange/segment.js";
import type { Policy } from "../policy/policy.js";
import type { HttpCheck } from "../policy/schema.js";
import { placeOf } from "./engine.js";
import type { ExchangeRecord } from "./record.js";

/** The checks of the policy, with what each of them is to see of this request. */
export function checksFor(policy: Policy, request: RequestReading): readonly Check[] {
  return [...policy.checks].map(([id, { kind, url, timeoutMs, ...where }]) => ({
    id,
    kind,
    url,
    timeoutMs,
    texts: textsFor(where, request.segments, policy),
  }));
}

function textsFor(check: Pick<HttpCheck, "origins" | "trust">, segments: readonly Segment[], policy: Policy): CheckedText[] {
  const texts: CheckedText[] = [];
  for (const segment of segments) {
    const { path, origin, trust } = placeOf(policy, segment);
    if (segment.text === "" || check.origins?.includes(origin) === false || check.trust?.includes(trust) === false) continue;
    texts.push({ path, origin, trust, text: segment.text });
  }
  return texts;
}

/** Enters the results into the record. No result is a failed check, and a failed check stops the exchange unless the policy says otherwise. */
export function settleChecks(
  checks: readonly Check[],
  results: readonly CheckResult[],
  policy: Policy,
  record: ExchangeRecord,
): void {
  for (const { id, texts } of checks) {
    const segments = texts.length;
    const result = results.find((one) => one.id === id) ?? { id, ok: false, reason: "not-run" };
    if (segments === 0) record.check(id, { status: "not-applicable" });
    else if (result.ok) {
      record.check(id, { status: "ran", segments, bad: result.bad });
      if (policy.checks.get(id)?.action === "block")
        for (const path of result.bad) record.stop({ kind: "check-blocked", check: id, path });
    } else {
      const opened = (policy.failures.checks[id] ?? "block") !== "block";
      record.check(id, { status: opened ? "opened" : "failed", segments, reason: result.reason });
      if (!opened) record.stop({ kind: "check-failed", check: id, reason: result.reason });
    }
  }
}
