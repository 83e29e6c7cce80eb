/** The smallest value that a JSON Schema takes, with the answer's text wherever the schema wants text of no certain form. */

const MAX_DEPTH = 20;

type Schema = Readonly<Record<string, unknown>>;

/** @param text - what stands in for free text. */
export function sampleOf(schema: unknown, text: string): unknown {
  return sample(isSchema(schema) ? schema : {}, text, isSchema(schema) ? schema : {}, 0);
}

function sample(schema: Schema, text: string, root: Schema, depth: number): unknown {
  if (depth > MAX_DEPTH) return null;
  const inner = (part: unknown): unknown => sample(isSchema(part) ? part : {}, text, root, depth + 1);
  if ("const" in schema) return schema["const"];
  if ("default" in schema) return schema["default"];
  if (Array.isArray(schema["enum"])) return (schema["enum"] as unknown[])[0];
  if (typeof schema["$ref"] === "string") return inner(definitionOf(schema["$ref"], root));
  for (const key of ["anyOf", "oneOf", "allOf"]) if (Array.isArray(schema[key])) return inner((schema[key] as unknown[])[0]);
  switch (Array.isArray(schema["type"]) ? (schema["type"] as unknown[])[0] : schema["type"]) {
    case "object": {
      const properties = isSchema(schema["properties"]) ? schema["properties"] : {};
      const required = Array.isArray(schema["required"]) ? (schema["required"] as unknown[]) : [];
      const wanted = Object.entries(properties).filter(([name]) => required.includes(name));
      return Object.fromEntries(wanted.map(([name, property]) => [name, inner(property)]));
    }
    case "array":
      return typeof schema["minItems"] === "number" && schema["minItems"] > 0 ? [inner(schema["items"])] : [];
    case "integer":
    case "number":
      return typeof schema["minimum"] === "number" ? schema["minimum"] : 0;
    case "boolean":
      return false;
    case "null":
      return null;
    default:
      return text;
  }
}

function definitionOf(reference: string, root: Schema): unknown {
  let place: unknown = root;
  for (const step of reference.replace(/^#\/?/, "").split("/")) place = isSchema(place) ? place[step] : undefined;
  return place;
}

function isSchema(value: unknown): value is Schema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
