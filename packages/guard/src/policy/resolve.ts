/** Lays a policy over its preset, and the preset over the defaults. What is written closest to the operator counts. */
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { canonicalJson, type Data } from "./data.js";
import type { Opening, Policy } from "./policy.js";
import { DEFAULTS } from "./presets.js";
import type { PolicyProblem } from "./problems.js";
import type { WrittenPolicy } from "./schema.js";
import type { KnownDetector } from "./sense.js";
import { resolveTools } from "./tools-schema.js";

export interface ResolveParts {
  readonly preset: WrittenPolicy | undefined;
  readonly own: WrittenPolicy;
  /** All that can fail: for what the policy says of each. */
  readonly detectors: readonly KnownDetector[];
  readonly warnings: readonly PolicyProblem[];
}

export function resolvePolicy({ preset, own, detectors, warnings }: ResolveParts): Policy {
  const rules = { ...preset?.rules, ...own.rules };
  const patterns = { ...preset?.patterns, ...own.patterns };
  const checks = { ...preset?.checks, ...own.checks };
  const tools = resolveTools([preset?.tools, own.tools]);
  const failures = {
    detectors: { ...preset?.failures?.detectors, ...own.failures?.detectors },
    checks: { ...preset?.failures?.checks, ...own.failures?.checks },
  };
  const rest = {
    mode: own.mode ?? preset?.mode ?? DEFAULTS.mode,
    allowlist: [...(preset?.allowlist ?? []), ...(own.allowlist ?? [])],
    trust: written({ ...preset?.trust, ...written(own.trust) }),
    operator: overlay<Policy["operator"]>(DEFAULTS.operator, preset?.operator, own.operator),
    marking: written({ ...preset?.marking, ...written(own.marking) }),
    limits: overlay<Policy["limits"]>(DEFAULTS.limits, preset?.limits, own.limits),
    models: own.models ?? preset?.models,
    unread: overlay<Policy["unread"]>(DEFAULTS.unread, preset?.unread, own.unread),
    answers: overlay<Policy["answers"]>({}, preset?.answers, own.answers),
    stream: overlay<Policy["stream"]>(DEFAULTS.stream, preset?.stream, own.stream),
    editBeforeThinking: own.editBeforeThinking ?? preset?.editBeforeThinking ?? DEFAULTS.editBeforeThinking,
  };
  const failing = [...detectors, ...Object.keys(patterns).map((id) => ({ id, family: "custom" }))];
  return {
    name: own.extends ?? "custom",
    version: versionOf({
      ...rest,
      rules,
      patterns,
      checks,
      tools: { ...tools, pins: tools.pins ?? null, byName: Object.fromEntries(tools.byName) },
      failures,
    }),
    ...rest,
    rules: new Map(Object.entries(rules)),
    patterns: new Map(Object.entries(patterns)),
    checks: new Map(Object.entries(checks)),
    tools,
    failures: {
      detectors: openings(
        failing.map(({ id, family }) => [id, [id, family, "*"]]),
        failures.detectors,
      ),
      checks: openings(
        Object.keys(checks).map((id) => [id, [id, "*"]]),
        failures.checks,
      ),
    },
    warnings,
  };
}

/** The same policy has the same version on every machine, in whatever order its members are written. */
function versionOf(resolved: object): string {
  // Made of checked plain data; `models: undefined` is the one member that may be undefined, and means all.
  const { models, ...rest } = resolved as { readonly models?: Data } & Readonly<Record<string, Data>>;
  return bytesToHex(sha256(utf8ToBytes(canonicalJson({ ...rest, models: models ?? null })))).slice(0, 16);
}

/** For each id the first word that the policy has for it, from the closest name to the widest. Without a prototype, so that no id finds one. */
function openings(
  ids: readonly (readonly [id: string, names: readonly string[]])[],
  said: Readonly<Record<string, Opening>>,
): Readonly<Record<string, Opening>> {
  const words = new Map(Object.entries(said));
  const result = Object.create(null) as Record<string, Opening>;
  for (const [id, names] of ids) result[id] = names.map((name) => words.get(name)).find((word) => word !== undefined) ?? "block";
  return result;
}

type Loose<T> = { readonly [Name in keyof T]?: T[Name] | undefined };

/** `base` with what the layers above say, the last one last. */
function overlay<T extends object>(base: T, ...layers: readonly (Loose<T> | undefined)[]): T {
  return layers.reduce<T>((result, layer) => ({ ...result, ...written(layer) }), base);
}

/** Only the members that somebody wrote. */
function written<T extends object>(layer: Loose<T> | undefined): Partial<T> {
  return Object.fromEntries(Object.entries(layer ?? {}).filter(([, value]) => value !== undefined)) as Partial<T>;
}
