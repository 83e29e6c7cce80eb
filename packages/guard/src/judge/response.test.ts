import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createGuard } from "../guard.js";
import { apiKey, messageOf } from "../stream/stream.testkit.js";

const [KEY = ""] = fc.sample(apiKey, { numRuns: 1, seed: 5 });
const guard = createGuard("balanced");

/** A response in which a key stands in one place after the other. */
const placed = (content: unknown, rest: object = {}): string => JSON.stringify({ ...messageOf([]), content, ...rest });

describe("every channel of a response (promise 4)", () => {
  it.each([
    ["text", placed([{ type: "text", text: KEY, citations: null }]), "content[0].text"],
    [
      "a citation",
      placed([
        {
          type: "text",
          text: "as said",
          citations: [
            {
              type: "char_location",
              cited_text: KEY,
              document_index: 0,
              document_title: null,
              start_char_index: 0,
              end_char_index: 5,
              file_id: null,
            },
          ],
        },
      ]),
      "content[0].citations[0].cited_text",
    ],
    [
      "a tool's input",
      placed([{ type: "tool_use", id: "toolu_1", name: "send", input: { deep: [{ to: KEY }] } }]),
      "content[0].input.deep[0].to",
    ],
    [
      "what a server tool found",
      placed([
        {
          type: "web_search_tool_result",
          tool_use_id: "srvtoolu_1",
          content: [
            { type: "web_search_result", title: KEY, url: "https://a.example", page_age: null, encrypted_content: "AAAA" },
          ],
        },
      ]),
      "content[0].content[0].title",
    ],
    [
      "the output of code",
      placed([
        {
          type: "bash_code_execution_tool_result",
          tool_use_id: "srvtoolu_1",
          content: { type: "bash_code_execution_result", stdout: KEY, stderr: "", return_code: 0, content: [] },
        },
      ]),
      "content[0].content.stdout",
    ],
    [
      "why it was refused",
      placed([], { stop_reason: "refusal", stop_details: { type: "refusal", category: null, explanation: KEY } }),
      "stop_details.explanation",
    ],
  ])("%s", (_, body, path) => {
    const decision = guard.response(body);
    expect(decision.verdict.findings.map((finding) => finding.path)).toEqual([path]);
    if (decision.kind === "pass") expect(decision.body).toBe(body.replace(KEY, "[ANTHROPIC API KEY]"));
    expect(JSON.stringify(decision)).not.toContain(KEY.slice(20, 50));
  });
  it("a member name that holds a key blocks: a name can't be redacted, and doesn't show in the path", () => {
    const decision = guard.response(placed([{ type: "tool_use", id: "toolu_1", name: "send", input: { [KEY]: 1 } }]));
    expect(decision.kind).toBe("stop");
    expect(JSON.stringify(decision)).not.toContain("sk-ant");
  });
  it("reads on where nothing of a response is known, and stops where that can hold text", () => {
    expect(guard.response(placed([{ type: "hologram", text: "hi" }])).kind).toBe("stop");
    const inspecting = createGuard({ version: 1, extends: "balanced", unread: { unknown: "inspect" } });
    expect(inspecting.response(placed([{ type: "hologram", text: "hi" }])).kind).toBe("pass");
    expect(inspecting.response(placed([{ type: "hologram", text: KEY }])).kind).toBe("stop");
  });
  it("takes anything at all without a throw", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json(), fc.uint8Array()), (body) => {
        const decision = typeof body === "string" ? guard.response(body) : guard.response(body);
        expect(["pass", "stop"]).toContain(decision.kind);
      }),
      { numRuns: 300 },
    );
  });
});
