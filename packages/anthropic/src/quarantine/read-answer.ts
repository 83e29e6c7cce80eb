/** Holds an answer to its schema, value by value: whatever isn't exactly of the schema is a problem, and no part of such an answer comes out. */
import type { OutputProblem } from "./errors.js";
import type { Format, Quarantined, QuarantineField, QuarantineObject } from "./schema.js";
import { parseShape, wordsIn } from "./shape.js";

/** In one string: an id has few words. */
const MAX_WORDS = 2;
/** An address has more (`anna-maria.meier@mail.company.example`). */
const MAX_WORDS_IN_ADDRESS = 6;
/** In all strings of one answer: a list of ids could spell a text, a word each. */
const MAX_WORDS_IN_ALL = 24;

export type Answer<Schema> =
  | { readonly ok: true; readonly values: Quarantined<Schema> }
  | { readonly ok: false; readonly problems: readonly OutputProblem[] };

export function readAnswer<Schema extends QuarantineObject>(text: string, schema: Schema): Answer<Schema> {
  const json = parse(text);
  if (json === undefined) return { ok: false, problems: [{ path: "answer", problem: "no JSON" }] };
  const reader = new AnswerReader();
  const values = reader.read(schema, json.value, "answer");
  // The reader builds what the type computes from the same schema; a test holds the two together.
  return reader.problems.length > 0
    ? { ok: false, problems: reader.problems }
    : { ok: true, values: values as Quarantined<Schema> };
}

function parse(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

class AnswerReader {
  readonly problems: OutputProblem[] = [];
  private words = 0;

  read(field: QuarantineField, value: unknown, path: string): unknown {
    if (value === null && field.nullable === true)
      return field.type === "array" || field.type === "object" ? null : labelled(null);
    switch (field.type) {
      case "object":
        return this.object(field, value, path);
      case "array":
        if (!Array.isArray(value)) return this.wrong(path, "no list");
        if (value.length > field.maxItems) return this.wrong(path, "too many items");
        return value.map((item, index) => this.read(field.items, item, `${path}[${index}]`));
      case "boolean":
        return typeof value === "boolean" ? labelled(value) : this.wrong(path, "no truth value");
      case "number":
      case "integer": {
        const { minimum = -Infinity, maximum = Infinity } = field;
        if (typeof value !== "number" || !Number.isFinite(value)) return this.wrong(path, "no number");
        if (field.type === "integer" && !Number.isSafeInteger(value)) return this.wrong(path, "no whole number");
        return value >= minimum && value <= maximum ? labelled(value) : this.wrong(path, "out of range");
      }
      case "string":
        return typeof value === "string" ? this.string(field, value, path) : this.wrong(path, "no text");
    }
  }

  private object({ properties }: QuarantineObject, value: unknown, path: string): unknown {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return this.wrong(path, "no object");
    const given = new Map<string, unknown>(Object.entries(value));
    if ([...given.keys()].some((name) => !Object.hasOwn(properties, name)))
      return this.wrong(path, "a field that nobody asked for");
    const entries = Object.entries(properties).map(([name, field]) => {
      const at = `${path}.${name}`;
      return [name, given.has(name) ? this.read(field, given.get(name), at) : this.wrong(at, "missing")];
    });
    return Object.fromEntries(entries) as unknown;
  }

  private string(field: Extract<QuarantineField, { readonly type: "string" }>, value: string, path: string): unknown {
    if ("enum" in field) return field.enum.includes(value) ? labelled(value) : this.wrong(path, "none of the words");
    if ("format" in field) {
      if (!isOf(field.format, value)) return this.wrong(path, `no ${field.format}`);
      return field.format === "email" ? this.short(value, wordsIn(value), MAX_WORDS_IN_ADDRESS, path) : labelled(value);
    }
    const shape = parseShape(field.pattern);
    if (typeof shape === "string" || !shape.matches(value)) return this.wrong(path, "not of its shape");
    return this.short(value, shape.wordsIn(value), MAX_WORDS, path);
  }

  private short(value: string, words: number, most: number, path: string): unknown {
    this.words += words;
    if (words > most || this.words > MAX_WORDS_IN_ALL) return this.wrong(path, "words in place of a value");
    return labelled(value);
  }

  /** @returns What stands in place of the value: the answer is thrown away as a whole. */
  private wrong(path: string, problem: string): unknown {
    if (this.problems.length < MAX_PROBLEMS) this.problems.push({ path, problem });
    return undefined;
  }
}

const MAX_PROBLEMS = 20;
const labelled = (value: unknown) => ({ trust: "third-party", value }) as const;

const PATTERNS: Readonly<Record<Format, RegExp>> = {
  date: /^(\d{4}-\d\d-\d\d)$/,
  "date-time": /^(\d{4}-\d\d-\d\d)T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/,
  time: /^(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,9})?)?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)?$/,
  uuid: /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i,
  // Plain addresses: no quoted part, no comment, ASCII only.
  email: /^[A-Za-z0-9_+-]{1,32}(?:\.[A-Za-z0-9_+-]{1,32}){0,3}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,4}$/,
};

function isOf(format: Format, value: string): boolean {
  const match = value.length <= 254 ? PATTERNS[format].exec(value) : null;
  const day = match?.[1];
  return match !== null && (day === undefined || isDay(day));
}

function isDay(text: string): boolean {
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}
