/** What every door of Sallyport shares. */
export { LinearPatternError, linearPatterns } from "./linear-patterns.js";
export { parsePolicyText, type PolicyTextOptions } from "./policy-file.js";
export { probeChecks, runChecks, type RunChecksOptions } from "./run-checks.js";
