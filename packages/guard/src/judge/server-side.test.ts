/** What runs on Anthropic's side has run before anybody here sees it: a request may declare it only with the limits that the policy demands. */
import { describe, expect, it } from "vitest";
import { createGuard } from "../guard.js";
import type { PolicyInput } from "../policy/schema.js";

type Server = NonNullable<PolicyInput["tools"]>["server"];

function decide(rest: object, server?: Server, extending: PolicyInput["extends"] = "balanced") {
  const policy = { version: 1, extends: extending, ...(server === undefined ? {} : { tools: { server } }) } as const;
  const guard = createGuard(policy, { secret: new Uint8Array(16) });
  return guard.request(JSON.stringify({ model: "m", max_tokens: 5, messages: [{ role: "user", content: "Hello" }], ...rest }));
}
const stopsOf = (...args: Parameters<typeof decide>) => {
  const decision = decide(...args);
  if (decision.kind === "checks") throw new Error("no check was asked for");
  return decision.verdict.stops.map((stop) =>
    stop.kind === "server-side" ? `${stop.what} ${stop.path}: ${stop.problem}` : stop.kind,
  );
};
const search = (more: object = {}) => ({ tools: [{ type: "web_search_20260318", name: "web_search", ...more }] });
const fetching = (more: object = {}) => ({ tools: [{ type: "web_fetch_20260318", name: "web_fetch", ...more }] });
const mcp = (toolset: object, server: object = {}) => ({
  mcp_servers: [{ type: "url", name: "tickets", url: "https://mcp.corp.example/tickets", ...server }],
  tools: [{ type: "mcp_toolset", mcp_server_name: "tickets", ...toolset }],
});

describe("what the policy doesn't describe", () => {
  const all = [
    search(),
    fetching(),
    { tools: [{ type: "code_execution_20260521", name: "code_execution" }] },
    { tools: [{ type: "advisor_20260301", name: "advisor", model: "claude-opus-5-5" }] },
    mcp({}),
    { container: { skills: [{ type: "anthropic", skill_id: "xlsx", version: "latest" }] } },
  ];
  it("is on record and flagged under `balanced`, stopped under `strict`", () => {
    for (const rest of all) {
      const decision = decide(rest);
      if (decision.kind !== "pass") throw new Error("it should pass");
      expect(decision.verdict.action).toBe("flag");
      expect(decision.verdict.declared[0]).toMatchObject({ action: "flag", problem: "not-described" });
      expect(decide(rest, undefined, "strict").kind).toBe("stop");
      expect(decide(rest, { default: "allow" })).toMatchObject({ kind: "pass", verdict: { action: "allow" } });
    }
  });
  it("a client's own tools and the search for tools are none of it", () => {
    const tools = [
      { name: "web_search", input_schema: {} },
      { type: "bash_20250124", name: "bash" },
      { type: "tool_search_tool_regex_20251119", name: "tool_search_tool_regex" },
    ];
    expect(stopsOf({ tools }, { default: "block" })).toEqual([]);
  });
  it("is told to the client with what, where and what next", () => {
    const decision = decide(fetching(), { default: "block" });
    if (decision.kind !== "stop") throw new Error("it should stop");
    expect(decision.refusal).toMatchObject({ status: 403, code: "sallyport_server_tool_not_allowed" });
    expect(decision.refusal.message).toMatch(/^stopped: web fetch at tools\[0\] runs .*`tools\.server\.webFetch`/);
  });
});

