/**
 * Runs the patterns that operators write into a policy, by RE2's way of matching: the time is linear in the text whatever the pattern, so that
 * neither a slip in a policy nor a hostile text can make a check hang. Handed to `createGuard` as `patternEngine`.
 */
import { SallyportError, type Compile, type Hit } from "@sallyport/guard";
import { RE2JS, RE2JSSyntaxException, type Matcher } from "re2js";

/** Thrown when a pattern can't be run in linear time. The pattern itself is not in the message: it may describe a secret. */
export class LinearPatternError extends SallyportError {
  readonly code = "ERR_PATTERN";
}

/**
 * Compiles a pattern that is valid in the language's own syntax and in RE2's. No lookarounds and no backreferences, and no repetition of
 * over 1000: RE2 has none of them. `\s` stands for ASCII white space, and `.` for all but a line feed.
 * @throws {@link LinearPatternError}
 */
export const linearPatterns: Compile = (source, flags) => {
  const compiled = compile(source, flags);
  const groups = Object.keys(compiled.namedGroups());
  return {
    exec(text, from) {
      if (from > text.length) return null;
      const matcher = compiled.matcher(text);
      return matcher.find(from) ? hitOf(matcher, text, groups) : null;
    },
  };
};

function compile(source: string, flags: string): RE2JS {
  if (flags.includes("y")) throw new LinearPatternError("a linear pattern searches: it can't be tried at one place only");
  try {
    const caseless = flags.includes("i") ? RE2JS.CASE_INSENSITIVE : 0;
    const dotAll = flags.includes("s") ? RE2JS.DOTALL : 0;
    return RE2JS.compile(RE2JS.translateRegExp(source), caseless | dotAll);
  } catch (error) {
    // The description is one of RE2's fixed texts; the rest of the message would be the pattern.
    const reason = error instanceof RE2JSSyntaxException ? error.getDescription() : "the pattern is too large";
    throw new LinearPatternError(`not a pattern of RE2: ${reason}`);
  }
}

function hitOf(matcher: Matcher, text: string, names: readonly string[]): Hit {
  const found = names.flatMap((name): [string, readonly [number, number]][] => {
    const start = matcher.start(name);
    return start < 0 ? [] : [[name, [start, matcher.end(name)]]];
  });
  return {
    index: matcher.start(),
    0: text.slice(matcher.start(), matcher.end()),
    groups: Object.fromEntries(found.map(([name, [start, end]]) => [name, text.slice(start, end)])),
    indices: { groups: Object.fromEntries(found) },
  };
}
