/**
 * Whether base64 data is what its media type says. Data that isn't read must at least be what it claims to be, or the field would carry
 * any text past the detectors.
 */

const NOT_BASE64 = /[^A-Za-z0-9+/=\r\n]/;
const NOT_PADDING = /[^=\r\n]/;
/** A PDF's header may stand behind other bytes, within the first 1024 (ISO 32000-1, annex H, implementation note 13). */
const HEAD_CHARS = 1368;

export type MediaKind = "image" | "pdf" | "mislabeled";

/**
 * @param data - Base64 as it stands in the body.
 * @param mediaType - What the body says that it is.
 * @returns `mislabeled` if it isn't base64 throughout, begins otherwise than the media type's files do, or is of another media type.
 */
export function mediaKind(data: string, mediaType: string | undefined): MediaKind {
  const padding = data.indexOf("=");
  if (NOT_BASE64.test(data) || (padding >= 0 && NOT_PADDING.test(data.slice(padding)))) return "mislabeled";
  const head = headOf(data);
  switch (mediaType) {
    case "image/png":
      return head.startsWith("\x89PNG\r\n\x1a\n") ? "image" : "mislabeled";
    case "image/jpeg":
      return head.startsWith("\xff\xd8\xff") ? "image" : "mislabeled";
    case "image/gif":
      return /^GIF8[79]a/.test(head) ? "image" : "mislabeled";
    case "image/webp":
      return /^RIFF[^]{4}WEBP/.test(head) ? "image" : "mislabeled";
    case "application/pdf":
      return head.includes("%PDF-") ? "pdf" : "mislabeled";
    case undefined:
      return "mislabeled";
  }
  return "mislabeled";
}

/** The first bytes, one character each. */
function headOf(data: string): string {
  const chars = data.slice(0, HEAD_CHARS).replaceAll(/[\r\n=]/g, "");
  return atob(chars.slice(0, chars.length - (chars.length % 4)));
}
