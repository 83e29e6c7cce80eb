/**
 * The two helpers of the practice, by the names that people know. They are small uses of the engine: for one text, without a conversation.
 */
import { defineDetector } from "./detectors/define.js";
import type { Detector } from "./detectors/detector.js";
import { SallyportError } from "./errors.js";
import { createGuard, type Guard } from "./guard.js";
import { RESPONSE_NOTICE } from "./judge/redaction.js";

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

/**
 * Checks a whole answer before it is shown.
 * @returns The text as it is, or {@link RESPONSE_NOTICE} if it holds a secret, personal data, or what looks like one of the three that the
 *   practice names: an Anthropic API key, a US social security number, a private key. Looks are enough here, since all that a false alarm
 *   costs is one answer. For streams, or to hide only the value, use a guard.
 * @throws {@link TypeError} if it is no string.
 * @example validateOutput("All good.") // "All good."
 */
export function validateOutput(text: string): string {
  if (typeof text !== "string") throw new TypeError("output must be a string");
  return outputGuard().text(text, { origin: "assistant", trust: "model" }).verdict.action === "block" ? RESPONSE_NOTICE : text;
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
