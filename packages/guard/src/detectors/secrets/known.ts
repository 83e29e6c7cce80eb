/**
 * What a provider's own detector finds needs no second finding that says less: the detectors for secrets of any kind give way. An operator who allows
 * a provider's test keys wants no `generic-secret` for each of them either.
 */
import type { Detector } from "../detector.js";

/** Keywords are looked up by so many of their first characters: no detector of a provider has a shorter one. */
const GRAM = 2;

/** A detector that finds what it finds, unless one of the `others` finds it in the same text. */
export function givingWay(detector: Detector, others: readonly Detector[]): Detector {
  const { confirm } = detector;
  let isKnown: ((text: string) => boolean) | undefined;
  return {
    ...detector,
    confirm(match, groups) {
      const confidence = confirm === undefined ? detector.confidence : confirm(match, groups);
      // A name may begin before the match does.
      return confidence !== null && (isKnown ??= lookupOf(others))(`${groups["before"] ?? ""}${match}`) ? null : confidence;
    },
  };
}

/** Tells whether one of the detectors finds something in a short text. */
function lookupOf(detectors: readonly Detector[]): (text: string) => boolean {
  const byGram = new Map<string, { readonly keyword: string; readonly detector: Detector }[]>();
  const expressions = new Map<Detector, RegExp>();
  for (const detector of detectors)
    for (const keyword of detector.keywords.map((word) => word.toLowerCase())) {
      const gram = keyword.slice(0, GRAM);
      const known = byGram.get(gram);
      if (known === undefined) byGram.set(gram, [{ keyword, detector }]);
      else known.push({ keyword, detector });
    }
  return (text) => {
    const lowered = text.toLowerCase();
    const tried = new Set<Detector>();
    for (let at = 0; at < lowered.length; at++)
      for (const { keyword, detector } of byGram.get(lowered.slice(at, at + GRAM)) ?? [])
        if (lowered.startsWith(keyword, at) && !tried.has(detector)) {
          tried.add(detector);
          const expression = expressions.get(detector) ?? new RegExp(detector.pattern, `${detector.pattern.flags}g`);
          expressions.set(detector, expression);
          if (finds(detector, expression, text)) return true;
        }
    return false;
  };
}

function finds({ confidence, confirm }: Detector, expression: RegExp, text: string): boolean {
  for (const match of text.matchAll(expression))
    if ((confirm === undefined ? confidence : confirm(match[0], match.groups ?? {})) !== null) return true;
  return false;
}
