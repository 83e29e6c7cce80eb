/** Builds exchanges by the table: what the table says may stand at a place, with a text of its own at each place that takes any. */
import { BLOCK } from "./blocks.js";
import type { Fields, Place } from "./places.js";

export type Json = string | number | boolean | null | readonly Json[] | JsonFields;

export interface JsonFields {
  readonly [name: string]: Json;
}

export const isFields = (json: Json | undefined): json is JsonFields =>
  typeof json === "object" && json !== null && !Array.isArray(json);
export const listOf = (json: Json | undefined): readonly Json[] => (Array.isArray(json) ? (json as readonly Json[]) : []);
export const stringAt = (fields: JsonFields, name: string): string | undefined => {
  const value = fields[name];
  return typeof value === "string" ? value : undefined;
};

export interface Builder {
  /** A whole number from 0 to below `below`. */
  pick(below: number): number;
  /** A text for a place of text. */
  text(): string;
  /** A text for a place whose content has a form: a token, base64. */
  formed(place: "token" | "base64"): string;
}

/** Something that may stand at the place. `depth` bounds how deep content nests. */
export function build(place: Place, builder: Builder, depth = 3): Json {
  const inner = (next: Place): Json => build(next, builder, depth - 1);
  switch (place.is) {
    case "text":
    case "label":
    case "model":
    case "remote":
    case "json-piece":
      return builder.text();
    case "word":
      return Array.from(place.words)[builder.pick(place.words.size)] ?? "";
    case "token":
    case "base64":
      return builder.formed(place.is);
    case "flag":
      return [0, 12.5, true, false, null][builder.pick(5)] ?? null;
    case "any":
      return anyJson(builder, depth);
    case "content":
      if (depth <= 0 || builder.pick(4) === 0) return builder.text();
      return repeat(builder, 3, () => inner(BLOCK));
    case "list":
      return repeat(builder, 3, () => inner(place.item));
    case "dictionary":
      return Object.fromEntries(repeat(builder, 3, () => [builder.text(), inner(place.value)]));
    case "struct":
      return buildFields(place.fields, builder, depth);
    case "union": {
      const kinds = Object.keys(place.variants);
      const kind = kinds[builder.pick(kinds.length)] ?? "";
      return buildFields(place.variants[kind]?.fields ?? {}, builder, depth);
    }
    case "either": {
      const places = [place.string, place.array, place.object].filter((one) => one !== undefined);
      const chosen = places[builder.pick(places.length)];
      return chosen === undefined ? null : inner(chosen);
    }
    case "within":
    case "wrapped":
      return build(place.place, builder, depth);
  }
}

/** An object with about two thirds of the fields, in any order; the one that tells its kind always. */
export function buildFields(fields: Fields, builder: Builder, depth = 3): JsonFields {
  const entries = Object.entries(fields).filter(([name]) => name === "type" || name === "role" || builder.pick(3) > 0);
  for (let i = entries.length - 1; i > 0; i -= 1) {
    const j = builder.pick(i + 1);
    const [a, b] = [entries[i], entries[j]];
    if (a !== undefined && b !== undefined) [entries[i], entries[j]] = [b, a];
  }
  return Object.fromEntries(entries.map(([name, place]) => [name, build(place, builder, depth - 1)]));
}

function anyJson(builder: Builder, depth = 3): Json {
  const kind = builder.pick(depth > 0 ? 6 : 3);
  if (kind === 0) return builder.pick(1000);
  if (kind === 1) return builder.pick(2) === 0;
  if (kind <= 3) return builder.text();
  if (kind === 4) return repeat(builder, 3, () => anyJson(builder, depth - 1));
  return Object.fromEntries(repeat(builder, 3, () => [builder.text(), anyJson(builder, depth - 1)]));
}

function repeat<Item>(builder: Builder, most: number, item: () => Item): Item[] {
  return Array.from({ length: builder.pick(most + 1) }, item);
}

/** Puts `value` at some place in a JSON value: in place of a part of it, or as a new member or item. */
export function plant(json: Json, value: Json, name: string, pick: (below: number) => number): Json {
  const stop = pick(5) === 0;
  if (Array.isArray(json)) {
    const items: readonly Json[] = json;
    if (stop || items.length === 0) return [...items, value];
    const at = pick(items.length);
    return items.map((item, i) => (i === at ? plant(item, value, name, pick) : item));
  }
  if (isFields(json)) {
    const members: [string, Json][] = Object.entries(json);
    if (stop || members.length === 0) return Object.fromEntries([...members, [name, value]]);
    const at = pick(members.length);
    return Object.fromEntries(members.map(([key, member], i) => [key, i === at ? plant(member, value, name, pick) : member]));
  }
  return value;
}
