/** "The largest file", "my latest order": the one record of a list that a superlative of the user's describes. */
import type { Context, Result } from "./context.js";
import { valuesOf } from "./lookup.js";
import type { RecordFields } from "./records.js";
import { isSame } from "./words.js";

type End = "highest" | "lowest";

const ID = /(?:^|_)id_*$/i;
const SIZE = /(?:^|_)(?:size|length|bytes|volume)/i;
const TIME = /(?:^|_)(?:date|time|timestamp|created|modified|updated|received|sent|start|last)/i;
const PRICE = /(?:^|_)(?:price|cost|amount|fee|total|rate)/i;

const SUPERLATIVES: readonly { readonly words: RegExp; readonly field: RegExp; readonly end: End }[] = [
  { words: /^(?:largest|biggest|longest|heaviest)$/, field: SIZE, end: "highest" },
  { words: /^(?:smallest|shortest|tiniest)$/, field: SIZE, end: "lowest" },
  { words: /^(?:newest|latest)$/, field: TIME, end: "highest" },
  { words: /^(?:oldest|earliest)$/, field: TIME, end: "lowest" },
  { words: /^(?:priciest|costliest)$/, field: PRICE, end: "highest" },
  { words: /^cheapest$/, field: PRICE, end: "lowest" },
];

/**
 * Finds a value that is the id of the one record that the request describes by a superlative. The noun behind the superlative must be what the
 * tool acts on (`the largest file`, `delete_file`), and the field must leave no doubt.
 * @returns The line of the id, or `undefined`.
 */
export function lineOfExtreme(value: string, result: Result, tool: string, context: Context): number | undefined {
  const known = EXTREMES.get(result);
  const record = known?.tool === tool ? known.record : extremeOf(result, tool, context);
  EXTREMES.set(result, { tool, record });
  if (record === undefined) return undefined;
  return valuesOf(record).find(({ name, value: one }) => ID.test(name) && isSame(one.text, value))?.value.line;
}

/** The last record that was asked for of each result: a call with many ids asks for the same one each time. */
const EXTREMES = new WeakMap<Result, { readonly tool: string; readonly record: RecordFields | undefined }>();

function extremeOf({ records }: Result, tool: string, { request }: Context): RecordFields | undefined {
  const asked = superlativeFor(request.words.spaced, tool);
  if (asked === undefined) return undefined;
  // Records inside of records have no id of their own.
  const list = records().filter((record) => valuesOf(record).some(({ name }) => ID.test(name)));
  const key = fieldFor(asked.field, list);
  if (key === undefined || list.length < 2) return undefined;
  const ranked = list
    .map((record) => ({ record, rank: rankOf(record.fields.get(key)?.[0]?.text) }))
    .sort((a, b) => (asked.end === "highest" ? b.rank - a.rank : a.rank - b.rank));
  const [first, second] = ranked;
  if (first === undefined || second === undefined || ranked.some(({ rank }) => Number.isNaN(rank)) || first.rank === second.rank)
    return undefined;
  return first.record;
}

function superlativeFor(spaced: string, tool: string): (typeof SUPERLATIVES)[number] | undefined {
  const words = spaced.trim().split(" ");
  const nouns = new Set(tool.toLowerCase().split(/[^a-z]+/));
  for (const [index, word] of words.entries()) {
    const superlative = SUPERLATIVES.find((one) => one.words.test(word));
    const noun = words[index + 1] ?? "";
    if (superlative !== undefined && (nouns.has(noun) || nouns.has(`${noun}s`))) return superlative;
  }
  return undefined;
}

/** The one field of this kind that every record has. */
function fieldFor(kind: RegExp, records: readonly RecordFields[]): string | undefined {
  const names = [...(records[0]?.fields.keys() ?? [])].filter(
    (name) => kind.test(name) && records.every((record) => record.fields.get(name)?.length === 1),
  );
  return names.length === 1 ? names[0] : undefined;
}

function rankOf(text: string | undefined): number {
  if (text === undefined) return Number.NaN;
  return /^-?\d+(?:\.\d+)?$/.test(text) ? Number(text) : Date.parse(text.replace(" ", "T"));
}
