import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { inFolder, sallyport, sallyportHere, type Transcript } from "../command.testkit.js";
import { madeUpKey } from "../secret.testkit.js";

const key = madeUpKey();

function check(args: readonly string[], content: string | Uint8Array): Promise<Transcript> {
  return inFolder(async (folder) => {
    const file = join(folder, "file");
    await writeFile(file, content);
    return sallyportHere(["check", file, ...args]);
  });
}

function request(text: string): string {
  return JSON.stringify({ model: "claude-haiku-5-5", max_tokens: 1, messages: [{ role: "user", content: text }] });
}

const SEARCH = { type: "web_search_20260318", name: "web_search" };
const withTools = (...tools: readonly object[]): string => request("hello").replace("{", `{"tools":${JSON.stringify(tools)},`);

describe("exit codes of check: 0 may pass, 1 stopped, 2 could not tell", () => {
  it.for([
    ["a harmless text", 0, [], "hello"],
    ["a text that passes redacted", 0, [], `my key is ${key}`],
    ["a text that the policy stops", 1, ["-p", "strict"], `my key is ${key}`],
    ["a text that a policy would stop that only monitors", 0, ["-p", "monitor"], `my key is ${key}`],
    ["a harmless request", 0, [], request("hello")],
    ["a request that the policy stops", 1, ["-p", "strict"], request(key)],
    ["a request that searches the web, under a policy without limits for it", 0, [], withTools(SEARCH)],
    ["the same under a strict one", 1, ["-p", "strict"], withTools(SEARCH)],
    ["a request with tools that can be taken for each other", 1, [], withTools({ name: "a_b" }, { name: "aB" })],
    ["a request that goes on with a thread", 1, [], request("hi").replace("{", '{"thread":{"type":"create"},')],
    ["a request cut short", 2, [], request("hello").slice(0, -2)],
    ["a request with a name twice", 2, [], request("hello").replace("{", '{"model":"x",')],
    ["what is not UTF-8", 2, [], new Uint8Array([0x68, 0xff])],
    ["a policy that there isn't", 2, ["-p", "balancd"], "hello"],
  ] as const)("%s: %i", async ([, code, args, stdin]) => {
    const result = await check(args, stdin);
    expect(result.code).toBe(code);
    if (code === 2 && !result.stdout.includes("could not tell")) expect(result.stderr).toMatch(/^error: /);
  });

  it("a check that needs the network is not run, and that is no pass", async () => {
    await inFolder(async (cwd) => {
      const checks = { screen: { kind: "http", url: "http://127.0.0.1:9/", action: "block" } };
      const failures = (screen: string) => ({ failures: { checks: { screen } } });
      await writeFile(join(cwd, "closed.json"), JSON.stringify({ version: 1, extends: "balanced", checks }));
      await writeFile(join(cwd, "open.json"), JSON.stringify({ version: 1, extends: "balanced", checks, ...failures("allow") }));
      for (const policy of ["closed.json", "open.json"]) {
        const { code, stdout } = await check(["-p", join(cwd, policy)], request("hello"));
        expect(stdout).toContain("could not tell");
        expect(stdout).toContain("not run: the check screen");
        expect(code).toBe(2);
      }
      // What was found beside it doesn't make it sure either.
      expect(await check(["-p", join(cwd, "open.json")], request(key))).toMatchObject({ code: 2 });
    });
  });
});

