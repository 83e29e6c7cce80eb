/** Numbers as people write them: in groups, and next to other numbers. */

/** A value that begins where a run of groups begins. */
export interface Written {
  /** As it stands there. */
  readonly written: string;
  /** In capitals, without what stands between groups. */
  readonly value: string;
}

/**
 * The values with which a run of groups may begin, longest first: the whole run, and what stands before each space in it. What is joined by a
 * hyphen or a dot belongs together.
 * @param least - Of the value's characters; shorter and longer ones are left out.
 */
export function valuesOf(run: string, least: number, most: number): readonly Written[] {
  const value = compact(run);
  const values: Written[] = [];
  let length = value.length;
  for (let end = run.length; end > 0 && length >= least; end--) {
    if ((end === run.length || run[end] === " ") && length <= most)
      values.push({ written: run.slice(0, end), value: length === value.length ? value : value.slice(0, length) });
    if (!SEPARATORS.includes(run.charAt(end - 1))) length -= 1;
  }
  return values;
}

const SEPARATORS = " .-/()[]";

function compact(written: string): string {
  if (/^[\dA-Z]+$/.test(written)) return written;
  return written.replaceAll(/[ .\-/()[\]]/g, "").toUpperCase();
}
