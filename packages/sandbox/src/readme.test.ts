/** What the README shows is true: its code is the code that runs here, its scripts parse, and they do what it says. */
import { readFileSync } from "node:fs";
import Anthropic from "@anthropic-ai/sdk";
import { afterEach, describe, expect, it } from "vitest";
import { parseFaults, parseScript, startSandbox, type Sandbox } from "./index.js";
import { ask, post } from "./sandbox.testkit.js";

const README = readFileSync(new URL("../README.md", import.meta.url), "utf8");
const blocks = (language: string): readonly string[] =>
  [...README.matchAll(new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\``, "gm"))].map(([, block = ""]) => block);

const open: Sandbox[] = [];
afterEach(() => Promise.all(open.splice(0).map((sandbox) => sandbox.close())));

/** The lines of this file between two marks, as the README shows them. */
function region(name: string): string {
  const source = readFileSync(new URL(import.meta.url), "utf8");
  const lines = (source.split(`// #region ${name}\n`)[1]?.split("// #endregion")[0] ?? "").split("\n");
  const indent = /^ */.exec(lines[0] ?? "")?.[0].length ?? 0;
  return lines.map((line) => line.slice(indent)).join("\n");
}

describe("the code in the README", () => {
  it("is the code that runs here", () => {
    expect(blocks("ts")).toEqual([region("start"), region("handler")]);
  });

  it("starts, answers and closes", async () => {
    const console = { log: (...shown: unknown[]) => void printed.push(...shown) };
    const printed: unknown[] = [];
    // #region start
    const sandbox = await startSandbox({ handler: () => ({ content: "Good morning." }) });
    const client = new Anthropic({ baseURL: sandbox.url, apiKey: sandbox.createKey() });

    const message = await client.messages.create({
      model: "claude-sonnet-5-5",
      max_tokens: 1024,
      messages: [{ role: "user", content: "Hello." }],
    });
    console.log(message.content); // [{ type: "text", text: "Good morning.", citations: null }]
    console.log(sandbox.requests[0]?.json); // what the client really sent

    await sandbox.close();
    // #endregion
    expect(printed).toMatchObject([[{ type: "text", text: "Good morning.", citations: null }], { model: "claude-sonnet-5-5" }]);
  });

  it("answers by a handler", async () => {
    // #region handler
    const sandbox = await startSandbox({
      handler: (request, { index }) => {
        if (index === 0) return { error: { status: 529 } }; // an error of the API's
        if (request.stream !== true) return undefined; // the built-in model answers
        if (index === 1) return { events: [{ type: "message_start" }, { delayMs: 5 }, { cut: true }] }; // a stream step by step
        return {
          content: [
            { type: "thinking", thinking: "Hm." },
            { type: "text", text: "Well." },
          ],
          stopReason: "end_turn",
        };
      },
    });
    // #endregion
    open.push(sandbox);
    expect((await post(sandbox, ask("x"))).status).toBe(529);
    await expect(post(sandbox, ask("x", { stream: true }))).rejects.toThrow();
    expect((await post(sandbox, ask("x"))).json).toMatchObject({ content: [{ text: "x" }] });
    expect((await post(sandbox, ask("x", { stream: true }))).text).toContain("Well.");
  });
});

describe("the scripts in the README", () => {
  const start = async (): Promise<Sandbox> => {
    const sandbox = await startSandbox({ scripts: blocks("yaml").map((text) => parseScript(text)) });
    open.push(sandbox);
    return sandbox;
  };
  const tools = [{ name: "get_weather", input_schema: { type: "object" } }];

  it("call a tool and go on after its result", async () => {
    const sandbox = await start();
    const first = await post(sandbox, ask("How is the weather?", { tools }));
    expect(first.json).toMatchObject({
      stop_reason: "tool_use",
      content: [{ type: "thinking" }, { type: "text" }, { name: "get_weather" }],
    });
    const content = first.json["content"] as { id?: string }[];
    const messages = [
      { role: "user", content: "How is the weather?" },
      { role: "assistant", content },
      { role: "user", content: [{ type: "tool_result", tool_use_id: content.at(-1)?.id, content: "sun" }] },
    ];
    expect((await post(sandbox, ask("", { messages, tools }))).json).toMatchObject({
      content: [{ text: "It is sunny in Paris." }],
    });
  });

  it("fail the first time", async () => {
    const sandbox = await start();
    expect((await post(sandbox, ask("Try again"))).status).toBe(529);
    expect((await post(sandbox, ask("try hard"))).json).toMatchObject({ content: [{ text: "At last." }] });
  });

  it("cite a search", async () => {
    const answer = await post(await start(), ask("x", { model: "claude-opus-5-5", system: "You are a librarian." }));
    expect(answer.json).toMatchObject({
      content: [{}, { content: [{ page_age: null }] }, { citations: [{ cited_text: "bulbs", title: null }] }],
      usage: { input_tokens: 2000, cache_read_input_tokens: 1500, server_tool_use: { web_search_requests: 1 } },
    });
  });

  it("send strange streams", async () => {
    const sandbox = await start();
    await expect(post(sandbox, ask("strange", { stream: true }))).rejects.toThrow();
    const refused = await post(sandbox, ask("x", { stream: true }));
    expect(refused.text).toContain('"type":"error"');
    expect(refused.text).toContain("event: ping\r\n");
    expect((await post(sandbox, ask("x"))).status).toBe(529);
  });
});

it("every fault of the README's table is understood", () => {
  const rows =
    README.split("## Faults")[1]
      ?.split("## The two models")[0]
      ?.match(/^\| `.*/gm) ?? [];
  const headers = rows.flatMap((row) => [...(row.split("|")[1] ?? "").matchAll(/`([^`]+)`/g)].map(([, header = ""]) => header));
  expect(headers.length).toBeGreaterThanOrEqual(11);
  for (const header of headers) expect(() => parseFaults(header), header).not.toThrow();
});
