/** Text from outside, fit to be shown to a person who decides by it: everything that a terminal or a page would hide is written out. */

/** What a terminal or a page would not show, or would show elsewhere or otherwise: controls, bidirectional marks, what is invisible. */
export const HIDDEN_CHARACTERS = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]|(?! )\p{Zs}/gu;

/** The text on one line with everything hidden written out, cut to a length. Letters that aren't ASCII stay. */
export function visible(text: string, max = 300): string {
  const shown = text
    .slice(0, max)
    .replace(HIDDEN_CHARACTERS, (one) =>
      one === "\n" ? "\\n" : one === "\t" ? "\\t" : `\\u{${(one.codePointAt(0) ?? 0).toString(16)}}`,
    );
  return text.length > max ? `${shown} … (${text.length - max} more characters)` : shown;
}
