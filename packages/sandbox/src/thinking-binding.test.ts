import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { test } from "@fast-check/vitest";
import { messageOfError, post, useSandboxes } from "./sandbox.testkit.js";
import { createThinkingBinding, type Conversation } from "./thinking-binding.js";

const start = useSandboxes();
const binding = createThinkingBinding("secret", "organization");

type Block = Record<string, unknown>;
type Turn = { role: string; content: string | Block[] };

const text = fc.string({ unit: "grapheme", minLength: 1, maxLength: 12 });
/** The blocks of one response, as a model would give them; thinking is signed on the way. */
const responseShape = fc.array(
  fc.oneof(
    text.map((value): Block => ({ type: "text", text: value })),
    text.map((value): Block => ({ type: "thinking", thinking: value })),
    fc.constant<Block>({ type: "redacted_thinking" }),
    fc.jsonValue({ maxDepth: 2 }).map((value): Block => ({ type: "tool_use", id: "toolu_x", name: "t", input: { value } })),
  ),
  { minLength: 1, maxLength: 5 },
);
const conversationShape = fc.record({
  system: fc.option(text, { nil: undefined }),
  tools: fc.constant([{ name: "t", description: "does", input_schema: { type: "object" } }]),
  turns: fc.array(fc.record({ user: text, response: responseShape }), { minLength: 1, maxLength: 4 }),
});

/** Plays the turns as a client and the API would, and returns the history that the client sends back. */
function play({
  system,
  tools,
  turns,
}: {
  system: string | undefined;
  tools: readonly unknown[];
  turns: { user: string; response: Block[] }[];
}) {
  const messages: Turn[] = [];
  for (const { user, response } of turns) {
    messages.push({ role: "user", content: user });
    const signer = binding.begin({ system, tools, messages });
    const content = response.map((block): Block => {
      if (block["type"] === "thinking") return { ...block, signature: signer.thinking(String(block["thinking"])) };
      if (block["type"] === "redacted_thinking") return { ...block, data: signer.redactedThinking() };
      signer.follow(block);
      return block;
    });
    messages.push({ role: "assistant", content });
  }
  return { system, tools, messages };
}

const hasThinking = ({ messages }: Conversation): boolean => JSON.stringify(messages).includes("thinking");
const isThinking = (block: Block): boolean => block["type"] === "thinking" || block["type"] === "redacted_thinking";
const jsonCopy = <Value>(value: Value): Value => JSON.parse(JSON.stringify(value)) as Value;

/** The paths of thinking blocks, in order. */
function thinkingPaths(messages: readonly Turn[]): readonly string[] {
  return messages.flatMap(({ content }, i) =>
    typeof content === "string" ? [] : content.flatMap((block, j) => (isThinking(block) ? [`messages.${i}.content.${j}`] : [])),
  );
}