describe("web search and fetch", () => {
  const server = { webSearch: { allowedDomains: ["corp.example", "docs.example/api"], maxUses: 3 } } as const;
  it.for([
    ["corp.example"],
    ["docs.corp.example"],
    ["corp.example/docs", "docs.example/api"],
    ["docs.example/api/v2"],
    ["CORP.example"],
  ])("within the domains: %s", (allowed_domains) => {
    expect(stopsOf(search({ allowed_domains, max_uses: 3 }), server)).toEqual([]);
  });
  it.for([
    [undefined],
    [[]],
    [["other.example"]],
    [["corp.example", "other.example"]],
    [["notcorp.example"]],
    [["corp.example.other.invalid"]],
    [["docs.example"]],
    [["docs.example/apis"]],
    [["docs.example/api/../private"]],
    [["docs.example/api/%2e%2e/private"]],
    [["https://corp.example"]],
    [["*.example"]],
    [["c\u043erp.example"]],
    [["user@corp.example"]],
  ] as const)("beyond the domains: %s", ([allowed_domains]) => {
    expect(stopsOf(search({ allowed_domains, max_uses: 1 }), server)).toEqual(["webSearch tools[0]: domains"]);
  });
  it("so many uses, and no request without a number", () => {
    for (const max_uses of [undefined, 4, null])
      expect(stopsOf(search({ allowed_domains: ["corp.example"], max_uses }), server)).toEqual(["webSearch tools[0]: uses"]);
  });
  it("addresses from those sources only; a source that isn't named contributes", () => {
    const webFetch = { urlSources: ["user_input"] } as const;
    const none = { type: "none" };
    expect(
      stopsOf(fetching({ url_sources: { user_input: { type: "all" }, client_tool_results: none, server_tool_results: none } }), {
        webFetch,
      }),
    ).toEqual([]);
    for (const url_sources of [
      undefined,
      {},
      { client_tool_results: none },
      { client_tool_results: { type: "only", tools: [] } },
    ])
      expect(stopsOf(fetching({ url_sources }), { webFetch })).toEqual(["webFetch tools[0]: url-sources"]);
  });
  it("a version that nobody has placed is unknown, and held to the same limits where its text is read", () => {
    const guard = createGuard({ version: 1, rules: {}, unread: { unknown: "inspect" }, tools: { server } });
    const tools = [{ type: "web_search_20291231", name: "web_search" }];
    const decision = guard.request(JSON.stringify({ model: "m", max_tokens: 5, messages: [], tools }));
    expect(decision.kind === "stop" && decision.verdict.stops).toMatchObject([{ kind: "server-side", problem: "domains" }]);
  });
  it("also where it is added in mid-conversation", () => {
    const definition = { type: "web_fetch_20260318", name: "web_fetch" };
    const addition = { type: "tool_addition", tool: { type: "tool_definition", definition } };
    const messages = [
      { role: "user", content: "Hi" },
      { role: "system", content: [addition] },
    ];
    expect(stopsOf({ messages }, { webFetch: { maxUses: 2 } })).toEqual([
      "webFetch messages[1].content[0].tool.definition: uses",
    ]);
  });
});

