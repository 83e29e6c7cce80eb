/** The arguments of a call, taken apart: every single value with its place. */
import type { JsonValue } from "../exchange/json.js";

export interface Argument {
  /** Of the argument as the tool's schema has it. */
  readonly name: string;
  /** Of the value in it: `attachments[0].file_id`. */
  readonly path: string;
  readonly value: string;
  readonly type: "string" | "number";
  /** True for a plain word under `type` or `kind` inside of an object. */
  readonly isKind: boolean;
}

/** Values in the order of the input. Truth values and nothing can't name anything, and are left out; names of members that are no plain words can. */
export function readArguments(input: JsonValue): readonly Argument[] {
  if (input.kind !== "object") return leaves(input, "input", "input", false);
  return input.members.flatMap(({ name, value }) => [
    ...nameOf(name.value, name.value, name.value),
    ...leaves(value, name.value, name.value, false),
  ]);
}

/** `{ "a@b.example": true }`: the name of a member says where it goes. */
function nameOf(member: string, name: string, path: string): readonly Argument[] {
  return PLAIN_NAME.test(member) ? [] : [{ name, path: `${path}{}`, value: member, type: "string", isKind: false }];
}

function leaves(value: JsonValue, name: string, path: string, isKind: boolean): readonly Argument[] {
  switch (value.kind) {
    case "string":
      return value.value === ""
        ? []
        : [{ name, path, value: value.value, type: "string", isKind: isKind && WORD.test(value.value) }];
    case "number":
      return [{ name, path, value: value.raw, type: "number", isKind: false }];
    case "boolean":
    case "null":
      return [];
    case "array":
      return value.items.flatMap((item, index) => leaves(item, name, `${path}[${index}]`, false));
    case "object":
      return value.members.flatMap((member) => {
        const inner = `${path}.${member.name.value}`;
        const named = leaves(member.value, name, inner, KIND.has(member.name.value));
        return [...nameOf(member.name.value, name, path), ...named];
      });
  }
}

const WORD = /^[a-z][a-z_-]{0,30}$/;
const KIND = new Set(["type", "kind"]);
const PLAIN_NAME = /^[A-Za-z_][A-Za-z0-9_-]{0,40}$/;
