/** The parts of a running gateway, as those who serve a request see them. */
import type { Check, CheckResult, Guard } from "@sallyport/guard";
import type { AuditLog } from "./audit/audit-log.js";
import type { UpstreamKeys } from "./auth/upstream-keys.js";
import type { GatewayConfig } from "./config.js";
import type { Log } from "./log.js";
import type { VirtualKeyStore } from "./store/store.js";
import type { Upstream } from "./upstream/upstream.js";

export interface Gateway {
  readonly guard: Guard;
  readonly virtualKeys: VirtualKeyStore;
  readonly upstreamKeys: UpstreamKeys;
  readonly upstream: Upstream;
  readonly audit: AuditLog;
  /** What records call the list of the guard's detectors. */
  readonly detectorSet: string;
  readonly log: Log;
  readonly limits: GatewayConfig["limits"];
  /** Where clients reach the gateway, if the operator has said so. */
  readonly publicUrl: string | undefined;
  /** Runs the checks that the guard asks for before it can decide. */
  readonly runChecks: (checks: readonly Check[], options: { readonly signal: AbortSignal }) => Promise<readonly CheckResult[]>;
  /** Set once a shutdown has begun. */
  readonly closing: () => boolean;
}
