/**
 * What is wrong with a policy, and where. A policy can hold secrets by mistake (a key pasted into a list, a password in an address), so a
 * problem never shows a value as it was written: it names the place, and of words only such as are nearly ones that we know.
 */
import { SallyportError } from "../errors.js";

/** Members and positions from the root of the policy: `["rules", "secrets", "detectors", 0]`. */
export type PolicyPath = readonly (string | number)[];

/** A place in the file that the policy was read from, counted from 1. */
interface FilePlace {
  readonly line: number;
  readonly column: number;
}

/** Where something stands in the policy's file: its value, or the name in front of it. `undefined` if it isn't in the file. */
export type PolicyPlaces = (path: PolicyPath, part: "name" | "value") => FilePlace | undefined;

export interface PolicyProblem {
  /** As in `rules.secrets.detectors[0]`; empty for the policy as a whole. Never holds a name that a problem may not show. */
  readonly path: string;
  readonly line?: number;
  readonly column?: number;
  readonly problem: string;
  readonly remedy: string;
}

/** Thrown when a policy can't be used. Nothing of it is in force then. */
export class PolicyError extends SallyportError {
  readonly code = "ERR_POLICY_INVALID";
  /** All that is wrong, in the order of the file. */
  readonly problems: readonly PolicyProblem[];

  /** @param problems - At least one. */
  constructor(problems: readonly PolicyProblem[], source = "the policy") {
    const [first] = problems;
    const more =
      problems.length > 1 ? ` (and ${problems.length - 1} more ${problems.length === 2 ? "problem" : "problems"})` : "";
    super(`${source} can't be used: ${first === undefined ? "unknown problem" : problemLine(first)}${more}`);
    this.problems = problems;
  }
}

/** A problem on one line: `unknown name at \`rules.secrets.action\` (line 3, column 11): write one of …`. */
export function problemLine({ path, line, column, problem, remedy }: PolicyProblem): string {
  const place = path === "" ? "" : ` at \`${path}\``;
  const inFile = line === undefined || column === undefined ? "" : ` (line ${line}, column ${column})`;
  return `${problem}${place}${inFile}: ${remedy}`;
}

/** Collects the problems of one policy, so that the operator sees them all at once. */
export class Problems {
  readonly #found = new Map<string, { readonly at: PolicyPath; readonly problem: PolicyProblem }>();
  readonly #places: PolicyPlaces | undefined;

  constructor(places?: PolicyPlaces) {
    this.#places = places;
  }

  /** The first problem of a place is the cause of any other there, so it is the one that is kept. */
  add(path: PolicyPath, problem: string, remedy: string, part: "name" | "value" = "value"): void {
    const key = JSON.stringify(path);
    if (this.#found.has(key)) return;
    this.#found.set(key, { at: path, problem: { path: pathText(path), ...this.#places?.(path, part), problem, remedy } });
  }

  /** Where something is wrong. */
  paths(): readonly PolicyPath[] {
    return [...this.#found.values()].map(({ at }) => at);
  }

  /** In the order of the file, where there is one. */
  sorted(): readonly PolicyProblem[] {
    const problems = [...this.#found.values()].map(({ problem }) => problem);
    return problems.sort((a, b) => (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0));
  }
}

/** A name made of words, as policies and tools have them. Any other may be a value in the wrong place, a pasted key among them. */
const WORDS = /^[A-Za-z]{1,16}(?:[_-][A-Za-z]{1,16})*(?:[_-]?\d{1,3})?$/;

function pathText(path: PolicyPath): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === "number") return `${text}[${step}]`;
    const shown = step.length <= 64 && WORDS.test(step) ? step : "<name>";
    return text === "" ? shown : `${text}.${shown}`;
  }, "");
}

/** `a`, `b` or `c` */
export function oneOf(words: readonly string[]): string {
  const quoted = words.map((word) => `\`${word}\``);
  const last = quoted.at(-1) ?? "";
  return quoted.length < 2 ? last : `${quoted.slice(0, -1).join(", ")} or ${last}`;
}
