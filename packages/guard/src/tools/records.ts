/**
 * Records in a tool's result: the fields that the tool itself filled. Only a result that the operator marked as records has any, and only if
 * it parses strictly as JSON or as the YAML that serializers write; in all other text a "field" is something that somebody wrote there.
 */
import { readJson, type JsonValue } from "../exchange/json.js";
import type { Node } from "./node.js";
import { readYaml } from "./yaml.js";

/** A value of a record with the line of the result where it begins. */
export interface Value {
  readonly text: string;
  readonly line: number;
}

/** One record: each field with its values (a list has several). Records inside of records are records of their own. */
export interface RecordFields {
  readonly fields: ReadonlyMap<string, readonly Value[]>;
}

/** Values of a record are short; a field longer than this is prose. */
export const MAX_VALUE_CHARS = 512;

/** @returns The records of a result in their order; none if it doesn't parse. Values of a list without records are one record each, under ``. */
export function readRecords(text: string): readonly RecordFields[] {
  const start = text.trimStart().charAt(0);
  const node = start === "{" || start === "[" ? jsonNode(text) : readYaml(text);
  const records: RecordFields[] = [];
  if (node !== undefined) collect(node, records);
  return records;
}

function collect(node: Node, records: RecordFields[]): void {
  switch (node.kind) {
    case "scalar":
      records.push({ fields: new Map([["", [valueOf(node)]]]) });
      return;
    case "list":
      for (const item of node.items) collect(item, records);
      return;
    case "map": {
      const fields = new Map<string, readonly Value[]>();
      const inner: Node[] = [];
      for (const { name, node: member } of node.fields) {
        const values = valuesOf(member);
        if (values === undefined) inner.push(member);
        else if (values.length > 0) fields.set(name, values);
      }
      if (fields.size > 0) records.push({ fields });
      for (const member of inner) collect(member, records);
    }
  }
}

function valuesOf(node: Node): readonly Value[] | undefined {
  if (node.kind === "scalar") return node.value === "" || node.value === "null" ? [] : [valueOf(node)];
  if (node.kind === "map") return node.fields.length === 0 ? [] : undefined;
  const scalars = node.items.filter((item) => item.kind === "scalar");
  return scalars.length === node.items.length ? scalars.map(valueOf) : undefined;
}

const valueOf = ({ value, line }: Extract<Node, { kind: "scalar" }>): Value => ({ text: value, line });

function jsonNode(text: string): Node | undefined {
  const reading = readJson(text, { depth: 32 });
  return reading.ok ? toNode(reading.value, lineCounter(text)) : undefined;
}

function toNode(value: JsonValue, lineAt: (offset: number) => number): Node {
  switch (value.kind) {
    case "string":
      return { kind: "scalar", value: value.value, line: lineAt(value.start) };
    case "number":
      return { kind: "scalar", value: value.raw, line: lineAt(0) };
    case "boolean":
      return { kind: "scalar", value: String(value.value), line: lineAt(0) };
    case "null":
      return { kind: "scalar", value: "", line: lineAt(0) };
    case "array":
      return { kind: "list", items: value.items.map((item) => toNode(item, lineAt)) };
    case "object":
      return {
        kind: "map",
        fields: value.members.map((member) => ({ name: member.name.value, node: toNode(member.value, lineAt) })),
      };
  }
}

/** Lines of ascending offsets; an offset before the last one asked for is in the same line as that. */
function lineCounter(text: string): (offset: number) => number {
  let line = 1;
  let next = text.indexOf("\n");
  return (offset) => {
    while (next >= 0 && next < offset) {
      line += 1;
      next = text.indexOf("\n", next + 1);
    }
    return line;
  };
}
