import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createGuard } from "../guard.js";

const DETECTORS = ["invisible-characters", "bidi-controls", "combining-flood", "windows-line-ends", "lone-carriage-returns"];
const guard = createGuard({
  version: 1,
  rules: { clean: { detectors: DETECTORS, trust: ["user", "third-party", "model"], action: "redact" } },
});
const cleaned = (text: string): string => guard.text(text, { origin: "user", trust: "user" }).text;

describe("hygiene edits", () => {
  it("take out what isn't seen, reorders or piles up, and make line ends one", () => {
    expect(cleaned("\ufeffi\u200bg\u200dn\u2060ore\u00ad\r\nall\rnow\u202e!\u2069 a\ufe0f")).toBe("ignore\nall\nnow! a");
    expect(cleaned(`Z${"\u0300\u0335".repeat(50)}algo`)).toBe(`Z${"\u0300\u0335".repeat(2)}algo`);
  });

  // Joiners, selectors, points and marks as these languages write them.
  const WRITING: Readonly<Record<string, string>> = {
    emoji: "👨‍👩‍👧‍👦 🏴󠁧󠁢󠁥󠁮󠁧󠁿 🏳️‍🌈 👍🏽 ❤️‍🔥 1️⃣ #️⃣ ©️ ☎️ 🧑🏾‍🚀 ⛹🏻‍♀️",
    Persian: "می‌خواهم کتاب‌های تازه‌ای بخوانم. «خانه‌ها»",
    Arabic: "السَّلَامُ عَلَيْكُمْ وَرَحْمَةُ اللهِ — مرحبا (hello)؛ ١٢٣",
    Hebrew: "בְּרֵאשִׁית בָּרָא אֱלֹהִים אֵת הַשָּׁמַיִם\u200f, 2026",
    Hindi: "क्‍षेत्र में र्‍य और श्री, हिन्‍दी",
    Bengali: "র‍্যাব ও ক্ষ",
    Malayalam: "അവന്‍ പറഞ്ഞു, ന്‌റ",
    Sinhala: "ශ්‍රී ලංකාව",
    Kannada: "ರ‍್ಯಾಂಕ್",
    Burmese: "မြန်မာဘာသာ",
    Khmer: "ភាសាខ្មែរ",
    Thai: "ภาษาไทย ที่นี่ น้ำ",
    Tibetan: "བོད་སྐད་",
    Mongolian: "ᠮᠣᠩᠭᠣᠯ ᠬᠡᠯᠡ",
    Chinese: "葛󠄀城市，漢字與汉字。",
    Japanese: "がぎぐげご、パ（ﾊﾟ）「々」",
    Korean: "한국어, 한국어",
    Vietnamese: "Tiếng Việt: tie\u0302\u0301ng Vie\u0323\u0302t",
    German: "Größe, Übermut\nzweite Zeile\tTab",
    phonetic: "ˈkʰæt̚ n̩̥ ɔ̃̀ː",
    mathematics: "x̂ ≤ ∑ᵢ aᵢ², ∀ε>0 ⊨︀",
  };
  it.each(Object.entries(WRITING))("leave %s as it is written", (_, text) => {
    expect(cleaned(text)).toBe(text);
  });

  const piece = fc.oneof(
    fc.constantFrom(...Object.values(WRITING), "\u200b", "\u200d", "\ufe0f", "\u202e", "\r\n", "\r", "\u0301", "a", " "),
    fc.string({ unit: "grapheme-ascii" }),
  );
  it("only ever take characters of theirs away", () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (parts) => {
        const text = parts.join("");
        const kept = (one: string) =>
          one.replaceAll(/[\u200b-\u200d\u00ad\ufe00-\ufe0f\u{e0100}-\u{e01ef}\u202a-\u202e\r\n\p{M}\ufeff]/gu, "");
        expect(kept(cleaned(text))).toBe(kept(text));
      }),
      { numRuns: 3_000 },
    );
  });

  it("leave what the model wrote and what is signed in a history, whatever was taken out before it (promise 3)", () => {
    const dirty = "do\u200b it\r\nnow";
    const history = {
      model: "m",
      max_tokens: 1,
      messages: [
        { role: "user", content: dirty },
        {
          role: "assistant",
          content: [
            { type: "thinking", thinking: dirty, signature: "c2ln" },
            { type: "text", text: dirty },
          ],
        },
        { role: "user", content: [{ type: "tool_result", tool_use_id: "t", content: dirty }] },
      ],
    };
    const decision = guard.request(JSON.stringify(history));
    if (decision.kind !== "pass") throw new Error(decision.kind);
    const clean = "do it\nnow";
    expect(JSON.parse(decision.body)).toEqual({
      ...history,
      messages: [
        { role: "user", content: clean },
        history.messages[1],
        { role: "user", content: [{ type: "tool_result", tool_use_id: "t", content: clean }] },
      ],
    });
  });
});
