/**
 * Reads the text of a policy file: YAML 1.2 (core schema) or JSON, which is a part of it. Only what can be read in one way is taken: a name
 * that stands twice, an alias, a tag or a second document is an error, and every error says its line and column. Nothing in a policy runs.
 */
import {
  CLASSIFIERS,
  DETECTORS,
  parsePolicy,
  PolicyError,
  type Compile,
  type Detector,
  type Policy,
  type PolicyPlaces,
  type PolicyProblem,
} from "@sallyport/guard";
import { isAlias, isMap, isNode, isScalar, isSeq, LineCounter, parseDocument, visit, type Document, type Node } from "yaml";
import { SYNTAX_PROBLEMS } from "./yaml-problems.js";

export interface PolicyTextOptions {
  /** What errors call the policy: the name of its file. */
  readonly source?: string;
  /** Detectors of the caller's own, beside the shipped ones: their ids may stand in rules. */
  readonly detectors?: readonly Detector[];
  /** Runs the policy's own patterns: `linearPatterns`. With it, patterns are checked here as well, and not only by `createGuard`. */
  readonly patternEngine?: Compile;
  /** The clock, for warnings about entries past their day. */
  readonly now?: Date;
}

/** Far more than any policy needs; beyond it, it is the wrong file. In UTF-16 units. */
const MAX_CHARS = 1_000_000;
/** Errors that follow from the first few are noise. */
const MAX_SYNTAX_PROBLEMS = 10;

/**
 * @param text - The file's text.
 * @returns The policy, ready for `createGuard`.
 * @throws {@link PolicyError} with everything that is wrong, each with its place in the text; none shows a value of it.
 */
export function parsePolicyText(text: string, options: PolicyTextOptions = {}): Policy {
  const { source = "the policy", detectors = [], patternEngine, now } = options;
  if (text.length > MAX_CHARS) {
    const remedy = `it has over ${MAX_CHARS} characters: is it the right file?`;
    throw new PolicyError([{ path: "", problem: "too long for a policy", remedy }], source);
  }
  const lines = new LineCounter();
  const document = parseDocument(text, {
    version: "1.2",
    schema: "core",
    stringKeys: true,
    // The library's own messages quote the text.
    prettyErrors: false,
    lineCounter: lines,
    logLevel: "error",
  });
  const problems = [...syntaxProblems(document, lines), ...featureProblems(document, lines)];
  if (problems.length > 0) throw new PolicyError(problems.slice(0, MAX_SYNTAX_PROBLEMS), source);
  return parsePolicy(document.toJS({ maxAliasCount: 0 }), {
    detectors: [...DETECTORS, ...CLASSIFIERS, ...detectors],
    places: placesIn(document, lines),
    source,
    ...(patternEngine === undefined ? {} : { patternEngine }),
    ...(now === undefined ? {} : { now }),
  });
}

function syntaxProblems(document: Document, lines: LineCounter): PolicyProblem[] {
  const problems = [...document.errors, ...document.warnings].map(({ code, pos }): PolicyProblem => {
    const [problem, remedy] = SYNTAX_PROBLEMS[code];
    return { path: "", ...placeOf(pos[0], lines), problem, remedy };
  });
  const first = problems.find(({ problem }) => problem === SYNTAX_PROBLEMS.RESOURCE_EXHAUSTION[0]);
  return first === undefined ? problems : [first];
}

/** What YAML allows and a policy doesn't need. */
function featureProblems(document: Document, lines: LineCounter): PolicyProblem[] {
  const problems: PolicyProblem[] = [];
  const add = (node: Node | undefined, problem: string, remedy: string) => {
    problems.push({ path: "", ...placeOf(node?.range?.[0] ?? 0, lines), problem, remedy });
  };
  const { directives, contents } = document;
  if (directives?.yaml.explicit === true && directives.yaml.version !== "1.2") {
    add(undefined, "another version of YAML", "leave the `%YAML` line out: policies are YAML 1.2");
  }
  if (!isMap(contents)) {
    add(isNode(contents) ? contents : undefined, "no policy", "a policy file begins with `version: 1`, and its members follow");
    return problems;
  }
  visit(document, {
    Node(_, node) {
      if (isAlias(node)) add(node, "an alias", "write out what it stands for");
      else if (node.tag !== undefined) add(node, "a tag", "leave it out: a policy is made of plain values");
    },
    Pair(_, { key }) {
      if (isScalar(key) && key.value === "<<") add(key, "a merge key", "write out what is merged");
    },
  });
  return problems;
}

/** The deepest part of a path that the file has is where the problem is: what is missing is missing there. */
function placesIn(document: Document, lines: LineCounter): PolicyPlaces {
  return (path, part) => {
    let node: unknown = document.contents;
    let at = isNode(node) ? node.range?.[0] : undefined;
    for (const [index, step] of path.entries()) {
      const wantsName = part === "name" && index === path.length - 1;
      if (isMap(node)) {
        const pair = node.items.find(({ key }) => isScalar(key) && key.value === step);
        if (pair === undefined) break;
        const named = wantsName || !isNode(pair.value) ? pair.key : pair.value;
        at = isNode(named) ? (named.range?.[0] ?? at) : at;
        node = pair.value;
      } else if (isSeq(node) && typeof step === "number") {
        node = node.items[step];
        at = isNode(node) ? (node.range?.[0] ?? at) : at;
      } else break;
    }
    return at === undefined ? undefined : placeOf(at, lines);
  };
}

function placeOf(offset: number, lines: LineCounter): { readonly line: number; readonly column: number } {
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(line, 1), column: Math.max(col, 1) };
}
