/**
 * The two helpers of the practice, by the names that people know. They are small uses of the engine: for one text, without a conversation.
 */
import { defineDetector } from "./detectors/define.js";
import type { Detector } from "./detectors/detector.js";
import { SallyportError } from "./errors.js";
import { MAX_DEPTH, readJson } from "./exchange/json.js";
import { itemAt, pathOf } from "./exchange/walk.js";
import { createGuard, type Guard } from "./guard.js";
import { RESPONSE_NOTICE } from "./judge/redaction.js";
import { checkSchema } from "./schema/check.js";
import { schemaOf } from "./schema/of-data.js";

export { RESPONSE_NOTICE };

/** Thrown for an input that is empty or blank, or of which nothing is left once control characters are gone. */
export class EmptyInputError extends SallyportError {
  readonly code = "ERR_INPUT_EMPTY";
  constructor() {
    super("Input cannot be empty");
  }
}

/** Thrown for an input that is longer than the limit. */
export class InputTooLongError extends SallyportError {
  readonly code = "ERR_INPUT_TOO_LONG";
  readonly chars: number;
  readonly maxChars: number;
  constructor(chars: number, maxChars: number) {
    super(`input has ${chars} characters, the limit is ${maxChars}: shorten it`);
    this.chars = chars;
    this.maxChars = maxChars;
  }
}

/**
 * Checks and cleans what a user typed, before it goes into a user message.
 * @param maxChars - Counted in code points, before anything is stripped.
 * @returns The text without control characters (newline, carriage return and tab stay), trimmed.
 * @throws {@link EmptyInputError} if nothing is there.
 * @throws {@link InputTooLongError} if it is longer than `maxChars`.
 * @throws {@link TypeError} if it is no string, or if the limit is no whole number above 0.
 * @example validateInput("  Where is my parcel?\u0007 ") // "Where is my parcel?"
 */
export function validateInput(text: string, { maxChars = 10_000 }: { readonly maxChars?: number } = {}): string {
  if (typeof text !== "string") throw new TypeError("input must be a string");
  if (!Number.isSafeInteger(maxChars) || maxChars < 1) throw new TypeError("`maxChars` must be a whole number above 0");
  const chars = codePoints(text);
  if (chars > maxChars) throw new InputTooLongError(chars, maxChars);
  const cleaned = inputGuard().text(text, { origin: "user", trust: "user" }).text.trim();
  if (cleaned === "") throw new EmptyInputError();
  return cleaned;
}

/** Thrown for an answer that doesn't fit its schema. Says where, by which rule; nothing of the answer is in it. */
export class AnswerSchemaError extends SallyportError {
  readonly code = "ERR_ANSWER_SCHEMA";
  /** At most 20. Of a Standard Schema, whose messages may quote the value, only the places are known. */
  readonly misfits: readonly { readonly path: string; readonly rule: string }[];
  /** Keywords of the schema that can't be checked. */
  readonly unchecked: readonly string[];
  constructor(misfits: AnswerSchemaError["misfits"], unchecked: readonly string[] = []) {
    const places = misfits.slice(0, 3).map(({ path, rule }) => `${path} (${rule})`);
    const more = misfits.length > 3 ? ` and ${misfits.length - 3} more` : "";
    super(
      misfits.length > 0
        ? `the answer doesn't fit its schema at ${places.join(", ")}${more}: ask the model again, or loosen the schema`
        : `the answer can't be checked against \`${unchecked.join("`, `")}\` of its schema: leave that out, or give a Standard Schema`,
    );
    this.misfits = misfits;
    this.unchecked = unchecked;
  }
}

export interface OutputOptions {
  /** What the answer must be, as JSON: a JSON Schema, or a schema of a library that knows https://standardschema.dev (zod, valibot, arktype). */
  readonly schema?: object;
}

/**
 * Checks a whole answer before it is shown.
 * @returns The text as it is, or {@link RESPONSE_NOTICE} if it holds a secret, personal data, or what looks like one of the three that the
 *   practice names: an Anthropic API key, a US social security number, a private key. Looks are enough here, since all that a false alarm
 *   costs is one answer. For streams, or to hide only the value, use a guard.
 * @throws {@link AnswerSchemaError} if it is shown and doesn't fit the schema, or can't be checked against all of it. Patterns of a JSON Schema
 *   can't be checked here (the engine for them comes with a guard), those of a Standard Schema can.
 * @throws {@link TypeError} if it is no string, or the Standard Schema is one that checks asynchronously.
 * @example validateOutput("All good.") // "All good."
 * @example validateOutput('{"mood":"good"}', { schema: z.object({ mood: z.string() }) })
 */
