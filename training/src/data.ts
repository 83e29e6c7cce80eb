/** The rows that the model learns from and is measured on. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";

export const KINDS = ["direct", "indirect", "leak", "jailbreak", "benign", "hard-benign"] as const;
export type Kind = (typeof KINDS)[number];

export interface Row {
  readonly id: string;
  readonly source: string;
  readonly text: string;
  readonly attack: boolean;
  readonly kind: Kind;
  readonly lang: string;
  readonly channel: string;
  /** Whether the row's license lets a model be made of it that is given away. */
  readonly trainable: boolean;
  /** Family of the text that it stands in, for a synthetic row. */
  readonly within?: string;
}

/** Licenses that ask for no more than to be named. Anything else in the field is not trained on. */
const PERMISSIVE = /^(?:MIT|Apache-2\.0|CC0-1\.0|CC-BY-[34]\.0|BSD-[23]-Clause|ODC-BY)\b/;

/** Sources that are one work: what is held out is held out with its kin. */
const FAMILIES: readonly (readonly [RegExp, string])[] = [
  [/^atr/, "atr"],
  [/^tensor_trust/, "tensor_trust"],
  [/^piguard/, "piguard"],
  [/^verazuo/, "verazuo"],
  [/^garak/, "garak"],
  [/^(?:docs_dev|dair_docs_ml)/, "docs"],
];
export const familyOf = (source: string): string => FAMILIES.find(([pattern]) => pattern.test(source))?.[1] ?? source;

/** Reads `dev.jsonl.gz` and `authored.jsonl.gz` of a folder. Rows with a flag (known label noise) are left out. */
export function readRows(folder: string): readonly Row[] {
  return ["dev", "authored"].flatMap((name) =>
    gunzipSync(readFileSync(join(folder, `${name}.jsonl.gz`)))
      .toString("utf8")
      .split("\n")
      .filter((line) => line !== "")
      .flatMap((line) => rowOf(JSON.parse(line))),
  );
}

function rowOf(data: unknown): Row[] {
  if (typeof data !== "object" || data === null) throw new Error("a row that is no object");
  const row = new Map<string, unknown>(Object.entries(data));
  if (row.has("flag")) return [];
  const text = (name: string): string => {
    const value = row.get(name);
    if (typeof value !== "string") throw new Error(`a row without \`${name}\``);
    return value;
  };
  const kind = KINDS.find((one) => one === row.get("kind"));
  if (kind === undefined) throw new Error("a row of an unknown kind");
  return [
    {
      id: text("id"),
      source: text("source"),
      text: text("text"),
      attack: row.get("label") === 1,
      kind,
      lang: text("lang"),
      channel: text("channel"),
      trainable: row.get("trainable") !== false && PERMISSIVE.test(text("license")),
    },
  ];
}
