/** The arrows of the design: who may import whom. A package without a line here may import no other package of ours. */
const ARROWS = {
  guard: [],
  door: ["guard"],
  keys: ["guard"],
  scan: ["guard"],
  anthropic: ["guard", "door"],
  gateway: ["guard", "door", "keys"],
  sandbox: [],
  sallyport: ["guard", "door", "keys", "scan", "anthropic", "gateway", "sandbox"],
};
/** Tests may also use the sandbox: it is what they talk to. */
const TESTS = "\\.(test|testkit)\\.ts$";

const packageArrows = Object.entries(ARROWS).map(([from, to]) => ({
  name: `arrow-${from}`,
  comment: `packages/${from} may import only ${to.join(", ") || "itself"} of our packages`,
  severity: "error",
  from: { path: `^packages/${from}/`, pathNot: TESTS },
  to: { path: "^packages/", pathNot: `^packages/(${[from, ...to].join("|")})/` },
}));

/** The way of a text through the engine: a room knows only the rooms that come before it. */
const ROOMS = {
  text: [],
  exchange: ["text"],
  prompts: ["text"],
  pattern: ["text"],
  placeholders: ["text"],
  classifier: [],
  detectors: ["classifier", "pattern", "text"],
  scan: ["detectors", "pattern", "text"],
  schema: ["exchange", "pattern"],
  policy: ["exchange", "prompts", "scan", "detectors", "pattern", "schema", "text"],
  tools: ["exchange", "policy", "text"],
  judge: ["exchange", "placeholders", "prompts", "scan", "detectors", "pattern", "schema", "policy", "tools", "text"],
  stream: ["exchange", "placeholders", "scan", "detectors", "policy", "tools", "judge", "text"],
};
const roomArrows = Object.entries(ROOMS).map(([from, to]) => ({
  name: `room-${from}`,
  comment: `guard/src/${from} may import only ${to.join(", ") || "itself"} of the engine's rooms`,
  severity: "error",
  from: { path: `^packages/guard/src/${from}/`, pathNot: TESTS },
  to: {
    path: "^packages/guard/src/",
    pathNot: `^packages/guard/src/(${[from, ...to].join("|")})/|^packages/guard/src/errors\\.ts$`,
  },
}));

module.exports = {
  forbidden: [
    ...packageArrows,
    ...roomArrows,
    { name: "no-cycles", severity: "error", from: {}, to: { circular: true } },
    {
      name: "guard-is-pure",
      comment: "guard runs in browsers and workers: no Node built-in",
      severity: "error",
      from: { path: "^packages/(guard|door|anthropic)/", pathNot: TESTS },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "through-the-front-door",
      comment: "another package is imported by its name, never by a path into it",
      severity: "error",
      from: { path: "^packages/([^/]+)/" },
      to: { path: "^packages/([^/]+)/src/", pathNot: "^packages/$1/|^packages/[^/]+/src/index\\.ts$" },
    },
    { name: "unresolved", severity: "error", from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "(^|/)dist/" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.depcruise.json" },
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "default", "types"] },
  },
};
