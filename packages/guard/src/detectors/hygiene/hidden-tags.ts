/**
 * Text in tag characters (U+E0020 to U+E007E): shown nowhere, read by models as the ASCII that they stand for. Their one use today is in the flags of
 * England, Scotland and Wales, where a few of them follow a black flag. What the hidden text says is read by the other detectors.
 * @see https://www.unicode.org/reports/tr51/#def_emoji_tag_sequence
 */
import { defineDetector } from "../define.js";

export const hiddenTags = defineDetector({
  id: "hidden-tags",
  family: "hygiene",
  severity: "high",
  mask: "",
  pattern: /(?<!\u{1f3f4}[\u{e0020}-\u{e007e}]{0,6})[\u{e0001}\u{e0020}-\u{e007f}]{1,256}/u,
  confidence: 0.95,
  examples: {
    hit: [
      "sum\u{e0068}\u{e0069}",
      "\u{e0001}",
      "\u{1f3f4}\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}\u{e0061}\u{e0062}",
    ],
    miss: ["\u{1f3f4}\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f} won", "\u{e000}", "\u{e0100}", "plain"],
  },
});
