import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createGuard, type Guard } from "../guard.js";
import type { RequestFacts } from "../judge/decision.js";
import {
  apiKey,
  bytesOf,
  cut,
  frame,
  framesOf,
  messageOf,
  receive,
  textWithSecrets,
  type Block,
  type Received,
} from "./stream.testkit.js";

const decoder = new TextDecoder();
const [KEY = ""] = fc.sample(apiKey, { numRuns: 1, seed: 7 });
const redacts = createGuard("balanced");
const blocks = createGuard("strict");

/** Runs a stream through the guard; gives what had reached the client after each chunk. */
function run(guard: Guard, text: string, sizes: readonly number[] = [64], facts?: Parameters<Guard["stream"]>[0]) {
  const stream = guard.stream(facts);
  const steps: string[] = [];
  let out = "";
  for (const chunk of bytesOf(text, sizes)) {
    out += decoder.decode(stream.push(chunk));
    steps.push(out);
  }
  out += decoder.decode(stream.end());
  return {
    out,
    steps,
    stream,
    get received() {
      return receive(out);
    },
  };
}

const texts = (received: Received): string[] => received.content.map((block) => block.text ?? block.thinking ?? "");

const anyBlock: fc.Arbitrary<Block> = fc.oneof(
  textWithSecrets.map((text): Block => ({ type: "text", text })),
  textWithSecrets.map((text): Block => ({ type: "text", text })),
  fc.constantFrom("plain", "with a thought").map((thinking): Block => ({ type: "thinking", thinking, signature: "c2ln" })),
  textWithSecrets.map((to): Block => ({
    type: "tool_use",
    id: "toolu_1",
    name: "send",
    input: { to, list: [to, 1e3], [to.slice(0, 3)]: null },
  })),
);
const sizes = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 5 });

describe("a stream is as safe as a whole (promise 5)", () => {
  it("gives, however it is cut, what the whole response would have given", () => {
    fc.assert(
      fc.property(
        fc.array(anyBlock, { minLength: 1, maxLength: 4 }),
        sizes,
        sizes,
        fc.boolean(),
        (content, deltas, chunks, strict) => {
          const guard = strict ? blocks : redacts;
          const whole = guard.response(JSON.stringify(messageOf(content)));
          const { received, stream } = run(guard, framesOf(content, deltas).join(""), chunks);
          expect(stream.stopped).toBe(whole.kind === "stop");
          if (whole.kind === "stop") {
            expect(received.error?.type).toBe("permission_error");
            expect(received.complete).toBe(false);
            texts(received).forEach((text, index) => {
              const block = content[index];
              if (block?.type === "text") expect(isPrefix(text, guard, block.text)).toBe(true);
            });
            return;
          }
          const expected = JSON.parse(whole.body) as { content: Block[] };
          expect(received.complete).toBe(true);
          expect(received.content.map(({ type, text, thinking, input }) => ({ type, text, thinking, input }))).toEqual(
            expected.content.map((block) => ({
              type: block.type,
              text: block.type === "text" ? block.text : undefined,
              thinking: block.type === "thinking" ? block.thinking : undefined,
              input: block.type === "tool_use" ? block.input : undefined,
            })),
          );
          expect(stream.verdict().action).toBe(whole.verdict.action);
          expect(byPlace(stream.verdict().findings)).toEqual(byPlace(whole.verdict.findings));
          expect(stream.verdict().coverage.detectors).toEqual(whole.verdict.coverage.detectors);
        },
      ),
      { numRuns: 300 },
    );
  });

  it("passes a stream without findings on in its own bytes, odd spacing, comments and pings included", () => {
    const odd = framesOf([{ type: "text", text: "All is well, thank you." }], [99])
      .join(": keep-alive\n\n")
      .replace('"type":"text_delta"', '"type" : "text_delta" ,"unheard":  1');
    expect(run(redacts, odd, [7]).out).toBe(odd);
    const words = [...("The sky is so clear that she says: a new post goes to AKI or eyJ, then stops.".match(/.{1,3}/g) ?? [])];
    const clean = framesOf(
      [{ type: "text", text: words.join("") }],
      words.map((word) => word.length),
    ).join("");
    for (const size of [1, 40, 10_000]) expect(run(redacts, clean, [size]).out).toBe(clean);
    const crlf = odd.replaceAll("\n", "\r\n");
    expect(run(redacts, crlf, [1]).out).toBe(crlf);
  });

  it("shows no character of a key at any cut, at any moment", () => {
    const text = `The key is ${KEY}, keep it.`;
    for (let at = 1; at < text.length; at += 1) {
      const deltas = [text.slice(0, at), text.slice(at)].map((part) =>
        frame("content_block_delta", { index: 0, delta: { type: "text_delta", text: part } }),
      );
      const whole = framesOf([{ type: "text", text: "" }]);
      const stream = [...whole.slice(0, 2), deltas[0], frame("ping"), deltas[1], ...whole.slice(2)].join("");
      const { steps, received } = run(redacts, stream, [50]);
      expect(texts(received)).toEqual(["The key is [ANTHROPIC API KEY], keep it."]);
      for (const step of steps) expect(step).not.toMatch(/sk-ant/);
      expect(received.events.filter((type) => type === "ping")).toHaveLength(1);
    }
  });

  it("lets plain text go at once, and holds events whole, in their own bytes, while their text may become a match", () => {
    const stream = redacts.stream();
    const push = (text: string): string => decoder.decode(stream.push(new TextEncoder().encode(text)));
    const [start = "", open = ""] = framesOf([{ type: "text", text: "" }]);
    const delta = (text: string): string => frame("content_block_delta", { index: 0, delta: { type: "text_delta", text } });
    expect(push(start + open)).toBe(start + open);
    expect(push(delta("Hello there, "))).toBe(delta("Hello there, "));
    const beginning = delta("it is sk-ant-api03-abc");
    expect(push(beginning)).toBe("");
    expect(push(frame("ping"))).toBe(frame("ping"));
    expect(push(delta(" never."))).toBe(beginning + delta(" never."));
  });

  it("seeds the search with the tail of a prefilled message", () => {
    const text = `${KEY.slice(40)} is it.`;
    const prefill = `Sure: ${KEY.slice(0, 40)}`;
    const facts = { prefill, jsonOutput: false, schemas: undefined, conversation: undefined };
    const whole = redacts.response(JSON.stringify(messageOf([{ type: "text", text }])), facts);
    expect(whole.kind === "pass" && whole.body).toContain('"[ANTHROPIC API KEY] is it."');
    for (const size of [1, 5, 200]) {
      const { received } = run(redacts, framesOf([{ type: "text", text }], [size]).join(""), [33], facts);
      expect(texts(received)).toEqual(["[ANTHROPIC API KEY] is it."]);
    }
  });
});

