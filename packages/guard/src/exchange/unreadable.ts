/** What a reader of this room answers: what it read, or why it can't be read. Never a throw for what a client can send. */

/** Why a body can't be read. `place` is a path or a position (`line 1, column 7`), never a value. */
export interface Unreadable {
  readonly code:
    | "not-utf8"
    | "not-json"
    | "not-an-object"
    | "wrong-shape"
    | "duplicate-key"
    | "lone-surrogate"
    | "forbidden-key"
    | "trailing-garbage"
    | "too-deep"
    | "too-large"
    | "bad-frame"
    | "bad-order";
  readonly place: string;
  /** Lower case, no full stop, no value: `the name "a" stands twice in one object` would be one too many; `a name stands twice` is right. */
  readonly problem: string;
}

export type Reading<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: Unreadable };

/** A reading that failed because the body has another shape than the API's. */
export function wrongShape(code: "not-an-object" | "wrong-shape", place: string, problem: string): Reading<never> {
  return { ok: false, error: { code, place, problem } };
}