describe("MCP servers, skills, advisors, code", () => {
  const server: Server = { mcp: { tickets: { url: "https://mcp.corp.example/tickets", tools: ["read", "search"] } } };
  const none = { default_config: { enabled: false } };
  it("a named server at its address with named tools passes", () => {
    expect(stopsOf(mcp({ ...none, configs: { read: { enabled: true } } }), server)).toEqual([]);
    expect(stopsOf(mcp({ tools: [{ name: "read", input_schema: {} }] }), server)).toEqual([]);
    const older = { mcp_servers: [{ ...mcp({}).mcp_servers[0], tool_configuration: { allowed_tools: ["search"] } }] };
    expect(stopsOf(older, server)).toEqual([]);
  });
  it.for([
    ["all its tools", mcp({}), "mcp tools[0]: tools"],
    ["a tool more", mcp({ ...none, configs: { read: {}, drop: { enabled: true } } }), "mcp tools[0]: tools"],
    ["all but one", mcp({ configs: { drop: { enabled: false } } }), "mcp tools[0]: tools"],
    ["all in the older way", { mcp_servers: mcp({}).mcp_servers }, "mcp mcp_servers[0]: tools"],
    ["another address", mcp(none, { url: "https://mcp.corp.example.other.invalid/" }), "mcp mcp_servers[0]: url"],
    ["no address", mcp(none, { url: null }), "mcp mcp_servers[0]: url"],
    [
      "another server",
      { mcp_servers: [{ type: "url", name: "mine", url: "https://mcp.corp.example/tickets" }] },
      "mcp mcp_servers[0]: not-named",
    ],
    [
      "a name that every object has",
      { mcp_servers: [{ type: "url", name: "constructor", url: "https://a.example" }] },
      "mcp mcp_servers[0]: not-named",
    ],
  ] as const)("stopped: %s", ([, rest, stop]) => {
    expect(stopsOf(rest, server)).toContain(stop);
  });
  it("a tool of it that is made available in mid-conversation is held to the same list", () => {
    const reference = { type: "mcp_tool_reference", server_name: "tickets", name: "drop" };
    const messages = [{ role: "system", content: [{ type: "tool_addition", tool: reference }] }];
    expect(stopsOf({ ...mcp(none), messages }, server)).toEqual(["mcp messages[0].content[0].tool: tools"]);
  });
  it("named skills in the version that is named", () => {
    const skill = (skill_id: string, version?: string) => ({ container: { skills: [{ type: "custom", skill_id, version }] } });
    const skills = { skills: ["xlsx", "skill_1@7"] };
    expect(stopsOf(skill("xlsx", "20250101"), skills)).toEqual([]);
    expect(stopsOf(skill("skill_1", "7"), skills)).toEqual([]);
    for (const other of [skill("skill_1", "8"), skill("skill_1"), skill("skill_2"), skill("pdf")])
      expect(stopsOf(other, skills)).toEqual(["skills container.skills[0]: not-named"]);
  });
  it("named advisor models, so often; code or none", () => {
    const advisor = (more: object) => ({ tools: [{ type: "advisor_20260301", name: "advisor", ...more }] });
    const limits = { advisor: { models: ["claude-opus-5-5"], maxUses: 1 } };
    expect(stopsOf(advisor({ model: "claude-opus-5-5", max_uses: 1 }), limits)).toEqual([]);
    expect(stopsOf(advisor({ model: "other", max_uses: 1 }), limits)).toEqual(["advisor tools[0]: model"]);
    expect(stopsOf(advisor({ model: "claude-opus-5-5" }), limits)).toEqual(["advisor tools[0]: uses"]);
    const code = { tools: [{ type: "code_execution_20260521", name: "code_execution" }] };
    expect(stopsOf(code, { codeExecution: "block" })).toEqual(["codeExecution tools[0]: not-allowed"]);
    expect(stopsOf(code, { default: "block", codeExecution: "allow" })).toEqual([]);
  });
});

describe("what it brings counts as a third party's words", () => {
  const calls = (request: object) => {
    const tools = { send_mail: { effect: "egress", args: { to: "destination" }, intent: ["send"] } } as const;
    const guard = createGuard({ version: 1, rules: {}, tools });
    const asked = guard.request(
      JSON.stringify({ model: "m", max_tokens: 5, messages: [{ role: "user", content: "Please send it." }], ...request }),
    );
    if (asked.kind !== "pass") throw new Error("it should pass");
    const content = [{ type: "tool_use", id: "toolu_1", name: "send_mail", input: { to: "drop@collect.invalid" } }];
    const answer = { type: "message", role: "assistant", model: "m", content, stop_reason: "tool_use" };
    return guard.response(JSON.stringify(answer), asked.facts).verdict.calls.map(({ action }) => action);
  };
  it("in the very answer that it came in: what was fetched stands before the call, or is left out of the answer", () => {
    expect(calls({})).toEqual(["allow"]);
    expect(calls(search())).toEqual(["ask"]);
    expect(calls(mcp({}))).toEqual(["ask"]);
    expect(calls({ tools: [{ type: "advisor_20260301", name: "advisor", model: "m" }] })).toEqual(["allow"]);
  });
  const result = (block: object) => ({
    messages: [
      { role: "user", content: "Please send it." },
      { role: "assistant", content: [block] },
      { role: "user", content: "Go on and send it." },
    ],
  });
  it.for([
    { type: "web_search_tool_result", tool_use_id: "s", content: [] },
    { type: "web_fetch_tool_result", tool_use_id: "s", content: { type: "web_fetch_result", url: "https://a.example" } },
    { type: "code_execution_tool_result", tool_use_id: "s", content: { type: "code_execution_result", stdout: "x" } },
    { type: "mcp_tool_result", tool_use_id: "s", content: "x" },
    { type: "mcp_tool_listing", mcp_server_name: "a", tools: [] },
    { type: "compaction", content: "x" },
  ])("in the turns after it: $type", (block) => {
    expect(calls(result(block))).toEqual(["ask"]);
  });
});
