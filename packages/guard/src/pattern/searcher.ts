/**
 * The seam to the engine that runs patterns. Shipped patterns run in the language's own; a pattern that an operator writes is run by
 * an engine that takes linear time whatever the pattern, which whoever defines the detector brings along.
 */

/** What an expression found. The shape is that of the language's own match, with `indices` where the flag `d` asked for them. */
export interface Hit {
  readonly index: number;
  readonly 0: string;
  readonly groups?: Readonly<Record<string, string | undefined>> | undefined;
  readonly indices?:
    { readonly groups?: Readonly<Record<string, readonly [number, number] | undefined>> | undefined } | undefined;
}

/** An expression ready to run. */
export interface Searcher {
  /** The leftmost match that begins at `from` or later (exactly at `from` with the flag `y`). The text before `from` may be looked at. */
  exec(text: string, from: number): Hit | null;
}

/** Makes a searcher: the language's own engine, or another one, for patterns that don't come from here. Flags are those of `RegExp`. */
export type Compile = (source: string, flags: string) => Searcher;
