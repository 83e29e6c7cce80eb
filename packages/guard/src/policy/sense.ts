/** What a schema can't see of a policy: names that nobody bears, days that don't exist, rules that never apply. Pure. */
import { FAMILIES, SEVERITIES, type Detector, type Severity } from "../detectors/detector.js";
import type { Compile } from "../pattern/searcher.js";
import { isObject, type Data } from "./data.js";
import { OWN_SEVERITY, ownDetector } from "./own-patterns.js";
import type { PolicyPath, Problems } from "./problems.js";
import type { HttpCheck, Rule, WrittenPolicy } from "./schema.js";
import { meant } from "./shape.js";

/** As much of a detector as a policy has to know. */
export type KnownDetector = Pick<Detector, "id" | "family" | "severity" | "onlyByName">;

export interface SenseContext {
  readonly detectors: readonly KnownDetector[];
  /** The day in UTC, as in 2027-01-31. */
  readonly today: string;
  /** The policy as written, with the parts that are wrong: their names are names all the same. */
  readonly data: Data;
  /** Names of the rules of the preset that the policy extends. */
  readonly presetRules: ReadonlySet<string>;
  /** Runs the policy's own patterns, so that one that it can't run is found here. */
  readonly patternEngine: Compile | undefined;
  readonly problems: Problems;
  readonly warnings: Problems;
}

export function checkSense(policy: WrittenPolicy, context: SenseContext): void {
  const { detectors, data, problems, warnings } = context;
  const shipped = detectors.map(({ id }) => id);
  const ids = [...shipped, ...namesIn(data, "patterns")];
  const names = [...ids, ...FAMILIES, "*"];
  const known = (name: string, words: readonly string[], path: PolicyPath, what: string, part?: "name"): boolean => {
    if (words.includes(name)) return true;
    problems.add(path, `unknown ${what}`, meant(name, words), part);
    return false;
  };

  for (const [id, pattern] of Object.entries(policy.patterns ?? {})) {
    const taken = shipped.includes(id)
      ? "a detector"
      : FAMILIES.some((family) => family === id)
        ? "a family of detectors"
        : undefined;
    if (taken !== undefined) problems.add(["patterns", id], `the name of ${taken}`, "choose another name", "name");
    else ownDetector(id, pattern, context.patternEngine, problems);
    // The presets have no rule for such patterns: whoever writes one knows what it should lead to.
    const searched = Object.values(policy.rules ?? {}).some(
      (rule) => rule.action !== "allow" && namesDetector(rule, { id, family: "custom" }),
    );
    if (!searched)
      problems.add(["patterns", id], "a pattern that no rule applies to", "write a rule for it, or for all of `custom`", "name");
  }

  if (isObject(data) && data["extends"] === undefined && data["rules"] === undefined) {
    problems.add(
      [],
      "neither `extends` nor `rules`, so nothing would be searched for",
      "add `extends: balanced`, or `rules: {}` if that is meant",
    );
  }
  for (const [name, rule] of Object.entries(policy.rules ?? {})) {
    const path = ["rules", name];
    const all = rule.detectors.map((word, index) => known(word, names, [...path, "detectors", index], "detector or family"));
    if (all.every(Boolean)) checkReach(policy, rule, path, context);
    if (rule.style !== undefined && rule.action !== "redact")
      problems.add([...path, "style"], "a style of what isn't redacted", "write `action: redact`, or leave `style` out");
    if (rule.action === "allow" && !context.presetRules.has(name)) {
      warnings.add(
        [...path, "action"],
        "a rule without effect",
        "the strictest rule wins; to weaken a rule of the preset, write one of its name",
      );
    }
  }

  for (const [index, { detector, until }] of (policy.allowlist ?? []).entries()) {
    known(detector, ids, ["allowlist", index, "detector"], "detector");
    const path = ["allowlist", index, "until"];
    if (!isDay(until)) problems.add(path, "no day of the calendar", "write a day as in 2027-01-31");
    else if (until < context.today)
      warnings.add(path, "an entry past its last day", "it counts no more: remove it, or look at the finding again");
  }

  for (const [name, check] of Object.entries(policy.checks ?? {})) checkAddress(check, ["checks", name, "url"], problems);

  for (const name of Object.keys(policy.failures?.detectors ?? {})) {
    known(name, names, ["failures", "detectors", name], "detector or family", "name");
  }
  const checks = [...namesIn(data, "checks"), "*"];
  for (const name of Object.keys(policy.failures?.checks ?? {}))
    known(name, checks, ["failures", "checks", name], "check", "name");
}

function namesIn(data: Data, member: string): readonly string[] {
  const entries = isObject(data) ? data[member] : undefined;
  return isObject(entries) ? Object.keys(entries) : [];
}

/** A rule that can't fit any finding reads like protection and is none. */
function checkReach(policy: WrittenPolicy, rule: Rule, path: PolicyPath, { detectors, problems }: SenseContext): void {
  const least = rule.severity;
  const own = Object.entries(policy.patterns ?? {}).map(([id, { severity = OWN_SEVERITY }]) => ({
    id,
    family: "custom",
    severity,
  }));
  const named = [...detectors, ...own].filter((detector) => namesDetector(rule, detector));
  if (least !== undefined && !named.some(({ severity }) => atLeast(severity, least))) {
    problems.add(
      [...path, "severity"],
      "a rule that never applies",
      "none of its detectors has findings of such a severity: lower it",
    );
  }
  const { origins, trust } = rule;
  if (origins === undefined || trust === undefined) return;
  const overridden = origins.every((origin) => {
    const trusted = policy.trust?.[origin];
    return trusted !== undefined && !trust.includes(trusted);
  });
  if (overridden)
    problems.add([...path, "trust"], "a rule that never applies", "`trust` of the policy says that its origins hold other words");
}

export const namesDetector = (
  rule: Rule,
  { id, family, onlyByName = false }: { readonly id: string; readonly family: string; readonly onlyByName?: boolean },
): boolean => rule.detectors.some((word) => word === id || (!onlyByName && (word === "*" || word === family)));

export const atLeast = (severity: Severity, least: Severity): boolean =>
  SEVERITIES.indexOf(severity) >= SEVERITIES.indexOf(least);

function isDay(text: string): boolean {
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

/** The texts of exchanges go to this address, so nobody on the way may read them, and what is in a policy file may be read by many. */
function checkAddress({ url }: HttpCheck, path: PolicyPath, problems: Problems): void {
  if (!URL.canParse(url)) return;
  const { protocol, hostname, username, password } = new URL(url);
  if (username !== "" || password !== "") {
    problems.add(
      path,
      "an address with credentials",
      "leave them out: let the service know its callers by network or by mutual TLS",
    );
  } else if (protocol !== "https:" && !(protocol === "http:" && isLoopback(hostname))) {
    problems.add(
      path,
      "an address without encryption",
      "use https; http is for this machine itself (localhost, 127.0.0.1, [::1])",
    );
  }
}

const isLoopback = (hostname: string): boolean =>
  hostname === "localhost" || hostname === "[::1]" || /^127(?:\.\d{1,3}){3}$/.test(hostname);
