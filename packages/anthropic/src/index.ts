export { sallyport } from "./middleware.js";
export { guardedFetch, type GuardedFetchOptions } from "./guarded-fetch.js";
export { safeUserQuery, type SafeAnswer, type SafeUserQuery } from "./safe-user-query.js";
export { stoppedBy, type StopDetails } from "./stop.js";
export { blindSpots, type ObservedClient } from "./blind-spots.js";
export type { SallyportOptions, VerdictContext } from "./options.js";
export type { PolicySource } from "./policy-source.js";
export type { CallReport } from "@sallyport/guard";
export { quarantine, type Quarantine, type QuarantineResult } from "./quarantine/quarantine.js";
export {
  QuarantineCutError,
  QuarantineOutputError,
  QuarantineRefusedError,
  QuarantineSchemaError,
  QuarantineTimeoutError,
  type OutputProblem,
  type QuarantineUsage,
} from "./quarantine/errors.js";
export type { Quarantined, QuarantineField, QuarantineObject, ThirdParty } from "./quarantine/schema.js";