describe("a thinking block is bound to everything before it", () => {
  test.prop([conversationShape])("a history that comes back unchanged is accepted", (shape) => {
    const history = play(shape);
    expect(binding.check(history)).toEqual([]);
    expect(binding.check(jsonCopy(history))).toEqual([]);
  });

  test.prop([conversationShape])("the forms that mean the same are the same", (shape) => {
    const history = jsonCopy(play(shape));
    const asBlocks = (content: Turn["content"]) => (typeof content === "string" ? [{ type: "text", text: content }] : content);
    const cached = (block: Block) =>
      isThinking(block) ? block : { cache_control: { type: "ephemeral" }, ...block, citations: null };
    const dressed = {
      tools: history.tools.map((tool) => ({ ...(tool as Block), cache_control: { type: "ephemeral", ttl: "1h" } })),
      ...(history.system === undefined ? {} : { system: asBlocks(history.system).map(cached) }),
      messages: history.messages.flatMap(({ role, content }) =>
        // Each block in a message of its own: neighbors of the same role are one turn.
        asBlocks(content).map((block) => ({ role, content: [cached(block)] })),
      ),
    };
    expect(binding.check(dressed)).toEqual([]);
  });

  test.prop([conversationShape, fc.nat(), fc.nat()])("a change of any character before it is noticed", (shape, where, how) => {
    const history = play(shape);
    fc.pre(hasThinking(history));
    const places = editablePlaces(history);
    const place = places[where % places.length];
    if (place === undefined) return;
    const changed = place.edit(how);
    const failures = binding.check(changed).map(({ path }) => path);
    const after = thinkingPaths(changed.messages).filter((path) => place.isBefore(path));
    expect(failures).toEqual(after);
  });

  test.prop([conversationShape, fc.nat()])("leaving out one thinking block between others is noticed", (shape, which) => {
    const history = play(shape);
    const paths = thinkingPaths(history.messages);
    fc.pre(paths.length >= 3);
    const gone = paths[1 + (which % (paths.length - 2))];
    const changed = {
      ...history,
      messages: history.messages.map(({ role, content }, i) => ({
        role,
        content: typeof content === "string" ? content : content.filter((_, j) => `messages.${i}.content.${j}` !== gone),
      })),
    };
    expect(binding.check(changed).map(({ reason }) => reason)).toEqual(["prefix_binding_mismatch"]);
  });

  test.prop([conversationShape])("taking out all thinking up to some place is no change", (shape) => {
    const history = play(shape);
    const half = Math.floor(history.messages.length / 2);
    const messages = history.messages.map(({ role, content }, i) => ({
      role,
      content: typeof content === "string" || i > half ? content : content.filter((block) => !isThinking(block)),
    }));
    expect(binding.check({ ...history, messages })).toEqual([]);
  });

  it("replicas with the same secret agree, others call it forged, other organizations see it as another's", () => {
    const messages = [{ role: "user", content: "hi" }];
    const signature = createThinkingBinding("a", "o").begin({ messages }).thinking("hm");
    const back = { messages: [...messages, { role: "assistant", content: [{ type: "thinking", thinking: "hm", signature }] }] };
    expect(createThinkingBinding("a", "o").check(back)).toEqual([]);
    expect(createThinkingBinding("b", "o").check(back)).toMatchObject([{ reason: "forged" }]);
    expect(createThinkingBinding("a", "p").check(back)).toMatchObject([{ reason: "organization_binding_mismatch" }]);
  });

  it("the order of fields counts in the caller's own JSON, and nowhere else", () => {
    const played = (input: unknown, tool: unknown) => {
      const messages = [{ role: "user", content: "hi" }];
      const signer = binding.begin({ tools: [tool], messages });
      signer.follow({ type: "tool_use", id: "toolu_1", name: "t", input });
      return signer.thinking("hm");
    };
    const tool = { name: "t", input_schema: { type: "object" } };
    expect(played({ a: 1, b: 2 }, tool)).toBe(played({ a: 1, b: 2 }, { input_schema: { type: "object" }, name: "t" }));
    expect(played({ a: 1, b: 2 }, tool)).not.toBe(played({ b: 2, a: 1 }, tool));
    expect(played({ cache_control: 1 }, tool)).not.toBe(played({}, tool));
  });

  it("a long history is checked in one pass", () => {
    const turns = Array.from({ length: 600 }, () => ({ user: "u".repeat(500), response: [{ type: "thinking", thinking: "t" }] }));
    const history = play({ system: "s", tools: [], turns: turns.slice(0, 3) });
    const [user, assistant] = history.messages;
    if (user === undefined || assistant === undefined) throw new Error("no turns were played");
    const long = { ...history, messages: turns.flatMap(() => [user, assistant]) };
    const began = performance.now();
    binding.check(long);
    expect(performance.now() - began).toBeLessThan(10_000);
  });
});

/** Every place of a history where a character can be changed, with the thinking that stands after it. */
function editablePlaces(history: ReturnType<typeof play>) {
  type Place = {
    edit: (how: number) => { system?: unknown; tools: unknown; messages: Turn[] };
    isBefore: (path: string) => boolean;
  };
  const places: Place[] = [];
  const changed = (value: string, how: number): string =>
    `${value.slice(0, how % value.length)}\u2042${value.slice(how % value.length)}`;
  if (history.system !== undefined) {
    const { system } = history;
    places.push({ edit: (how) => ({ ...history, system: changed(system, how) }), isBefore: () => true });
  }
  places.push({
    edit: () => ({ ...history, tools: [{ ...(history.tools[0] as Block), description: "does!" }] }),
    isBefore: () => true,
  });
  for (const [i, { content }] of history.messages.entries()) {
    const edit = (next: Turn["content"]) => ({
      ...history,
      messages: history.messages.map((turn, n) => (n === i ? { ...turn, content: next } : turn)),
    });
    const indexOf = (path: string): [number, number] => {
      const [, message = "", , block = ""] = path.split(".");
      return [Number(message), Number(block)];
    };
    if (typeof content === "string") {
      places.push({ edit: (how) => edit(changed(content, how)), isBefore: (path) => indexOf(path)[0] > i });
      continue;
    }
    for (const [j, block] of content.entries()) {
      const isAfter = (path: string): boolean => indexOf(path)[0] > i || (indexOf(path)[0] === i && indexOf(path)[1] > j);
      const withBlock = (next: Block) => edit(content.map((old, n) => (n === j ? next : old)));
      if (block["type"] === "text") {
        const value = String(block["text"]);
        places.push({ edit: (how) => withBlock({ ...block, text: changed(value, how) }), isBefore: isAfter });
      } else if (block["type"] === "tool_use") {
        places.push({ edit: (how) => withBlock({ ...block, input: { value: how, other: true } }), isBefore: isAfter });
      } else if (block["type"] === "thinking") {
        // Its own text is under its own signature; those after it don't see it.
        const value = String(block["thinking"]);
        places.push({
          edit: (how) => withBlock({ ...block, thinking: changed(value, how) }),
          isBefore: (path) => path === `messages.${i}.content.${j}`,
        });
      }
    }
  }
  return places;
}

