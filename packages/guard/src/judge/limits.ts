/** The policy's limits, beyond those that the readers hold while they read. */
import type { RequestReading } from "../exchange/reading.js";
import type { Segment } from "../exchange/segment.js";
import type { Policy } from "../policy/policy.js";
import type { Stop } from "../policy/verdict.js";
import { repeatsBeyond } from "../text/repetition.js";
import { estimateTokens } from "../text/tokens.js";

type LimitStop = Extract<Stop, { kind: "limit" }>;

/** The limit of one text's length that counts at an origin: the stricter of the general one and its own. */
export function charsLimit({ limits }: Policy, { origin, path }: Pick<Segment, "origin" | "path">): LimitStop {
  const own = limits.origins[origin]?.segmentChars ?? Infinity;
  const max = Math.min(own, limits.segmentChars);
  return { kind: "limit", limit: "segmentChars", max, path, ...(own < limits.segmentChars ? { origin } : {}) };
}

/** What of a request is over a limit as a whole. */
export function overLimits(request: RequestReading, { limits }: Policy): LimitStop[] {
  const counts = [
    ["messages", request.messages, "messages"],
    ["tools", request.tools.length, "tools"],
    ["images", request.images, "messages"],
    ["documents", request.documents, "messages"],
  ] as const;
  const stops = counts.flatMap(([limit, count, path]): LimitStop[] =>
    count > limits[limit] ? [{ kind: "limit", limit, max: limits[limit], path }] : [],
  );
  for (const segment of request.segments) {
    // A text that is too long anyway isn't looked at.
    if (segment.text.length <= limits.segmentChars && repeatsBeyond(segment.text, limits.repeatedChars))
      stops.push({ kind: "limit", limit: "repeatedChars", max: limits.repeatedChars, path: segment.path });
  }
  return [...stops, ...overTokens(request, limits)];
}

function overTokens({ segments }: RequestReading, limits: Policy["limits"]): LimitStop[] {
  // The estimate looks at every character: only for who asks.
  if (limits.tokens === undefined && Object.values(limits.origins).every((own) => own?.tokens === undefined)) return [];
  const byOrigin = new Map<Segment["origin"], { tokens: number; readonly path: string }>();
  let all = 0;
  for (const { text, origin, path } of segments) {
    const tokens = estimateTokens(text);
    all += tokens;
    const sum = byOrigin.get(origin);
    if (sum === undefined) byOrigin.set(origin, { tokens, path });
    else sum.tokens += tokens;
  }
  const stops: LimitStop[] = [];
  if (limits.tokens !== undefined && all > limits.tokens)
    stops.push({ kind: "limit", limit: "tokens", max: limits.tokens, path: "messages" });
  for (const [origin, { tokens, path }] of byOrigin) {
    const max = limits.origins[origin]?.tokens;
    if (max !== undefined && tokens > max) stops.push({ kind: "limit", limit: "tokens", max, path, origin });
  }
  return stops;
}
