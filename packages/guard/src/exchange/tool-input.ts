/** Reads a tool input that came as a stream of `partial_json` pieces, once they are joined. */
import { readJson, readText, type JsonValue } from "./json.js";
import type { Reading, ReadLimits } from "./reading.js";
import type { Segment } from "./segment.js";
import { ANY } from "./places.js";
import { Walk } from "./walk.js";

export interface ToolInputReading {
  /** The JSON text that all positions are in, to be edited by `writeEdits`. */
  readonly source: string;
  readonly value: JsonValue;
  readonly segments: readonly Segment[];
}

/**
 * Reads the joined pieces of one tool call.
 * @param pieces - The `partial_json` values of the block, joined. No piece at all, or only empty ones, mean `{}`.
 * @param block - Index of the content block, for the paths: `content[2].input.query`.
 */
export function readToolInput(pieces: string, block: number, limits: ReadLimits): Reading<ToolInputReading> {
  const text = readText(pieces === "" ? "{}" : pieces, limits.bodyBytes);
  if (!text.ok) return text;
  const json = readJson(text.value, limits);
  if (!json.ok) return json;
  const walk = new Walk();
  walk.place(ANY, json.value, `content[${block}].input`, {
    origin: "tool-input",
    trust: "model",
    editing: "free",
    role: undefined,
    block,
  });
  return { ok: true, value: { source: text.value, value: json.value, segments: walk.segments } };
}
