/**
 * The decision: what a policy makes of a finding. Compiled to tables once, for each place that a text can have. The strictest action of all
 * rules that fit wins, so the order of rules never changes a verdict, and taking a rule away never makes one stricter.
 */
import type { Classifier } from "../detectors/classifier.js";
import type { Detector, Finding } from "../detectors/detector.js";
import type { StructureCheck } from "../detectors/structure.js";
import type { ScanPlan } from "../scan/scan.js";
import { ORIGINS, type Origin, type Trust } from "../exchange/segment.js";
import type { Policy } from "./policy.js";
import { ACTIONS, rateOf, STYLES, type Action, type Rule, type Style } from "./schema.js";
import { atLeast, namesDetector } from "./sense.js";

interface FindingDecision {
  readonly action: Action;
  /** Names of the rules that led to the action, sorted. Empty where no rule fits, and where the allowlist let the finding pass. */
  readonly rules: readonly string[];
  /** For `redact`, where it is another than the mask: of several rules that led to it, the style that tells least. */
  readonly style?: Style;
  /** Set where the allowlist let it pass. */
  readonly allowlisted?: true;
}

export interface Decisions {
  /** What runs on a text at this place, and what holds a stream back there. The same object for the same place. */
  planFor(origin: Origin, trust: Trust): ScanPlan;
  /** @param today - The day in UTC, as in 2027-01-31: for the end dates of the allowlist. */
  decide(
    finding: Pick<Finding, "detector" | "family" | "severity" | "confidence">,
    origin: Origin,
    trust: Trust,
    fingerprint: string,
    today: string,
  ): FindingDecision;
}

/** A rule as it applies to one detector at one place: only the confidence is left to ask. */
interface PlacedRule {
  readonly name: string;
  readonly action: Action;
  readonly style: Style;
  readonly confidence: number;
}

/** What finds something to decide on. */
type Decided = Detector | Classifier | StructureCheck;

interface Table {
  readonly plan: ScanPlan;
  readonly rules: ReadonlyMap<string, readonly PlacedRule[]>;
}

/** @param detectors - The scanner's, in its order, then the classifiers, then the checks of structure: the plan's indices are theirs. */
export function compileDecisions(policy: Policy, detectors: readonly Decided[]): Decisions {
  const tables = new Map<Origin, Map<Trust, Table>>(ORIGINS.map((origin) => [origin, new Map()]));
  const tableFor = (origin: Origin, trust: Trust): Table => {
    const ofOrigin = tables.get(origin);
    const known = ofOrigin?.get(trust);
    if (known !== undefined) return known;
    const table = compileTable(policy, detectors, origin, trust);
    ofOrigin?.set(trust, table);
    return table;
  };
  /** Last day by detector and fingerprint. Of two entries for the same finding the later counts. */
  const allowed = new Map<string, string>();
  for (const { detector, fingerprint, until } of policy.allowlist) {
    const key = `${detector} ${fingerprint}`;
    if (until > (allowed.get(key) ?? "")) allowed.set(key, until);
  }

  return {
    planFor: (origin, trust) => tableFor(origin, trust).plan,
    decide(finding, origin, trust, fingerprint, today) {
      const decision = strictest(tableFor(origin, trust).rules.get(finding.detector) ?? [], finding.confidence);
      const until = allowed.get(`${finding.detector} ${fingerprint}`);
      if (decision.action !== "allow" && until !== undefined && today <= until)
        return { action: "allow", rules: [], allowlisted: true };
      return decision;
    },
  };
}

function compileTable(policy: Policy, detectors: readonly Decided[], origin: Origin, trust: Trust): Table {
  const here = [...policy.rules].filter(([, rule]) => coversPlace(rule, origin, trust)).sort(([a], [b]) => (a < b ? -1 : 1));
  const rules = new Map(
    detectors.map((detector): [string, readonly PlacedRule[]] => [
      detector.id,
      here
        .filter(
          ([, rule]) =>
            namesDetector(rule, detector) && (rule.severity === undefined || atLeast(detector.severity, rule.severity)),
        )
        .map(([name, rule]) => ({
          name,
          action: rule.action,
          style: rule.style ?? "mask",
          confidence: leastConfidence(rule, detector),
        })),
    ]),
  );
  const some = (actions: readonly Action[]) =>
    detectors.map(({ id }) => (rules.get(id) ?? []).some(({ action }) => actions.includes(action)));
  const notices = here.some(([, rule]) => rule.action === "redact" && rule.style === "notice");
  return {
    rules,
    plan: {
      // What could only be allowed isn't searched for.
      run: some(["flag", "redact", "block"]),
      // Text waits only where a match may not pass as it is; in mode `monitor` everything passes.
      hold: policy.mode === "monitor" ? detectors.map(() => false) : some(["redact", "block"]),
      ...(notices && policy.mode === "enforce" ? { whole: true as const } : {}),
    },
  };
}

/**
 * A rate of false positives says more than a confidence where the detector knows its rates. A classifier leans somewhere in every text: a rule
 * that states neither means its findings, and not every text.
 */
function leastConfidence({ confidence = 0, fpr }: Rule, detector: Decided): number {
  if (!("confidenceAt" in detector)) return confidence;
  return fpr === undefined ? Math.max(confidence, detector.confidenceAt(DEFAULT_RATE)) : detector.confidenceAt(rateOf(fpr));
}

const DEFAULT_RATE = 0.001;

const coversPlace = ({ origins, trust: trusts }: Rule, origin: Origin, trust: Trust): boolean =>
  (origins === undefined || origins.includes(origin)) && (trusts === undefined || trusts.includes(trust));

function strictest(rules: readonly PlacedRule[], confidence: number): FindingDecision {
  const fitting = rules.filter((rule) => confidence >= rule.confidence);
  const action = fitting.reduce<Action>((most, rule) => stricter(most, rule.action), "allow");
  const leading = fitting.filter((rule) => rule.action === action);
  const style = STYLES.findLast((one) => action === "redact" && leading.some((rule) => rule.style === one)) ?? "mask";
  return { action, rules: leading.map(({ name }) => name), ...(style === "mask" ? {} : { style }) };
}

export const stricter = (a: Action, b: Action): Action => (ACTIONS.indexOf(b) > ACTIONS.indexOf(a) ? b : a);