describe("bytes beside the events are read too", () => {
  const frames = framesOf([{ type: "text", text: "All is well." }], [99]);
  const among = (odd: string): string => [...frames.slice(0, 3), odd, ...frames.slice(3)].join("");
  it.each([
    ["a comment", `: your key is ${KEY}\n\n`],
    ["a comment in a frame", `: ${KEY}\n${frame("ping")}`],
    ["an id", `id: ${KEY}\n${frame("ping")}`],
    ["a retry", `retry: ${KEY}\n\n`],
    ["a ping with more in it", frame("ping", { note: KEY })],
  ])("%s with a key in it stops the stream, and doesn't go out", (_, odd) => {
    for (const size of [1, 64, 9_999]) {
      const { out, stream } = run(redacts, among(odd), [size]);
      expect(stream.stopped).toBe(true);
      expect(out).not.toContain("sk-ant");
    }
  });
  it("signs of life pass", () => {
    const text = among(`: keep-alive\n\n:\n\nid: 12\n${frame("ping")}`);
    expect(run(redacts, text).out).toBe(text);
  });
});

describe("what waits costs no more than it is long", () => {
  const seconds = (text: string): number => {
    const before = process.cpuUsage();
    run(redacts, text, [4_096]);
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1e6;
  };
  const behindCall = (deltas: readonly string[]): string => {
    const call: Block = { type: "tool_use", id: "toolu_9", name: "send", input: {} };
    const frames = framesOf([call, { type: "text", text: "" }]);
    const text = (piece: string): string =>
      frame("content_block_delta", { index: 1, delta: { type: "text_delta", text: piece } });
    return [...frames.slice(0, 5), ...deltas.map(text), ...frames.slice(5)].join("");
  };
  // Quadratic, each of them took tens of seconds; the bounds are for slow machines.
  it("many deltas behind a call that waits", () => {
    expect(seconds(behindCall(Array.from({ length: 20_000 }, () => "word ")))).toBeLessThan(15);
  });
  it("many redactions behind a call that waits", () => {
    expect(seconds(behindCall(Array.from({ length: 10_000 }, (_, n) => `219-45-${1_000 + (n % 9_000)} `)))).toBeLessThan(20);
  });
});

/** Facts of a request in which nobody but the user has spoken: its tool calls need no origin. */
function untainted(guard: Guard): RequestFacts {
  const decision = guard.request(JSON.stringify({ model: "m", max_tokens: 1, messages: [{ role: "user", content: "Do it." }] }));
  if (decision.kind !== "pass") throw new Error("the request was not passed");
  return decision.facts;
}

