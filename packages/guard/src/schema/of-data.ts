/** A schema that is written as data, in the form in which schemas of requests are read. */
import { MAX_DEPTH, readJson, type JsonValue } from "../exchange/json.js";

/** @throws {@link TypeError} if it is no JSON. */
export function schemaOf(data: object): JsonValue {
  const reading = readJson(JSON.stringify(data), { depth: MAX_DEPTH });
  if (!reading.ok) throw new TypeError(`the schema is no JSON: ${reading.error.problem}`);
  return reading.value;
}
