/**
 * A stop as the SDK sees it: a response in the API's own error shape, so that each SDK throws the error class that its users know. What led to
 * the stop is found again from that error by `stoppedBy`.
 */
import { toErrorBody, type Refusal, type Verdict } from "@sallyport/guard";

/** Why an exchange was stopped. Never holds a matched value, a prompt or a body. */
export interface StopDetails {
  /** `sallyport_blocked` and the like: stable. */
  readonly code: string;
  readonly message: string;
  /** Ids of the detectors whose findings led to the stop. */
  readonly detectors: readonly string[];
  readonly incident: string;
  /** With the findings and their places. `undefined` where another process stopped the exchange (the gateway), or where it was long ago. */
  readonly verdict: Verdict | undefined;
}

/** Verdicts wait here for `stoppedBy`, the oldest leave first: an error is caught right after it is thrown, or never. */
const KEPT = 128;
const recent = new Map<string, StopDetails>();

/** Remembers a stop for `stoppedBy`. */
export function rememberStop(refusal: Refusal, verdict: Verdict): void {
  const { code, message, detectors, incident } = refusal;
  recent.set(incident, { code, message, detectors, incident, verdict });
  if (recent.size <= KEPT) return;
  for (const oldest of recent.keys()) {
    recent.delete(oldest);
    return;
  }
}

/**
 * The stop behind an error that an SDK threw, or `undefined` if Sallyport had no part in it. Takes the errors of the official SDK, the AI SDK
 * and LangChain, whole or from mid-stream, the parsed error body of a raw `fetch`, and, where the policy ends streams with a refusal, a message.
 *
 * ```ts
 * try {
 *   await client.messages.create(params);
 * } catch (error) {
 *   const stop = stoppedBy(error);
 *   if (stop === undefined) throw error;
 *   console.warn(stop.code, stop.detectors, stop.incident);
 * }
 * ```
 */
export function stoppedBy(error: unknown): StopDetails | undefined {
  return search(error, 0);
}

/** Under these names SDKs keep the error's body, or the error that they wrapped. */
const INSIDE = ["error", "data", "responseBody", "cause", "lastError", "stop_details"] as const;

function search(value: unknown, depth: number): StopDetails | undefined {
  if (depth > 6) return undefined;
  const found = typeof value === "string" ? parse(value) : value;
  if (typeof found !== "object" || found === null) return undefined;
  const own = detailsOf(found);
  if (own !== undefined) return own;
  for (const name of INSIDE) {
    const deeper = search(member(found, name), depth + 1);
    if (deeper !== undefined) return deeper;
  }
  return undefined;
}

/** Reads the API's error object, `{ type, message, details }`, or the `stop_details` of its refusal, `{ type, explanation }`. */
function detailsOf(error: object): StopDetails | undefined {
  const message = member(error, "message") ?? member(error, "explanation");
  const details = member(error, "details");
  if (typeof message !== "string") return undefined;
  const code = member(details, "error_code");
  const incident = member(details, "incident");
  if (typeof code === "string" && typeof incident === "string" && incident.startsWith("inc_")) {
    const detectors = member(details, "detectors");
    const ids = Array.isArray(detectors) ? detectors.filter((id): id is string => typeof id === "string") : [];
    return recent.get(incident) ?? { code, message, detectors: ids, incident, verdict: undefined };
  }
  // A refusal has no details, and the AI SDK keeps none of an error in mid-stream; the message names the incident.
  for (const stop of recent.values()) if (message.includes(stop.incident)) return stop;
  return undefined;
}

function member(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}

function parse(text: string): unknown {
  if (!text.startsWith("{")) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * The response that stands for a stop.
 * @param requestId - Upstream's, where the exchange got so far; the incident's id otherwise.
 */
export function stopResponse(refusal: Refusal, requestId: string | null): Response {
  return new Response(JSON.stringify(toErrorBody(refusal, requestId ?? refusal.incident)), {
    status: refusal.status,
    headers: {
      "content-type": "application/json",
      "request-id": requestId ?? refusal.incident,
      // A stop is a decision: the same request again would only be stopped again.
      "x-should-retry": "false",
    },
  });
}

/** The stop as the last event of a stream. */
export function errorFrame(refusal: Refusal, requestId: string | null): Uint8Array {
  const data = JSON.stringify(toErrorBody(refusal, requestId ?? refusal.incident));
  return new TextEncoder().encode(`event: error\ndata: ${data}\n\n`);
}
