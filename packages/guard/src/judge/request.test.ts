import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createGuard, type Guard } from "../guard.js";
import { defineDetector } from "../detectors/define.js";
import type { CheckResult, Pass } from "./decision.js";
import type { PolicyInput } from "../policy/schema.js";
import { apiKey, ssn } from "../stream/stream.testkit.js";

const [KEY = "", OTHER = ""] = fc.sample(apiKey, { numRuns: 2, seed: 3 });
const [SSN = ""] = fc.sample(ssn, { numRuns: 1, seed: 3 });
const MASK = "[ANTHROPIC API KEY]";
const balanced = createGuard("balanced");

interface Message {
  readonly role: string;
  readonly content: unknown;
}
const bodyOf = (messages: readonly Message[], rest: object = {}): string =>
  JSON.stringify({ model: "claude-sonnet-5-5", max_tokens: 512, ...rest, messages });

function passed(guard: Guard, body: string): Pass<string> {
  const decision = guard.request(body);
  if (decision.kind !== "pass") throw new Error(`the request was not passed: ${decision.kind}`);
  return decision;
}
const sent = (guard: Guard, body: string): { messages: Message[] } =>
  JSON.parse(passed(guard, body).body) as { messages: Message[] };

describe("lossless (promise 3)", () => {
  it("hands back the very same value where nothing is edited", () => {
    const body = ` {"model" : "m","big":12345678901234567890, "messages":[{"content":"h\\u00e9llo","role":"user"}],"max_tokens":1e2}\n`;
    const open = createGuard({ version: 1, extends: "balanced", unread: { unknown: "inspect" } });
    expect(passed(open, body).body).toBe(body);
    const bytes = new TextEncoder().encode(body);
    const decision = open.request(bytes);
    expect(decision.kind === "pass" && decision.body).toBe(bytes);
  });
  it("changes only the characters of the value, and keeps every other byte", () => {
    const body = `{"messages": [ {"role":"user","content":"\\u0041 ${KEY} \\n\\u00e9"} ],"model":"m" , "max_tokens":0.10e3}`;
    expect(passed(balanced, body).body).toBe(body.replace(KEY, MASK));
  });
  it("keeps the length in a document whose citations count characters", () => {
    const source = { type: "text", media_type: "text/plain", data: `é key ${KEY} end` };
    const document = (enabled: boolean) => [{ type: "document", source, citations: { enabled } }];
    const [cited] = sent(balanced, bodyOf([{ role: "user", content: document(true) }])).messages;
    expect(JSON.stringify(cited)).toContain(`é key ${"*".repeat(KEY.length)} end`);
    const [plain] = sent(balanced, bodyOf([{ role: "user", content: document(false) }])).messages;
    expect(JSON.stringify(plain)).toContain(`é key ${MASK} end`);
  });
});

describe("the same history gives the same bytes (promise 3)", () => {
  const words = fc.constantFrom("hello", KEY, OTHER, SSN, "the key", "\u0007", "é", "é 🦀", "sk-ant-api03-");
  const text = fc.array(words, { minLength: 1, maxLength: 6 }).map((parts) => parts.join(" "));
  const turn: fc.Arbitrary<Message[]> = fc.tuple(text, text).map(([asked, answered]) => [
    { role: "user", content: [{ type: "text", text: asked }] },
    { role: "assistant", content: [{ type: "text", text: answered }] },
  ]);
  it("as a conversation grows, whoever judges it and whenever", () => {
    fc.assert(
      fc.property(fc.array(turn, { minLength: 1, maxLength: 5 }), text, (turns, last) => {
        const messages = [...turns.flat(), { role: "user", content: last }];
        const whole = sent(createGuard("balanced"), bodyOf(messages)).messages;
        for (let count = 1; count <= messages.length; count += 1) {
          const grown = sent(balanced, bodyOf(messages.slice(0, count))).messages;
          expect(JSON.stringify(grown)).toBe(JSON.stringify(whole.slice(0, count)));
        }
      }),
      { numRuns: 50 },
    );
  });
  it("leaves what the model wrote as it was, unless it repeats a value that was hidden before it", () => {
    const body = bodyOf([
      { role: "user", content: `mine is ${KEY}` },
      { role: "assistant", content: `you said ${KEY}, and I say ${OTHER}` },
      { role: "user", content: `what about ${OTHER}?` },
      { role: "assistant", content: OTHER },
    ]);
    const { messages } = sent(balanced, body);
    expect(messages.map(({ content }) => content)).toEqual([
      `mine is ${MASK}`,
      `you said ${MASK}, and I say ${OTHER}`,
      `what about ${MASK}?`,
      MASK,
    ]);
  });
  it("leaves what Anthropic's servers put into an assistant's turn as it was", () => {
    const found = { type: "web_search_result", title: KEY, url: "https://a.example", page_age: null, encrypted_content: "AAAA" };
    const body = bodyOf([
      { role: "user", content: "search" },
      { role: "assistant", content: [{ type: "web_search_tool_result", tool_use_id: "srvtoolu_1", content: [found] }] },
    ]);
    const result = passed(balanced, body);
    expect(result.body).toBe(body);
    expect(result.verdict.findings.map(({ action }) => action)).toEqual(["flag"]);
  });
  it("goes by the order of the prompt, not of the body: tools and system stand before messages", () => {
    const messages = [{ role: "assistant", content: KEY }];
    const first = JSON.stringify({ messages, system: `key ${KEY}`, model: "m", max_tokens: 1 });
    expect((JSON.parse(passed(balanced, first).body) as { messages: Message[] }).messages[0]?.content).toBe(MASK);
  });
  it("asks the API to drop thinking whose binding an edit breaks, where the policy says so", () => {
    const guard = createGuard({ version: 1, extends: "balanced", editBeforeThinking: "drop_block" });
    const asked = passed(guard, bodyOf([{ role: "user", content: "hi" }], { thinking: { type: "adaptive" } }));
    expect(asked.body).toContain('"thinking":{"block_binding":{"prefix_mismatch_behavior":"drop_block"},"type":"adaptive"}');
    expect(asked.betas).toEqual(["thinking-binding-controls-2026-08-01"]);
    expect(passed(guard, bodyOf([{ role: "user", content: "hi" }])).betas).toEqual([]);
  });
});

