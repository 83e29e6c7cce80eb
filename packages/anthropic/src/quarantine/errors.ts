/** What can go wrong in quarantine. No error holds a word of the text that was read, or of the answer. */
import { SallyportError } from "@sallyport/guard";

/** Tokens of all attempts together, as the API counts them. */
export interface QuarantineUsage {
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly cacheWriteTokens: number;
  readonly cacheReadTokens: number;
}

/** Thrown before anything is sent: a schema that would let free text out, or that can't be checked. */
export class QuarantineSchemaError extends SallyportError {
  readonly code = "ERR_QUARANTINE_SCHEMA";
  /** Where in the schema: `properties.note`. */
  readonly path: string;
  constructor(path: string, problem: string, remedy: string) {
    super(`quarantine can't use the schema: ${problem} at \`${path === "" ? "schema" : path}\`: ${remedy}`);
    this.path = path;
  }
}

/** What an attempt cost is on the error too: it was paid for. */
abstract class QuarantineError extends SallyportError {
  /** How many requests were answered. */
  readonly attempts: number;
  readonly usage: QuarantineUsage;
  constructor(message: string, { attempts, usage }: Spent) {
    super(message);
    this.attempts = attempts;
    this.usage = usage;
  }
}

export interface Spent {
  readonly attempts: number;
  readonly usage: QuarantineUsage;
}

/** The model refused to read the text. It would again, so it is not asked again. */
export class QuarantineRefusedError extends QuarantineError {
  readonly code = "ERR_QUARANTINE_REFUSED";
  constructor(spent: Spent) {
    super("the model refused to read the text: treat it as harmful, or show it to a person", spent);
  }
}

/** The answer was cut off. What there is of it is no answer. */
export class QuarantineCutError extends QuarantineError {
  readonly code = "ERR_QUARANTINE_CUT";
  constructor(spent: Spent) {
    super("the answer was cut off before its end: raise `maxTokens`, or ask for less", spent);
  }
}

/** One thing that is wrong with an answer. */
export interface OutputProblem {
  /** Names of the schema only: `lines[2].total`. */
  readonly path: string;
  readonly problem: string;
}

/** No attempt gave an answer that holds to the schema. Nothing of any comes out. */
export class QuarantineOutputError extends QuarantineError {
  readonly code = "ERR_QUARANTINE_OUTPUT";
  /** Of the last attempt. */
  readonly problems: readonly OutputProblem[];
  constructor(problems: readonly OutputProblem[], spent: Spent) {
    const [first] = problems;
    super(
      `the answer doesn't hold to the schema: ${first === undefined ? "unknown problem" : `${first.problem} at \`${first.path}\``}; treat the text as harmful, or show it to a person`,
      spent,
    );
    this.problems = problems;
  }
}

/** The deadline of all attempts together has passed. */
export class QuarantineTimeoutError extends QuarantineError {
  readonly code = "ERR_QUARANTINE_TIMEOUT";
  constructor(timeoutMs: number, spent: Spent) {
    super(`no answer within ${timeoutMs} ms: raise \`timeoutMs\`, or try again later`, spent);
  }
}
