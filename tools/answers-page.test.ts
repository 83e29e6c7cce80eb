/** The policies of `docs/answers.md`, at work. */
import { readFileSync } from "node:fs";
import { linearPatterns, parsePolicyText } from "@sallyport/door";
import { createGuard } from "@sallyport/guard";
import { describe, expect, it } from "vitest";

const PAGE = readFileSync(new URL("../docs/answers.md", import.meta.url), "utf8");
const [general, structured] = [...PAGE.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, yaml = ""]) =>
  createGuard(parsePolicyText(yaml, { patternEngine: linearPatterns }), { patternEngine: linearPatterns }),
);

const answer = (text: string): string =>
  JSON.stringify({
    id: "m",
    type: "message",
    role: "assistant",
    model: "m",
    content: [{ type: "text", text }],
    stop_reason: "end_turn",
    usage: {},
  });

describe("docs/answers.md", () => {
  it("neutralizes markup and addresses that are programs", () => {
    const decision = general?.response(answer('Hi <b>you</b>, 1 < 2 <i onclick="go()"> javascript:go()'));
    expect(decision?.kind === "pass" && decision.body).toBe(
      answer('Hi &lt;b>you&lt;/b>, 1 < 2 &lt;i onclick="go()"> blocked:go()'),
    );
  });
  it("puts another script on record, and leaves it", () => {
    const decision = general?.response(answer("Привет, friend. 你好"));
    expect(decision?.kind).toBe("pass");
    expect(decision?.verdict.findings.map(({ detector, start, end }) => `${detector} ${start}-${end}`)).toEqual([
      "other-script 0-6",
      "other-script 16-18",
    ]);
  });
  it("stops an answer that doesn't fit the policy's schema", () => {
    expect(structured?.response(answer('{"name":"Ada","age":36}')).kind).toBe("pass");
    expect(structured?.response(answer('{"age":36}')).kind).toBe("stop");
  });
});