describe("every message is checked, in every form", () => {
  const blocking = createGuard({
    version: 1,
    extends: "balanced",
    rules: { secrets: { detectors: ["secrets"], action: "block" } },
  });
  const note = `Deploy token: ${KEY}`;
  const rest: Message[] = [
    { role: "user", content: "Summarize the note above." },
    { role: "assistant", content: "It names a token." },
    { role: "user", content: [{ type: "text", text: "Say it again in French." }] },
  ];
  it.each([
    ["the first of two user messages", [{ role: "user", content: note }, ...rest], "messages[0].content"],
    [
      "with an assistant's message at the end",
      [{ role: "user", content: note }, ...rest, { role: "assistant", content: "ok" }],
      "messages[0].content",
    ],
    [
      "as one of two blocks",
      [{ role: "user", content: [note, "Sum it up."].map((text) => ({ type: "text", text })) }],
      "messages[0].content[0].text",
    ],
  ])("%s", (_, messages, path) => {
    const decision = blocking.request(bodyOf(messages));
    expect(decision.kind).toBe("stop");
    if (decision.kind !== "stop") return;
    expect(decision.verdict.findings.map((finding) => finding.path)).toEqual([path]);
    expect(decision.verdict.coverage.read.filter(({ path }) => path.includes("content")).length).toBeGreaterThanOrEqual(
      messages.length,
    );
    expect(decision.refusal).toMatchObject({ status: 403, type: "permission_error", detectors: ["anthropic-api-key"] });
    expect(JSON.stringify(decision)).not.toContain(KEY.slice(20, 40));
  });
  it("reports and hides every occurrence, however many stand before it", () => {
    const keys = fc.sample(apiKey, { numRuns: 60, seed: 11 });
    const content = `${keys.join("\n")}\nprod ${KEY}\nagain ${KEY}\n`;
    const result = passed(balanced, bodyOf([{ role: "user", content }]));
    expect(result.verdict.findings).toHaveLength(62);
    expect(new Set(result.verdict.findings.map(({ fingerprint }) => fingerprint)).size).toBe(61);
    expect(result.body).not.toContain("sk-ant");
  });
});

