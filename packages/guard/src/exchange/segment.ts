/** What reading an exchange yields: every text with its place, and every place that was not read, with the reason. */
import type { JsonString } from "./json.js";

/** Where a segment sits in an exchange. */
export const ORIGINS = [
  "system",
  "user",
  "assistant",
  "tool-definition",
  "tool-result",
  "document",
  "search-result",
  "server-tool",
  "thinking",
  "tool-input",
  "parameter",
] as const;
export type Origin = (typeof ORIGINS)[number];

/** Whose words a segment is. */
export const TRUSTS = ["operator", "user", "third-party", "model"] as const;
export type Trust = (typeof TRUSTS)[number];

/**
 * What an edit may do to a segment. `same-length` keeps the number of characters, for a document with citations on: the API's
 * citation offsets count them. `never` is for what is signed, bound to a signature, or an id: a redaction there becomes a block.
 */
export type Editing = "free" | "same-length" | "never";

/** Whose turn a message is. */
export type Role = "user" | "assistant" | "system";

/** One piece of text of an exchange. */
export interface Segment {
  /** For people and records, as in `messages[2].content[0].content[1].text`. Never holds a value: an odd member name is shown by its position. */
  readonly path: string;
  readonly text: string;
  readonly origin: Origin;
  readonly trust: Trust;
  readonly editing: Editing;
  /** The string literal of the body that holds the text: where an edit goes. */
  readonly literal: JsonString;
  /** Position of the content block that holds the segment: in its message, or in the response. Absent outside of content. */
  readonly block?: number;
  /** Role of the message that holds the segment. What stands in an `assistant` message of a request came from the API, which has seen it. */
  readonly role?: Role;
}

/**
 * Why a place was not read as text. `mislabeled`: base64 data that is not what its media type says. `endpoint`: the whole request, since it
 * goes to an endpoint that no door reads yet. `thread`: the history, since the server holds it or is to hold it.
 */
export type UnreadKind = "image" | "pdf" | "url" | "file" | "mislabeled" | "encrypted" | "endpoint" | "thread";

/** A place that the reader knows and can't read. The policy says what happens then; the verdict's coverage says it in any case. */
export interface Unread {
  readonly path: string;
  readonly kind: UnreadKind;
}

/** A place that the block table doesn't know, and that can hold text: a new block, delta, event, role, field or parameter. */
export interface Unknown {
  readonly path: string;
  readonly what: "block" | "delta" | "event" | "role" | "field" | "parameter" | "tool" | "citation" | "source";
}
