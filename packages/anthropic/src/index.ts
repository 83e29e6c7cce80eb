export { sallyport } from "./middleware.js";
export { guardedFetch, type GuardedFetchOptions } from "./guarded-fetch.js";
export { safeUserQuery, type SafeAnswer, type SafeUserQuery } from "./safe-user-query.js";
export { stoppedBy, type StopDetails } from "./stop.js";
export { blindSpots, type ObservedClient } from "./blind-spots.js";
export type { SallyportOptions, VerdictContext } from "./options.js";
export type { PolicySource } from "./policy-source.js";