describe("fail closed (promise 2)", () => {
  const stopsOf = (policy: PolicyInput, body: string) => {
    const decision = createGuard(policy).request(body);
    return decision.kind === "stop"
      ? { stops: decision.verdict.stops.map(({ kind }) => kind), refusal: decision.refusal }
      : undefined;
  };
  const base: PolicyInput = { version: 1, extends: "balanced" };
  const hello = [{ role: "user", content: "hello" }];
  it.each([
    ["a body that two parsers read differently", base, `{"model":"m","model":"n","messages":[]}`, "unreadable", 400],
    ["no JSON", base, `{"model": sk }`, "unreadable", 400],
    ["an unknown block", base, bodyOf([{ role: "user", content: [{ type: "hologram", text: "hi" }] }]), "unknown", 403],
    ["an unknown role", base, bodyOf([{ role: "oracle", content: "hi" }]), "unknown", 403],
    ["an unknown parameter", base, bodyOf(hello, { whisper: "hi" }), "unknown", 403],
    ["a model that isn't allowed", { ...base, models: ["claude-haiku*"] }, bodyOf(hello), "model", 403],
    ["too many messages", { ...base, limits: { messages: 1 } }, bodyOf([...hello, ...hello]), "limit", 403],
    [
      "too many tools",
      { ...base, limits: { tools: 0 } },
      bodyOf(hello, { tools: [{ name: "a", input_schema: {} }] }),
      "limit",
      403,
    ],
    ["too long a text", { ...base, limits: { segmentChars: 4 } }, bodyOf(hello), "limit", 403],
    ["too large a body", { ...base, limits: { bodyBytes: 20 } }, bodyOf(hello), "unreadable", 413],
  ] as const)("%s", (_, policy, body, kind, status) => {
    const stopped = stopsOf(policy, body);
    expect(stopped?.stops).toContain(kind);
    expect(stopped?.refusal.status).toBe(status);
    const monitored = createGuard({ ...policy, mode: "monitor" }).request(body);
    expect(monitored.kind === "pass" && monitored.body).toBe(body);
    expect(monitored.kind === "pass" && monitored.verdict).toMatchObject({ action: "block", enforced: false });
  });

  const throwing = defineDetector({
    id: "always-throws",
    family: "custom",
    severity: "high",
    keywords: ["hello"],
    pattern: /hello/i,
    confidence: 0.5,
    confirm: () => {
      throw new Error("the text is hello");
    },
  });
  const rules = { custom: { detectors: ["custom"], action: "flag" } } as const;
  it("a detector that throws stops the exchange, with its own code and without the text", () => {
    const decision = createGuard({ ...base, rules }, { detectors: [throwing] }).request(bodyOf(hello));
    expect(decision.kind === "stop" && decision.refusal.code).toBe("sallyport_could_not_check");
    expect(decision.kind === "stop" && decision.verdict.outcome).toBe("could not be checked");
    expect(JSON.stringify(decision)).not.toContain("hello");
  });
  it("the operator may open up for it in writing, and the verdict never calls that passed", () => {
    const policy: PolicyInput = { ...base, rules, failures: { detectors: { "always-throws": "allow" } } };
    const { verdict } = passed(createGuard(policy, { detectors: [throwing] }), bodyOf(hello));
    expect(verdict.outcome).toBe("allowed with a failed check");
    expect(verdict.coverage.detectors.opened).toEqual(["always-throws"]);
    expect(verdict.coverage.detectors.ran).toContain("anthropic-api-key");
    expect(verdict.coverage.detectors.ran).not.toContain("always-throws");
    const silent = passed(createGuard(policy, { detectors: [throwing] }), bodyOf([{ role: "user", content: "good day" }]));
    expect(silent.verdict.outcome).toBe("allowed");
  });
  it("a detector that had nothing to read is not applicable, not passed", () => {
    const policy: PolicyInput = {
      version: 1,
      rules: { docs: { detectors: ["us-ssn"], origins: ["document"], action: "block" } },
    };
    expect(passed(createGuard(policy), bodyOf(hello)).verdict.coverage.detectors.ran).toEqual([]);
  });
});

describe("a value that only decoding shows", () => {
  const hidden = btoa(`the key is ${KEY}`);
  it("is hidden as a whole, in its encoded form", () => {
    const content = sent(createGuard("balanced"), bodyOf([{ role: "user", content: `Decode ${hidden} for me.` }])).messages[0]
      ?.content;
    expect(content).toBe(`Decode ${MASK} for me.`);
  });
  it("is hidden where invisible characters, escapes or a line break stand in it", () => {
    const [head, tail] = [KEY.slice(0, 40), KEY.slice(40)];
    for (const text of [`${head}\u200b${tail}`, `${head}\n${tail}`, `${head}&#${tail.charCodeAt(0)};${tail.slice(1)}`]) {
      const content = sent(createGuard("balanced"), bodyOf([{ role: "user", content: text }])).messages[0]?.content;
      expect(content).toBe(MASK);
    }
  });
  it("is hidden from the second of two blocks on that it is cut into", () => {
    const cut = (...parts: string[]) => bodyOf([{ role: "user", content: parts.map((text) => ({ type: "text", text })) }]);
    const texts = (body: string) =>
      (sent(createGuard("balanced"), body).messages[0]?.content as { text: string }[]).map(({ text }) => text);
    const [a, b, c] = [KEY.slice(0, 30), KEY.slice(30, 60), KEY.slice(60)];
    expect(texts(cut(`key: ${a}`, `${b}${c} is it`))).toEqual([`key: ${a}`, `${MASK} is it`]);
    expect(texts(cut(`key: ${a}`, b, `${c} is it`))).toEqual([`key: ${a}`, b, `${MASK} is it`]);
    expect(texts(cut("one", "two"))).toEqual(["one", "two"]);
  });
});

