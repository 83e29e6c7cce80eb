/** Makes detectors of the patterns that an operator wrote into the policy. They run in an engine that takes linear time, which the door brings. */
import { defineDetector, DetectorDefinitionError } from "../detectors/define.js";
import type { Detector } from "../detectors/detector.js";
import type { Compile } from "../detectors/searcher.js";
import { PolicyError, pathText } from "./problems.js";
import type { OwnPattern } from "./schema.js";

/**
 * @param compile - Runs the patterns; only a policy without patterns can do without.
 * @throws {@link PolicyError} if there is no engine for them, or a pattern can't be used: it has no bound, say.
 */
export function ownDetectors(patterns: ReadonlyMap<string, OwnPattern>, compile: Compile | undefined): readonly Detector[] {
  return [...patterns].map(([id, own]) => {
    const path = pathText(["patterns", id]);
    if (compile === undefined) {
      const problem = "a pattern of your own needs an engine that runs it in linear time";
      throw new PolicyError([{ path, problem, remedy: "give createGuard the `patternEngine` of @sallyport/door" }]);
    }
    try {
      return defineDetector({
        id,
        family: "custom",
        severity: own.severity ?? "medium",
        confidence: own.confidence ?? 0.9,
        pattern: new RegExp(own.pattern, own.ignoreCase === true ? "iu" : "u"),
        compile,
        ...(own.mask === undefined ? {} : { mask: own.mask }),
      });
    } catch (error) {
      if (error instanceof DetectorDefinitionError)
        throw new PolicyError([{ path, problem: "the pattern can't be used", remedy: error.message }]);
      if (error instanceof SyntaxError)
        throw new PolicyError([{ path, problem: "the pattern is no regular expression", remedy: "correct its syntax" }]);
      throw error;
    }
  });
}
