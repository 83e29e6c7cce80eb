/** A place in a text: UTF-16 code units of the original, end exclusive, as `String.prototype.slice` counts. */
export interface Span {
  readonly start: number;
  readonly end: number;
}