describe("over HTTP", () => {
  const thinking = { type: "adaptive" };
  const base = { model: "claude-fable-5-2", max_tokens: 4000, thinking };
  const turn = (role: string, content: unknown) => ({ role, content });

  it("N turns are accepted when resent, and refused with the path of the first block that fails", async () => {
    const sandbox = await start();
    const messages: { role: string; content: unknown }[] = [];
    for (let n = 0; n < 5; n += 1) {
      messages.push(turn("user", `question ${n}`));
      const { status, json } = await post(sandbox, { ...base, messages });
      expect(status).toBe(200);
      messages.push(turn("assistant", json["content"]));
    }
    const changed = messages.map((message, index) => (index === 4 ? turn("user", "question 2!") : message));
    const refused = await post(sandbox, { ...base, messages: [...changed, turn("user", "more")] });
    expect(refused.status).toBe(400);
    expect(messageOfError(refused)).toBe(
      "messages.5.content.0: Invalid `signature` in `thinking` block. The block is bound to a different conversation. " +
        'Remove the block, or set `thinking.block_binding.prefix_mismatch_behavior` to "drop_block".',
    );
    const counted = await post(sandbox, { model: base.model, messages: changed }, { path: "/v1/messages/count_tokens" });
    expect(counted.status).toBe(400);
  });

  it("models without the check take a changed history, but no forged signature", async () => {
    const sandbox = await start();
    const { json } = await post(sandbox, { ...base, model: "claude-opus-4-8", messages: [turn("user", "one")] });
    const history = (first: string, content: unknown) => [turn("user", first), turn("assistant", content), turn("user", "two")];
    expect((await post(sandbox, { ...base, model: "claude-opus-4-8", messages: history("ONE", json["content"]) })).status).toBe(
      200,
    );
    const forged = [{ type: "thinking", thinking: "mine", signature: "AAAA" }, ...(json["content"] as unknown[])];
    const refused = await post(sandbox, { ...base, model: "claude-opus-4-8", messages: history("one", forged) });
    expect(messageOfError(refused)).toBe("messages.1.content.0: Invalid `signature` in `thinking` block");
  });

  it("block_binding needs its beta header", async () => {
    const sandbox = await start();
    const asked = { ...base, thinking: { ...thinking, block_binding: {} }, messages: [turn("user", "one")] };
    const refused = await post(sandbox, asked, { headers: { "anthropic-beta": "other-2026-01-01" } });
    expect(messageOfError(refused)).toBe("thinking.adaptive.block_binding: Extra inputs are not permitted");
    const taken = await post(sandbox, asked, { headers: { "anthropic-beta": "thinking-binding-controls-2026-08-01" } });
    expect(taken.json["input_transformations"]).toEqual([]);
  });

  it("another organization's thinking is dropped without an error", async () => {
    const [ours, theirs] = [
      await start({ signingSecret: "s", organizationId: "ours" }),
      await start({ signingSecret: "s", organizationId: "theirs" }),
    ];
    const { json } = await post(theirs, { ...base, messages: [turn("user", "one")] });
    const messages = [turn("user", "one"), turn("assistant", json["content"]), turn("user", "two")];
    const taken = await post(
      ours,
      { ...base, messages },
      { headers: { "anthropic-beta": "thinking-binding-controls-2026-08-01" } },
    );
    expect(taken.json["input_transformations"]).toEqual([
      { type: "thinking_dropped", path: "messages.1.content.0", reason: "organization_binding_mismatch" },
    ]);
  });

  it("display: omitted hides the text and still binds", async () => {
    const sandbox = await start();
    const asked = { ...base, thinking: { ...thinking, display: "omitted" } };
    const { json } = await post(sandbox, { ...asked, messages: [turn("user", "one")] });
    expect(json["content"]).toMatchObject([{ type: "thinking", thinking: "" }, { type: "text" }]);
    const messages = [turn("user", "one"), turn("assistant", json["content"]), turn("user", "two")];
    expect((await post(sandbox, { ...asked, messages })).status).toBe(200);
  });
});
