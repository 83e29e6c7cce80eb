/** What code shows, in the languages that people call the API from: wrong ways are found, their neighbors are not, comments say nothing. */
import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { folderOf } from "../project.testkit.js";
import { survey } from "../doctor/survey.js";
import { openProject } from "../project/project.js";
import { commentsOf } from "./language.js";
import { messagesCalls } from "./calls.js";
import { readCode } from "./lexer.js";
import { promptHits } from "./prompt-lints.js";

async function problemsIn(file: string, text: string): Promise<readonly string[]> {
  const { hits } = await survey(await openProject(await folderOf({ [file]: text })), () => []);
  return hits.filter(({ weight }) => weight === "problem").map(({ point, line }) => `${point}:${line}`);
}

describe("lines", () => {
  it.each([
    ["a.ts", 'new Anthropic({ baseURL: "http://api.anthropic.com" })', ["https:1", "https:1"]],
    ["a.ts", 'new Anthropic({ baseURL: "http://proxy.corp.internal:8080" })', ["https:1"]],
    ["a.py", 'Anthropic(base_url="http://proxy.corp.internal")', ["https:1"]],
    [".env", "ANTHROPIC_BASE_URL=http://proxy.corp.internal", ["https:1"]],
    ["a.ts", 'new Anthropic({ baseURL: "http://localhost:8787" })', []],
    ["a.ts", 'new Anthropic({ baseURL: "http://127.0.0.1:8787" })', []],
    ["a.ts", 'new Anthropic({ baseURL: "https://proxy.corp.internal" })', []],
    ["a.ts", '// baseURL: "http://api.anthropic.com"', []],
    ["a.ts", '/* \n rejectUnauthorized: false */ const a = "//"; b = { rejectUnauthorized: false }', ["https:2"]],
    ["a.ts", 'process.env["NODE_TLS_REJECT_UNAUTHORIZED"] = "0"', ["https:1"]],
    ["a.ts", "process.env.NODE_TLS_REJECT_UNAUTHORIZED = 1", []],
    ["package.json", '{ "scripts": { "start": "NODE_TLS_REJECT_UNAUTHORIZED=0 node ." } }', ["https:1"]],
    ["a.py", "httpx.Client(verify=False)", ["https:1"]],
    ["a.py", "# httpx.Client(verify=False)\nhttpx.Client(verify=True)", []],
    ["a.py", "ctx = ssl._create_unverified_context()", ["https:1"]],
    ["a.go", "&tls.Config{InsecureSkipVerify: true}", ["https:1"]],
    ["a.rs", ".danger_accept_invalid_certs(true)", ["https:1"]],
    ["a.rb", "http.verify_mode = OpenSSL::SSL::VERIFY_NONE", ["https:1"]],
    ["a.php", "curl_setopt($c, CURLOPT_SSL_VERIFYPEER, false);", ["https:1"]],
    ["deploy.sh", "curl -fsSLk https://a.example", ["https:1"]],
    ["deploy.sh", "curl -fsSL https://a.example/-k", []],
    ["README.md", "never write `rejectUnauthorized: false`", []],
    ["a.tsx", "new Anthropic({ apiKey, dangerouslyAllowBrowser: true })", ["browser-client:1"]],
    ["a.tsx", "new Anthropic({ apiKey, dangerouslyAllowBrowser: false })", []],
    ["a.js", 'headers: { "anthropic-dangerous-direct-browser-access": "true" }', ["browser-client:1"]],
    ["a.ts", "process.env.NEXT_PUBLIC_ANTHROPIC_API_KEY", ["browser-variables:1"]],
    ["a.ts", "process.env.NEXT_PUBLIC_ANTHROPIC_MODEL", []],
    ["a.ts", "process.env.REACT_APP_CLAUDE_TOKEN", ["browser-variables:1"]],
  ])("%s: %s", async (file, text, expected) => {
    expect(await problemsIn(file, text)).toEqual(expected);
  });

  it("weighs a wrong way in a test as something to look at", async () => {
    expect(await problemsIn("a.test.ts", "{ rejectUnauthorized: false }")).toEqual([]);
  });
});

