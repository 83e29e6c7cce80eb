/** Makes detectors of the patterns that an operator wrote into the policy. They run in an engine that takes linear time, which the door brings. */
import { compileDetectors } from "../scan/compile.js";
import { defineDetector } from "../detectors/define.js";
import type { Detector } from "../detectors/detector.js";
import type { Compile } from "../pattern/searcher.js";
import { SallyportError } from "../errors.js";
import { PolicyError, Problems } from "./problems.js";
import type { OwnPattern } from "./schema.js";

/**
 * @param compile - Runs the patterns; only a policy without patterns can do without.
 * @throws {@link PolicyError} if there is no engine for them, or some can't be used: for want of a bound, say.
 */
export function ownDetectors(patterns: ReadonlyMap<string, OwnPattern>, compile: Compile | undefined): readonly Detector[] {
  const problems = new Problems();
  const detectors = [...patterns].flatMap(([id, own]) => {
    const detector = ownDetector(id, own, compile, problems);
    if (detector === undefined) return [];
    if (compile !== undefined) return [detector];
    const problem = "a pattern of your own needs an engine that runs it in linear time";
    problems.add(["patterns", id], problem, "give createGuard the `patternEngine` of @sallyport/door");
    return [];
  });
  if (problems.sorted().length > 0) throw new PolicyError(problems.sorted());
  return detectors;
}

/**
 * Makes a detector of one pattern, or records why that can't be.
 * @param compile - Without it the pattern is checked as far as that goes: nothing is run.
 */
export function ownDetector(id: string, own: OwnPattern, compile: Compile | undefined, problems: Problems): Detector | undefined {
  try {
    const detector = defineDetector({
      id,
      family: "custom",
      severity: own.severity ?? OWN_SEVERITY,
      confidence: own.confidence ?? 0.9,
      // Only to be read: it is never run by the language's own engine, whose time has no bound.
      pattern: new RegExp(own.pattern, own.ignoreCase === true ? "iu" : "u"),
      ...(own.mask === undefined ? {} : { mask: own.mask }),
      ...(compile === undefined ? {} : { compile }),
    });
    if (compile !== undefined) compileDetectors([detector]);
    return detector;
  } catch (error) {
    const [problem, remedy] = wordsFor(error, id);
    problems.add(["patterns", id, "pattern"], problem, remedy);
    return undefined;
  }
}

function wordsFor(error: unknown, id: string): readonly [problem: string, remedy: string] {
  // Which detector it is, the path says.
  if (error instanceof SallyportError) return ["a pattern that can't be used", error.message.replace(`detector \`${id}\`: `, "")];
  // The language's own message quotes the pattern.
  if (error instanceof SyntaxError) return ["no regular expression", "write it in the syntax of RE2, without inline flags"];
  throw error;
}

/** Of a pattern without a severity. */
export const OWN_SEVERITY = "medium";
