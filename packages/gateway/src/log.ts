/**
 * The gateway's log: JSON lines on stderr. Nothing is redacted here because nothing that would need it can get in: each line is made from
 * an allow-list of fields, and no header, body, URL, query or error message is among them.
 */
import { pino } from "pino";
import type { DestinationStream } from "pino";
import type { ExchangeRecord } from "./audit/record.js";
import type { GatewayConfig } from "./config.js";

/** What can happen beside exchanges. */
export type LogEvent =
  | { readonly event: "listening"; readonly url: string; readonly policy: string; readonly policyVersion: string }
  | { readonly event: "listening_beyond_loopback"; readonly host: string }
  | { readonly event: "random_secret" }
  | { readonly event: "ring_not_opened"; readonly ring: string; readonly reason: string }
  | { readonly event: "policy_warning"; readonly path: string; readonly problem: string; readonly remedy: string }
  | { readonly event: "check_unusable"; readonly check: string; readonly reason: string }
  | { readonly event: "audit_failing"; readonly reason: string }
  | { readonly event: "audit_recovered" }
  | { readonly event: "exchange_failed"; readonly id: string; readonly error: string; readonly stack: readonly string[] }
  | { readonly event: "shutting_down"; readonly exchanges: number }
  | { readonly event: "stopped" };

export interface Log {
  event(event: LogEvent): void;
  exchange(record: ExchangeRecord): void;
  /** Writes out what is buffered. */
  flush(): void;
}

const LEVEL = {
  listening: "info",
  listening_beyond_loopback: "warn",
  random_secret: "warn",
  ring_not_opened: "warn",
  policy_warning: "warn",
  check_unusable: "error",
  audit_failing: "error",
  audit_recovered: "info",
  exchange_failed: "error",
  shutting_down: "info",
  stopped: "info",
} as const satisfies Record<LogEvent["event"], string>;

/** @param destination - Where lines go; stderr if left out. */
export function createLog(level: GatewayConfig["logLevel"], destination?: DestinationStream): Log {
  // Lines wait for the turn's end instead of a system call each; what must not be lost is in the audit trail.
  const stderr = destination === undefined ? pino.destination({ dest: 2, sync: false }) : undefined;
  const logger = pino(
    { level, base: null, timestamp: pino.stdTimeFunctions.isoTime, formatters: { level: (label) => ({ level: label }) } },
    destination ?? stderr ?? pino.destination(2),
  );
  return {
    event(event) {
      logger[LEVEL[event.event]](event);
    },
    exchange(record) {
      const plain = record.outcome === "allowed" && record.ended === "complete";
      logger[plain ? "debug" : "info"]({
        event: "exchange",
        id: record.id,
        route: record.route,
        status: record.status,
        outcome: record.outcome,
        ended: record.ended,
        problem: record.problem,
        environment: record.environment,
        virtualKey: record.virtualKey,
        durationMs: record.durationMs,
      });
    },
    flush() {
      stderr?.flushSync();
    },
  };
}

/** What may be said of an error that nobody expected: its kind and where it was thrown. Its message could hold anything. */
export function describeError(error: unknown): { readonly error: string; readonly stack: readonly string[] } {
  if (!(error instanceof Error)) return { error: typeof error, stack: [] };
  const frames = (error.stack ?? "").split("\n").filter((line) => /^ {4}at /.test(line));
  const code =
    "code" in error && typeof error.code === "string" && /^[A-Z][A-Z0-9_]{1,63}$/.test(error.code) ? ` ${error.code}` : "";
  return { error: error.name + code, stack: frames.slice(0, 12).map((line) => line.trim()) };
}
