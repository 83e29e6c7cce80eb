/** What the tables of this room say of a kind of number: its shape, its check, and the words that stand beside it. */

export interface IdKind {
  /** `national-id:fi`: what is found, and the ISO 3166-1 country in small letters. */
  readonly kind: string;
  /** What the country calls it. */
  readonly name: string;
  /** The whole number in capitals, without what stands between its groups. */
  readonly shape: RegExp;
  /** Whether check digit and dates fit. Left out where the number has neither. */
  readonly check?: (value: string) => boolean;
  /** Alternatives of a regular expression: words that name it, in the languages of its country and in English. */
  readonly words: string;
  /** A written form that little else has, with the confidence that it deserves without a word beside it. */
  readonly alone?: { readonly written: RegExp; readonly confidence: number };
}

/** The form in one piece or in any groups. */
export const ANY = /^/;
