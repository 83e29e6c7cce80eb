/**
 * Checks of structure: what they find is no text of a certain form but JSON that doesn't fit its schema. They are known to a policy as detectors are, by
 * id and family, and run where a whole value is there to be checked: a tool's input, a structured answer.
 */
import type { Detector } from "./detector.js";

export type StructureCheck = Pick<Detector, "id" | "family" | "severity">;

/** The input of a tool call against the tool's own `input_schema`. Kinds of its findings are the schema's keywords: `tool-input-schema:required`. */
export const TOOL_INPUT_SCHEMA: StructureCheck = { id: "tool-input-schema", family: "output", severity: "medium" };

/** A structured answer against the schema that the request or the policy wants of it; of the kind `answer-schema:json` if it is no JSON at all. */
export const ANSWER_SCHEMA: StructureCheck = { id: "answer-schema", family: "output", severity: "medium" };

export const STRUCTURE_CHECKS: readonly StructureCheck[] = [ANSWER_SCHEMA, TOOL_INPUT_SCHEMA];