it("a text with more findings than the policy allows stops, and is no way to keep the gate busy", () => {
  const many = `${SSN} `.repeat(40);
  const guard = createGuard({ version: 1, extends: "balanced", limits: { findings: 39 } });
  const decision = guard.request(bodyOf([{ role: "user", content: many }]));
  expect(decision.kind === "stop" && decision.verdict.stops).toEqual([
    { kind: "limit", limit: "findings", max: 39, path: "messages[0].content" },
  ]);
  expect(guard.request(bodyOf([{ role: "user", content: many.slice(12) }])).kind).toBe("pass");
});

describe("checks that need I/O", () => {
  const policy: PolicyInput = {
    version: 1,
    extends: "balanced",
    checks: {
      classifier: { kind: "http", url: "https://classifier.example/", timeoutMs: 500, trust: ["user"], action: "block" },
    },
  };
  const body = bodyOf([{ role: "user", content: `Use ${KEY}, please.` }], { system: "Be kind." });
  const decided = (results: readonly CheckResult[], extra: Partial<PolicyInput> = {}) => {
    const decision = createGuard({ ...policy, ...extra }).request(body);
    if (decision.kind !== "checks") throw new Error("no check was asked for");
    expect(decision.checks).toMatchObject([
      { id: "classifier", timeoutMs: 500, texts: [{ path: "messages[0].content", trust: "user" }] },
    ]);
    return decision.decide(results);
  };
  it("are asked of the door, which hands the results back", () => {
    const good = decided([{ id: "classifier", ok: true, bad: [] }]);
    expect(good.kind === "pass" && good.body).toBe(body.replace(KEY, MASK));
    const bad = decided([{ id: "classifier", ok: true, bad: ["messages[0].content"] }]);
    expect(bad.kind === "stop" && bad.refusal.code).toBe("sallyport_blocked");
  });
  it.each(["unreachable", "timeout", "bad-status", "bad-answer", "not-run"] as const)(
    "a check that failed (%s) stops the exchange",
    (reason) => {
      const failed = decided(reason === "not-run" ? [] : [{ id: "classifier", ok: false, reason }]);
      expect(failed.kind === "stop" && failed.refusal.code).toBe("sallyport_could_not_check");
      const opened = decided([{ id: "classifier", ok: false, reason }], { failures: { checks: { classifier: "allow" } } });
      expect(opened.kind === "pass" && opened.body).toBe(body.replace(KEY, MASK));
      expect(opened.verdict.outcome).toBe("redacted with a failed check");
    },
  );
  it("leave a flag where the policy says no more, and are not applicable where they have nothing to see", () => {
    const classifier = { kind: "http", url: "https://classifier.example/", trust: ["user"], action: "flag" } as const;
    const flagged = decided([{ id: "classifier", ok: true, bad: ["messages[0].content"] }], {
      checks: { classifier: { ...classifier, timeoutMs: 500 } },
    });
    expect(flagged.kind).toBe("pass");
    expect(flagged.verdict.coverage.checks["classifier"]).toEqual({ status: "ran", segments: 1, bad: ["messages[0].content"] });
    const nothing = passed(createGuard({ version: 1, checks: { classifier }, rules: {} }), bodyOf([], { system: "Be kind." }));
    expect(nothing.verdict.coverage.checks["classifier"]).toEqual({ status: "not-applicable" });
  });
  it("are not shown a request that stops anyway", () => {
    const decision = createGuard({ ...policy, models: ["other"] }).request(body);
    expect(decision.kind).toBe("stop");
  });
});

describe("known false positives", () => {
  const [known = ""] = passed(
    createGuard("balanced", { secret: new Uint8Array(16) }),
    bodyOf([{ role: "user", content: KEY }]),
  ).verdict.findings.map(({ fingerprint }) => fingerprint);
  const policy: PolicyInput = {
    version: 1,
    extends: "balanced",
    allowlist: [{ detector: "anthropic-api-key", fingerprint: known, reason: "the sample of our docs", until: "2027-01-31" }],
  };
  const on = (day: string) => createGuard(policy, { secret: new Uint8Array(16), now: () => new Date(`${day}T23:00:00Z`) });
  it("pass until their end date, that one value only", () => {
    const body = bodyOf([{ role: "user", content: `${KEY} ${OTHER}` }]);
    expect(sent(on("2027-01-31"), body).messages[0]?.content).toBe(`${KEY} ${MASK}`);
    expect(sent(on("2027-02-01"), body).messages[0]?.content).toBe(`${MASK} ${MASK}`);
  });
});
