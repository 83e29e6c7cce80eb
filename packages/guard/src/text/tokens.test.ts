import { getTokenizer } from "@anthropic-ai/tokenizer";
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { estimateTokens } from "./tokens.js";

const ROOT = new URL("../../../../", import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, ROOT), "utf8").slice(0, 2_500);
const filesOf = (folder: string, end: string): readonly string[] =>
  readdirSync(new URL(folder, ROOT))
    .filter((name) => name.endsWith(end))
    .map((name) => read(folder + name));

const TEXTS: Readonly<Record<string, readonly string[]>> = {
  "English prose": filesOf("docs/", ".md"),
  code: filesOf("packages/guard/src/policy/", ".ts"),
  JSON: [read("package-lock.json"), read("packages/guard/policy.schema.json")],
  base64: [btoa(read("package.json"))],
  hexadecimal: [Buffer.from(read("README.md")).toString("hex").slice(0, 2_500)],
  German: ["Die Donaudampfschifffahrtsgesellschaft betreibt Schiffe auf der Donau, und zwar seit langem. "],
  Russian: ["Привет, меня зовут Анна, и я живу в большом городе на севере страны. "],
  Chinese: ["这是一个用于测试的中文句子，我们想知道它有多少个词元。"],
  Japanese: ["これはテスト用の日本語の文章です。どれくらいのトークンになるか知りたいです。"],
  Korean: ["이것은 토큰 수를 알아보기 위한 한국어 시험 문장입니다. "],
  Arabic: ["هذه جملة عربية للاختبار ونريد أن نعرف كم عدد الرموز فيها. "],
  Hindi: ["यह एक परीक्षण वाक्य है और हम जानना चाहते हैं कि इसमें कितने टोकन हैं। "],
  Thai: ["นี่คือประโยคภาษาไทยสำหรับการทดสอบจำนวนโทเค็น"],
};

describe("an estimate of tokens", () => {
  const tokenizer = getTokenizer();
  it.each(Object.entries(TEXTS))(
    "of %s is 0.9 to 1.8 times what the last public tokenizer gives, which gives no more than the bytes",
    (_, texts) => {
      const counts = texts.map((text) => tokenizer.encode(text.normalize("NFKC"), "all").length);
      const real = counts.reduce((sum, count) => sum + count, 0);
      const ratio = texts.reduce((sum, text) => sum + estimateTokens(text), 0) / real;
      expect(ratio).toBeGreaterThan(0.9);
      expect(ratio).toBeLessThan(1.8);
      expect(real).toBeLessThanOrEqual(texts.reduce((sum, text) => sum + new TextEncoder().encode(text).length, 0));
    },
  );

  it.each(["a ", " ", "aB3/", "\u00e9", "\u0e01", "🙂", "{", "0"])("of a long text of %j takes linear time", (unit) => {
    const text = unit.repeat(1_000_000 / unit.length);
    const before = process.cpuUsage();
    expect(estimateTokens(text)).toBeGreaterThan(10_000);
    expect(process.cpuUsage(before).user / 1000).toBeLessThan(1_000);
  });
});
