/** Decides on a request that no door can read: to an endpoint that carries prompts in a shape of its own. */
import type { EndpointDecision } from "./decision.js";
import { refusalOf } from "./refusal.js";
import type { Engine } from "./engine.js";
import { createRecord } from "./record.js";

export function judgeEndpoint(engine: Engine, name: string): EndpointDecision {
  const record = createRecord(engine);
  record.unread({ path: name, kind: "endpoint" });
  const verdict = record.verdict();
  if (engine.policy.mode === "monitor" || record.stops.length === 0) return { kind: "pass", verdict };
  return { kind: "stop", verdict, refusal: refusalOf(record.stops, [], engine.newIncident()) };
}
