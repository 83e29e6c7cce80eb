/** One row of a labeled data set, read strictly: a row that is taken for something else would bend the figures without a word. */
import type { Origin } from "@sallyport/guard";

export interface Row {
  readonly id: string;
  readonly text: string;
  /** True where a detector should find something. */
  readonly bad: boolean;
  readonly kind: string;
  readonly source: string;
  readonly channel: Channel;
}

const CHANNELS = [
  "user",
  "system",
  "assistant",
  "tool_result",
  "tool_definition",
  "tool_input",
  "document",
  "search_result",
  "server_tool",
  "thinking",
] as const;
export type Channel = (typeof CHANNELS)[number];

/** Where a text of a channel would sit in an exchange. */
export const ORIGIN_OF = {
  user: "user",
  system: "system",
  assistant: "assistant",
  tool_result: "tool-result",
  tool_definition: "tool-definition",
  tool_input: "tool-input",
  document: "document",
  search_result: "search-result",
  server_tool: "server-tool",
  thinking: "thinking",
} as const satisfies Record<Channel, Origin>;

export type RowReading = { readonly ok: true; readonly row: Row } | { readonly ok: false; readonly problem: string };

/**
 * Reads one line. A row without `label` counts as bad where its `spans` hold something; one without a kind or a source goes under `-`.
 * @param kindField - The field whose value groups the rows: mostly `kind`.
 */
export function readRow(line: string, kindField: string): RowReading {
  const value = parse(line);
  if (value === undefined) return bad("it is no JSON object");
  const { id, text, label, spans, channel = "user" } = value;
  if (typeof id !== "string" && typeof id !== "number") return bad("`id` must be a string or a number");
  if (typeof text !== "string") return bad("`text` must be a string");
  const isBad = label === undefined && Array.isArray(spans) ? spans.length > 0 : LABELS.get(label);
  if (isBad === undefined) return bad("`label` must be 1 (bad) or 0 (good)");
  if (!isChannel(channel)) return bad(`\`channel\` must be one of ${CHANNELS.join(", ")}`);
  const kind = name(value[kindField]);
  const source = name(value["source"]);
  if (kind === undefined || source === undefined) return bad(`\`${kind === undefined ? kindField : "source"}\` must be a string`);
  return { ok: true, row: { id: String(id), text, bad: isBad, kind, source, channel } };
}

const LABELS: ReadonlyMap<unknown, boolean> = new Map<unknown, boolean>([
  [1, true],
  [true, true],
  [0, false],
  [false, false],
]);

function bad(problem: string): RowReading {
  return { ok: false, problem };
}

function parse(line: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

/** A group's name: `-` for none, `undefined` for what is no name. */
function name(value: unknown): string | undefined {
  if (value === undefined || value === null || value === "") return "-";
  return typeof value === "string" ? value : undefined;
}

function isChannel(value: unknown): value is Channel {
  return (CHANNELS as readonly unknown[]).includes(value);
}
