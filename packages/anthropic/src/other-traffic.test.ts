import Anthropic, { toFile } from "@anthropic-ai/sdk";
import { describe, expect, it } from "vitest";
import { guardedFetch, stoppedBy } from "./index.js";
import { guarded, oddUpstream, POLICY, rejection, testSandbox } from "./sdk.testkit.js";

const ASK: Anthropic.MessageCreateParamsNonStreaming = {
  model: "echo",
  max_tokens: 300,
  messages: [{ role: "user", content: "hello" }],
};

const unreadWays: Readonly<Record<string, (client: Anthropic) => PromiseLike<unknown>>> = {
  "message batches": (client) => client.messages.batches.create({ requests: [{ custom_id: "a", params: ASK }] }),
  "results of batches": (client) => client.messages.batches.results("msgbatch_1"),
  "file uploads": async (client) => client.beta.files.upload({ file: await toFile(new Uint8Array([1]), "a.txt") }),
  skills: (client) => client.beta.skills.list(),
  "an endpoint that nobody knows": (client) => client.post("/v1/tomorrow", { body: {} }),
};

const OPENED = { version: 1, extends: "balanced", unread: { endpoint: "allow" } } as const;

describe("other traffic of the client", () => {
  it.each(Object.entries(unreadWays))("fail closed: %s are refused until they can be read", async (_, ask) => {
    const { sandbox, client, verdicts } = await guarded(POLICY);
    const error = await rejection(ask(client));
    expect(error).toBeInstanceOf(Anthropic.PermissionDeniedError);
    expect(stoppedBy(error)).toMatchObject({ code: "sallyport_unread_content", verdict: { outcome: "blocked" } });
    expect(stoppedBy(error)?.message).toContain("unread.endpoint");
    expect(sandbox.requests).toEqual([]);
    expect(verdicts[0]?.context).toMatchObject({ side: "request", endpoint: "unread", incident: stoppedBy(error)?.incident });
  });

  it.each(Object.entries(unreadWays))(
    "the policy lets %s through where it says so, and the verdict says that nothing was read",
    async (_, ask) => {
      const { sandbox, client, verdicts } = await guarded(OPENED);
      const error = await rejection(ask(client)); // The sandbox has no such endpoint.
      expect(stoppedBy(error)).toBeUndefined();
      expect(sandbox.requests).toHaveLength(1);
      expect(verdicts.map(({ verdict, context }) => [context.endpoint, verdict.action, verdict.outcome])).toEqual([
        ["unread", "allow", "allowed with unread parts"],
      ]);
    },
  );

  it("mode monitor lets it through, too", async () => {
    const { sandbox, client, verdicts } = await guarded("monitor");
    await rejection(client.post("/v1/tomorrow", { body: {} }));
    expect(sandbox.requests).toHaveLength(1);
    expect(verdicts[0]?.verdict).toMatchObject({ action: "block", enforced: false });
  });

  it("models pass", async () => {
    const { client, verdicts } = await guarded(POLICY);
    expect((await client.models.list()).data.length).toBeGreaterThan(0);
    await expect(client.models.retrieve("claude-sonnet-5-5")).resolves.toMatchObject({ type: "model" });
    expect(verdicts).toEqual([]);
  });

  it("the token exchange passes, and its token is used", async () => {
    const sandbox = await testSandbox();
    const paths: string[] = [];
    const spy: typeof fetch = (input, init) => {
      paths.push(new URL(new Request(input).url).pathname);
      return fetch(input, init);
    };
    const response = await guardedFetch(POLICY, { fetch: spy })(`${sandbox.url}/v1/oauth/token`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: '{"grant_type":"refresh_token"}',
    });
    expect(paths).toEqual(["/v1/oauth/token"]);
    expect(stoppedBy(await response.json())).toBeUndefined();
  });
});

describe("fail closed: the token endpoint takes grants and nothing else", () => {
  it.each(['{"grant_type":"prompt"}', '{"messages":[]}', "no JSON", "[]"])("%s", async (body) => {
    const sandbox = await testSandbox();
    const response = await guardedFetch(POLICY)(`${sandbox.url}/v1/oauth/token`, { method: "POST", body });
    expect(stoppedBy(await response.json())?.code).toBe("sallyport_unread_content");
    expect(sandbox.requests).toEqual([]);
  });
});

describe("fail closed: an answer that isn't the API's", () => {
  it.each([
    ["a page", 200, "text/html", "<p>Sign in to the hotel's network</p>"],
    ["JSON of another kind", 200, "application/json", '{"ok":true}'],
    ["broken JSON", 200, "application/json", '{"type":"message"'],
    ["nothing", 200, "application/json", ""],
    ["no content", 204, "application/json", ""],
    ["a stream of something else", 200, "text/event-stream", "data: hello\n\n"],
  ])("%s", async (_, status, type, body) => {
    const url = await oddUpstream((_request, response) => {
      response.writeHead(status, { "content-type": type }).end(body);
    });
    const fetch = guardedFetch(POLICY);
    const response = await fetch(`${url}/v1/messages`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(ASK),
    });
    const text = await response.text();
    expect(text).toContain('"type":"error"');
    expect(text).not.toContain("hotel");
    if (type !== "text/event-stream") {
      expect(response.status).toBe(403);
      expect(response.headers.get("x-should-retry")).toBe("false");
    }
  });
});