export function validateOutput(text: string, { schema }: OutputOptions = {}): string {
  if (typeof text !== "string") throw new TypeError("output must be a string");
  const shown = withoutSensitive(text);
  if (schema !== undefined && shown !== RESPONSE_NOTICE) checkAnswer(shown, schema);
  return shown;
}

function withoutSensitive(text: string): string {
  return outputGuard().text(text, { origin: "assistant", trust: "model" }).verdict.action === "block" ? RESPONSE_NOTICE : text;
}

function checkAnswer(text: string, schema: object): void {
  const json = readJson(text, { depth: MAX_DEPTH });
  if (!json.ok) throw new AnswerSchemaError([{ path: "answer", rule: "json" }]);
  if (isStandard(schema)) {
    const result = schema["~standard"].validate(JSON.parse(text));
    if (!("issues" in result) && !("value" in result))
      throw new TypeError("the schema checks asynchronously: take one that doesn't");
    const issues = "issues" in result ? (result.issues ?? []) : [];
    if (issues.length > 0)
      throw new AnswerSchemaError(issues.slice(0, 20).map(({ path = [] }) => ({ path: pathIn(path), rule: "schema" })));
    return;
  }
  const { violations, unchecked } = checkSchema(schemaOf(schema), json.value, "answer", undefined);
  if (violations.length > 0 || unchecked.length > 0)
    throw new AnswerSchemaError(
      violations.map(({ path, rule }) => ({ path, rule })),
      unchecked,
    );
}

/** As much as is needed of the interface that schema libraries share. @see https://standardschema.dev */
interface StandardSchema {
  readonly "~standard": { readonly validate: (value: unknown) => StandardResult | PromiseLike<unknown> };
}
type StandardPath = readonly (PropertyKey | { readonly key: PropertyKey })[];
type StandardResult =
  { readonly value: unknown; readonly issues?: undefined } | { readonly issues: readonly { readonly path?: StandardPath }[] };

const isStandard = (schema: object): schema is StandardSchema => "~standard" in schema;

/** Names are the schema's where they are plain; any other may be a value. */
function pathIn(path: StandardPath): string {
  return path.reduce<string>((at, step) => {
    const key = typeof step === "object" ? step.key : step;
    return typeof key === "number" ? itemAt(at, key) : pathOf(at, String(key), 0);
  }, "answer");
}

/** The shapes that the practice names, whatever their checksum, length or area says. */
const lookalikes = (): Detector[] => [
  defineDetector({
    id: "looks-like-anthropic-api-key",
    family: "secrets",
    severity: "high",
    keywords: ["sk-ant-"],
    // What documentation writes in a key's place is no key.
    pattern: /sk-ant-(?:api|admin|oat|ort|sid)\d\d-(?!\.|x{4}|your|\*|<)[\w-]{8}/i,
    confidence: 0.9,
    examples: { hit: ["sk-ant-api03-{8 base64url}"], miss: ["sk-ant-api03-your-key-here", "sk-ant-api03-..."] },
  }),
  defineDetector({
    id: "looks-like-private-key",
    family: "secrets",
    severity: "high",
    keywords: ["-----BEGIN"],
    pattern: /-----BEGIN (?:[A-Z0-9]{1,16} ){0,3}PRIVATE KEY(?: BLOCK)?-----/,
    confidence: 0.9,
    examples: { hit: ["-----BEGIN RSA PRIVATE KEY-----"], miss: ["-----BEGIN PUBLIC KEY-----"] },
  }),
  defineDetector({
    id: "looks-like-us-ssn",
    family: "personal",
    severity: "high",
    pattern: /\d{3}(?<![\w-]\d{3})-\d{2}-\d{4}(?![\w-])/,
    confidence: 0.9,
    examples: { hit: ["{3 digits}-{2 digits}-{4 digits}"], miss: ["1{3 digits}-{2 digits}-{4 digits}"] },
  }),
];

/** No text is too long for these two: the one has a limit of its own, the other has none. */
const limits = { segmentChars: Number.MAX_SAFE_INTEGER };

const inputGuard = once(() =>
  createGuard({ version: 1, limits, rules: { clean: { detectors: ["control-characters"], action: "redact" } } }),
);
const outputGuard = once(() =>
  createGuard(
    {
      version: 1,
      limits,
      rules: {
        secrets: { detectors: ["secrets"], action: "block" },
        personal: { detectors: ["personal"], severity: "high", confidence: 0.6, action: "block" },
      },
    },
    { detectors: lookalikes() },
  ),
);

/** Compiled at first use, so that importing the package costs nothing. */
function once(create: () => Guard): () => Guard {
  let guard: Guard | undefined;
  return () => (guard ??= create());
}

function codePoints(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}