describe("what check reports", () => {
  it("says where a finding is in a text, by line and column, and never what it is", async () => {
    const stdin = `héllo\n😀 key: ${key}\n`;
    const { code, stdout, stderr } = await inFolder((cwd) => sallyport(["check"], { cwd, stdin }));
    expect(code).toBe(0);
    expect(stdout).toMatch(/redact +anthropic-api-key +critical +0\.\d\d +2:8 +108 +fp_[0-9a-f]{16}/);
    expect(stdout).toMatch(/read: 1 text, 1\d\d characters, by \d+ detectors/);
    expect(stdout + stderr).not.toContain(key.slice(13, 33));
    expect(stderr).toBe("standard input looks like a text; --as says otherwise\n");
  });

  it("counts placeholders: put in place of values, and those of an answer that stand for nothing here", async () => {
    const rules = { secrets: { detectors: ["secrets"], action: "redact", style: "placeholder" } };
    await inFolder(async (cwd) => {
      await writeFile(join(cwd, "policy.json"), JSON.stringify({ version: 1, rules }));
      const { code, stdout } = await check(["-p", join(cwd, "policy.json")], request(`${key} and ${key}`));
      expect(code).toBe(0);
      expect(stdout).toContain("placeholders: 2 put in place of values, 0 given back, 0 left as they are");
      expect(stdout).not.toContain(key.slice(13, 33));
    });
  });

  it("says all as JSON, on standard output alone", async () => {
    const stdin = request(`${key} and ${key}`);
    const { stdout, stderr, code } = await inFolder((cwd) => sallyport(["check", "-", "--format", "json"], { cwd, stdin }));
    expect(stderr).toBe("");
    expect(code).toBe(0);
    const report = JSON.parse(stdout) as Record<string, unknown>;
    expect(report).toMatchObject({
      file: "-",
      kind: "request",
      answer: "may pass",
      action: "redact",
      outcome: "redacted",
      enforced: true,
      policy: { name: "balanced" },
      findings: [
        {
          action: "redact",
          detector: "anthropic-api-key",
          family: "secrets",
          path: "messages[0].content",
          start: 0,
          end: 108,
          length: 108,
        },
        { action: "redact", start: 113, end: 221 },
      ],
      stops: [],
      refusal: null,
      notRun: [],
      coverage: {
        read: [{ path: "messages[0].content", origin: "user", trust: "user", chars: 221 }, { path: "model" }],
        unread: [],
      },
    });
    expect(stdout).not.toContain(key.slice(13, 33));
  });

  it("names what Anthropic's servers would run, and what can be taken for another", async () => {
    expect((await check([], withTools(SEARCH))).stdout).toContain("flagged: webSearch at tools[0] (not-described)");
    expect((await check([], withTools({ name: "a_b" }, { name: "aB" }))).stdout).toContain(
      "stopped: the tool definition at tools[1] is not confirmed: look-alike",
    );
  });

  it("names what was not read", async () => {
    const image = { type: "image", source: { type: "url", url: "https://example.com/a.png" } };
    const body = JSON.stringify({ model: "m", max_tokens: 1, messages: [{ role: "user", content: [image] }] });
    const { stdout, code } = await check([], body);
    expect(stdout).toContain("not read: messages[0].content[0]");
    expect(code).toBe(1);
  });

  it("reads a response, whole and as the stream that it came as, and finds the same in both", async () => {
    const message = {
      id: "msg_1",
      type: "message",
      role: "assistant",
      model: "m",
      content: [],
      stop_reason: null,
      stop_sequence: null,
      usage: {},
    };
    const whole = { ...message, content: [{ type: "text", text: `It is ${key}.` }], stop_reason: "end_turn" };
    const events = [
      { type: "message_start", message },
      { type: "content_block_start", index: 0, content_block: { type: "text", text: "" } },
      ...Array.from(`It is ${key}.`, (text) => ({ type: "content_block_delta", index: 0, delta: { type: "text_delta", text } })),
      { type: "content_block_stop", index: 0 },
      { type: "message_delta", delta: { stop_reason: "end_turn", stop_sequence: null }, usage: { output_tokens: 1 } },
      { type: "message_stop" },
    ];
    const stream = events.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`).join("");
    const reports = await Promise.all([JSON.stringify(whole), stream].map((body) => check(["-f", "json"], body)));
    for (const [index, { stdout, code }] of reports.entries()) {
      expect(code).toBe(0);
      expect(JSON.parse(stdout)).toMatchObject({
        kind: ["response", "stream"][index],
        findings: [{ detector: "anthropic-api-key", path: "content[0].text", start: 6, end: 114, trust: "model" }],
      });
    }
  });

  it("says on standard error when a policy of the working directory is in force", async () => {
    await inFolder(async (cwd) => {
      await writeFile(join(cwd, "sallyport.policy.yaml"), "version: 1\nextends: strict\n");
      const { code, stderr } = await sallyport(["check"], { cwd, stdin: key });
      expect(stderr).toContain("using ./sallyport.policy.yaml\n");
      expect(code).toBe(1);
    });
  });

  it("takes a text for what stands at another place, if told so", async () => {
    const secretsOfTheModel = JSON.stringify({
      version: 1,
      rules: { leaks: { detectors: ["secrets"], trust: ["model"], action: "block" } },
    });
    await inFolder(async (cwd) => {
      await writeFile(join(cwd, "policy.json"), secretsOfTheModel);
      const codes = [];
      for (const place of [[], ["--origin", "assistant"], ["--trust", "model"]]) {
        codes.push((await check(["-p", join(cwd, "policy.json"), ...place], key)).code);
      }
      expect(codes).toEqual([0, 1, 1]);
    });
  });
});

describe("a response is checked by the request that it answers", () => {
  const schema = { type: "object", properties: { city: { type: "string" } }, required: ["city"] };
  const asking = { ...(JSON.parse(request("Where?")) as object), output_config: { format: { type: "json_schema", schema } } };
  const answer = (text: string): string =>
    JSON.stringify({ id: "m", type: "message", role: "assistant", model: "m", content: [{ type: "text", text }], usage: {} });

  it.for([
    ["what fits its schema may pass", 0, answer('{"city":"Ulm"}'), asking, "may pass"],
    ["what doesn't fit is stopped", 1, answer('{"town":"Ulm"}'), asking, "answer-schema:required"],
    [
      "what can't be checked is named",
      0,
      answer("{}"),
      { ...asking, output_format: { schema: {} }, output_config: { format: { schema: { $ref: "x" } } } },
      "not checked: the schema's `$ref`",
    ],
    ["a request that the policy stops has no answer", 2, answer("{}"), JSON.parse(request(key)) as object, ""],
    ["a text answers no request", 2, "plain", asking, ""],
  ] as const)("%s: %i", async ([, code, response, sent, out]) => {
    await inFolder(async (cwd) => {
      await writeFile(join(cwd, "request.json"), JSON.stringify(sent));
      const result = await check(["-p", "strict", "--request", join(cwd, "request.json")], response);
      expect(result.stdout).toContain(out);
      expect(result.code).toBe(code);
    });
  });
});
