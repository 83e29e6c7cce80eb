/** Numbers as people write them: in groups, and next to other numbers. */

/**
 * Where a value that begins with a run of groups may end, longest first: at the end of the run, and before each space in it. What is joined by
 * a hyphen or a dot belongs together.
 */
export function endsOf(run: string): readonly number[] {
  const ends = [run.length];
  for (let at = run.lastIndexOf(" "); at > 0; at = run.lastIndexOf(" ", at - 1)) ends.push(at);
  return ends;
}

/** Without what stands between groups, in capitals. */
export function compact(written: string): string {
  if (/^[\dA-Z]+$/.test(written)) return written;
  return written.replaceAll(/[ .\-/()[\]]/g, "").toUpperCase();
}