describe("a tool call leaves only when it is judged", () => {
  const call = (name: string, input: object): Block => ({ type: "tool_use", id: "toolu_9", name, input: { ...input } });
  const upTo = (guard: Guard, frames: readonly string[], last: string): string[] => {
    const index = frames.findLastIndex((one) => one.includes(`event: ${last}`));
    return receive(run(guard, frames.slice(0, index + 1).join(""), [999], untainted(guard)).steps.at(-1) ?? "").events;
  };

  it("holds a call that acts until the last call of the message is judged, and one that reads only until its own end", () => {
    const reading = createGuard({ version: 1, extends: "balanced", tools: { look: { effect: "read" } } });
    const frames = framesOf([call("look", { q: "a" }), call("send", { to: "b" }), call("look", { q: "c" })]);
    expect(upTo(reading, frames.slice(0, 6), "content_block_stop")).toContain("content_block_start");
    expect(upTo(redacts, frames.slice(0, 6), "content_block_stop")).toEqual(["message_start"]);
    const held = upTo(reading, frames, "content_block_stop");
    expect(held.filter((type) => type === "content_block_start")).toHaveLength(1);
    expect(upTo(reading, frames, "message_delta").filter((type) => type === "content_block_start")).toHaveLength(3);
  });

  it("finds a key that is escaped and cut inside of the fragments, and redacts it in JSON that parses", () => {
    const escaped = [...KEY].map((char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`).join("");
    const json = `{"to":"${escaped}","n":12345678901234567890}`;
    const pieces = cut(json, [5]).map((partial_json) =>
      frame("content_block_delta", { index: 0, delta: { type: "input_json_delta", partial_json } }),
    );
    const frames = framesOf([call("send", {})]);
    const { out, received } = run(
      redacts,
      [...frames.slice(0, 2), ...pieces, ...frames.slice(-3)].join(""),
      [64],
      untainted(redacts),
    );
    expect(received.content[0]?.json).toBe('{"to":"[ANTHROPIC API KEY]","n":12345678901234567890}');
    expect(out).not.toContain(KEY);
  });

  it("never sends half a call: not when upstream breaks off, and not when its input is no JSON", () => {
    const frames = framesOf([{ type: "text", text: "I will." }, call("send", { to: "somebody" })], [99]);
    const broken = run(redacts, frames.slice(0, -4).join(""));
    expect(broken.received.content.map(({ type }) => type)).toEqual(["text"]);
    expect(broken.received.error?.type).toBe("api_error");
    const bad = run(redacts, frames.join("").replace('\\"somebody', "somebody"));
    expect(bad.received.error?.details?.error_code).toBe("sallyport_unreadable");
    expect(bad.received.content.map(({ type }) => type)).toEqual(["text"]);
  });
});

describe("a stop in mid-stream is a proper ending", () => {
  const content: Block[] = [{ type: "text", text: `First part. Then ${KEY} and more.` }];
  it("is one error event by default", () => {
    const { received, stream, out } = run(blocks, framesOf(content).join(""));
    expect(received.events.filter((type) => type === "error")).toHaveLength(1);
    expect(received.events.at(-1)).toBe("error");
    expect(received.error).toMatchObject({ type: "permission_error", details: { error_code: "sallyport_blocked" } });
    expect(stream.refusal?.detectors).toEqual(["anthropic-api-key"]);
    expect(out).not.toContain("sk-ant");
  });
  it("is closed blocks and the API's refusal where the operator prefers it", () => {
    const soft = createGuard({ version: 1, extends: "strict", stream: { stop: "refusal" } });
    const { received } = run(soft, framesOf(content).join(""));
    expect(received.error).toBeUndefined();
    expect(received.content.every(({ closed }) => closed === true)).toBe(true);
    expect(received.stopReason).toBe("refusal");
    expect(received.complete).toBe(true);
  });
  it("is never a bare cut: a stream that upstream ends early ends with an error", () => {
    const frames = framesOf(content);
    for (let count = 0; count < frames.length; count += 1) {
      const { received } = run(redacts, frames.slice(0, count).join(""));
      expect(received.events.at(-1)).toBe("error");
    }
  });
});

describe("redaction where it can do harm", () => {
  it("blocks where a redaction stands before a thinking block of the same response", () => {
    const content: Block[] = [
      { type: "text", text: `It is ${KEY}.` },
      { type: "thinking", thinking: "Now what?", signature: "c2ln" },
    ];
    const whole = redacts.response(JSON.stringify(messageOf(content)));
    expect(whole.kind === "stop" && whole.verdict.stops.map(({ kind }) => kind)).toEqual(["edit-before-thinking"]);
    expect(run(redacts, framesOf(content).join("")).stream.stopped).toBe(true);
    const dropping = createGuard({ version: 1, extends: "balanced", editBeforeThinking: "drop_block" });
    expect(dropping.response(JSON.stringify(messageOf(content))).kind).toBe("pass");
    expect(run(dropping, framesOf(content).join("")).stream.stopped).toBe(false);
  });
  it("blocks a key in thinking: its text is signed", () => {
    const content: Block[] = [{ type: "thinking", thinking: `The key ${KEY} is`, signature: "c2ln" }];
    expect(redacts.response(JSON.stringify(messageOf(content))).kind).toBe("stop");
    const { stream, out } = run(redacts, framesOf(content).join(""));
    expect(stream.stopped).toBe(true);
    expect(out).not.toContain("sk-ant");
  });
  it("leaves JSON that parses in a structured answer, or blocks", () => {
    const facts = { prefill: "", jsonOutput: true, schemas: undefined, conversation: undefined };
    const good = JSON.stringify({ a: `key ${KEY}`, b: [1, 'quote " and \\ back'], c: KEY });
    const { received } = run(redacts, framesOf([{ type: "text", text: good }], [3]).join(""), [50], facts);
    expect(JSON.parse(texts(received)[0] ?? "")).toEqual({
      a: "key [ANTHROPIC API KEY]",
      b: [1, 'quote " and \\ back'],
      c: "[ANTHROPIC API KEY]",
    });
    const bare = `{"a": ${KEY}}`;
    expect(redacts.response(JSON.stringify(messageOf([{ type: "text", text: bare }])), facts).kind).toBe("stop");
    expect(run(redacts, framesOf([{ type: "text", text: bare }]).join(""), [50], facts).stream.stopped).toBe(true);
  });
});

describe("a stream that can be read in two ways is stopped", () => {
  const frames = framesOf([
    { type: "text", text: "one" },
    { type: "text", text: "two" },
  ]);
  const swapped = (a: number, b: number): string => frames.map((one, i) => frames[i === a ? b : i === b ? a : i] ?? one).join("");
  it.each([
    ["a delta before its block", swapped(1, 2)],
    ["a second message_start", [frames[0], ...frames].join("")],
    ["a gap in the indices", frames.join("").replaceAll('"index":1', '"index":2')],
    ["a block inside of a block", frames.filter((one) => !one.includes('"content_block_stop","index":0')).join("")],
    ["an event after the end", [...frames, frames[2]].join("")],
    [
      "thinking in a block of text",
      frames.join("").replace('"type":"text_delta","text":"one"', '"type":"thinking_delta","thinking":"one"'),
    ],
    [
      "input in a block of text",
      frames.join("").replace('"type":"text_delta","text":"one"', '"type":"input_json_delta","partial_json":"one"'),
    ],
    ["a name of its own", frames.join("").replace("event: content_block_stop", "event: ping")],
    ["a repeated member", frames.join("").replace('"text":"one"', '"text":"one","text":"two"')],
    ["no JSON", frames.join("").replace('"text":"one"', '"text":one')],
    ["ill-formed text", frames.join("").replace('"text":"one"', '"text":"\\ud800"')],
    ["an unknown block", frames.join("").replace('"type":"text","text":""', '"type":"hologram","text":"boo"')],
    ["an unknown event", frames.join("").replace(frames[2] ?? "", frame("content_hint", { hint: "boo" }))],
  ])("%s", (_, text) => {
    const guarded = run(redacts, text, [40]);
    expect(guarded.stream.stopped).toBe(true);
    expect(guarded.received.error?.type).toBe("permission_error");
    const watching = createGuard("monitor");
    expect(run(watching, text, [40]).out).toBe(text);
  });
  it("takes any bytes without a throw", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.nat(frames.join("").length), (noise, at) => {
        const bytes = new TextEncoder().encode(frames.join(""));
        const stream = redacts.stream();
        stream.push(bytes.subarray(0, at));
        stream.push(noise);
        stream.push(bytes.subarray(at));
        stream.end();
        expect(stream.verdict().action).toMatch(/allow|flag|block/);
      }),
    );
  });
});

const byPlace = (findings: ReturnType<Guard["text"]>["verdict"]["findings"]) =>
  findings.toSorted((a, b) =>
    a.path < b.path ? -1 : a.path > b.path ? 1 : a.start - b.start || (a.detector < b.detector ? -1 : 1),
  );

/** Whether the text is a beginning of what the whole text would have become, without any of what blocks. */
function isPrefix(text: string, guard: Guard, whole: string): boolean {
  const { verdict, text: redacted } = guard.text(whole, { origin: "assistant", trust: "model" });
  const blocking = verdict.findings.filter(({ action }) => action === "block").map(({ start }) => start);
  return blocking.length === 0 ? redacted.startsWith(text) : whole.slice(0, Math.min(...blocking)).startsWith(text);
}
