/**
 * Checks of structure: tool inputs and structured answers against their schemas. A misfit is a finding with its place and the keyword that it
 * fails, and the policy decides as of any other; since there is nothing in it to hide, `redact` is a block.
 */
import { ANSWER_SCHEMA, TOOL_INPUT_SCHEMA, type StructureCheck } from "../detectors/structure.js";
import { readJson, type JsonValue } from "../exchange/json.js";
import type { Segment } from "../exchange/segment.js";
import { checkSchema, type Violation } from "../schema/check.js";
import { canonical } from "../schema/equal.js";
import type { RequestFacts } from "./decision.js";
import { placeOf, type Engine } from "./engine.js";
import type { ExchangeRecord } from "./record.js";
import { settle } from "./segment.js";

type Where = Pick<Segment, "path" | "origin" | "trust">;

/** What is wrong is told of a value's text, so as to be fingerprinted; it goes no further. */
type Misfit = Pick<Violation, "path" | "rule"> & { readonly text: string };

/** Checks the input of one tool call against the schema that the request gives for the tool. */
export function checkToolInput(
  engine: Engine,
  record: ExchangeRecord,
  facts: RequestFacts,
  call: { readonly name: string; readonly input: JsonValue; readonly path: string },
): void {
  const where: Where = { path: `${call.path}.input`, origin: "tool-input", trust: "model" };
  if (!engine.judge.structure(TOOL_INPUT_SCHEMA, placeOf(engine.policy, where)).run) return;
  const schemas = facts.schemas?.().toolInputs.get(call.name) ?? [];
  for (const schema of schemas)
    report(engine, record, TOOL_INPUT_SCHEMA, where, misfits(engine, record, schema, call.input, where));
}

/** Follows the text of one block of a structured answer. */
export interface AnswerCheck {
  /** Whether the text must wait until all of it is checked: where a misfit doesn't pass, and the policy has no stream stop for one. */
  readonly holds: boolean;
  /** Takes the next piece. What its first character tells is told at once. */
  append(piece: string): void;
  /** No more text comes: checks it. */
  close(): void;
}

/** @returns `undefined` where no schema, or no rule of the policy, asks for it. */
export function createAnswerCheck(
  engine: Engine,
  record: ExchangeRecord,
  facts: RequestFacts,
  where: Where,
  prefill: string,
): AnswerCheck | undefined {
  const schemas = [facts.schemas?.().answer, engine.answerSchema].filter((schema) => schema !== undefined);
  const { run, hold } = engine.judge.structure(ANSWER_SCHEMA, placeOf(engine.policy, where));
  if (schemas.length === 0 || !run) return undefined;
  const pieces: string[] = [];
  let begun = false;
  let told = false;
  const tell = (found: readonly Misfit[]): void => {
    told = true;
    report(engine, record, ANSWER_SCHEMA, where, found);
  };
  const append = (piece: string): void => {
    pieces.push(piece);
    const first = begun ? undefined : /[^ \t\n\r]/.exec(piece)?.[0];
    if (first === undefined) return;
    begun = true;
    if (!schemas.every((schema) => mayBegin(schema, first))) tell([{ path: where.path, rule: "json", text: first }]);
  };
  append(prefill);
  return {
    holds: hold && engine.policy.stream.schema === "hold",
    append,
    close() {
      if (told) return;
      const text = pieces.join("");
      const json = readJson(text, engine.policy.limits);
      if (json.ok) tell(schemas.flatMap((schema) => misfits(engine, record, schema, json.value, where)));
      else tell([{ path: where.path, rule: "json", text }]);
    },
  };
}

/** Whether a value of the schema can begin so. */
function mayBegin(schema: JsonValue, first: string): boolean {
  const isObject =
    schema.kind === "object" &&
    schema.members.some(({ name, value }) => name.value === "type" && value.kind === "string" && value.value === "object");
  return isObject ? first === "{" : /[[{"\d\-tfn]/.test(first);
}

function misfits(engine: Engine, record: ExchangeRecord, schema: JsonValue, value: JsonValue, { path }: Where): Misfit[] {
  const { violations, unchecked } = checkSchema(schema, value, path, engine.patternEngine);
  for (const keyword of unchecked) record.unchecked({ path, keyword });
  return violations.map((one) => ({ path: one.path, rule: one.rule, text: canonical(one.value) }));
}

function report(engine: Engine, record: ExchangeRecord, check: StructureCheck, where: Where, found: readonly Misfit[]): void {
  record.structure(check.id);
  for (const { path, rule, text } of found) {
    const finding = { ...check, detector: check.id, kind: `${check.id}:${rule}`, confidence: 1, start: 0, end: text.length };
    const place = { ...placeOf(engine.policy, where), path };
    const judged = engine.judge.decide([finding], (start, end) => text.slice(start, end), place);
    record.found(judged.map((one) => settle(one, { path, editing: "never" }, {}, record)));
  }
}
