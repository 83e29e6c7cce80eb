/**
 * Records in a tool's result: the fields that the tool itself filled. Only a result that the operator marked as records has any, and only if
 * it parses strictly as JSON or as the YAML that serializers write; in all other text a "field" is something that somebody wrote there.
 */
import { readJson, type JsonValue } from "../exchange/json.js";
import type { Node } from "./node.js";
import { normalize } from "./words.js";
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

/** A field whose value is the one that was looked for. */
export interface Field {
  readonly record: RecordFields;
  readonly name: string;
  readonly value: Value;
}

/** Finds fields by their value in normal form, in the order of the records: a call with many values must not read all records for each. */
export function fieldFinder(records: () => readonly RecordFields[]): (value: string) => readonly Field[] {
  let index: Map<string, Field[]> | undefined;
  return (wanted) => {
    index ??= indexOf(records());
    // As for `isSame`: a text of mostly nothing isn't the value.
    return (index.get(wanted) ?? []).filter(({ value: { text } }) => text.length <= 2 * wanted.length + 8);
  };
}

function indexOf(records: readonly RecordFields[]): Map<string, Field[]> {
  const index = new Map<string, Field[]>();
  for (const record of records) {
    for (const [name, values] of record.fields) {
      for (const value of values) {
        const key = normalize(value.text);
        const fields = index.get(key);
        if (fields === undefined) index.set(key, [{ record, name, value }]);
        else fields.push({ record, name, value });
      }
    }
  }
  return index;
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
