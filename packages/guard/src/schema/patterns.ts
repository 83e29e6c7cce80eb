/**
 * Patterns of a schema. They are somebody else's, so that they run in linear time by the engine that the door brings, or not at all; and the work
 * of one check is bounded, since linear in a pattern that repeats a thousand times is still much.
 */
import type { Compile, Searcher } from "../pattern/searcher.js";

export interface Patterns {
  /** Whether the pattern matches somewhere in the text; `undefined` if it can't be run. */
  test(pattern: string, text: string): boolean | undefined;
}

const MAX_PATTERN = 1_000;
/** Characters times the pattern's length, its repetitions written out: some tens of milliseconds. */
const MAX_WORK = 2_000_000;

export function createPatterns(compile: Compile | undefined): Patterns {
  const compiled = new Map<string, { readonly searcher: Searcher; readonly size: number } | undefined>();
  let work = 0;
  return {
    test(pattern, text) {
      if (compile === undefined) return undefined;
      if (!compiled.has(pattern)) {
        const size = sizeOf(pattern);
        work += size;
        const searcher = pattern.length > MAX_PATTERN || work > MAX_WORK ? undefined : tryCompile(compile, pattern);
        compiled.set(pattern, searcher === undefined ? undefined : { searcher, size });
      }
      const known = compiled.get(pattern);
      if (known === undefined) return undefined;
      work += known.size * (text.length + 1);
      return work > MAX_WORK ? undefined : known.searcher.exec(text, 0) !== null;
    },
  };
}

/** About how large the pattern is once its counted repetitions are written out. */
function sizeOf(pattern: string): number {
  let size = pattern.length;
  for (const [, least = "", most = ""] of pattern.matchAll(/\{(\d{1,6})(?:,(\d{0,6}))?\}/g))
    size *= Math.max(1, Number(least), Number(most));
  return size;
}

function tryCompile(compile: Compile, pattern: string): Searcher | undefined {
  try {
    return compile(pattern, "u");
  } catch {
    // Not in the engine's syntax: it is told as not checked.
    return undefined;
  }
}