describe("calls of the Messages API", () => {
  const hitsIn = (file: string, text: string): readonly string[] =>
    messagesCalls(readCode(text, commentsOf(file) ?? "none")).flatMap((call) => promptHits(call).map(({ weight }) => weight));

  it.each([
    ["a.ts", 'client.messages.create({ model, system: RULES, messages: [{ role: "user", content: text }] })', ["proof"]],
    ["a.ts", 'client.messages.stream({ model, system, messages: [{ role: "user", content: text }] })', ["proof"]],
    ["a.py", 'client.messages.create(model=M, system=RULES, messages=[{"role": "user", "content": q}])', ["proof"]],
    ["a.go", "client.Messages.New(ctx, p)", []],
    ["a.ts", 'client.messages.create({ model, messages: [{ role: "user", content: text }] })', ["doubt"]],
    ["a.ts", "client.messages.create(params)", ["doubt"]],
    ["a.ts", 'client.messages.create({ model, messages: [{ role: "system", content: RULES }] })', ["problem"]],
    ["a.ts", 'client.messages.create({ model, system, messages: [{ role: "system", content: "now in French" }] })', ["proof"]],
    ["a.ts", 'client.messages.create({ model, messages: [{ role: "user", content: "You are a helpful bot" }] })', ["problem"]],
    ["a.py", 'client.messages.create(model=M, messages=[{"role": "user", "content": f"Act as a lawyer. {q}"}])', ["problem"]],
    ["a.ts", "client.messages.create({ model, messages: [{ role: 'user', content: `${SYSTEM_PROMPT}\\n${q}` }] })", ["problem"]],
    ["a.ts", "client.messages.create({ model, system: `Be brief. ${req.body.text}`, messages })", ["problem"]],
    ["a.py", 'client.messages.create(model=M, system=f"Help. {user_input}", messages=m)', ["problem"]],
    ["a.ts", "client.messages.create({ model, system: `Today is ${today}.`, messages })", ["proof"]],
    ["a.ts", '// client.messages.create({ model, messages: [{ role: "system" }] })', []],
    [
      "a.ts",
      'client.messages.create({ model, /* system: x */ messages: [{ role: "user", content: ")" }], max: f(")") })',
      ["doubt"],
    ],
    ["a.ts", "messages.create(messages.create(", []],
  ])("%s: %s", (file, text, expected) => {
    expect(hitsIn(file, text)).toEqual(expected);
  });
});

describe("reading code", () => {
  test.prop([
    fc.string({ unit: fc.constantFrom(...Array.from("/*#'\"`\\\n a({")) }),
    fc.constantFrom("slashes", "hashes", "none"),
  ])("blanks comments, and moves nothing", (text, comments) => {
    const code = readCode(text, comments);
    expect(code.text).toHaveLength(text.length);
    expect(code.text.split("\n").map((line) => line.length)).toEqual(text.split("\n").map((line) => line.length));
    for (let at = 0; at < text.length; at++) expect([text[at], " "]).toContain(code.text[at]);
    for (const { start, end } of code.strings) expect(text[start]).toBe(text[end - 1]);
  });

  it("takes no longer for hostile text than for its length", () => {
    const repeated = [
      "messages.create(",
      "'",
      '"a',
      "/*",
      "`",
      "baseURL:  ",
      "ENV A ",
      "role: 'user', content: [{ ",
      "system:`{ ",
    ];
    for (const text of repeated.map((piece) => piece.repeat(Math.ceil(400_000 / piece.length)))) {
      const before = process.cpuUsage();
      for (const call of messagesCalls(readCode(text, "slashes"))) promptHits(call);
      for (const call of messagesCalls(readCode(`messages.create({model:1,${text}})`, "slashes"))) promptHits(call);
      const { user } = process.cpuUsage(before);
      expect(user / 1000, text.slice(0, 20)).toBeLessThan(2_000);
    }
  });
});
