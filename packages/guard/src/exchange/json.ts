/** Strict JSON with positions (contract; see the reader below). */
export interface JsonString {
  readonly kind: "string";
  /** Place of the literal in the source, quotes included. */
  readonly start: number;
  readonly end: number;
  readonly value: string;
}
