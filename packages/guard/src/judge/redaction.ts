/** From findings to edits: which spans are replaced, and by what. */
import type { Span } from "../text/span.js";
import type { Editing } from "../exchange/segment.js";
import { STYLES, type Style } from "../policy/schema.js";
import type { JudgedFinding } from "../policy/verdict.js";

/** What stands in place of a text that must not be shown at all. */
export const RESPONSE_NOTICE = "[Response redacted — contained sensitive pattern]";

/** A span that is to be replaced, and how. */
export interface Redaction extends Span {
  /** `restored`: a placeholder, whose value is put back. It gives way to whatever hides a part of it. */
  readonly style: Style | "restored";
  readonly mask: string;
  readonly detector: string;
  /** What is put back; or what has its placeholder here, where that is another spelling of the span's text. */
  readonly value?: string;
  /** Keyed fingerprint of the span's text, where it is known. */
  readonly fingerprint?: string;
}

/** The spans that judged findings ask to hide. What begins in a seed is hidden from the first character of the text itself. */
export function redactionsOf(findings: readonly JudgedFinding[], maskOf: (detector: string) => string): Redaction[] {
  return findings
    .filter(({ action }) => action === "redact")
    .map(({ start, end, detector, style = "mask", fingerprint }) => ({
      start: Math.max(start, 0),
      end,
      detector,
      // What is simply removed leaves nothing to show or to give back.
      style: maskOf(detector) === "" ? "mask" : style,
      mask: maskOf(detector),
      ...(start < 0 ? {} : { fingerprint }),
    }));
}

/** From what tells most to what tells least. */
const SECRECY = ["restored", ...STYLES] as const satisfies readonly Redaction["style"][];
const moreSecret = (a: Redaction, b: Redaction): boolean => SECRECY.indexOf(a.style) > SECRECY.indexOf(b.style);

/**
 * Joins overlapping redactions, since two edits of one character can't both be done. The style is the one that tells least; the mask is that
 * of the redaction of this style that begins first (of those, the longest), so that the result doesn't depend on the order in which detectors
 * report.
 */
export function joinOverlapping(redactions: readonly Redaction[]): Redaction[] {
  const sorted = [...redactions].sort((a, b) => a.start - b.start || b.end - a.end || (a.detector < b.detector ? -1 : 1));
  const joined: Redaction[] = [];
  for (const redaction of sorted) {
    const last = joined.at(-1);
    if (last === undefined || redaction.start >= last.end) joined.push(redaction);
    else joined[joined.length - 1] = joinedWith(last, redaction);
  }
  return joined;
}

/** A notice takes the place of the whole text, whatever else is to be replaced in it. */
export function underNotice(redactions: readonly Redaction[], text: Span): readonly Redaction[] {
  const notice = redactions.find(({ style }) => style === "notice");
  return notice === undefined
    ? redactions
    : [{ start: text.start, end: text.end, style: "notice", mask: notice.mask, detector: notice.detector }];
}

/** @param second - Begins in the first, or with it. */
function joinedWith(first: Redaction, second: Redaction): Redaction {
  const { style, mask, detector } = moreSecret(second, first) ? second : first;
  const end = Math.max(first.end, second.end);
  // What is known of the first one's text holds for no longer one.
  return end === first.end ? { ...first, style, mask, detector } : { start: first.start, end, style, mask, detector };
}

/**
 * The text that stands in place of `hidden`. Where citations count characters, one star for each (the API counts code points), so that
 * every offset behind it stays true.
 * @param placeholder - Gives the placeholder of the hidden text.
 */
export function replacementOf(
  hidden: string,
  { style, mask, value = "" }: Pick<Redaction, "style" | "mask" | "value">,
  editing: Editing,
  placeholder: () => string,
): string {
  if (editing === "same-length") return "*".repeat([...hidden].length);
  switch (style) {
    case "restored":
      return value;
    case "mask":
      return mask;
    case "notice":
      return RESPONSE_NOTICE;
    case "partial":
      return partOf(hidden);
    case "placeholder":
      return placeholder();
  }
}

/** The last of a value's letters and digits: at most four, and at most a quarter of them. What stands between them doesn't count, and isn't shown. */
export function partOf(value: string): string {
  const characters = value.match(/[\p{L}\p{N}]/gu) ?? [];
  const shown = Math.min(4, Math.floor(characters.length / 4));
  return `••••${characters.slice(characters.length - shown).join("")}`;
}
